// Access lists: which clients a door is open to, as CIDR prefixes ("10.0.0.0/8", "2001:db8::/32", "192.0.2.1").
// Matching works on the octets of the packet's address and allocates nothing. An IPv4-mapped IPv6 address
// (RFC 4291 §2.5.5.2) and the IPv4 address inside it match the same prefixes.
// Invariant: bits behind the prefix length do not count, in lists and in clients.

import { parseAddress } from "./address.ts";

export class AccessList {
  /** Prefixes in rows of 17: 16 octets of network (IPv4 as mapped address), then the length in bits of 128. */
  readonly #rows: Uint8Array;

  /** Throws a RangeError that names the prefix when it is none: configurations check theirs with `isPrefix`. */
  constructor(prefixes: readonly string[]) {
    this.#rows = new Uint8Array(prefixes.length * rowOctets);
    for (const [i, prefix] of prefixes.entries()) {
      const row = parsePrefix(prefix);
      if (row === null) throw new RangeError(`"${prefix}" is not an address or a prefix such as 192.0.2.0/24.`);
      this.#rows.set(row, i * rowOctets);
    }
  }

  /** Whether a prefix holds the address: 16 octets, for IPv4 the first 4. */
  allows(family: 4 | 6, address: Uint8Array): boolean {
    const rows = this.#rows;
    for (let row = 0; row < rows.length; row += rowOctets) {
      if (family === 4 ? matchesIPv4(rows, row, address) : samePrefix(rows, row, address, 0, rows[row + 16]))
        return true;
    }
    return false;
  }
}

const rowOctets = 17;
const mappedPrefix = 12; // octets of ::ffff:0:0/96

/** Whether `text` is an address or a prefix. */
export function isPrefix(text: string): boolean {
  return parsePrefix(text) !== null;
}

/** `::/0` and other prefixes shorter than ::ffff:0:0/96 hold no IPv4 client: who means both writes both. */
function matchesIPv4(rows: Uint8Array, row: number, address: Uint8Array): boolean {
  const bits = rows[row + 16];
  if (bits < 96) return false;
  for (let i = 0; i < mappedPrefix; i++) if (rows[row + i] !== (i < 10 ? 0 : 0xff)) return false;
  return samePrefix(rows, row + mappedPrefix, address, 0, bits - 96);
}

function samePrefix(rows: Uint8Array, at: number, address: Uint8Array, start: number, bits: number): boolean {
  const whole = bits >>> 3;
  for (let i = 0; i < whole; i++) if (rows[at + i] !== address[start + i]) return false;
  const rest = bits & 7;
  return rest === 0 || ((rows[at + whole] ^ address[start + whole]) & (0xff00 >> rest) & 0xff) === 0;
}

function parsePrefix(text: string): Uint8Array | null {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text);
  const parsed = match === null ? null : parseAddress(match[1]);
  if (match === null || parsed === null || parsed.zone !== "") return null;
  const most = parsed.family === 4 ? 32 : 128;
  const bits = match[2] === undefined ? most : Number(match[2]);
  if (bits > most) return null;
  const row = new Uint8Array(rowOctets);
  if (parsed.family === 4) {
    row.fill(0xff, 10, mappedPrefix);
    row.set(parsed.octets, mappedPrefix);
    row[16] = bits + 96;
  } else {
    row.set(parsed.octets);
    row[16] = bits;
  }
  return row;
}
