// Field kinds: domain names, one kind for each rule of compression and case (RFC 3597 §4, RFC 4034 §6.2, RFC 6840 §5.1).
// Scanning and printing are ../text/name-text.ts; messages are read through ../name-wire.ts.

import type { Kind, NameRule } from "./kind.ts";
import { nameLength } from "../name.ts";
import { printName, scanName } from "../text/name-text.ts";
import { atEntryEnd } from "./kind.ts";

/** A name in one of RFC 1035's types: compressible, lower-cased in canonical form. */
export const compressedName: Kind<string> = name("compress", "a domain name");
/** A name in one of RFC 4034 §6.2's later types: never compressed, lower-cased in canonical form. */
export const loweredName: Kind<string> = name("lowercase", "a domain name");
/** A name in every other type: never compressed, never changed. */
export const verbatimName: Kind<string> = name("verbatim", "a domain name");

/** The same name kind, for a host whose addresses are additional data (RFC 1034 §4.3.2 step 6). */
export function host(kind: Kind<string>): Kind<string> {
  return { ...kind, what: "a host's name", target: true };
}

/** Names up to the end of the RDATA, maybe none: HIP's rendezvous servers (RFC 8005 §5). */
export const verbatimNames: Kind<string[]> = {
  what: "domain names",
  octets: null,
  tokens: "rest",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    for (let i = at; i < end;) {
      const size = nameLength(bytes, i, end);
      if (size < 0) return -1;
      i += size;
    }
    return end;
  },
  scan(lexer, out, origin) {
    if (atEntryEnd(lexer)) return true;
    do if (!scanName(lexer, origin, out)) return false;
    while (lexer.next());
    return true;
  },
  print: (bytes, at, end) => listNames(bytes, at, end).join(" "),
  read: listNames,
};

function listNames(bytes: Uint8Array, at: number, end: number): string[] {
  const names: string[] = [];
  for (let i = at; i < end; i += nameLength(bytes, i, end)) names.push(printName(bytes, i));
  return names;
}

function name(nameRule: NameRule, what: string): Kind<string> {
  return {
    what,
    octets: null,
    tokens: "one",
    nameRule,
    target: false,
    measure(bytes, at, end) {
      const size = nameLength(bytes, at, end);
      return size < 0 ? -1 : at + size;
    },
    scan: (lexer, out, origin) => scanName(lexer, origin, out),
    print: printName,
    read: printName,
  };
}
