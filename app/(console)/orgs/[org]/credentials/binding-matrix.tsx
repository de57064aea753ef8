"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Pager } from "#components/table/pager.tsx";
import { Cell, HeadCell, Row, RowHead, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { CredentialKindId } from "#lib/domain/credentials/kinds/index.ts";
import type { MatrixProject } from "#lib/domain/sharing/data.ts";
import { bindingChanges, boxesOf } from "#lib/domain/sharing/rules.ts";
import { type Binding, bindingKey } from "#lib/domain/sharing/schema.ts";
import { changeBindingsAction } from "./actions.ts";
import { type Held, HoldingNote } from "./holding-note.tsx";

type Props = {
  org: string;
  credentials: { id: string; name: string; kind: CredentialKindId; secretKey: string }[];
  projects: MatrixProject[];
  bindings: Binding[];
  newer: string | null;
  older: string | null;
};

/**
 * Which projects have which credentials: one box for each pair. What is ticked is kept here until it is saved; what others
 * save meanwhile comes in between. Below 48 rem each credential is a block with its projects.
 */
export function BindingMatrix({ org, credentials, projects, bindings, newer, older }: Props) {
  const t = useTranslations("sharing.matrix");
  const provider = useTranslations("common.provider");
  const { run, pending, refusal, forget } = useAction();
  /** What was ticked or cleared here and is not saved, by box. */
  const [wanted, setWanted] = useState<ReadonlyMap<string, boolean>>(new Map());
  /** Saved, and not read again yet: the boxes stay as they were left. */
  const [saved, setSaved] = useState(false);
  const [held, setHeld] = useState<Held[]>([]);
  const [known, setKnown] = useState(bindings);
  const before = boxesOf(bindings);
  if (known !== bindings) {
    // Read again: what stands as it was wanted is wanted no more.
    setKnown(bindings);
    setSaved(false);
    setWanted((now) => new Map([...now].filter(([key, on]) => before.has(key) !== on)));
  }
  const after = new Set(before);
  for (const [key, on] of wanted)
    if (on) after.add(key);
    else after.delete(key);
  const changes = bindingChanges(before, after);
  const count = changes.bind.length + changes.unbind.length;

  const tick = (key: string, on: boolean) => {
    forget();
    setSaved(false);
    setWanted((now) => new Map(now).set(key, on));
  };
  const save = async () => {
    const result = await run((key) => changeBindingsAction({ org }, changes, key));
    if (!result?.ok) return;
    setSaved(true);
    setHeld(result.value.holding);
    say({ text: t("saved", { bound: result.value.bound, unbound: result.value.unbound }) });
  };
  const named = ({ credentialId, projectId }: Binding) => ({
    credential: credentials.find(({ id }) => id === credentialId)?.name ?? "",
    project: projects.find(({ id }) => id === projectId)?.displayName ?? "",
  });

  return (
    <div className="grid gap-4">
      {held.length > 0 && <HoldingNote org={org} held={held} onClose={() => setHeld([])} />}
      <Table caption={t("caption")} plain>
        <TableHead>
          <HeadCell>{t("credential")}</HeadCell>
          {projects.map((project) => (
            <HeadCell key={project.id} className="whitespace-normal! wrap-anywhere">
              {project.displayName}
              {project.archived && <Sub>{t("archived")}</Sub>}
            </HeadCell>
          ))}
        </TableHead>
        <TableBody>
          {credentials.map((credential) => (
            <Row key={credential.id}>
              <RowHead>
                {credential.name}
                <Sub inline>{provider(credential.kind)}</Sub>
              </RowHead>
              {projects.map((project) => {
                const key = bindingKey({ credentialId: credential.id, projectId: project.id });
                const own = project.own.includes(credential.secretKey);
                return (
                  <Cell key={project.id} first>
                    <label className="inline-flex min-h-6 items-center gap-2">
                      <input
                        type="checkbox"
                        className="tickbox"
                        aria-label={t("box", { credential: credential.name, project: project.displayName })}
                        checked={after.has(key)}
                        disabled={pending}
                        onChange={(event) => tick(key, event.target.checked)}
                      />
                      <span className="wrap-anywhere md:hidden">{project.displayName}</span>
                      {own && <Sub>{t("own")}</Sub>}
                    </label>
                  </Cell>
                );
              })}
            </Row>
          ))}
        </TableBody>
      </Table>
      {refusal && (
        <Note kind="failed" announce>
          {refusal.message}
        </Note>
      )}
      {count > 0 && !saved ? (
        <section aria-label={t("changes")} className="grid gap-3 rounded-3 border border-line-2 px-4 py-3">
          <ul className="grid gap-1 text-sm">
            {changes.bind.map((one) => (
              <li key={bindingKey(one)}>{t("gets", named(one))}</li>
            ))}
            {changes.unbind.map((one) => (
              <li key={bindingKey(one)}>{t("loses", named(one))}</li>
            ))}
          </ul>
          <div className="flex flex-wrap gap-2">
            <Button variant="solid" onClick={save} pending={pending}>
              {t("save", { count })}
            </Button>
            <Button onClick={() => setWanted(new Map())}>{t("undo")}</Button>
          </div>
        </section>
      ) : (
        <Pager
          summary={t("paged", { count: projects.length })}
          newer={newer && paths.organizationCredentials({ org }, { after: newer })}
          older={older && paths.organizationCredentials({ org }, { before: older })}
        />
      )}
    </div>
  );
}
