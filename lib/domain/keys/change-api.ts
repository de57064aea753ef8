import { z } from "zod";
import { changeOperation, instant } from "#lib/domain/access/operation.ts";
import { scopes } from "#lib/domain/access/permissions.ts";
import { keyKind } from "./api.ts";
import {
  createKeyCommand,
  disableKeyCommand,
  disablePlatformKeyCommand,
  enableKeyCommand,
  enablePlatformKeyCommand,
  endKeyOverlapCommand,
  endPlatformKeyOverlapCommand,
  revokeKeyCommand,
  revokeKeysCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
  rotateKeyCommand,
  rotatePlatformKeyCommand,
  updateKeyCommand,
  updatePlatformKeyCommand,
} from "./commands.ts";
import { createKeyInput, revokeKeysInput, rotateKeyInput, updateKeyInput } from "./schema.ts";

const params = z.object({ key: z.uuid() });
const changedKey = z.object({ version: z.number().int() });
const rotated = z.object({
  id: z.uuid(),
  key: z.string(),
  prefix: z.string(),
  lastFour: z.string(),
  expiresAt: instant,
  version: z.number().int(),
  before: z.object({ prefix: z.string(), lastFour: z.string(), endsAt: instant.nullable() }),
});
const ofKey = ({ params: { key: id } }: { params: { key: string } }) => ({ id });

export const revokeOwnKey = changeOperation({
  id: "revokeOwnKey",
  method: "delete",
  path: "/me/keys/{key}",
  tag: "keys",
  summary: "End one of the caller's own keys, whatever became of its organization",
  at: "own",
  command: revokeOwnKeyCommand,
  scope: "keys:write",
  params,
  output: null,
  input: ofKey,
});

export const createKey = changeOperation({
  id: "createKey",
  method: "post",
  path: "/keys",
  tag: "keys",
  summary: "Make a key",
  description:
    "The secret is in this answer and in no other: a repeated request is answered 409. A key that is made with a key ends with it, at the latest; a key with limits, models, routes or addresses makes none, nor do keys that other issuers made.",
  at: "organization",
  command: createKeyCommand,
  body: createKeyInput,
  output: z.object({
    id: z.uuid(),
    key: z.string(),
    kind: keyKind,
    name: z.string(),
    prefix: z.string(),
    lastFour: z.string(),
    scopes: z.array(z.enum(scopes)),
    expiresAt: instant,
  }),
  status: 201,
});

export const updateKey = changeOperation({
  id: "updateKey",
  method: "patch",
  path: "/keys/{key}",
  tag: "keys",
  summary: "Change a key's name, limits, models, routes or addresses",
  description: "What is left out stays as it is.",
  at: "organization",
  command: updateKeyCommand,
  params,
  body: updateKeyInput.omit({ id: true, version: true }),
  output: changedKey,
  versioned: true,
  input: ({ params: { key: id }, body, ifMatch }) => ({ ...body, id, version: ifMatch }),
});

export const rotateKey = changeOperation({
  id: "rotateKey",
  method: "post",
  path: "/keys/{key}/rotate",
  tag: "keys",
  summary: "Give a key a new secret",
  description:
    "The secret is in this answer and in no other. The one before works on for the overlap. With a key, that key itself is rotated, or one that was made with it.",
  at: "organization",
  command: rotateKeyCommand,
  params,
  body: rotateKeyInput.omit({ id: true, version: true }),
  output: rotated,
  versioned: true,
  input: ({ params: { key: id }, body, ifMatch }) => ({ ...body, id, version: ifMatch }),
});

export const endKeyOverlap = changeOperation({
  id: "endKeyOverlap",
  method: "delete",
  path: "/keys/{key}/overlap",
  tag: "keys",
  summary: "End the secret from before a key's last rotation now",
  at: "organization",
  command: endKeyOverlapCommand,
  params,
  output: null,
  input: ofKey,
});

export const disableKey = changeOperation({
  id: "disableKey",
  method: "post",
  path: "/keys/{key}/disable",
  tag: "keys",
  summary: "Refuse a key until it is enabled again",
  at: "organization",
  command: disableKeyCommand,
  params,
  output: null,
  input: ofKey,
});

export const enableKey = changeOperation({
  id: "enableKey",
  method: "post",
  path: "/keys/{key}/enable",
  tag: "keys",
  summary: "Let a disabled key be used again",
  at: "organization",
  command: enableKeyCommand,
  params,
  output: null,
  input: ofKey,
});

export const revokeKey = changeOperation({
  id: "revokeKey",
  method: "delete",
  path: "/keys/{key}",
  tag: "keys",
  summary: "End a key for good",
  at: "organization",
  command: revokeKeyCommand,
  params,
  output: null,
  input: ofKey,
});

export const revokeKeys = changeOperation({
  id: "revokeKeys",
  method: "post",
  path: "/key-revocations",
  tag: "keys",
  summary: "End many keys: those of a list that the conditions still fit",
  description: "What was used, ended or changed since the list was made is left alone, and said.",
  at: "organization",
  command: revokeKeysCommand,
  body: revokeKeysInput,
  output: z.object({
    revoked: z.array(z.object({ id: z.uuid(), name: z.string() })),
    skipped: z.array(z.object({ id: z.uuid(), why: z.enum(["revoked", "expired", "differs", "gone"]) })),
  }),
});

const onPlatform = { tag: "platform", at: "platform", params } as const;

export const updatePlatformKey = changeOperation({
  ...onPlatform,
  id: "updatePlatformKey",
  method: "patch",
  path: "/platform/keys/{key}",
  summary: "Change the name or the addresses of one of the caller's own keys of the platform",
  description: "What is left out stays as it is.",
  command: updatePlatformKeyCommand,
  body: updateKeyInput.pick({ name: true, addresses: true }),
  output: changedKey,
  versioned: true,
  input: ({ params: { key: id }, body, ifMatch }) => ({ ...body, id, version: ifMatch }),
});

export const rotatePlatformKey = changeOperation({
  ...onPlatform,
  id: "rotatePlatformKey",
  method: "post",
  path: "/platform/keys/{key}/rotate",
  summary: "Give one of the caller's own keys of the platform a new secret",
  description:
    "The secret is in this answer and in no other. The one before works on for the overlap. With a key, that key itself is rotated.",
  command: rotatePlatformKeyCommand,
  body: rotateKeyInput.omit({ id: true, version: true }),
  output: rotated,
  versioned: true,
  input: ({ params: { key: id }, body, ifMatch }) => ({ ...body, id, version: ifMatch }),
});

export const endPlatformKeyOverlap = changeOperation({
  ...onPlatform,
  id: "endPlatformKeyOverlap",
  method: "delete",
  path: "/platform/keys/{key}/overlap",
  summary: "End the secret from before the last rotation of one of the caller's own keys of the platform now",
  command: endPlatformKeyOverlapCommand,
  output: null,
  input: ofKey,
});

export const disablePlatformKey = changeOperation({
  ...onPlatform,
  id: "disablePlatformKey",
  method: "post",
  path: "/platform/keys/{key}/disable",
  summary: "Refuse one of the caller's own keys of the platform until it is enabled again",
  command: disablePlatformKeyCommand,
  output: null,
  input: ofKey,
});

export const enablePlatformKey = changeOperation({
  ...onPlatform,
  id: "enablePlatformKey",
  method: "post",
  path: "/platform/keys/{key}/enable",
  summary: "Let one of the caller's own keys of the platform be used again",
  command: enablePlatformKeyCommand,
  output: null,
  input: ofKey,
});

export const revokePlatformKey = changeOperation({
  ...onPlatform,
  id: "revokePlatformKey",
  method: "delete",
  path: "/platform/keys/{key}",
  summary: "End one of the caller's own keys of the platform",
  command: revokePlatformKeyCommand,
  output: null,
  input: ofKey,
});
