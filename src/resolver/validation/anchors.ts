// Trust anchors as operators write them: DS or DNSKEY records in zone-file text, one a line (RFC 4033 §2, RFC 7958 §3 for the
// root's). What is wrong with a line is a sentence; what several lines say of one zone is one anchor.

import type { Name } from "../../dns/name.ts";
import type { DnsKey } from "../../dnssec/dnskey.ts";
import type { DelegationSigner } from "../../dnssec/ds.ts";
import type { TrustAnchor } from "./trust.ts";
import { OctetWriter } from "../../base/octets.ts";
import { scanRdata } from "../../dns/rdata.ts";
import { Lexer } from "../../dns/text/lexer.ts";
import { nameFromText } from "../../dns/text/name-text.ts";
import { RRType } from "../../dns/types.ts";
import { readDnsKey } from "../../dnssec/dnskey.ts";
import { readDs } from "../../dnssec/ds.ts";

/** The IANA root's key-signing keys of 2017 and 2024, as IANA publishes their digests (RFC 7958; data.iana.org/root-anchors). */
export const ianaAnchors: readonly string[] = [
  ". DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
  ". DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
];

/** Owner, TTL and class in either order, type, data. */
const line = /^\s*(\S+)((?:\s+(?:\d+[smhdw]?|IN))*)\s+(DS|DNSKEY)\s+(\S.*)$/is;

interface Draft {
  readonly zone: Name;
  readonly signers: DelegationSigner[];
  readonly keys: DnsKey[];
}

/** The anchors that some lines say, and what is wrong with the others. */
export function scanAnchors(lines: readonly string[]): {
  readonly anchors: readonly TrustAnchor[];
  readonly faults: readonly string[];
} {
  const anchors = new Map<string, Draft>();
  const faults: string[] = [];
  for (const text of lines) {
    const read = scanAnchor(text);
    if (typeof read === "string") {
      faults.push(`"${text}": ${read}`);
      continue;
    }
    const { zone, type, rdata } = read;
    const anchor = anchors.get(zone.key) ?? { zone, signers: [], keys: [] };
    anchors.set(zone.key, anchor);
    if (type === RRType.DS) anchor.signers.push(readDs(rdata));
    else anchor.keys.push(readDnsKey(rdata));
  }
  return { anchors: [...anchors.values()], faults };
}

/** What is wrong with a line, or null. */
export function anchorFault(text: string): string | null {
  const read = scanAnchor(text);
  return typeof read === "string" ? read : null;
}

interface AnchorRecord {
  readonly zone: Name;
  readonly type: number;
  readonly rdata: Uint8Array;
}

const encoder = new TextEncoder();

function scanAnchor(text: string): AnchorRecord | string {
  const found = line.exec(text);
  if (found === null) return "not a DS or DNSKEY record in zone-file text";
  const [, owner, , word, data] = found;
  const zone = nameFromText(owner.endsWith(".") ? owner : `${owner}.`);
  if (typeof zone === "string") return zone;
  const type = word.toUpperCase() === "DS" ? RRType.DS : RRType.DNSKEY;
  // The scanner begins behind a token, as it does behind the type of a record.
  const lexer = new Lexer(encoder.encode(`${word} ${data}`));
  const out = new OctetWriter(512);
  if (!lexer.nextEntry() || !scanRdata(type, lexer, null, out))
    return `what follows is no data of type ${word.toUpperCase()}`;
  return { zone, type, rdata: out.copy() };
}
