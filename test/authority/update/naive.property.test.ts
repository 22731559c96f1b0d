// Random zones and random updates: our way and the RFC's own words over plain records come to the same end. A failing seed is
// printed; SEED=n plays it again.

import { expect, test } from "vitest";
import { Draw } from "../../fuzz/packets.ts";
import { linesOf, type PlainRecord, type PlainUpdate, updateNaively } from "./naive.ts";
import { type RawRecord, rdataOf, read, update } from "./words.ts";
import { typeNumber } from "../../peers/wire.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const rounds = 3_000;

const names = ["@", "a", "b", "a.b", "*.b", "c"];
const types = ["A", "TXT", "CNAME", "NS", "MX"];
const classes = { IN: 1, CH: 3, NONE: 254, ANY: 255 } as const;

function one<Item>(draw: Draw, items: readonly Item[]): Item {
  return items[draw.below(items.length)];
}

function dataOf(draw: Draw, type: string): string {
  const host = one(draw, ["h1.example.", "H1.example.", "h2.example.", "a.example."]);
  switch (type) {
    case "A":
      return `192.0.2.${draw.below(3)}`;
    case "TXT":
      return `"${draw.below(3)}"`;
    case "MX":
      return `${draw.below(2)} ${host}`;
    case "SOA":
      return `ns.example. host.example. ${one(draw, [0, 1, 5, 6, 7, 2 ** 31 + 5, 2 ** 32 - 1])} 1 2 3 4`;
    default:
      return host;
  }
}

function zoneOf(draw: Draw): PlainRecord[] {
  const records: PlainRecord[] = [];
  const put = (name: string, type: string, data: string): void => {
    const others = records.filter((record) => record.name === name);
    const isSame = (record: PlainRecord): boolean =>
      record.type === type && record.data.toLowerCase() === data.toLowerCase();
    if (others.some((record) => (record.type === "CNAME") !== (type === "CNAME") || type === "CNAME" || isSame(record)))
      return;
    records.push({ name, type, ttl: type === "A" ? 60 : 300, data });
  };
  put("@", "SOA", dataOf(draw, "SOA"));
  put("@", "NS", "ns.example.");
  for (let i = draw.below(14); i > 0; i--) {
    const type = one(draw, types);
    put(one(draw, names), type, dataOf(draw, type));
  }
  return records;
}

function updateOf(draw: Draw, section: "prerequisites" | "updates"): PlainUpdate {
  const recordClass = one(draw, ["IN", "IN", "ANY", "NONE"] as const);
  const isOdd = draw.below(60) === 0;
  const type = draw.below(12) === 0 ? "SOA" : one(draw, types);
  const name = isOdd ? one(draw, ["org.", ".", "xexample."]) : one(draw, names);
  const hasData = recordClass === "IN" || (recordClass === "NONE" && section === "updates");
  if (!hasData)
    return { name, type: one(draw, [type, "ANY"]), class: recordClass, ttl: draw.below(80) === 0 ? 1 : 0, data: null };
  const ttl = recordClass === "IN" && section === "updates" ? one(draw, [60, 300, 5]) : draw.below(80) === 0 ? 1 : 0;
  return { name, type, class: draw.below(100) === 0 ? "CH" : recordClass, ttl, data: dataOf(draw, type) };
}

const raw = ({ name, type, class: word, ttl, data }: PlainUpdate): RawRecord => ({
  name,
  type: typeNumber(type),
  class: classes[word],
  ttl,
  rdata: data === null ? [] : rdataOf(type, data),
});

test(`${rounds} random updates of random zones, seed ${seed}`, () => {
  const draw = new Draw(seed);
  const ends = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const zone = zoneOf(draw);
    const prerequisites = Array.from({ length: draw.below(3) }, () => updateOf(draw, "prerequisites"));
    const updates = Array.from({ length: 1 + draw.below(6) }, () => updateOf(draw, "updates"));
    const lines = zone.map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${data}`);
    const message = { prerequisites: prerequisites.map(raw), updates: updates.map(raw) };
    const expected = updateNaively(zone, prerequisites, updates);
    const told = JSON.stringify({ round, lines, prerequisites, updates }, null, 1);
    expect(read(message), told).not.toBe(null);
    const differs = update(lines, message);
    if (typeof expected === "string") expect(differs, told).toEqual([expected]);
    else expect(applied(lines, differs), told).toEqual(linesOf(expected));
    const end = typeof expected === "string" ? expected : differs.length === 0 ? "nothing" : "changed";
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  // None of the ends was left out.
  for (const end of ["changed", "nothing", "FORMERR", "NOTZONE", "NXDOMAIN", "NXRRSET", "YXDOMAIN", "YXRRSET"])
    expect(ends.get(end) ?? 0, end).toBeGreaterThan(5);
});

/** A zone's lines with what differs carried out. */
function applied(lines: readonly string[], differs: readonly string[]): string[] {
  const lower = (line: string): string => {
    const [name, ttl, type, ...data] = line.split(" ");
    return [name, ttl, type, data.join(" ").toLowerCase()].join(" ");
  };
  const going = new Set(differs.filter((line) => line.startsWith("-")).map((line) => lower(line.slice(1))));
  const coming = differs.filter((line) => line.startsWith("+")).map((line) => lower(line.slice(1)));
  return [...lines.map(lower).filter((line) => !going.has(line)), ...coming].toSorted();
}
