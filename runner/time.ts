import type { Activity } from "./agents/agent.ts";
import { exitCodes, SessionEnd } from "./ending.ts";

/** Aborts the session at its time-out, and after a time without any activity. Both in seconds. Ends with the process. */
export function watchTime(
  timeoutSeconds: number,
  inactivitySeconds: number,
  stop: AbortController,
): Activity {
  const end = (reason: string, summary: string) =>
    stop.abort(new SessionEnd(exitCodes.timedOut, reason, summary));
  setTimeout(
    () => end("timed_out", `The session reached its time-out of ${inWords(timeoutSeconds)}.`),
    timeoutSeconds * 1000,
  );
  let idle: NodeJS.Timeout | undefined;
  const pause = () => clearTimeout(idle);
  const touch = () => {
    pause();
    idle = setTimeout(
      () => end("inactive", `The provider sent nothing for ${inWords(inactivitySeconds)}.`),
      inactivitySeconds * 1000,
    );
  };
  touch();
  return { touch, pause };
}

/** 45 s; 1 min 30 s; 30 min; 2 h. */
function inWords(seconds: number): string {
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const parts = [h && `${h} h`, min && `${min} min`, s && `${s} s`].filter(Boolean);
  return parts.join(" ") || "0 s";
}
