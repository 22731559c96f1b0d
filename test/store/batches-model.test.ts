// Batches against a naive reading of the API: a map of sets, copied for each batch, put back when the batch is refused.
// And pages of lists: whatever the size and the start, they give the whole list in order.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change, ResourceRecordSet } from "../../src/store/shapes.ts";
import { change, faultOf, newWorld, setOf, type World } from "./fixture.ts";

const labels = ["a", "b", "a-b", "*", "x.a"];

const set = fc
  .record({
    label: fc.constantFrom(...labels),
    type: fc.constantFrom("A", "AAAA", "CNAME"),
    identifier: fc.constantFrom(undefined, "one", "two"),
    policy: fc.constantFrom("Weight", "Region"),
    value: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ label, type, identifier, policy, value }): ResourceRecordSet => {
    const values = { A: `192.0.2.${value}`, AAAA: `2001:db8::${value}`, CNAME: `t${value}.test` };
    const routed = policy === "Weight" ? { Weight: value } : { Region: value === 1 ? "eu-west-1" : "us-east-1" };
    const more = identifier === undefined ? {} : { SetIdentifier: identifier, ...routed };
    return setOf(`${label.replace("*", String.raw`\052`)}.example.test.`, type, [values[type as "A"]], more);
  });
const batch = fc.array(fc.tuple(fc.constantFrom<Change["Action"]>("CREATE", "UPSERT", "DELETE"), set), {
  minLength: 1,
  maxLength: 4,
});

type Zone = ReadonlyMap<string, ResourceRecordSet>;

const keyOf = ({ Name, Type, SetIdentifier = "" }: ResourceRecordSet): string => `${Name} ${Type} ${SetIdentifier}`;
const policyOf = ({ Weight, Region }: ResourceRecordSet): string =>
  Weight !== undefined ? "w" : Region !== undefined ? "r" : "s";

/** The zone after the batch, or null when it is refused. */
function naive(zone: Zone, changes: readonly (readonly [Change["Action"], ResourceRecordSet])[]): Zone | null {
  const copy = new Map(zone);
  const actions = new Map<string, string[]>();
  for (const [action, set] of changes) {
    const key = keyOf(set);
    const sequence = [...(actions.get(key) ?? []), action];
    actions.set(key, sequence);
    if (sequence.length > 2 || (sequence.length === 2 && (sequence[0] !== "DELETE" || action === "DELETE")))
      return null;
    const current = copy.get(key);
    if (action === "DELETE") {
      if (current === undefined || JSON.stringify(current) !== JSON.stringify(set)) return null;
      copy.delete(key);
      continue;
    }
    if (action === "CREATE" && current !== undefined) return null;
    const others = [...copy.values()].filter((other) => other.Name === set.Name && keyOf(other) !== key);
    if (others.some((other) => (other.Type === "CNAME") !== (set.Type === "CNAME"))) return null;
    const siblings = others.filter((other) => other.Type === set.Type);
    if (siblings.some((other) => policyOf(other) !== policyOf(set)) || (siblings.length > 0 && policyOf(set) === "s"))
      return null;
    copy.set(key, set);
  }
  const regions = [...copy.values()]
    .filter(({ Region }) => Region !== undefined)
    .map((one) => `${one.Name} ${one.Type} ${one.Region}`);
  return new Set(regions).size === regions.length ? copy : null;
}

test("any batches leave what the naive zone holds, and are refused when it refuses", () => {
  let refused = 0;
  let taken = 0;
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 8 }), (batches) => {
      const world = newWorld();
      let zone: Zone = new Map();
      for (const changes of batches) {
        const next = naive(zone, changes);
        const fault = faultOf(() => change(world, ...changes));
        expect(fault === "none", fault).toBe(next !== null);
        if (next === null) refused++;
        else taken++;
        zone = next ?? zone;
        const sorted = (sets: Iterable<ResourceRecordSet>): ResourceRecordSet[] => [...sets].toSorted(byTheBook);
        expect(sorted(setsOf(world))).toEqual(sorted(zone.values()));
      }
      const { zoneId, store, context } = world;
      expect(store.zone(zoneId)?.recordSetCount).toBe(zone.size + 2);
      // What the history says must lead from nothing to what is there.
      expect(store.difference({ zoneId, from: 0 }, context)).toHaveLength(zone.size + 2);
    }),
    { numRuns: 200 },
  );
  expect(Math.min(refused, taken)).toBeGreaterThan(50);
});

function setsOf({ store, zoneId }: World): ResourceRecordSet[] {
  return [...store.recordSets(zoneId)].filter(({ Type }) => Type !== "NS" && Type !== "SOA");
}

/** The order of AWS API: ListResourceRecordSets, by the book. */
function byTheBook(a: ResourceRecordSet, b: ResourceRecordSet): number {
  const words = ({ Name, Type, SetIdentifier = "" }: ResourceRecordSet): string[] => [
    `${Name.replaceAll(String.raw`\052`, "*")
      .split(".")
      .slice(0, -1)
      .toReversed()
      .join(".")}.`,
    Type,
    SetIdentifier,
  ];
  const [left, right] = [words(a), words(b)];
  const at = left.findIndex((word, i) => word !== right[i]);
  return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
}

test("any page size from any start gives the rest of the list in order (AWS API: ListResourceRecordSets)", () => {
  fc.assert(
    fc.property(
      fc.array(set, { maxLength: 12 }),
      fc.integer({ min: 1, max: 15 }),
      fc.option(set),
      fc.integer({ min: 0, max: 2 }),
      (sets, size, start, depth) => {
        const world = newWorld();
        for (const one of sets) faultOf(() => change(world, ["UPSERT", one]));
        const all = [...world.store.recordSets(world.zoneId)];
        expect(all).toEqual(all.toSorted(byTheBook));
        const from = start === null ? {} : startOf(start, depth);
        const first: ResourceRecordSet | null =
          start === null
            ? null
            : {
                Name: start.Name,
                Type: depth > 0 ? start.Type : "",
                ...(depth > 1 && { SetIdentifier: start.SetIdentifier ?? "" }),
              };
        const rest = all.filter((one) => first === null || byTheBook(one, first) >= 0);
        expect(pages(world, from, size)).toEqual(rest);
      },
    ),
    { numRuns: 150 },
  );
});

interface Start {
  readonly StartRecordName?: string;
  readonly StartRecordType?: string;
  readonly StartRecordIdentifier?: string;
}

function startOf({ Name, Type, SetIdentifier }: ResourceRecordSet, depth: number): Start {
  return {
    StartRecordName: Name.slice(0, -1).toUpperCase(),
    ...(depth > 0 && { StartRecordType: Type }),
    ...(depth > 1 && SetIdentifier !== undefined && { StartRecordIdentifier: SetIdentifier }),
  };
}

function pages({ store, context, zoneId }: World, start: Start, size: number): ResourceRecordSet[] {
  const sets: ResourceRecordSet[] = [];
  for (let from: Start | null = start; from !== null;) {
    const page = store.listResourceRecordSets({ HostedZoneId: zoneId, MaxItems: String(size), ...from }, context);
    sets.push(...page.ResourceRecordSets);
    expect(page.ResourceRecordSets.length).toBeLessThanOrEqual(size);
    const { NextRecordName, NextRecordType, NextRecordIdentifier } = page;
    expect(page.IsTruncated).toBe(NextRecordName !== undefined);
    from =
      NextRecordName === undefined || NextRecordType === undefined
        ? null
        : {
            StartRecordName: NextRecordName,
            StartRecordType: NextRecordType,
            ...(NextRecordIdentifier !== undefined && { StartRecordIdentifier: NextRecordIdentifier }),
          };
  }
  return sets;
}

test("a start without a name is refused, sizes are bounded", () => {
  const { store, context, zoneId } = newWorld();
  const list = (more: Start & { MaxItems?: string }) =>
    store.listResourceRecordSets({ HostedZoneId: zoneId, ...more }, context);
  expect(faultOf(() => list({ StartRecordType: "A" }))).toContain("InvalidInput: ");
  expect(faultOf(() => list({ StartRecordName: "a.example.test", StartRecordIdentifier: "one" }))).toContain(
    "InvalidInput: ",
  );
  expect(faultOf(() => list({ MaxItems: "0" }))).toContain("InvalidInput: ");
  expect(list({}).MaxItems).toBe("100");
  expect(list({ MaxItems: "301" }).MaxItems).toBe("300");
});
