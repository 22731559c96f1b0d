// Which value belongs to an address: the longest of a set of prefixes wins, found by one binary search. The table is one
// run of 32-bit words, so that it lies in memory that all threads share. It holds disjoint ranges, not prefixes:
// each begins where a value does, and ends where the next begins.
//
//   table   IPv4 ranges n | IPv6 ranges m | n starts | n values | m starts (4 words each) | m values
//
// Invariant: where a family has ranges, the first starts at its lowest address. Value 0 says that no prefix matches.
// The writer is ./compile-prefixes.ts. Words are compared unsigned.

export const tableHead = 2;

/** What a search found; one object, rewritten by each search. */
export class Found {
  value = 0;
  /**
   * The length of the shortest prefix around the address for whose every address the search finds the same: how specific
   * an answer that rests on it is (RFC 7871 §7.2.1). Never 0 where the table has ranges to tell apart.
   */
  scope = 0;
}

export function tableWords(words: Int32Array, at: number): number {
  return tableHead + words[at] * 2 + words[at + 1] * 5;
}

/** Looks the address up in the table at word `at`. `octets` holds 4 or 16 octets of address. */
export function findPrefix(words: Int32Array, at: number, family: 4 | 6, octets: Uint8Array, found: Found): void {
  if (family === 4) findIpv4(words, at, octets, found);
  else findIpv6(words, at, octets, found);
}

function findIpv4(words: Int32Array, at: number, octets: Uint8Array, found: Found): void {
  const count = words[at];
  const starts = at + tableHead;
  const address = wordOf(octets, 0) >>> 0;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[starts + middle] >>> 0 <= address) low = middle + 1;
    else high = middle;
  }
  if (low === 0) {
    found.value = found.scope = 0;
    return;
  }
  found.value = words[starts + count + low - 1];
  // The range's neighbours, the last address before it and the first behind it, are what the scope must leave out.
  const before = low > 1 ? Math.clz32((words[starts + low - 1] - 1) ^ address) + 1 : 0;
  const behind = low < count ? Math.clz32(words[starts + low] ^ address) + 1 : 0;
  found.scope = Math.max(before, behind);
}

function findIpv6(words: Int32Array, at: number, octets: Uint8Array, found: Found): void {
  const count = words[at + 1];
  const starts = at + tableHead + words[at] * 2;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAtOrBelow(words, starts + middle * 4, octets)) low = middle + 1;
    else high = middle;
  }
  if (low === 0) {
    found.value = found.scope = 0;
    return;
  }
  found.value = words[starts + count * 4 + low - 1];
  const before = low > 1 ? commonBits(words, starts + (low - 1) * 4, octets, 1) + 1 : 0;
  const behind = low < count ? commonBits(words, starts + low * 4, octets, 0) + 1 : 0;
  found.scope = Math.max(before, behind);
}

function isAtOrBelow(words: Int32Array, start: number, octets: Uint8Array): boolean {
  for (let i = 0; i < 4; i++) {
    const bound = words[start + i] >>> 0;
    const word = wordOf(octets, i) >>> 0;
    if (bound !== word) return bound < word;
  }
  return true;
}

/** How many leading bits the address shares with the start at `start`, less `below`. */
function commonBits(words: Int32Array, start: number, octets: Uint8Array, below: 0 | 1): number {
  // Taking one away borrows from every word above trailing zero words.
  let borrower = below === 0 ? 4 : 3;
  while (borrower >= 0 && borrower < 4 && words[start + borrower] === 0) borrower--;
  for (let i = 0; i < 4; i++) {
    const bound = below === 1 && i >= borrower ? words[start + i] - 1 : words[start + i];
    const difference = bound ^ wordOf(octets, i);
    if (difference !== 0) return i * 32 + Math.clz32(difference);
  }
  return 128;
}

function wordOf(octets: Uint8Array, index: number): number {
  const at = index * 4;
  return (octets[at] << 24) | (octets[at + 1] << 16) | (octets[at + 2] << 8) | octets[at + 3];
}
