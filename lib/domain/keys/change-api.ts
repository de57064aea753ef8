import { z } from "zod";
import { changeOperation, instant } from "#lib/domain/access/operation.ts";
import { scopes } from "#lib/domain/access/permissions.ts";
import { keyKind } from "./api.ts";
import {
  createKeyCommand,
  disableKeyCommand,
  enableKeyCommand,
  endKeyOverlapCommand,
  revokeKeyCommand,
  revokeKeysCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
  rotateKeyCommand,
  updateKeyCommand,
} from "./commands.ts";
import { createKeyInput, revokeKeysInput, rotateKeyInput, updateKeyInput } from "./schema.ts";

const params = z.object({ key: z.uuid() });
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
  output: z.object({ version: z.number().int() }),
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
  output: z.object({
    id: z.uuid(),
    key: z.string(),
    prefix: z.string(),
    lastFour: z.string(),
    expiresAt: instant,
    version: z.number().int(),
    before: z.object({ prefix: z.string(), lastFour: z.string(), endsAt: instant.nullable() }),
  }),
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

export const revokePlatformKey = changeOperation({
  id: "revokePlatformKey",
  method: "delete",
  path: "/platform/keys/{key}",
  tag: "platform",
  summary: "End one of the caller's own keys of the platform",
  at: "platform",
  command: revokePlatformKeyCommand,
  params,
  output: null,
  input: ofKey,
});
