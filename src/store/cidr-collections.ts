// CIDR collections for IP-based routing: named locations of address blocks (DG:resource-record-sets-creating-cidr-collection,
// API:ChangeCidrCollection). A block is in one location of its collection; changes are done in order, all or none, so that a
// block can move in one request. Versions count changes; a location is there as long as it has blocks.

import type { Work } from "./context.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { recordChange } from "./changes.ts";
import { ApiFault, invalidInput } from "./faults.ts";
import { newUuid } from "../base/uuid.ts";
import { locationOf } from "./ids.ts";
import { keyOfToken, pageSize, takePage, tokenOf } from "./pages.ts";
import { table } from "./table-names.ts";
import { printBlock } from "./cidr-blocks.ts";

export interface CidrCollection {
  readonly Arn: string;
  readonly Id: string;
  readonly Name: string;
  readonly Version: number;
}

export interface CidrCollectionRow {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly callerReference: string;
  readonly version: number;
}

export interface CreateCidrCollectionRequest {
  readonly Name: string;
  readonly CallerReference: string;
}

export interface CidrCollectionChange {
  readonly LocationName: string;
  readonly Action: "PUT" | "DELETE_IF_EXISTS";
  readonly CidrList: readonly string[];
}

export interface ChangeCidrCollectionRequest {
  readonly Id: string;
  readonly CollectionVersion?: number;
  readonly Changes: readonly CidrCollectionChange[];
}

export interface PageRequest {
  readonly NextToken?: string;
  readonly MaxResults?: string;
}

export interface ListCidrLocationsRequest extends PageRequest {
  readonly CollectionId: string;
}

export interface ListCidrBlocksRequest extends ListCidrLocationsRequest {
  readonly LocationName?: string;
}

export interface CidrBlockSummary {
  readonly CidrBlock: string;
  readonly LocationName: string;
}

const largestPage = 100;
const mostBlocksPerRequest = 1_000;
/** Lists of collections and of what is in them declare no fault of tokens. */
const fault = "InvalidInput";

export function createCidrCollection(
  work: Work,
  input: CreateCidrCollectionRequest,
): { Collection: CidrCollection; Location: string } {
  const { tables, context, settings } = work;
  const { account } = context;
  const known = tables.get(table.cidrCollectionNames, keyOf(account, input.Name));
  if (known !== null) {
    const row = requireCollection(work, known);
    // "so that the intended outcome will only occur once": the same request gets the same collection.
    if (row.callerReference === input.CallerReference) return created(row);
    throw new ApiFault(
      "CidrCollectionAlreadyExistsException",
      "A CIDR collection with this name and a different caller reference already exists in this account.",
    );
  }
  const { cidrCollectionsPerAccount } = settings.limits;
  if (
    settings.quotas === "enforced" &&
    tables.count(table.cidrCollectionsByAccount, prefixOf(account)) >= cidrCollectionsPerAccount
  )
    throw limitExceeded(`CIDR collections per account (${cidrCollectionsPerAccount})`);
  const { Name: name, CallerReference: callerReference } = input;
  const row: CidrCollectionRow = { id: newUuid(context.random), account, name, callerReference, version: 1 };
  putCollection(work, row);
  tables.put(table.cidrCollectionsByAccount, keyOf(account, row.id), "");
  tables.put(table.cidrCollectionNames, keyOf(account, name), row.id);
  return created(row);
}

export function changeCidrCollection(work: Work, input: ChangeCidrCollectionRequest): { Id: string } {
  const row = requireCollection(work, input.Id);
  if (input.CollectionVersion !== undefined && input.CollectionVersion !== row.version)
    throw new ApiFault(
      "CidrCollectionVersionMismatchException",
      "The CIDR collection version you provided, doesn't match the one in the ListCidrCollections operation.",
    );
  const blocks = input.Changes.reduce((sum, { CidrList }) => sum + CidrList.length, 0);
  if (blocks > mostBlocksPerRequest)
    throw invalidInput(`A request can change ${mostBlocksPerRequest} CIDR blocks at most.`);
  for (const change of input.Changes) applyChange(work, row, change);
  const { settings, tables } = work;
  const { cidrBlocksPerCollection } = settings.limits;
  if (settings.quotas === "enforced" && tables.count(table.cidrLocations, prefixOf(row.id)) > cidrBlocksPerCollection)
    throw limitExceeded(`CIDR blocks per collection (${cidrBlocksPerCollection})`);
  refuseLostLocations(work, row, input.Changes);
  putCollection(work, { ...row, version: row.version + 1 });
  const { id: changeId } = recordChange(work, { kind: "cidr", zone: null });
  work.effects.push({ kind: "cidr-change-recorded", collectionId: row.id, changeId });
  return { Id: changeId };
}

function applyChange({ tables }: Work, { id }: CidrCollectionRow, change: CidrCollectionChange): void {
  const { LocationName: location, Action, CidrList } = change;
  for (const text of CidrList) {
    const block = printBlock(text);
    if ("problem" in block) throw invalidInput(block.problem);
    const at = tables.get(table.cidrLocations, keyOf(id, block.text));
    if (Action === "DELETE_IF_EXISTS") {
      if (at !== location) continue;
      tables.delete(table.cidrLocations, keyOf(id, block.text));
      tables.delete(table.cidrBlocks, keyOf(id, location, block.text));
      continue;
    }
    if (at !== null && at !== location)
      throw new ApiFault(
        "CidrBlockInUseException",
        `The CIDR block ${block.text} is already in use by the location ${at}.`,
      );
    tables.put(table.cidrLocations, keyOf(id, block.text), location);
    tables.put(table.cidrBlocks, keyOf(id, location, block.text), "");
  }
}

/** A location that record sets name keeps at least a block. */
function refuseLostLocations(work: Work, row: CidrCollectionRow, changes: readonly CidrCollectionChange[]): void {
  const lost = new Set(
    changes
      .filter(({ Action }) => Action === "DELETE_IF_EXISTS")
      .map(({ LocationName }) => LocationName)
      .filter((location) => work.tables.count(table.cidrBlocks, prefixOf(row.id, location)) === 0),
  );
  if (lost.size === 0) return;
  const used = usedLocations(work, row.id);
  for (const location of lost)
    if (used.has(location))
      throw new ApiFault("CidrBlockInUseException", `The location ${location} is in use by resource record sets.`);
}

export function deleteCidrCollection(work: Work, input: { readonly Id: string }): Record<string, never> {
  const { tables } = work;
  const row = requireCollection(work, input.Id);
  if (tables.count(table.cidrLocations, prefixOf(row.id)) > 0 || usedLocations(work, row.id).size > 0)
    throw new ApiFault("CidrCollectionInUseException", "This CIDR collection is in use, and isn't empty.");
  tables.delete(table.cidrCollections, row.id);
  tables.delete(table.cidrCollectionsByAccount, keyOf(row.account, row.id));
  tables.delete(table.cidrCollectionNames, keyOf(row.account, row.name));
  work.effects.push({ kind: "cidr-collection-changed", collectionId: row.id, deleted: true });
  return {};
}

export function listCidrCollections(
  work: Work,
  input: PageRequest,
): { NextToken?: string; CidrCollections: readonly CidrCollection[] } {
  const prefix = prefixOf(work.context.account);
  const page = pageOfKeys(work, table.cidrCollectionsByAccount, prefix, input);
  return { ...page.token, CidrCollections: page.parts.map((id) => show(requireCollection(work, id))) };
}

export function listCidrLocations(
  work: Work,
  input: ListCidrLocationsRequest,
): { NextToken?: string; CidrLocations: readonly { readonly LocationName: string }[] } {
  const { id } = requireCollection(work, input.CollectionId);
  const size = pageSize(input.MaxResults, largestPage);
  const list = { table: "locations", prefix: prefixOf(id), fault } as const;
  const from = keyOfToken(list, input.NextToken);
  const all = [...blocksOf(work.tables, id)].map(({ LocationName }) => LocationName);
  const { items, next } = takePage(
    [...new Set(all)].filter((location) => location >= from),
    size,
  );
  return {
    ...(next !== null && { NextToken: tokenOf(list, next) }),
    CidrLocations: items.map((LocationName) => ({ LocationName })),
  };
}

export function listCidrBlocks(
  work: Work,
  input: ListCidrBlocksRequest,
): { NextToken?: string; CidrBlocks: readonly CidrBlockSummary[] } {
  const { id } = requireCollection(work, input.CollectionId);
  const { LocationName: location } = input;
  const prefix = location === undefined ? prefixOf(id) : prefixOf(id, location);
  if (location !== undefined && work.tables.count(table.cidrBlocks, prefix) === 0)
    throw new ApiFault(
      "NoSuchCidrLocationException",
      "The CIDR collection location doesn't match any locations in your account.",
    );
  const { parts, token } = pageOfKeys(work, table.cidrBlocks, prefix, input);
  return {
    ...token,
    CidrBlocks: parts.map((part) => summary(location === undefined ? part : keyOf(location, part))),
  };
}

/** A collection of whatever account. */
export function findCidrCollection(tables: Tables, id: string): CidrCollectionRow | null {
  const row = tables.get(table.cidrCollections, id);
  return row === null ? null : (JSON.parse(row) as CidrCollectionRow);
}

/** Every block of a collection, by location. */
export function* blocksOf(tables: Tables, id: string): Iterable<CidrBlockSummary> {
  const prefix = prefixOf(id);
  for (const [key] of tables.scan(table.cidrBlocks, { prefix })) yield summary(key.slice(prefix.length));
}

function summary(key: string): CidrBlockSummary {
  const [LocationName, CidrBlock] = key.split(" ");
  return { CidrBlock, LocationName };
}

/** One page of a table's keys, without their prefix. */
function pageOfKeys(
  work: Work,
  name: string,
  prefix: string,
  { MaxResults, NextToken }: PageRequest,
): { readonly parts: readonly string[]; readonly token: { NextToken?: string } } {
  const list = { table: name, prefix, fault } as const;
  const from = prefix + keyOfToken(list, NextToken);
  const rows = work.tables.scan(name, { prefix, from });
  const { items, next } = takePage(rows, pageSize(MaxResults, largestPage));
  return {
    parts: items.map(([key]) => key.slice(prefix.length)),
    token: next === null ? {} : { NextToken: tokenOf(list, next[0].slice(prefix.length)) },
  };
}

/** The locations of the collection that record sets name. Most rows need no parsing to see that they do not. */
function usedLocations({ tables }: Work, id: string): Set<string> {
  const used = new Set<string>();
  for (const [, text] of tables.scan(table.recordSets, {})) {
    if (!text.includes(id)) continue;
    const { CidrRoutingConfig } = JSON.parse(text) as ResourceRecordSet;
    if (CidrRoutingConfig?.CollectionId === id) used.add(CidrRoutingConfig.LocationName);
  }
  return used;
}

function requireCollection(work: Work, id: string): CidrCollectionRow {
  const row = findCidrCollection(work.tables, id);
  if (row === null || row.account !== work.context.account)
    throw new ApiFault("NoSuchCidrCollectionException", "The CIDR collection you specified, doesn't exist.");
  return row;
}

function putCollection(work: Work, row: CidrCollectionRow): void {
  work.tables.put(table.cidrCollections, row.id, JSON.stringify(row));
  work.effects.push({ kind: "cidr-collection-changed", collectionId: row.id, deleted: false });
}

function created(row: CidrCollectionRow): { Collection: CidrCollection; Location: string } {
  return { Collection: show(row), Location: locationOf(`cidrcollection/${row.id}`) };
}

function show({ id, name, version }: CidrCollectionRow): CidrCollection {
  return { Arn: `arn:aws:route53:::cidrcollection/${id}`, Id: id, Name: name, Version: version };
}

function limitExceeded(what: string): ApiFault {
  return new ApiFault("LimitsExceeded", `The account has reached the limit of ${what}.`);
}
