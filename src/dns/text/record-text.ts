// Whole records as zone text: `owner ttl class type rdata`, absolute names, fields apart by one space (RFC 1035 §5.1).
// What printRecord writes, every server's zone parser reads; ./name-text.ts and ../rdata.ts print the parts.

import { className } from "../codes.ts";
import { printRdata } from "../rdata.ts";
import { typeName } from "../types.ts";
import { printName } from "./name-text.ts";

/** A record as it travels: names and RDATA as uncompressed wire octets. */
export interface RecordOctets {
  readonly owner: Uint8Array;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  readonly rdata: Uint8Array;
}

export function printRecord(record: RecordOctets): string {
  const rdata = printRdata(record.type, record.rdata);
  const head = `${printName(record.owner)} ${record.ttlSeconds} ${className(record.class)} ${typeName(record.type)}`;
  return rdata === "" ? head : `${head} ${rdata}`;
}
