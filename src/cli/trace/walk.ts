// A resolver of our own for one question: over the real network with the system's clock, or over the mini internet, where
// the clock jumps from event to event, so that seconds of waiting are told but not waited for.

import { nodeDnssecCrypto } from "../../crypto/dnssec-crypto.ts";
import { randomInt } from "node:crypto";
import { type Clock, VirtualClock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { runUntilIdle } from "../../lab/virtual-time.ts";
import { cryptoRandom } from "../../net/upstream/crypto-random.ts";
import { UpstreamDriver } from "../../net/upstream/driver.ts";
import { systemClock } from "../../net/upstream/system-clock.ts";
import { PackedCache } from "../../resolver/cache/packed-cache.ts";
import type { UpstreamPort } from "../../resolver/port.ts";
import type { Question, Resolution } from "../../resolver/question.ts";
import { Resolver } from "../../resolver/resolver.ts";
import type { ResolverSettings } from "../../resolver/settings.ts";
import type { Config } from "../../server/config.ts";
import { openConfiguredLab } from "../../server/lab-folder.ts";
import type { Trace } from "../../trace/steps.ts";
import { printFault } from "../../zone/file-fault.ts";
import { Failure } from "../program.ts";

/** Somewhere to resolve in, and the clock that times there are told by. */
export interface Ground {
  readonly clock: Clock;
  readonly random: Random;
  resolve(question: Question, trace: Trace): Promise<Resolution>;
}

/** One question needs no large cache. */
const cacheOctets = 16 * 2 ** 20;

export function realNetwork(settings: ResolverSettings): Ground {
  const driver = new UpstreamDriver(systemClock, cryptoRandom);
  const resolver = newResolver(settings, systemClock, driver);
  driver.connect(resolver);
  return {
    clock: systemClock,
    random: cryptoRandom,
    resolve: (question, trace) =>
      new Promise((resolve) => {
        resolver.resolve(question, { trace, purpose: "answer" }, (resolution) => {
          driver.shut();
          resolve(resolution);
        });
        driver.settle();
      }),
  };
}

export function miniInternet(config: Config["lab"], settings: ResolverSettings): Ground {
  const { lab, faults } = openConfiguredLab(config);
  const errors = faults.filter(({ severity }) => severity === "error").map(printFault);
  if (lab === null) throw new Failure(1, errors.join("\nsignpost: "));
  for (const error of errors) process.stderr.write(`signpost: left out of the lab: ${error}\n`);
  const clock = new VirtualClock(0, systemClock.wallSeconds());
  const network = lab.network(clock, cryptoRandom);
  const resolver = newResolver({ ...settings, ...lab.resolverSettings }, clock, network);
  network.connect(resolver);
  return {
    clock,
    random: cryptoRandom,
    resolve: (question, trace) =>
      new Promise((resolve) => {
        resolver.resolve(question, { trace, purpose: "answer" }, resolve);
        runUntilIdle(clock, network, resolver);
      }),
  };
}

function newResolver(settings: ResolverSettings, clock: Clock, port: UpstreamPort): Resolver {
  const cache = new PackedCache(clock, cacheOctets, [randomInt(2 ** 32), randomInt(2 ** 32)]);
  return new Resolver(settings, { clock, random: cryptoRandom, port, cache, crypto: nodeDnssecCrypto });
}
