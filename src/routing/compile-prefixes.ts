// Makes the tables that ./prefix-table.ts searches: prefixes that lie within each other become disjoint ranges, each with
// the value of its longest prefix, by one sweep over the sorted prefixes with a stack of those that are open.
// Not for the answering path: addresses are whole numbers here.

import type { Prefix } from "./prefix.ts";
import { tableHead } from "./prefix-table.ts";

export interface PrefixValue {
  readonly prefix: Prefix;
  /** 0 for a part of which nothing is known. */
  readonly value: number;
}

/** The table of some prefixes. Of equal ones the later row counts. */
export function compilePrefixes(rows: readonly PrefixValue[]): Int32Array<ArrayBuffer> {
  const ipv4 = ranges(rows, 4);
  const ipv6 = ranges(rows, 6);
  const words = new Int32Array(tableHead + ipv4.length * 2 + ipv6.length * 5);
  words[0] = ipv4.length;
  words[1] = ipv6.length;
  let at = tableHead;
  for (const { start } of ipv4) words[at++] = Number(start);
  for (const { value } of ipv4) words[at++] = value;
  for (const { start } of ipv6)
    for (const shift of [96n, 64n, 32n, 0n]) words[at++] = Number((start >> shift) & mask32);
  for (const { value } of ipv6) words[at++] = value;
  return words;
}

const mask32 = 0xffffffffn;

interface Range {
  readonly start: bigint;
  readonly value: number;
}

interface Span extends Range {
  /** The first address behind it. */
  readonly end: bigint;
}

function ranges(rows: readonly PrefixValue[], family: 4 | 6): Range[] {
  const spans = rows.filter(({ prefix }) => prefix.family === family).map(spanOf);
  if (spans.length === 0) return [];
  // Outer before inner; sorting is stable, so that of equal ones the later is the inner.
  spans.sort((a, b) => compare(a.start, b.start) || compare(b.end, a.end));
  const made: Range[] = [];
  const put = (start: bigint, value: number): void => {
    // A span that begins where the last did lies within it, all of what it had said so far.
    if (made.at(-1)?.start === start) made.pop();
    if ((made.at(-1)?.value ?? -1) !== value) made.push({ start, value });
  };
  put(0n, 0);
  const open: Span[] = [];
  const closeBefore = (address: bigint): void => {
    for (let last = open.at(-1); last !== undefined && last.end <= address; last = open.at(-1)) {
      open.pop();
      if (last.end < 1n << BigInt(family === 4 ? 32 : 128)) put(last.end, open.at(-1)?.value ?? 0);
    }
  };
  for (const span of spans) {
    closeBefore(span.start);
    put(span.start, span.value);
    open.push(span);
  }
  closeBefore(1n << 128n);
  return made;
}

function spanOf({ prefix, value }: PrefixValue): Span {
  let start = 0n;
  for (const octet of prefix.octets) start = (start << 8n) | BigInt(octet);
  return { start, end: start + (1n << BigInt(prefix.octets.length * 8 - prefix.length)), value };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
