// Every RR type of the IANA registry by mnemonic, and the way between mnemonics and numbers (RFC 6895 §3.1, RFC 3597 §5).
// This is the one list of numbers; ./types.ts gives each mnemonic its row, and cannot forget one.

import { lowerCase } from "../base/octets.ts";
import { decimal } from "./fields/kind.ts";

// oxfmt-ignore
export const RRType = {
  A: 1, NS: 2, MD: 3, MF: 4, CNAME: 5, SOA: 6, MB: 7, MG: 8, MR: 9, NULL: 10, WKS: 11, PTR: 12, HINFO: 13, MINFO: 14, MX: 15, TXT: 16,
  RP: 17, AFSDB: 18, X25: 19, ISDN: 20, RT: 21, NSAP: 22, "NSAP-PTR": 23, SIG: 24, KEY: 25, PX: 26, GPOS: 27, AAAA: 28, LOC: 29, NXT: 30,
  EID: 31, NIMLOC: 32, SRV: 33, ATMA: 34, NAPTR: 35, KX: 36, CERT: 37, A6: 38, DNAME: 39, SINK: 40, OPT: 41, APL: 42, DS: 43, SSHFP: 44,
  IPSECKEY: 45, RRSIG: 46, NSEC: 47, DNSKEY: 48, DHCID: 49, NSEC3: 50, NSEC3PARAM: 51, TLSA: 52, SMIMEA: 53, HIP: 55, NINFO: 56, RKEY: 57,
  TALINK: 58, CDS: 59, CDNSKEY: 60, OPENPGPKEY: 61, CSYNC: 62, ZONEMD: 63, SVCB: 64, HTTPS: 65, DSYNC: 66, HHIT: 67, BRID: 68,
  SPF: 99, UINFO: 100, UID: 101, GID: 102, UNSPEC: 103, NID: 104, L32: 105, L64: 106, LP: 107, EUI48: 108, EUI64: 109, NXNAME: 128,
  TKEY: 249, TSIG: 250, IXFR: 251, AXFR: 252, MAILB: 253, MAILA: 254, ANY: 255, URI: 256, CAA: 257, AVC: 258, DOA: 259, AMTRELAY: 260,
  RESINFO: 261, WALLET: 262, CLA: 263, IPN: 264, TA: 32768, DLV: 32769,
} as const;

export type Mnemonic = keyof typeof RRType;

const names = new Map<number, string>(Object.entries(RRType).map(([name, number]) => [number, name]));

/** The type's mnemonic, or TYPEnnn (RFC 3597 §5). */
export function typeName(number: number): string {
  return names.get(number) ?? `TYPE${number}`;
}

const encoder = new TextEncoder();

/** The number of a mnemonic or of TYPEnnn, case apart; undefined for any other word. `*` is not one. */
export function typeNumber(text: string): number | undefined {
  const octets = encoder.encode(text);
  const number = typeNumberAt(octets, 0, octets.length);
  return number < 0 ? undefined : number;
}

/** The same for a word in a text, without allocating: -1 when it names no type. Master files ask it for every record. */
export function typeNumberAt(text: Uint8Array, start: number, end: number): number {
  for (let slot = hash(text, start, end) & slotMask; slotOf[slot] !== 0; slot = (slot + 1) & slotMask) {
    const entry = slotOf[slot] - 1;
    if (sameWord(words[entry], text, start, end)) return numbers[entry];
  }
  if (end - start > 4 && sameWord(typeWord, text, start, start + 4)) return decimal(text, start + 4, end, 0xffff);
  return -1;
}

// An open-addressing table over the lower-cased mnemonics.
const slotMask = 511;
const slotOf = new Uint8Array(slotMask + 1);
const words = Object.keys(RRType).map((name) => encoder.encode(name.toLowerCase()));
const numbers = Uint16Array.from(Object.values(RRType));
const typeWord = encoder.encode("type");

words.forEach((word, entry) => {
  let slot = hash(word, 0, word.length) & slotMask;
  while (slotOf[slot] !== 0) slot = (slot + 1) & slotMask;
  slotOf[slot] = entry + 1;
});

function hash(text: Uint8Array, start: number, end: number): number {
  let value = end - start;
  for (let i = start; i < end; i++) value = (value * 31 + lowerCase[text[i]]) | 0;
  return value ^ (value >>> 9);
}

function sameWord(word: Uint8Array, text: Uint8Array, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (word[i] !== lowerCase[text[start + i]]) return false;
  return true;
}
