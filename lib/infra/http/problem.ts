/** An error of a route: `application/problem+json` with a code and a request id. */
export function problem(
  status: number,
  code: string,
  title: string,
  requestId: string,
  headers?: HeadersInit,
): Response {
  return new Response(JSON.stringify({ type: "about:blank", status, code, title, requestId }), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...headers,
    },
  });
}
