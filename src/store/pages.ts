// Pages of lists: how many items one may have, and where the next begins. Sizes are texts on the wire; what is no
// positive number is InvalidInput, what is too large is the most that the list gives.

import { halfSipHash } from "../base/half-siphash.ts";
import { putU32 } from "../base/octets.ts";
import { ApiFault, invalidInput } from "./faults.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What the service's lists give at most. */
export const pageSizes = {
  recordSets: 300,
  hostedZones: 100,
  delegationSets: 100,
  authorizations: 50,
  queryLogging: 100,
};

/** What ListResourceRecordSets gives when nobody says, as recorded against AWS in 2026 (LocalStack's validated tests). */
export const usualRecordSets = 100;

export function pageSize(text: string | undefined, most: number, usual = most): number {
  if (text === undefined || text === "") return usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw invalidInput(`Invalid page size: '${text}' is not a number from 1 to ${most}.`);
  return Math.min(Number(text), most);
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The first item of the next page, or null at the end. */
  readonly next: Item | null;
}

export function takePage<Item>(items: Iterable<Item>, size: number): Page<Item> {
  const taken: Item[] = [];
  for (const item of items) {
    if (taken.length === size) return { items: taken, next: item };
    taken.push(item);
  }
  return { items: taken, next: null };
}

/** A list that is continued by token: its table and what its keys begin with, so that no other list takes the token. */
export interface TokenList {
  readonly table: string;
  readonly prefix: string;
  /** What the operation declares for a token that is none. */
  readonly fault?: "InvalidPaginationToken" | "InvalidInput";
}

/** A token that continues a list: base64url of a checksum and of where to go on. */
export function tokenOf(list: TokenList, key: string): string {
  const octets = encoder.encode(`0000${key}`);
  putU32(octets, 0, checksum(list, key));
  return octets.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Where the list goes on, behind its prefix; its beginning without a token. A token that the list did not give is refused. */
export function keyOfToken(list: TokenList, token: string | undefined): string {
  if (token === undefined || token === "") return "";
  const key = keyIn(token);
  if (key !== null && tokenOf(list, key) === token) return key;
  throw new ApiFault(
    list.fault ?? "InvalidPaginationToken",
    "The value that you specified to get the second or subsequent page of results is invalid.",
  );
}

function keyIn(token: string): string | null {
  try {
    return decoder.decode(Uint8Array.fromBase64(token, { alphabet: "base64url" }).subarray(4));
  } catch {
    return null;
  }
}

/** Not against who forges one, who would learn nothing: against what is no token, or another list's. */
function checksum({ table, prefix }: TokenList, key: string): number {
  const octets = encoder.encode(JSON.stringify([table, prefix, key]));
  return halfSipHash(0x70616765, 0x746f6b65, octets, octets.length) >>> 0;
}
