// Incremental transfers that are increments: the sequence of RFC 1995 §4, as the thread that sends zones composes it.

import fc from "fast-check";
import { expect, test } from "vitest";
import { head } from "../../authority/asking.ts";
import { key, recordsOf } from "../../authority/transfers.ts";
import { readSignature, signQuery } from "../../peers/tsig.ts";
import { composeQuery, parseMessage } from "../../peers/wire.ts";
import { ixfr, TellingDesk } from "../../server/transfers/telling-desk.ts";

const hosts = Array.from({ length: 60 }, (_, i) => `h${i} A 10.0.0.${i}\n`).join("");
const zone = (serial: number, more: string): string => head.replace("host 1", `host ${serial}`) + hosts + more;

/** "SOA 1", "www.example. A c0000201": records, an SOA by its serial. */
function sequence(messages: readonly Uint8Array[]): string[] {
  return recordsOf(messages).map((line) => {
    const [name, , type, data] = line.split(" ");
    return type === "SOA" ? `SOA ${Number(`0x${data.slice(-40, -32)}`)}` : `${name} ${type} ${data}`;
  });
}

function world(): TellingDesk {
  const desk = new TellingDesk(() => 1_800_000_000);
  desk.publish({ "example.": zone(1, "www A 192.0.2.1\nold TXT x\n") });
  desk.publish({ "example.": zone(2, "www A 192.0.2.2\nold TXT x\n") });
  desk.publish({ "example.": zone(5, "www A 192.0.2.2\nnew TXT x\n") });
  return desk;
}

const second = ["SOA 2", "old.example. TXT 0178", "SOA 5", "new.example. TXT 0178"];
const first = ["SOA 1", "www.example. A c0000201", "SOA 2", "www.example. A c0000202"];

test("RFC 1995 §4: the newest SOA, each difference, the oldest first, each its old SOA, deletions, its new SOA, additions; the newest SOA", () => {
  const desk = world();
  expect(sequence(desk.send(ixfr("example.", 1)))).toEqual(["SOA 5", ...first, ...second, "SOA 5"]);
  expect(sequence(desk.send(ixfr("EXAMPLE.", 2)))).toEqual(["SOA 5", ...second, "SOA 5"]);
  expect(desk.reports.at(-1)).toMatchObject({ kind: "sent", records: 6, told: "differences" });
});

test("RFC 1995 §4: the whole zone to who has a version that is not known", () => {
  const desk = world();
  for (const query of [
    ixfr("example.", 0),
    ixfr("example.", 3),
    ixfr("example.", 0xffff_ffff),
    composeQuery("example.", "AXFR"),
  ]) {
    // prettier-ignore
    const told = sequence(desk.send(query));
    expect([told.length, told[0], told[1]]).toEqual([66, "SOA 5", "example. NS 036e7331076578616d706c6500"]);
    expect(desk.reports.at(-1)).toMatchObject({ kind: "sent", told: "the zone" });
  }
  const strict = sequence(desk.send(ixfr("example.", 2), 77));
  expect(strict).toEqual([]);
});

test("RFC 1995 §5: the whole zone where the differences are longer", () => {
  const desk = world();
  desk.publish({ "example.": zone(6, "").replaceAll("A 10.", "A 11.") });
  expect(sequence(desk.send(ixfr("example.", 5)))).toHaveLength(64);
  desk.publish({ "example.": zone(7, "").replaceAll("A 10.", "A 11.") });
  expect(sequence(desk.send(ixfr("example.", 6)))).toEqual(["SOA 7", "SOA 6", "SOA 7", "SOA 7"]);
});

test("RFC 1995 §2: one changed record of a hundred thousand is six records", () => {
  const desk = new TellingDesk();
  const many = Array.from({ length: 100_000 }, (_, i) => `host${i} A 10.${i >> 16}.${(i >> 8) & 255}.${i & 255}\n`);
  desk.publish({ "example.": head + many.join("") });
  many[77_777] = "host77777 A 192.0.2.77\n";
  desk.publish({ "example.": head.replace("host 1", "host 2") + many.join("") });
  const messages = desk.send(ixfr("example.", 1));
  expect(sequence(messages)).toEqual([
    "SOA 2", "SOA 1", "host77777.example. A 0a012fd1", "SOA 2", "host77777.example. A c000024d", "SOA 2",
  ]); // prettier-ignore
  expect(messages.map(({ length }) => length < 400)).toEqual([true]);
}, 60_000);

test("RFC 5936 §2.2.1, RFC 8945 §5.3.1: several messages, the question in the first, each signed", () => {
  const desk = world();
  const many = Array.from({ length: 3000 }, (_, i) => `n${i} TXT "${"x".repeat(40)}"\n`);
  desk.publish({ "example.": zone(8, many.join("")) });
  desk.publish({ "example.": zone(9, many.slice(900).join("")) });
  const query = signQuery(ixfr("example.", 8, { edns: {} }), key, { timeSeconds: 1_800_000_000 });
  const messages = desk.send(query);
  expect(messages.length).toBeGreaterThan(2);
  expect(messages.map((message) => parseMessage(message).questions.length)).toEqual(
    messages.map((_, i) => Number(i === 0)),
  );
  expect(parseMessage(messages[0]).opt).not.toBe(null);
  expect(messages.map((message) => readSignature(message).error)).toEqual(messages.map(() => 0));
  const told = sequence(messages);
  expect(told).toHaveLength(904);
  expect([told[0], told[1], told.at(-2), told.at(-1)]).toEqual(["SOA 9", "SOA 8", "SOA 9", "SOA 9"]);
});

test("RFC 1995 §4: what a client makes of the differences is the zone that a transfer of the whole brings", () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const versions = fc.array(fc.uniqueArray(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 3 })), { maxLength: 8, selector: String }), { minLength: 2, maxLength: 6 }); // prettier-ignore
  let [increments, chains] = [0, 0];
  fc.assert(
    fc.property(versions, (contents) => {
      const desk = new TellingDesk();
      const wholes = contents.map((sets, i) => {
        desk.publish({ "example.": zone(i + 1, sets.map(([host, last]) => `n${host} A 192.0.2.${last}\n`).join("")) });
        return sorted(recordsOf(desk.send(composeQuery("example.", "AXFR"))).slice(1));
      });
      for (let from = 1; from < contents.length; from++) {
        const told = recordsOf(desk.send(ixfr("example.", from)));
        if (!isSoa(told[1])) {
          expect(sorted(told.slice(1)), `SEED=${seed}`).toEqual(wholes.at(-1)); // differences would be longer
          continue;
        }
        increments++;
        chains += Number(told.filter(isSoa).length > 4);
        expect(patched(wholes[from - 1], told), `SEED=${seed}`).toEqual(wholes.at(-1));
      }
    }),
    { numRuns: 40, seed },
  );
  expect(Math.min(increments, chains)).toBeGreaterThan(20);
});

const sorted = (lines: readonly string[]): string[] => lines.toSorted();
const isSoa = (line: string): boolean => line.split(" ")[2] === "SOA";

/** A copy of a zone with an incremental transfer applied as RFC 1995 §4 says: deletions and additions by turns, an SOA at the head of each. */
function patched(copy: readonly string[], told: readonly string[]): string[] {
  const zoneNow = new Set(copy);
  let isDeleting = false;
  for (const line of told.slice(1, -1)) {
    if (isSoa(line)) isDeleting = !isDeleting;
    if (isDeleting) expect(zoneNow.delete(line), line).toBe(true);
    else {
      expect(zoneNow.has(line), line).toBe(false);
      zoneNow.add(line);
    }
  }
  return sorted([...zoneNow]);
}
