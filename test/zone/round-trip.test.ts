// What is read and printed is read again as the same octets: over the sample zones and over names and data made at random.

import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { includeAnyFile } from "../../src/disk/zone-files.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { RRType, typeName } from "../../src/dns/types.ts";
import { readMasterFile } from "../../src/zone/master-file.ts";
import { name, octets } from "./reading.ts";

interface Wire {
  readonly owner: string;
  readonly type: number;
  readonly ttl: number;
  readonly rdata: string;
}

function wires(file: string, text: Uint8Array, origin: string): { records: Wire[]; printed: string } {
  const records: Wire[] = [];
  let printed = "";
  const faults = readMasterFile(
    file,
    text,
    { origin: name(origin), open: includeAnyFile },
    {
      record(owner, ownerLength, type, ttl, rdata, rdataLength) {
        records.push({ owner: hex(owner.slice(0, ownerLength)), type, ttl, rdata: hex(rdata.slice(0, rdataLength)) });
        printed += `${printName(owner, 0)}\t${ttl}\tIN\t${typeName(type)}\t${printRdata(type, rdata, 0, rdataLength)}\n`;
      },
    },
  );
  expect(faults).toEqual([]);
  return { records, printed };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const directory = new URL("../../zones/", import.meta.url).pathname;

test.each(readdirSync(directory).filter((file) => file.endsWith(".zone")))("zones/%s", (file) => {
  const once = wires(directory + file, readFileSync(directory + file), file.slice(0, -5));
  const twice = wires(file, octets(once.printed), "elsewhere.test");
  expect(once.records.length).toBeGreaterThan(4);
  expect(twice).toEqual(once);
});

test("any labels, TTL and strings", () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 30 });
  const strings = fc.array(fc.uint8Array({ maxLength: 255 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(label, { minLength: 1, maxLength: 6 }),
      fc.nat(0x7fffffff),
      strings,
      fc.boolean(),
      (labels, ttl, parts, crlf) => {
        const owner = Uint8Array.from([...labels.flatMap((part) => [part.length, ...part]), 0]);
        const rdata = Uint8Array.from(parts.flatMap((part) => [part.length, ...part]));
        const line = `${printName(owner, 0)} ${ttl} TXT ${printRdata(RRType.TXT, rdata, 0, rdata.length)}${crlf ? "\r" : ""}\n`;
        expect(wires("z", octets(line), "x.test").records).toEqual([
          { owner: hex(owner), type: RRType.TXT, ttl, rdata: hex(rdata) },
        ]);
      },
    ),
    { numRuns: 300 },
  );
});

test("data of unknown types", () => {
  fc.assert(
    fc.property(fc.integer({ min: 65_280, max: 65_534 }), fc.uint8Array({ maxLength: 600 }), (type, rdata) => {
      const line = `a.test. 1 ${typeName(type)} ${printRdata(type, rdata, 0, rdata.length)}\n`;
      expect(wires("z", octets(line), "x.test").records.map((record) => record.rdata)).toEqual([hex(rdata)]);
    }),
  );
});
