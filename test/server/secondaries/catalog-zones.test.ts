// What becomes of the zones that a catalog names, as it changes: had, had anew, had no more, passed over.

import { expect, test } from "vitest";
import { printName } from "../../../src/dns/text/name-text.ts";
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

function open(taken: readonly string[] = []) {
  const image = newImage(2 ** 24);
  const said: string[] = [];
  const plans: SecondaryPlan[] = [];
  const facts: CatalogFact[] = [];
  const zones = {
    add(members: readonly SecondaryPlan[]) {
      plans.push(...members);
      const had = members.filter(({ zone }) => !taken.includes(printName(zone.wire)));
      for (const { zone } of had) said.push(`+${printName(zone.wire)}`);
      return new Set(had.map(({ zone }) => zone.key));
    },
    remove(members: readonly Zone["apex"][]) {
      for (const { wire } of members) said.push(`-${printName(wire)}`);
    },
  };
  const catalogs = new CatalogZones([plan], zones, (fact) => void facts.push(fact));
  const put = (lines: readonly string[], apex = "cat.example."): string[] => {
    const builder = new ZoneBuilder(image.newZone(nameOf(apex)), () => {});
    const all = ["@ 0 SOA invalid. invalid. 1 3600 600 2147483646 0", "@ 0 NS invalid.", ...lines];
    for (const { owner, type, ttlSeconds, rdata } of recordsOf(all, apex))
      builder.record(owner, type, ttlSeconds, rdata, rdata.length);
    catalogs.changed([builder.finish()]);
    return said.splice(0);
  };
  return { put, plans, facts };
}

const version = 'version 0 TXT "2"';
const one = "a.zones 0 PTR one.test.";
const two = "b.zones 0 PTR two.test.";

test("members come and go with the catalog, and are had as it is (RFC 9432 §5.1)", () => {
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

test("below another label a zone is had anew (RFC 9432 §5.4)", () => {
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

test("a name that is taken is passed over, tried again, and never taken away (RFC 9432 §5.2)", () => {
  const taken = ["one.test."];
  const { put, facts } = open(taken);
  expect(put([version, one, two])).toEqual(["+two.test."]);
  expect(facts).toContainEqual({ kind: "member passed over", catalog: "cat.example.", zone: "one.test." });
  taken.pop();
  expect(put([version, one])).toEqual(["-two.test.", "+one.test."]);
  taken.push("three.test.");
  put([version, one, "c.zones 0 PTR three.test."]);
  expect(put([version, one])).toEqual([]);
});

test("zones that are no catalogs are none of its business", () => {
  expect(open().put([version, one], "other.example.")).toEqual([]);
});
