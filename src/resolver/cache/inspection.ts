// Cache entries as people and JSON want them: what is there, who said it, how far it is believed, how long it will stay.
// A dump is one such object a line; what was dumped can be loaded into any cache, with the time that was left when it was
// read. Texts are those of master files (RFC 1035 §5.1), data of unknown types as RFC 3597 §5 writes it.

import { OctetWriter } from "../../base/octets.ts";
import { Class } from "../../dns/codes.ts";
import type { Name } from "../../dns/name.ts";
import { printRdata, scanRdata } from "../../dns/rdata.ts";
import type { RRset } from "../../dns/rrset.ts";
import { Lexer } from "../../dns/text/lexer.ts";
import { nameFromText, printName } from "../../dns/text/name-text.ts";
import { RRType, typeName, typeNumber } from "../../dns/types.ts";
import type { ExtendedErrorNote, Security } from "../question.ts";
import type { CachedEntry } from "./packed-cache.ts";
import { securities } from "./packed-entry.ts";
import { anyType, Rank } from "./record-cache.ts";
import type { CacheEntry } from "./record-cache.ts";

/** One entry. `ttl` is what is left of it in seconds; negative since when it is stale. */
export interface EntryView {
  readonly name: string;
  /** A mnemonic; "*" for a name that does not exist, whatever the type. */
  readonly type: string;
  readonly kind: CacheEntry["kind"];
  readonly ttl: number;
  /** RFC 2181 §5.4.1 in words: a key of `Rank`; null for failures. */
  readonly rank: keyof typeof Rank | null;
  readonly security: Security;
  /** The server that said it, "" when nobody did, and the zone that it was asked for. */
  readonly server: string;
  readonly zone: string;
  /** Seconds since it was stored. */
  readonly age: number;
  /** The records, and what came with them; or what came with a denial. */
  readonly records: readonly RecordsView[];
  readonly notes: readonly ExtendedErrorNote[];
}

export interface RecordsView {
  readonly name: string;
  readonly type: string;
  /** The TTL as it was stored. */
  readonly ttl: number;
  readonly data: readonly string[];
  readonly signatures: readonly string[];
}

export function viewOf({ name, type, entry }: CachedEntry, nowMs: number): EntryView {
  const sets = entry.kind === "data" ? [entry.rrset, ...entry.proofs] : entry.kind === "failure" ? [] : entry.authority;
  return {
    name: printName(name.wire),
    type: type === anyType ? "*" : typeName(type),
    kind: entry.kind,
    ttl: Math.floor((entry.expiresMs - nowMs) / 1000),
    rank: entry.kind === "failure" ? null : rankWord(entry.rank),
    security: entry.security,
    server: entry.origin.server,
    zone: printName(entry.origin.zone.wire),
    age: Math.max(0, Math.floor((nowMs - entry.storedMs) / 1000)),
    records: sets.map(recordsView),
    notes: entry.kind === "failure" ? entry.notes : [],
  };
}

function recordsView({ owner, type, ttlSeconds, rdatas, signatures }: RRset): RecordsView {
  return {
    name: printName(owner.wire),
    type: typeName(type),
    ttl: ttlSeconds,
    data: rdatas.map((rdata) => printRdata(type, rdata)),
    signatures: signatures.map((rdata) => printRdata(RRType.RRSIG, rdata)),
  };
}

function rankWord(rank: Rank): keyof typeof Rank {
  for (const [word, number] of Object.entries(Rank)) if (number === rank) return word as keyof typeof Rank;
  return "additional";
}

/** A line of a dump as the entry that it was; a string says what is wrong with it. */
export function scanDumpLine(line: string, nowMs: number): CachedEntry | string {
  let view: unknown;
  try {
    view = JSON.parse(line);
  } catch {
    return "this is no JSON";
  }
  return isView(view) ? entryOf(view, nowMs) : "this is no entry of a cache";
}

export function printDumpLine(entry: CachedEntry, nowMs: number): string {
  return JSON.stringify(viewOf(entry, nowMs));
}

function isView(value: unknown): value is EntryView {
  if (typeof value !== "object" || value === null) return false;
  const { name, type, kind, ttl, security, server, zone, age, rank, records, notes } = value as Partial<EntryView>;
  return (
    [name, type, kind, server, zone].every((text) => typeof text === "string") &&
    securities.includes(security as Security) &&
    Number.isFinite(ttl) &&
    Number.isFinite(age) &&
    (rank === null || (typeof rank === "string" && Object.hasOwn(Rank, rank))) &&
    Array.isArray(records) &&
    records.every(isRecordsView) &&
    Array.isArray(notes) &&
    notes.every((note) => Number.isInteger(note?.code) && typeof note?.text === "string")
  );
}

function isRecordsView(value: Partial<RecordsView> | null): boolean {
  if (value === null || typeof value !== "object") return false;
  const lists = [value.data, value.signatures];
  return (
    typeof value.name === "string" &&
    typeof value.type === "string" &&
    Number.isFinite(value.ttl) &&
    lists.every((list) => Array.isArray(list) && list.every((text) => typeof text === "string"))
  );
}

function entryOf(view: EntryView, nowMs: number): CachedEntry | string {
  const name = nameFromText(view.name);
  const zone = nameFromText(view.zone);
  const type = view.type === "*" ? anyType : typeNumber(view.type);
  if (typeof name === "string") return name;
  if (typeof zone === "string") return zone;
  if (type === undefined) return `${view.type} is no type`;
  const sets: RRset[] = [];
  for (const records of view.records) {
    const rrset = setOf(records);
    if (typeof rrset === "string") return rrset;
    sets.push(rrset);
  }
  const times = {
    storedMs: nowMs - view.age * 1000,
    expiresMs: nowMs + view.ttl * 1000,
    security: view.security,
    origin: { server: view.server, zone },
  };
  const rank = view.rank === null ? null : Rank[view.rank];
  if (view.kind === "failure") return { name, type, entry: { ...times, kind: "failure", notes: view.notes } };
  if (rank === null) return "its rank is missing";
  if (view.kind === "nodata" || view.kind === "nxdomain")
    return { name, type, entry: { ...times, kind: view.kind, rank, authority: sets } };
  return dataEntry(name, type, sets, { ...times, kind: "data", rank });
}

function dataEntry(
  name: Name,
  type: number,
  sets: readonly RRset[],
  entry: Omit<Extract<CacheEntry, { kind: "data" }>, "rrset" | "proofs">,
): CachedEntry | string {
  const [rrset, ...proofs] = sets;
  if (rrset === undefined || rrset.type !== type || !rrset.owner.equals(name) || rrset.rdatas.length === 0)
    return "its records are not those of its name and type";
  return { name, type, entry: { ...entry, rrset, proofs } };
}

function setOf(view: RecordsView): RRset | string {
  const owner = nameFromText(view.name);
  const type = typeNumber(view.type);
  if (typeof owner === "string") return owner;
  if (type === undefined) return `${view.type} is no type`;
  const rdatas = rdatasOf(type, view.data);
  const signatures = rdatasOf(RRType.RRSIG, view.signatures);
  if (typeof rdatas === "string") return rdatas;
  if (typeof signatures === "string") return signatures;
  return { owner, type, class: Class.IN, ttlSeconds: view.ttl, rdatas, signatures };
}

const encoder = new TextEncoder();

function rdatasOf(type: number, texts: readonly string[]): Uint8Array[] | string {
  const out = new OctetWriter(512);
  const rdatas: Uint8Array[] = [];
  for (const text of texts) {
    // The scanner begins behind a token, as it does behind the type of a record.
    const lexer = new Lexer(encoder.encode(`${typeName(type)} ${text}`));
    out.clear();
    if (!lexer.nextEntry() || !scanRdata(type, lexer, null, out))
      return `"${text}" is no data of type ${typeName(type)}`;
    rdatas.push(out.copy());
  }
  return rdatas;
}
