"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { paths } from "#app/paths.ts";
import { chooseOrganizationAction } from "../actions.ts";

/**
 * Goes on to the next step by itself when somebody lets the person in while they wait: an organization that was not there
 * when the page opened. Only one in which they may create a project; a refusal leaves the choice to them.
 */
export function MoveOn({
  waiting,
  organizations,
}: {
  waiting: boolean;
  organizations: { id: string; slug: string; mayCreate: boolean }[];
}) {
  const router = useRouter();
  const before = useRef(new Set(organizations.map(({ id }) => id)));
  const waited = useRef(waiting);
  useEffect(() => {
    waited.current ||= waiting;
    const come = organizations.find(({ id, mayCreate }) => mayCreate && !before.current.has(id));
    if (!waited.current || !come) return;
    before.current.add(come.id);
    void chooseOrganizationAction({ org: come.slug }, {}).then((chosen) => {
      if (chosen.ok) router.push(paths.welcome("project"));
    });
  }, [waiting, organizations, router]);
  return null;
}
