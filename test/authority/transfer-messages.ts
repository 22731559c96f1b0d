// Messages of a transfer as a primary would send them, written by the tests' own hand from lines of a zone file:
// "www 300 A 192.0.2.1", names below example. unless they end in a dot.

import { printRdata } from "../../src/dns/rdata.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { typeName, typeNumber as numberOf } from "../../src/dns/types.ts";
import type { ZoneRecord } from "../../src/zone/difference.ts";
import { readMasterFile } from "../../src/zone/master-file.ts";
import { labelsOf, nameWire, u16 } from "../peers/wire.ts";
import { nameOf } from "./asking.ts";

export const soa = (serial: number, times = "3600 60 86400"): string => `@ 300 SOA ns1 host ${serial} ${times} 300`;

/** Lines as records. */
export function recordsOf(lines: readonly string[], apex = "example."): ZoneRecord[] {
  const records: ZoneRecord[] = [];
  const text = new TextEncoder().encode(`${lines.join("\n")}\n`);
  const faults = readMasterFile(
    "",
    text,
    { origin: nameOf(apex), open: () => "no files here" },
    {
      record(owner, ownerLength, type, ttlSeconds, rdata, rdataLength) {
        records.push({ owner: owner.slice(0, ownerLength), type, ttlSeconds, rdata: rdata.slice(0, rdataLength) });
      },
    },
  );
  if (faults.length > 0) throw new Error(faults[0].message);
  return records;
}

/** A record as a line again. */
export function lineOf({ owner, type, ttlSeconds, rdata }: ZoneRecord): string {
  return `${printName(owner)} ${ttlSeconds} ${typeName(type)} ${printRdata(type, rdata)}`;
}

export interface MessageOptions {
  readonly id?: number;
  readonly flags?: number;
  /** The question that is repeated; null for none. */
  readonly question?: { readonly name: string; readonly type: "AXFR" | "IXFR" | "SOA" } | null;
  readonly class?: number;
}

/** A response with these records as its answer, nothing compressed. */
export function response(lines: readonly string[], options: MessageOptions = {}): Uint8Array {
  const { id = 7, flags = 0x8400, question = { name: "example.", type: "AXFR" } } = options;
  const asked =
    question === null ? [] : [...nameWire(labelsOf(question.name)), ...u16(numberOf(question.type) ?? 0), ...u16(1)];
  const records = recordsOf(lines).flatMap(({ owner, type, ttlSeconds, rdata }) => {
    const ttl = [...u16(ttlSeconds >>> 16), ...u16(ttlSeconds & 0xffff)];
    return [...owner, ...u16(type), ...u16(options.class ?? 1), ...ttl, ...u16(rdata.length), ...rdata];
  });
  const counts = [...u16(question === null ? 0 : 1), ...u16(lines.length), 0, 0, 0, 0];
  return Uint8Array.from([...u16(id), ...u16(flags), ...counts, ...asked, ...records]);
}
