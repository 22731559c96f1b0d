// API keys: values by which callers are told apart and counted (AWS API reference: ApiKey). A value is unique in an account and
// region, twenty to 128 visible characters long, and shown only to whoever asks for it. Lists find names by their beginning, case and
// all (recorded). Read next: ./usage-plan-keys.ts, ./api-key-imports.ts.

import { deleteBelow, keyOf, prefixOf } from "../../base/tables.ts";
import type { ApiKey } from "../model/access.ts";
import type { StringMap } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type ControlContext, type Nothing, nothing, nowSeconds, type Work } from "./context.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { newKeyValue, newLongId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { flag, text, valuedItems } from "./patch-rows.ts";
import { getRow, keysBelow, putRow } from "./rows.ts";
import { requireStage } from "./stage-rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";

export interface ApiKeyRequest {
  readonly apiKey: string;
}

export interface CreateApiKeyRequest {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly generateDistinctId?: boolean | undefined;
  readonly value?: string | undefined;
  readonly stageKeys?: readonly { readonly restApiId?: string; readonly stageName?: string }[] | undefined;
  readonly customerId?: string | undefined;
  readonly tags?: StringMap<string> | undefined;
}

/** A key without a name has none, and one whose value nobody asked for is shown without it. */
export type ShownApiKey = Omit<ApiKey, "value" | "name"> & { readonly value?: string; readonly name?: string };

/** What a key is stored as. */
export type ApiKeyRow = Omit<ApiKey, "name"> & { readonly name?: string };

function checkName(name: string | null | undefined): void {
  if ((name ?? "").length > 1024) throw badRequest("Invalid API Key name, can be at most 1024 characters.");
}

function checkDescription(description: string | null | undefined): void {
  if ((description ?? "").length > 125_000) throw badRequest("Invalid API Key description specified.");
}

function checkValue(value: string): void {
  if (value.length > 128) throw badRequest("API Key value exceeds maximum size of 128 characters");
  if (value.length < 20) throw badRequest("API Key value should be at least 20 characters");
  // No other character arrives in a header as it was sent.
  if (!/^[\x21-\x7e]+$/.test(value)) throw badRequest("API Key value can contain visible ASCII characters only");
}

export function createApiKey(work: Work, input: CreateApiKeyRequest): ShownApiKey {
  const { name = "", description = "", customerId = "", value = "", tags = {} } = input;
  checkName(name);
  if (value !== "") checkValue(value);
  checkDescription(description);
  checkTags(tags);
  const now = nowSeconds(work);
  const key: ApiKeyRow = {
    id: newLongId(work.context.random),
    value: value === "" ? newKeyValue(work.context.random) : value,
    ...(name !== "" && { name }),
    ...(customerId !== "" && { customerId }),
    ...(description !== "" && { description }),
    enabled: input.enabled ?? false,
    createdDate: now,
    lastUpdatedDate: now,
    stageKeys: (input.stageKeys ?? []).map((stage) => stageKey(work, stage)),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
  insertKey(work, key);
  return key;
}

function stageKey(work: Work, { restApiId = "", stageName = "" }: { restApiId?: string; stageName?: string }): string {
  requireStage(work, { restApiId, stageName });
  return `${restApiId}/${stageName}`;
}

/** A key's value leads to one key. */
function insertKey(work: Work, key: ApiKeyRow): void {
  const { account, region } = work.context;
  const valueKey = keyOf(account, region, key.value);
  if (work.tables.get(table.apiKeyValues, valueKey) !== null) throw conflict("API Key already exists");
  work.tables.put(table.apiKeyValues, valueKey, key.id);
  putKey(work, key);
  work.effects.push({ kind: "access-changed" });
}

export function putKey({ tables, context }: Work, key: ApiKeyRow): void {
  putRow(tables, table.apiKeys, keyOf(context.account, context.region, key.id), key);
}

export function findKey(
  { tables, context }: Pick<Work, "tables"> & { context: Pick<ControlContext, "account" | "region"> },
  id: string,
): ApiKeyRow | null {
  return getRow(tables, table.apiKeys, keyOf(context.account, context.region, id));
}

export function requireKey(work: Work, id: string): ApiKeyRow {
  const key = findKey(work, id);
  if (key === null) throw notFound("apiKey");
  return key;
}

function withoutValue(key: ApiKeyRow): ShownApiKey {
  const { value: _value, ...shown } = key;
  return shown;
}

export function getApiKey(
  work: Work,
  input: ApiKeyRequest & { readonly includeValue?: boolean | undefined },
): ShownApiKey {
  const key = requireKey(work, input.apiKey);
  return { ...(input.includeValue === true ? key : withoutValue(key)), tags: key.tags ?? {} };
}

export interface GetApiKeysRequest extends PageRequest {
  readonly nameQuery?: string | undefined;
  readonly customerId?: string | undefined;
  readonly includeValues?: boolean | undefined;
}

export function getApiKeys(work: Work, input: GetApiKeysRequest): Page<ShownApiKey> {
  const { tables, context } = work;
  const { nameQuery = "", customerId } = input;
  return listRows(
    {
      tables,
      table: table.apiKeys,
      prefix: prefixOf(context.account, context.region),
      filter: (key) =>
        (key.name ?? "").startsWith(nameQuery) && (customerId === undefined || key.customerId === customerId),
    },
    input,
    (key) => (input.includeValues === true ? key : withoutValue(key)),
  );
}

const keyPatches: PatchTable<ApiKeyRow> = {
  wording: "listed",
  rows: [
    text("/description", "description", ["replace"], checkDescription),
    flag("/enabled", "enabled"),
    text("/name", "name", ["replace"], checkName),
    text("/customerId", "customerId"),
    valuedItems("/stages", "stageKeys"),
  ],
};

export function updateApiKey(work: Work, input: ApiKeyRequest & PatchRequest): ShownApiKey {
  checkOperations(new Constraints(), "updateApiKeyInput", input).hold();
  const before = requireKey(work, input.apiKey);
  const wanted = patched(keyPatches, before, input.patchOperations);
  // The list of stages is shown though it is empty.
  const key = { ...wanted, stageKeys: wanted.stageKeys ?? [], lastUpdatedDate: nowSeconds(work) };
  putKey(work, key);
  work.effects.push({ kind: "access-changed" });
  return { ...withoutValue(key), tags: key.tags ?? {} };
}

export function deleteApiKey(work: Work, input: ApiKeyRequest): Nothing {
  const { tables, context } = work;
  const { account, region } = context;
  const { id, value } = requireKey(work, input.apiKey);
  for (const planId of keysBelow(tables, table.plansByKey, prefixOf(id))) {
    tables.delete(table.planKeys, keyOf(planId, id));
    deleteBelow(tables, table.usage, prefixOf(planId, id));
  }
  deleteBelow(tables, table.plansByKey, prefixOf(id));
  tables.delete(table.apiKeyValues, keyOf(account, region, value));
  tables.delete(table.apiKeys, keyOf(account, region, id));
  work.effects.push({ kind: "access-changed" });
  return nothing;
}
