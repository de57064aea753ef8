/** Remembers in this browser which project was open last. A wish and no proof: the reader's rights are asked again. */
export const lastPlaceCookie = "portico-place";

export type LastPlace = { org: string; project?: string };

/** `org/project` or `org`; null for anything else. */
export function readLastPlace(value: string | undefined): LastPlace | null {
  const found = /^([a-z0-9-]{1,63})(?:\/([a-z0-9-]{1,63}))?$/.exec(value ?? "");
  return found?.[1] ? { org: found[1], project: found[2] } : null;
}

export const writeLastPlace = ({ org, project }: LastPlace): string => (project ? `${org}/${project}` : org);
