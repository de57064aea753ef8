import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/**
 * Has TRACE read as OPTIONS, which says what is offered and changes nothing. The fetch standard makes no Request of a TRACE, so
 * that the framework would answer it with a fault of the server.
 */
export function readTraceAsOptions(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    if (request.method === "TRACE") request.method = "OPTIONS";
  });
}
