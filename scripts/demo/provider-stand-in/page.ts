/** The page at /pages/spec: something worth asking a session about, for `websiteURL` in the demo. */
export const specPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Retrieval service, draft 3</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}</style></head>
<body>
<main>
<h1>Retrieval service, draft 3</h1>
<p>The retrieval service finds the passages that an answer is built on. It replaces the three search boxes that
the claims, legal and support teams run today.</p>
<h2>What is settled</h2>
<ul>
<li>Passages are at most 512 tokens long and keep the heading they stand under.</li>
<li>Every passage carries the access list of its document, and a query sees only what its person may read.</li>
<li>The index is rebuilt each night, and a document that changes during the day is indexed within ten minutes.</li>
<li>Answers are scored on a held-out set of 2,400 questions before each release.</li>
</ul>
<h2>Open questions</h2>
<ol>
<li>Do scanned contracts go through text recognition first, or stay out of the first release?</li>
<li>How long may a deleted document still appear in answers?</li>
<li>Which team pays for embeddings when two of them index the same document?</li>
<li>Is a recall of 0.80 on the legal subset enough to begin the trial?</li>
</ol>
<h2>Next</h2>
<p>The trial starts with the claims team on the first Monday of the month. Remarks go to the owners of this page.</p>
</main>
</body>
</html>
`;
