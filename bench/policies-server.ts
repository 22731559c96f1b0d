// `node bench/policies-server.ts CONFIG ORIGIN NAMES`: the service as `signpost serve` runs it, with one hosted zone more:
// ORIGIN, in which NAMES names each hold a weighted choice of three sets, one by latency, a failover pair with checks,
// and an alias of an alias. Their addresses are those of the static names that they are compared with.

import type { Change } from "../src/zone/image.ts";
import { Name } from "../src/dns/name.ts";
import type { Routing } from "../src/routing/pack.ts";
import { loadConfig } from "../src/server/config.ts";
import { openLog } from "../src/server/log.ts";
import { type Service, startService } from "../src/server/service.ts";
import type { Candidate } from "../src/zone/policy-set.ts";
import { firstOwnView, publicView } from "../src/zone/views.ts";
import type { Zone } from "../src/zone/zone.ts";
import { ZoneBuilder } from "../src/zone/zone-builder.ts";
import { labelsOf, nameWire, types } from "../test/peers/wire.ts";

/** A view that no zone of the store has. */
const ownView = 2 * firstOwnView;
const regions = ["us-east-1", "eu-central-1", "ap-northeast-1"];

export const nameOf = (text: string): Name => new Name(nameWire(labelsOf(text)));

/** Hosts ORIGIN and returns its zone. */
export function host(service: Service, origin: string, names: number): Zone {
  const { image } = service.zones;
  const zone = image.newZone(nameOf(origin));
  const builder = new ZoneBuilder(zone, (what) => {
    throw new Error(what);
  });
  const soa = Uint8Array.from([...nameWire(["ns"]), ...nameWire(["host"]), ...Array.from({ length: 20 }, () => 1)]);
  const record = (owner: string, type: number, rdata: Uint8Array): void =>
    builder.record(nameOf(owner).wire, type, 300, rdata, rdata.length);
  record(origin, types["SOA"], soa);
  record(origin, types["NS"], nameWire(["ns"]));
  for (let i = 0; i < names; i++) {
    const addressOf = (set: number): Uint8Array => Uint8Array.of(10, set, i >>> 8, i & 255);
    record(`host-${i}.${origin}`, types["A"], addressOf(0));
    const sets = (routings: readonly Routing[]): Candidate[] =>
      routings.map((routing, set) => ({
        identifier: `set ${set}`,
        routing,
        check: routing.policy === "failover" ? 1 + i : 0,
        answer: { ttlSeconds: 60, rdata: [addressOf(set)] },
      }));
    const alias = (target: string): Candidate[] => [
      { identifier: "", routing: { policy: "simple" }, check: 0, answer: { view: ownView, name: nameOf(target), evaluatesHealth: true } }, // prettier-ignore
    ];
    const put = (label: string, candidates: Candidate[]): unknown =>
      zone.setPolicy(0, nameOf(`${label}-${i}.${origin}`), types["A"], candidates, 0);
    put("weighted", sets([1, 2, 3].map((weight) => ({ policy: "weighted", weight }))));
    put("latency", sets(regions.map((region) => ({ policy: "latency", region }))));
    put("failover", sets([{ policy: "failover", role: "PRIMARY" }, { policy: "failover", role: "SECONDARY" }])); // prettier-ignore
    put("middle", alias(`host-${i}.${origin}`));
    put("alias", alias(`middle-${i}.${origin}`));
  }
  builder.finish();
  image.apply<Change>([{ zone, views: [publicView, ownView], rank: 1 }]);
  return zone;
}

async function serve([configFile, origin, names]: readonly string[]): Promise<void> {
  const { config } = loadConfig(configFile, [], {});
  const service = await startService(config, { log: openLog("error"), version: "bench" });
  process.once("SIGTERM", () => void service.stop().then(() => process.exit(0)));
  host(service, origin, Number(names));
}

if (import.meta.main) await serve(process.argv.slice(2));
