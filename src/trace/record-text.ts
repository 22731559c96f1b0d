// Records in zone text (RFC 1035 §5.1), one a line: what the operands of kind "record" and the end of a trace hold.
// Data of unknown types is written as RFC 3597 §5 has it; nothing that a terminal could take for a command is left.

import { className } from "../dns/codes.ts";
import type { Name } from "../dns/name.ts";
import { printRdata } from "../dns/rdata.ts";
import type { RRset } from "../dns/rrset.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";

/** One record: `www.example. 300 IN A 192.0.2.1`. */
export function recordText(owner: Name, type: number, rrClass: number, ttlSeconds: number, rdata: Uint8Array): string {
  const head = `${printName(owner.wire)} ${ttlSeconds} ${className(rrClass)} ${typeName(type)}`;
  return `${head} ${printRdata(type, rdata)}`.trimEnd();
}

/** The records of RRsets, in order. */
export function recordTexts(rrsets: readonly RRset[]): string[] {
  return rrsets.flatMap((set) =>
    set.rdatas.map((rdata) => recordText(set.owner, set.type, set.class, set.ttlSeconds, rdata)),
  );
}
