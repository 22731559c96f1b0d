// What becomes of the zones that a catalog names, as it changes: had, had anew, had no more, passed over.

import { expect, test, vi } from "vitest";
import { printName } from "../../../src/dns/text/name-text.ts";
import type { CatalogMember } from "../../../src/zone/catalog.ts";
import { type CatalogFact, CatalogZones } from "../../../src/server/secondaries/catalog-zones.ts";
import type { SecondaryPlan } from "../../../src/server/secondaries/secondary.ts";
import type { Zone } from "../../../src/zone/zone.ts";
import { ZoneBuilder } from "../../../src/zone/zone-builder.ts";
import { nameOf, newImage } from "../../authority/asking.ts";
import { recordsOf } from "../../authority/transfer-messages.ts";

const plan: SecondaryPlan = {
  zone: nameOf("cat.example."),
  primaries: [{ address: "192.0.2.1", port: 53 }],
  key: null,
  tls: null,
  zonemd: "require",
  catalog: null,
};

/** `kept`: what catalogs had before the start, by their names. */
function open(kept: Readonly<Record<string, readonly CatalogMember[] | string>> = {}) {
  const image = newImage(2 ** 24);
  const said: string[] = [];
  const plans: SecondaryPlan[] = [];
  const facts: CatalogFact[] = [];
  /** Names that something has. */
  const taken = new Set<string>();
  const zones = {
    add(members: readonly SecondaryPlan[]) {
      plans.push(...members);
      const had = members.filter(({ zone }) => !taken.has(printName(zone.wire)));
      for (const { zone } of had) {
        said.push(`+${printName(zone.wire)}`);
        taken.add(printName(zone.wire));
      }
      return new Set(had.map(({ zone }) => zone.key));
    },
    remove(members: readonly Zone["apex"][]) {
      for (const { wire } of members) {
        said.push(`-${printName(wire)}`);
        taken.delete(printName(wire));
      }
    },
    move: ({ zone: { wire } }: SecondaryPlan) => void said.push(`~${printName(wire)}`),
    handOver: ({ wire }: Zone["apex"]) => void said.push(`=${printName(wire)}`),
  };
  const lists = new Map(Object.entries(kept));
  const keeper = {
    read: ({ wire }: Zone["apex"]) => lists.get(printName(wire)) ?? null,
    write({ wire }: Zone["apex"], members: readonly CatalogMember[]) {
      lists.set(printName(wire), members);
      return Promise.resolve(printName(wire) === "dog.example." ? "the disk is full" : null);
    },
  };
  const plansOf = [plan, { ...plan, zone: nameOf("dog.example.") }];
  const catalogs = new CatalogZones(plansOf, zones, keeper, (fact) => void facts.push(fact));
  catalogs.start();
  const put = (lines: readonly string[], apex = "cat.example."): string[] => {
    const builder = new ZoneBuilder(image.newZone(nameOf(apex)), () => {});
    const all = ["@ 0 SOA invalid. invalid. 1 3600 600 2147483646 0", "@ 0 NS invalid.", ...lines];
    for (const { owner, type, ttlSeconds, rdata } of recordsOf(all, apex))
      builder.record(owner, type, ttlSeconds, rdata, rdata.length);
    catalogs.changed([builder.finish()]);
    return said.splice(0);
  };
  const free = (name: string): string[] => {
    taken.delete(name);
    catalogs.freed([nameOf(name)]);
    return said.splice(0);
  };
  const giveUp = (name: string, what: "stays served" | "goes"): string[] => {
    catalogs.giveUp(nameOf(name), what);
    taken.add(name);
    return said.splice(0);
  };
  const keptOf = (name: string): string[] => {
    const members = lists.get(name) ?? [];
    return typeof members === "string" ? [members] : members.map(({ zone }) => printName(zone.wire));
  };
  return { put, free, giveUp, taken, plans, facts, keptOf, startedWith: said.splice(0) };
}

const version = 'version 0 TXT "2"';
const one = "a.zones 0 PTR one.test.";
const two = "b.zones 0 PTR two.test.";

test("members come and go with the catalog, and are transferred as it is (RFC 9432 §5.1)", () => {
  const { put, plans, facts } = open();
  expect(put([version, one, two])).toEqual(["+one.test.", "+two.test."]);
  expect(plans[0]).toEqual({ ...plan, zone: nameOf("one.test."), catalog: "cat.example." });
  expect(put([version, one, two])).toEqual([]);
  expect(put([version, two, "c.zones 0 PTR three.test."])).toEqual(["-one.test.", "+three.test."]);
  expect(put([version])).toEqual(["-two.test.", "-three.test."]);
  expect(facts.map((fact) => (fact.kind === "catalog read" ? [fact.added, fact.removed] : fact.kind))).toEqual([
    [2, 0],
    [1, 1],
    [0, 2],
  ]);
});

test("below another label a zone is transferred anew (RFC 9432 §5.4)", () => {
  const { put } = open();
  put([version, one]);
  expect(put([version, "z.zones 0 PTR one.test."])).toEqual(["-one.test.", "+one.test."]);
});

test("a catalog that is broken takes nothing away (RFC 9432 §5.1)", () => {
  const { put, facts } = open();
  put([version, one]);
  expect(put([one])).toEqual([]);
  expect(facts.at(-1)).toMatchObject({ kind: "catalog broken", catalog: "cat.example." });
  expect(put([version])).toEqual(["-one.test."]);
});

test("a name that is taken is passed over, told once, tried again, and never taken away (RFC 9432 §5.2)", () => {
  const { put, taken, facts } = open();
  taken.add("one.test.");
  expect(put([version, one, two])).toEqual(["+two.test."]);
  put([version, one, two]);
  const passedOver = { kind: "member passed over", catalog: "cat.example.", zone: "one.test." };
  expect(facts.filter(({ kind }) => kind === "member passed over")).toEqual([passedOver]);
  taken.delete("one.test.");
  expect(put([version, one])).toEqual(["-two.test.", "+one.test."]);
  taken.add("three.test.");
  put([version, one, "c.zones 0 PTR three.test."]);
  expect(put([version, one])).toEqual([]);
});

test("a member that was passed over is taken in when what stood in its way has gone", () => {
  const { put, free, taken, facts } = open();
  for (const name of ["one.test.", "two.test."]) taken.add(name);
  put([version, one, two]);
  expect(free("other.test.")).toEqual([]);
  expect(free("one.test.")).toEqual(["+one.test."]);
  expect(facts.at(-1)).toEqual({ kind: "catalog read", catalog: "cat.example.", added: 1, removed: 0 });
  put([version]);
  expect(free("two.test.")).toEqual([]); // it is not named any more
});

test.each([
  ["a file", "stays served", "="],
  ["a hosted zone", "goes", "-"],
] as const)("a member gives way to %s that comes later, and is back when that has gone", (_, what, sign) => {
  const { put, free, giveUp, facts } = open();
  put([version, one, two]);
  expect(giveUp("other.test.", what)).toEqual([]);
  expect(giveUp("one.test.", what)).toEqual([`${sign}one.test.`]);
  expect(facts.at(-1)).toEqual({ kind: "member passed over", catalog: "cat.example.", zone: "one.test." });
  expect(put([version, one, two])).toEqual([]);
  expect(free("one.test.")).toEqual(["+one.test."]);
});

test("a zone that two catalogs name stays with the first as long as that names it, then it is the other's", () => {
  const { put, plans } = open();
  put([version, one, two]);
  expect(put([version, one], "dog.example.")).toEqual([]);
  expect(put([version, two])).toEqual(["-one.test.", "+one.test."]);
  expect(plans.at(-1)?.catalog).toBe("dog.example.");
  expect(put([version, two, one])).toEqual([]);
  expect(put([version, "z.zones 0 PTR two.test."])).toEqual(["-two.test.", "+two.test."]);
  expect(put([version], "dog.example.")).toEqual(["-one.test."]);
});

test("zones that are no catalogs are none of its business", () => {
  expect(open().put([version, one], "other.example.")).toEqual([]);
});

const toDog = "coo.a.zones 0 PTR dog.example.";

test.each([
  ["the new one names it first", "a.zones", ["~one.test."]],
  ["it names it below another label, where it begins anew", "b.zones", ["-one.test.", "+one.test."]],
])("a member moves to the catalog that its own names, %s (RFC 9432 §4.4.1)", (_, label, said) => {
  const { put, facts, keptOf } = open();
  const here = `${label} 0 PTR one.test.`;
  put([version, one]);
  expect(put([version, here], "dog.example.")).toEqual([]);
  expect(put([version, one, toDog])).toEqual(said);
  expect(facts).toContainEqual({
    kind: "member moved",
    catalog: "dog.example.",
    zone: "one.test.",
    from: "cat.example.",
  });
  expect([keptOf("cat.example."), keptOf("dog.example.")]).toEqual([[], ["one.test."]]);
  expect(put([version, one, toDog])).toEqual([]);
  expect(put([version])).toEqual([]);
  expect(put([version], "dog.example.")).toEqual(["-one.test."]);
});

test("a member moves where its own catalog says it first, and to no other one (RFC 9432 §4.4.1)", () => {
  const { put } = open();
  put([version, one, two, toDog, "coo.b.zones 0 PTR another.example."]);
  expect(put([version, one, two], "dog.example.")).toEqual(["~one.test."]);
});

test("what a catalog had is there again at the start, whatever it says now (RFC 9432 §5.1)", () => {
  const before = [{ zone: nameOf("one.test."), label: "\u0001a", newOwner: null }];
  const { startedWith, put, facts } = open({ "cat.example.": before, "dog.example.": "cut short" });
  expect(startedWith).toEqual(["+one.test."]);
  expect(facts).toEqual([{ kind: "members not kept", catalog: "dog.example.", reason: "cut short" }]);
  expect(put([one])).toEqual([]); // broken
  expect(put([version, one, two])).toEqual(["+two.test."]);
  expect(put([version, two])).toEqual(["-one.test."]);
});

test("what a catalog has is kept whenever that changes, and it is told where it is not", async () => {
  const { put, giveUp, free, taken, keptOf, facts } = open();
  taken.add("two.test.");
  put([version, one, two]);
  expect(keptOf("cat.example.")).toEqual(["one.test."]); // the other one may be another catalog's
  free("two.test.");
  expect(keptOf("cat.example.")).toEqual(["one.test.", "two.test."]);
  giveUp("one.test.", "goes");
  expect(keptOf("cat.example.")).toEqual(["two.test."]);
  put([version]);
  expect(keptOf("cat.example.")).toEqual([]);
  put([version, two], "dog.example.");
  const fact = { kind: "members not kept", catalog: "dog.example.", reason: "the disk is full" };
  await vi.waitFor(() => expect(facts.at(-1)).toEqual(fact));
});
