// What an operator can set about the resolver; docs/configuration.md says the keys. Limits against attacks are not
// here but in base/limits.ts: nobody has to tune them to be safe.

import type { Name } from "../dns/name.ts";
import type { Endpoint } from "./port.ts";
import type { TrustAnchor } from "./validation/trust.ts";

/** A server known by name: a root hint. */
export interface Hint {
  readonly name: Name;
  readonly addresses: readonly string[];
}

/** A zone whose servers are given: authoritative ones (stub) or recursive ones (forward). */
export interface ConfiguredZone {
  readonly zone: Name;
  readonly servers: readonly Endpoint[];
}

/** Which names are answered here: all that RFC 6303 and RFC 6761 name, this machine's own alone (for laboratories), or none. */
export type LocalZones = "all" | "this machine" | "none";

export interface ResolverSettings {
  readonly rootHints: readonly Hint[];
  readonly stubZones: readonly ConfiguredZone[];
  readonly forwardZones: readonly ConfiguredZone[];
  /** Port at which name servers are asked: 53, but for laboratories. */
  readonly serverPort: number;
  /** RFC 9156. */
  readonly qnameMinimisation: boolean;
  /** RFC 4035 §5: answers are validated below the trust anchors. */
  readonly validation: boolean;
  /** Where chains of trust begin when the resolver does; which they are later, ./validation/trust.ts says. */
  readonly trustAnchors: readonly TrustAnchor[];
  /** Names below which nothing is validated (RFC 7646). */
  readonly domainInsecure: readonly Name[];
  /** Whether DSA and RSA with SHA-1 count as known algorithms (RFC 9905 retires them). */
  readonly legacyAlgorithms: boolean;
  /** The date that signatures are judged by, in seconds since 1970; null: today's. */
  readonly validationTimeSeconds: number | null;
  /** 0x20: the case of the question is random and must come back. */
  readonly caseRandomisation: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** Whether loopback, private and documentation addresses may be asked. */
  readonly allowPrivateUpstreams: boolean;
  /** Whether glue is believed only below the zone that gives it. */
  readonly hardenGlue: boolean;
  /** Whether authority and additional data that nobody needs are left out of answers. */
  readonly minimalResponses: boolean;
  readonly prefetch: boolean;
  /** RFC 8767. */
  readonly serveStale: boolean;
  /** RFC 6303 and RFC 6761: names that never leave this machine are answered here. */
  readonly localZones: LocalZones;
  /** RFC 9462: ways to this resolver that are encrypted, as SVCB RDATA. */
  readonly designated: readonly Uint8Array[];
  /** The prefix of RFC 6147 as 16 octets of which the first 12 count; null: no DNS64. */
  readonly dns64Prefix: Uint8Array | null;
  /** TTLs beyond it are cut to it, below it raised (RFC 8767 §4 for the cap; seconds). */
  readonly maxTtlSeconds: number;
  readonly minTtlSeconds: number;
  readonly maxNegativeTtlSeconds: number;
  /** What the record cache may take. */
  readonly cacheOctets: number;
}

export const defaultSettings: ResolverSettings = {
  rootHints: [],
  stubZones: [],
  forwardZones: [],
  serverPort: 53,
  qnameMinimisation: true,
  validation: true,
  trustAnchors: [],
  domainInsecure: [],
  legacyAlgorithms: false,
  validationTimeSeconds: null,
  caseRandomisation: true,
  ipv4: true,
  ipv6: true,
  allowPrivateUpstreams: false,
  hardenGlue: true,
  minimalResponses: true,
  prefetch: true,
  serveStale: true,
  localZones: "all",
  designated: [],
  dns64Prefix: null,
  maxTtlSeconds: 86_400,
  minTtlSeconds: 0,
  maxNegativeTtlSeconds: 3600,
  cacheOctets: 256 << 20,
};
