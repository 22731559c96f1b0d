// From the configuration to the resolver's settings. Names and prefixes become values here; what the lab brings along
// (its root, its addresses) wins over what the file says.

import { dateSeconds } from "../dns/fields/times.ts";
import type { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { type ConfiguredZone, defaultSettings, type ResolverSettings } from "../resolver/settings.ts";
import { ianaAnchors, scanAnchors } from "../resolver/validation/anchors.ts";
import type { Config } from "./config.ts";
import { ianaHints, isIanaRoot, readHints } from "./root-hints.ts";

/** The settings, or what is wrong with a file that they name, one sentence a fault. */
export function resolverSettings(config: Config["resolver"]): {
  readonly settings: ResolverSettings;
  readonly faults: readonly string[];
} {
  const hints = config.rootHints === null ? { hints: ianaHints, faults: [] } : readHints(config.rootHints);
  const { qnameMinimisation, caseRandomisation, minimalResponses, prefetch, serveStale, ipv4, ipv6 } = config;
  const { hardenGlue, allowPrivateUpstreams, localZones, maxTtlSeconds, minTtlSeconds, maxNegativeTtlSeconds } = config;
  return {
    faults: hints.faults.map((fault) => `resolver.rootHints: ${fault}`),
    settings: {
      ...defaultSettings,
      rootHints: hints.hints,
      stubZones: config.stubZones.map(configuredZone),
      forwardZones: config.forwardZones.map(configuredZone),
      qnameMinimisation,
      caseRandomisation,
      minimalResponses,
      prefetch,
      serveStale,
      ipv4,
      ipv6,
      hardenGlue,
      allowPrivateUpstreams,
      validation: config.validation,
      trustAnchors: scanAnchors(config.trustAnchors ?? (isIanaRoot(hints.hints) ? ianaAnchors : [])).anchors,
      domainInsecure: config.domainInsecure.map(absoluteName),
      legacyAlgorithms: config.legacyAlgorithms,
      validationTimeSeconds: config.validationTime === null ? null : dateSeconds(config.validationTime),
      localZones: localZones ? "all" : "none",
      designated: config.designated,
      maxTtlSeconds,
      minTtlSeconds,
      maxNegativeTtlSeconds,
      dns64Prefix: config.dns64 === null ? null : Uint8Array.from(config.dns64),
      cacheOctets: config.cacheMegabytes * 2 ** 20,
    },
  };
}

function configuredZone({ name, addresses }: Config["resolver"]["stubZones"][number]): ConfiguredZone {
  return { zone: absoluteName(name), servers: addresses };
}

function absoluteName(text: string): Name {
  return nameFromText(text.endsWith(".") ? text : `${text}.`) as Name;
}
