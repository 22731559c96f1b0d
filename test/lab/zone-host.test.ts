// A lab server: the engine of production in an arena that is as small as its zones allow.

import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import { RRType } from "../../src/dns/types.ts";
import { SimulatedNetwork } from "../../src/lab/simulated-network.ts";
import type { ZoneFile } from "../../src/lab/zone-file.ts";
import { ZoneHost } from "../../src/lab/zone-host.ts";
import { Asker, nameOf } from "./support.ts";

function zone(records: number): ZoneFile {
  const lines = Array.from({ length: records }, (_, i) => `h${i} A 192.0.2.1\n`).join("");
  const text = new TextEncoder().encode(
    `$TTL 60\n@ SOA ns hostmaster 1 1h 1h 1h 1m\n@ NS ns\nns A 192.0.2.53\n${lines}`,
  );
  const apex = nameOf("x.test");
  return { file: "x.test.zone", text, apex, origin: apex, records: [] };
}

test("a hundred servers of small zones take less than eight megabytes", () => {
  const hosts = Array.from({ length: 100 }, () => new ZoneHost([zone(20)]));
  expect(hosts.reduce((sum, { arenaOctets }) => sum + arenaOctets, 0)).toBeLessThan(8 * 2 ** 20);
});

test.each([1, 1000, 20_000])("a zone of %i hosts fits, however large, and its last host is answered", (records) => {
  const host = new ZoneHost([zone(records)]);
  expect(host.faults).toEqual([]);
  const clock = new VirtualClock();
  const network = new SimulatedNetwork(clock, seededRandom(1));
  network.serve("192.0.2.53", host.handler("ns.x.test", clock, seededRandom(1)));
  const reply = new Asker(network, clock).ask("192.0.2.53", nameOf(`h${records - 1}.x.test`), RRType.A);
  expect(reply?.answer).toHaveLength(1);
});

test("a zone with errors is told and not served", () => {
  const broken = { ...zone(1), text: new TextEncoder().encode("@ 60 A 192.0.2.256\n") };
  expect(new ZoneHost([broken]).faults.length).toBeGreaterThan(0);
});
