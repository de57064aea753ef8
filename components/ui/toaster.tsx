"use client";

import { Toaster as Sonner, toast } from "sonner";
import { useWords } from "../words-provider.tsx";
import { Button } from "./button.tsx";
import { StateGlyph, type StateKind } from "./state.tsx";

/** Where toasts appear. Once, near the root. */
export function Toaster() {
  return <Sonner position="bottom-right" gap={8} offset={16} mobileOffset={12} visibleToasts={4} />;
}

export type Saying = {
  kind?: StateKind;
  text: string;
  /** A second line in mono, such as a request id. */
  detail?: string;
  action?: { label: string; run: () => void };
};

/** Says what was done, with Undo where it can be undone. Never the only place an error appears; an error stays
 *  until it is dismissed. */
export function say({ kind = "done", ...rest }: Saying): void {
  toast.custom((id) => <Saying kind={kind} {...rest} close={() => toast.dismiss(id)} />, {
    duration: kind === "failed" ? Number.POSITIVE_INFINITY : 6000,
  });
}

function Saying({ kind, text, detail, action, close }: Saying & { kind: StateKind; close: () => void }) {
  const words = useWords();
  return (
    <div className="floats flex min-h-10 w-max max-w-[min(27rem,calc(100vw-1.5rem))] font-sans items-center gap-3 rounded-2 bg-raised py-1.5 pr-2 pl-3.5 text-ink shadow-float">
      <StateGlyph kind={kind} />
      <span className="min-w-0 flex-1 py-0.5 text-sm">
        {text}
        {detail && <span className="block font-mono text-xs wrap-anywhere text-ink-3">{detail}</span>}
      </span>
      {action && (
        <Button
          size="s"
          variant={kind === "failed" ? "outline" : "bare"}
          onClick={() => {
            action.run();
            close();
          }}
        >
          {action.label}
        </Button>
      )}
      <Button size="s" variant="bare" square icon="x" onClick={close}>
        {words.dismiss}
      </Button>
    </div>
  );
}
