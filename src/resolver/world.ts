// What all tasks of a resolver share: settings, time, randomness, and what is remembered.
// One resolver has one world; nothing in it knows of sockets.

import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { Leniency } from "../dnssec/algorithms.ts";
import type { DnssecCrypto } from "../dnssec/crypto.ts";
import type { RRset } from "../dns/rrset.ts";
import { soaMinimum } from "../dns/soa.ts";
import type { RecordCache } from "./cache/record-cache.ts";
import type { DelegationStore } from "./delegations.ts";
import type { FailureMemory } from "./failures.ts";
import type { ServerMemory } from "./servers.ts";
import type { ResolverSettings } from "./settings.ts";
import type { Statistics } from "./statistics.ts";
import type { ProofStore } from "./validation/proof-store.ts";
import type { TrustStore } from "./validation/trust.ts";

export interface World {
  readonly settings: ResolverSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly cache: RecordCache;
  /** Null: nothing is validated. */
  readonly crypto: DnssecCrypto | null;
  readonly trust: TrustStore;
  readonly proofs: ProofStore;
  readonly delegations: DelegationStore;
  readonly servers: ServerMemory;
  readonly failures: FailureMemory;
  readonly statistics: Statistics;
  /** 16 octets; the cookies for servers are made with it (RFC 7873 §4.1). */
  readonly cookieSecret: Uint8Array;
}

/** Whether answers can be judged: without a trust anchor all would be indeterminate (RFC 4035 §4.3). */
export function isValidating({ settings, trust }: World): boolean {
  return settings.validation && trust.anchors.length > 0;
}

/** How far retired algorithms are known (RFC 9905). */
export function leniencyOf({ legacyAlgorithms }: Pick<ResolverSettings, "legacyAlgorithms">): Leniency {
  return legacyAlgorithms ? "legacy" : "current";
}

/** A TTL as we keep it: between the operator's bounds. */
export function cappedTtl(settings: ResolverSettings, ttlSeconds: number): number {
  return Math.min(settings.maxTtlSeconds, Math.max(settings.minTtlSeconds, ttlSeconds));
}

/** How long what an SOA denies may be kept: its TTL, its last field and the operator's bounds, whichever is least (RFC 2308 §5). */
export function negativeTtl(settings: ResolverSettings, { ttlSeconds, rdatas: [soa] }: RRset): number {
  return Math.min(settings.maxNegativeTtlSeconds, cappedTtl(settings, Math.min(ttlSeconds, soaMinimum(soa))));
}
