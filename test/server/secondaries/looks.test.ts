// Which secondary zone is looked after when, where there are more of them than places, and more notices than changes.

import { afterEach, expect, test, vi } from "vitest";
import type { Endpoint } from "../../../src/net/address.ts";
import { SecondaryZones } from "../../../src/server/secondaries/secondary-zones.ts";
import { nameOf, newImage } from "../../authority/asking.ts";
import { ScriptedPrimary } from "./scripted-primary.ts";

const ns = "@ 300 NS ns1";
const host = (last: number): string => `www 300 A 192.0.2.${last}`;
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000, interval: 5 });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

async function newPrimary(address = "127.0.0.1"): Promise<ScriptedPrimary> {
  const primary = await ScriptedPrimary.start(address);
  closing.push(() => primary.stop());
  return primary;
}

interface World {
  readonly zones: SecondaryZones;
  nowMs: number;
}

/** Zones by name, and a clock that moves when it is told to. */
function open(plans: Readonly<Record<string, readonly Endpoint[]>>): World {
  const world: World = {
    nowMs: 1_900_000_000_000,
    zones: new SecondaryZones(
      Object.entries(plans).map(([zone, primaries]) => ({
        zone: nameOf(zone),
        primaries,
        key: null,
        tls: null,
        zonemd: "ignore" as const,
        catalog: null,
      })),
      {
        image: newImage(),
        copies: null,
        elsewhere: new Set(),
        nowMs: () => world.nowMs,
        chance: () => 0,
        changed: () => {},
        onFact: () => {},
      },
    ),
  };
  closing.unshift(() => world.zones.close());
  world.zones.start();
  world.zones.sweep();
  return world;
}

test("zones of a primary that does not answer leave places for zones of others", async () => {
  const [silent, good] = [await newPrimary(), await newPrimary()];
  silent.says = () => "silence";
  good.serve([[ns, host(1)]]);
  const many = Array.from({ length: 20 }, (_, i) => [`z${i}.`, [silent.endpoint]] as const);
  const { zones } = open({ ...Object.fromEntries(many), "example.": [good.endpoint] });
  await until(() => expect(zones.states().at(-1)?.state).toBe("served"));
});

test("who waits longest is looked after first, however soon others come again", async () => {
  const primary = await newPrimary();
  const names = Array.from({ length: 12 }, (_, i) => `z${i}.`);
  const world = open(Object.fromEntries(names.map((name) => [name, [primary.endpoint]])));
  primary.says = () => {
    if (primary.asked.length < 60) world.nowMs += 4_000_000; // all that have failed are due again
    return "end";
  };
  await until(() => expect(world.zones.looks.failed).toBeGreaterThan(40));
  expect(world.zones.states().filter(({ failure }) => failure === null)).toEqual([]);
});

test("a flood of notices brings a few looks at once and then one a second", async () => {
  const primary = await newPrimary();
  primary.serve([[ns, host(1)]]);
  const world = open({ "example.": [primary.endpoint] });
  await until(() => expect(world.zones.states()[0].state).toBe("served"));
  const flood = async (turns: number): Promise<void> => {
    for (let i = 0; i < turns; i++) {
      world.zones.notified(nameOf("example.").key, 9, "127.0.0.1");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  await flood(200);
  await until(() => expect(primary.asked).toHaveLength(4));
  for (let i = 0; i < 3; i++) {
    world.nowMs += 1000;
    await flood(50);
    await until(() => expect(primary.asked).toHaveLength(5 + i));
  }
});

test("a primary that tells of a change while another one is asked is asked next", async () => {
  const [late, fresh] = [await newPrimary(), await newPrimary("127.0.0.2")];
  late.serve([[ns, host(1)]]);
  fresh.serve([
    [ns, host(1)],
    [ns, host(2)],
  ]);
  const world = open({ "example.": [late.endpoint, fresh.endpoint] });
  await until(() => expect(world.zones.states()[0].serial).toBe(1));
  const { says } = late;
  late.says = (question, id) => {
    late.says = says;
    world.zones.notified(nameOf("example.").key, 2, "127.0.0.2");
    return says(question, id);
  };
  world.nowMs += 3_600_000;
  world.zones.sweep();
  await until(() => expect(world.zones.states()[0].serial).toBe(2));
});
