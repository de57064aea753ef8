import pino from "pino";

/** The process's log: JSON lines. Anything that could hold a secret is cut out by name. */
export const log = pino({
  level: process.env.PORTICO_LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: [
      "*.authorization",
      "*.cookie",
      "*.password",
      "*.secret",
      "*.token",
      "*.key",
      "*.apiKey",
      "*.value",
      "headers",
    ],
    censor: "[cut]",
  },
  serializers: {
    err: (error: Error & { code?: string }) => ({
      type: error.name,
      message: error.message,
      code: error.code,
      stack: error.stack,
    }),
  },
});

export type Log = typeof log;
