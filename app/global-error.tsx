"use client";

import "./globals.css";
import { Button } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import texts from "../messages/en/error.json" with { type: "json" };

/** For a failure of the root layout itself, where no texts can be looked up: they are compiled in. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <title>{texts.brokenTitle}</title>
        <main className="px-8 pt-[16vh] max-md:px-4">
          <ErrorView
            title={texts.brokenTitle}
            requestId={error.digest}
            copyLabel={texts.copyRequest}
            actions={
              <Button variant="solid" icon="redo" onClick={reset}>
                {texts.reload}
              </Button>
            }
          >
            {texts.broken}
          </ErrorView>
        </main>
      </body>
    </html>
  );
}
