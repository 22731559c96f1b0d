// What a resolver stands on: the real network below it or, with the lab, the mini internet in process; and what its driver
// must do after every call into it. The same in the resolver's thread and in a test's own.

import { nodeDnssecCrypto } from "../crypto/dnssec-crypto.ts";
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { RealTime } from "../lab/real-time.ts";
import { Workbench } from "../lab/workbench.ts";
import { UpstreamDriver } from "../net/upstream/driver.ts";
import type { RecordCache } from "../resolver/cache/record-cache.ts";
import { Resolver } from "../resolver/resolver.ts";
import type { ResolverSettings } from "../resolver/settings.ts";
import type { Config } from "./config.ts";
import { openConfiguredLab } from "./lab-folder.ts";
import type { NetworkState } from "./resolver-control.ts";

export interface Footing {
  readonly resolver: Resolver;
  readonly settle: () => void;
  readonly network: () => NetworkState;
  /** Where the servers that it asks are broken; null above the real network. */
  readonly workbench: Workbench | null;
  readonly stop: () => void;
}

export interface FootingParts {
  readonly settings: ResolverSettings;
  readonly lab: Config["lab"];
  readonly clock: Clock;
  readonly random: Random;
  readonly cache: RecordCache;
}

export function openFooting(parts: FootingParts): Footing {
  return parts.lab.enabled ? inLab(parts) : inTheWorld(parts);
}

function inTheWorld({ settings, clock, random, cache }: FootingParts): Footing {
  const driver = new UpstreamDriver(clock, random);
  const resolver = new Resolver(settings, { clock, random, port: driver, cache, crypto: nodeDnssecCrypto });
  driver.connect(resolver);
  return {
    resolver,
    workbench: null,
    settle: () => driver.settle(),
    network: () => {
      const { counts, openSockets, openConnections } = driver;
      const { octetsSent, octetsReceived } = counts;
      return { octetsSent, octetsReceived, openSockets, openConnections };
    },
    stop: () => driver.shut(),
  };
}

function inLab({ settings, lab: config, clock, random, cache }: FootingParts): Footing {
  const { lab } = openConfiguredLab(config);
  if (lab === null) throw new Error("The lab was whole a moment ago.");
  const sites = lab.sites(clock, random);
  const simulated = lab.network(clock, random, { loggedExchanges: 0 }, sites);
  const resolver = new Resolver(
    { ...settings, ...lab.resolverSettings },
    { clock, random, port: simulated, cache, crypto: nodeDnssecCrypto },
  );
  simulated.connect(resolver);
  const time = new RealTime(clock, simulated, resolver);
  return {
    resolver,
    workbench: new Workbench(lab, sites),
    settle: () => time.settle(),
    network: () => {
      const { octetsSent, octetsReceived } = simulated.log;
      return { octetsSent, octetsReceived, openSockets: 0, openConnections: 0 };
    },
    stop: () => time.stop(),
  };
}
