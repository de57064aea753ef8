"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { paths } from "#app/paths.ts";
import { useLive } from "#components/shell/live.tsx";
import { Button, ButtonLink, Why } from "#components/ui/button.tsx";
import { Checks } from "#components/ui/checks.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { State } from "#components/ui/state.tsx";
import type { Check } from "#lib/domain/sessions/preflight.ts";
import type { LaunchFields } from "./fields.ts";

type Place = { org: string; project: string };
const typingPause = 300;

/** The value after nothing has changed it for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingPause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** The server's answer for these fields; asked again when they, or something the answer depends on, change. */
function usePreflight(
  place: Place,
  wanted: LaunchFields,
  { initial, first, paused }: { initial: LaunchFields; first: Check[]; paused: boolean },
) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const websiteUrl = useSettled(wanted.websiteUrl);
  const model = useSettled(wanted.model);
  const { credentialId } = wanted;
  const credentialIds = wanted.credentialIds.join(",");
  const asked = { model, credentialId, credentialIds, websiteUrl };
  const untouched =
    model === initial.model &&
    credentialId === initial.credentialId &&
    credentialIds === initial.credentialIds.join(",") &&
    websiteUrl === initial.websiteUrl;
  useLive(["projects", "sessions", "credentials", "members"], () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ["preflight"] }, { cancelRefetch: false });
    }, typingPause);
  });
  return useQuery({
    queryKey: ["preflight", place.org, place.project, asked],
    queryFn: async ({ signal }) => {
      const answer = await fetch(paths.api.preflight(place, asked), { signal });
      if (!answer.ok) throw new Error(`The pre-flight answered ${answer.status}.`);
      return ((await answer.json()) as { checks: Check[] }).checks;
    },
    enabled: !paused,
    initialData: untouched ? first : undefined,
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
}

/** What stands before a session, line by line, and the button that starts it. */
export function PreflightPanel({
  place,
  formId,
  first,
  wanted,
  initial,
  pending,
  mayManageCredentials,
}: {
  place: Place;
  formId: string;
  first: Check[];
  wanted: LaunchFields;
  initial: LaunchFields;
  pending: boolean;
  mayManageCredentials: boolean;
}) {
  const t = useTranslations("preflight");
  const whyId = useId();
  const {
    data: checks,
    isError,
    isPlaceholderData,
  } = usePreflight(place, wanted, {
    initial,
    first,
    paused: pending,
  });
  const red = checks?.filter((check) => !check.passed) ?? [];
  const waiting = !checks || isPlaceholderData;
  const words = [...new Set(red.map((check) => t(`word.${check.check}`)))];
  const reason = waiting
    ? t("whyWaiting")
    : red.length > 0
      ? words.length === 1
        ? t("whyRed", { check: words[0] ?? "" })
        : t("whyReds", { checks: words.join(", ") })
      : wanted.prompt.trim() === ""
        ? t("whyPrompt")
        : null;

  const fix = (check: Check) => {
    if (check.passed || !check.fix) return null;
    if (check.fix === "credentials" && !mayManageCredentials) return null;
    const to = {
      credentials: paths.credentials(place),
      sessions: paths.sessions(place),
      project: paths.project(place),
      egress: paths.settings(place),
    }[check.fix];
    return (
      <ButtonLink href={to} size="s">
        {t(check.text === "credentialNone" ? "fix.credentialsAdd" : `fix.${check.fix}`)}
      </ButtonLink>
    );
  };
  return (
    <Panel
      flush
      title={t("title")}
      right={
        <span role="status">
          {isError && <State kind="warn">{t("unanswered")}</State>}
          {!isError && waiting && <State kind="starting">{t("checking")}</State>}
          {!isError && !waiting && red.length === 0 && (
            <State kind="done">{t("allPass", { count: checks.length })}</State>
          )}
          {!isError && !waiting && red.length > 0 && (
            <State kind="failed">{t("someFail", { bad: red.length, count: checks.length })}</State>
          )}
        </span>
      }
      footer={
        <div className="grid gap-2">
          <Button
            type="submit"
            form={formId}
            variant="solid"
            className="w-full"
            pending={pending}
            reason={reason}
            reasonAt="none"
            aria-describedby={reason ? whyId : undefined}
          >
            {pending ? t("starting") : t("start")}{" "}
            <span className="[&>kbd]:border-current [&>kbd]:text-current">
              <Kbd>Ctrl ↵</Kbd>
            </span>
          </Button>
          {reason && <Why id={whyId}>{reason}</Why>}
        </div>
      }
    >
      <Checks
        checks={(checks ?? []).map((check) => ({
          label: t(`label.${check.check}`),
          state: check.passed ? "done" : "failed",
          text: t(`text.${check.text}`, check.values),
          fix: fix(check),
        }))}
      />
    </Panel>
  );
}
