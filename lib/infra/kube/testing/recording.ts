import type { KubeClient } from "../client.ts";

export interface RecordedCall {
  method: string;
  path: string;
  startedAt: number;
  endedAt: number;
}

/** Records every call (streams left out) that a client makes from now on. */
export function record(client: KubeClient): RecordedCall[] {
  const calls: RecordedCall[] = [];
  const { transport } = client;
  const call = transport.call.bind(transport);
  transport.call = async (options) => {
    const recorded = {
      method: options.method,
      path: options.path,
      startedAt: performance.now(),
      endedAt: Number.NaN,
    };
    calls.push(recorded);
    try {
      return await call(options);
    } finally {
      recorded.endedAt = performance.now();
    }
  };
  return calls;
}
