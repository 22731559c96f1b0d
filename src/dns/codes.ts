// The small registries of the message: opcodes, rcodes, classes, EDNS options, extended errors (IANA DNS parameters).
// Each is a table of names to numbers with its RFCs; `codeName` finds the way back. RR types are in ./types.ts.

/** RFC 1035 §4.1.1, NOTIFY by RFC 1996 §3.1, UPDATE by RFC 2136 §1.3, and the registry. */
export const Opcode = { QUERY: 0, IQUERY: 1, STATUS: 2, NOTIFY: 4, UPDATE: 5, DSO: 6 } as const;

/** RFC 1035 §4.1.1, RFC 2136 §2.2, RFC 6891 §9, RFC 8945 §3, RFC 2930 §2.6, RFC 7873 §8. Those above 15 need EDNS or stand in TSIG. */
export const Rcode = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
  DSOTYPENI: 11,
  BADVERS: 16,
  BADKEY: 17,
  BADTIME: 18,
  BADMODE: 19,
  BADNAME: 20,
  BADALG: 21,
  BADTRUNC: 22,
  BADCOOKIE: 23,
} as const;

/** TSIG's name for the number that EDNS calls BADVERS (RFC 8945 §3). */
export const badSignature = 16;

/** RFC 1035 §3.2.4, RFC 2136 §2.3 (NONE), RFC 1035 §3.2.5 (ANY). */
export const Class = { IN: 1, CH: 3, HS: 4, NONE: 254, ANY: 255 } as const;

/** RFC 6891 §9 and the registry that grew from it; those with an RFC here are answered by this program. */
export const EdnsOption = {
  LLQ: 1,
  "UPDATE-LEASE": 2,
  NSID: 3, // RFC 5001
  DAU: 5,
  DHU: 6,
  N3U: 7,
  "CLIENT-SUBNET": 8, // RFC 7871
  EXPIRE: 9,
  COOKIE: 10, // RFC 7873
  "TCP-KEEPALIVE": 11, // RFC 7828
  PADDING: 12, // RFC 7830
  CHAIN: 13,
  "KEY-TAG": 14,
  EDE: 15, // RFC 8914
  "CLIENT-TAG": 16,
  "SERVER-TAG": 17,
  "REPORT-CHANNEL": 18,
  ZONEVERSION: 19,
} as const;

/** Extended DNS errors: RFC 8914 §4 and the registry that grew from it. */
export const ExtendedError = {
  Other: 0,
  "Unsupported DNSKEY Algorithm": 1,
  "Unsupported DS Digest Type": 2,
  "Stale Answer": 3,
  "Forged Answer": 4,
  "DNSSEC Indeterminate": 5,
  "DNSSEC Bogus": 6,
  "Signature Expired": 7,
  "Signature Not Yet Valid": 8,
  "DNSKEY Missing": 9,
  "RRSIGs Missing": 10,
  "No Zone Key Bit Set": 11,
  "NSEC Missing": 12,
  "Cached Error": 13,
  "Not Ready": 14,
  Blocked: 15,
  Censored: 16,
  Filtered: 17,
  Prohibited: 18,
  "Stale NXDomain Answer": 19,
  "Not Authoritative": 20,
  "Not Supported": 21,
  "No Reachable Authority": 22,
  "Network Error": 23,
  "Invalid Data": 24,
  "Signature Expired before Valid": 25,
  "Too Early": 26,
  "Unsupported NSEC3 Iterations Value": 27,
  "Unable to conform to policy": 28,
  Synthesized: 29,
  "Invalid Query Type": 30,
} as const;

/** DNSSEC algorithms by mnemonic (RFC 4034 Appendix A.1 and its registry); text may use them wherever an algorithm stands. */
export const DnssecAlgorithm = {
  DELETE: 0,
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  "DSA-NSEC3-SHA1": 6,
  NSEC3DSA: 6,
  "RSASHA1-NSEC3-SHA1": 7,
  NSEC3RSASHA1: 7,
  RSASHA256: 8,
  RSASHA512: 10,
  "ECC-GOST": 12,
  ECCGOST: 12,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
  SM2SM3: 17,
  "ECC-GOST12": 23,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
} as const;

/** The name of a number in one of the tables above, or `prefix` and the number: RCODE24, CLASS42 (RFC 3597 §5). */
export function codeName(table: Readonly<Record<string, number>>, number: number, prefix: string): string {
  for (const name in table) if (table[name] === number) return name;
  return `${prefix}${number}`;
}

/** The number of a class word, CLASSnnn included (RFC 3597 §5), or -1; octets in, so that master files need no strings. */
export function classNumberAt(text: Uint8Array, start: number, end: number): number {
  const size = end - start;
  if (size === 2) {
    const word = ((text[start] | 0x20) << 8) | (text[start + 1] | 0x20);
    if (word === 0x696e) return Class.IN;
    if (word === 0x6368) return Class.CH;
    if (word === 0x6873) return Class.HS;
    return -1;
  }
  if (isWord(text, start, size, "none")) return Class.NONE;
  if (isWord(text, start, size, "any")) return Class.ANY;
  if (size <= 5 || size > 10 || !isWord(text, start, 5, "class")) return -1;
  let value = 0;
  for (let i = start + 5; i < end; i++) {
    const digit = text[i] - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= 0xffff ? value : -1;
}

/** Class as text. */
export function className(number: number): string {
  return codeName(Class, number, "CLASS");
}

function isWord(text: Uint8Array, start: number, size: number, word: string): boolean {
  if (size !== word.length) return false;
  for (let i = 0; i < size; i++) if ((text[start + i] | 0x20) !== word.charCodeAt(i)) return false;
  return true;
}
