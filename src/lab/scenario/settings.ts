// What a scenario's configuration means for our resolver. Scripts assume a resolver that asks nothing of its own accord,
// so prefetching, stale answers, randomised case and local zones are off unless a key turns them on. Keys that only
// change how other servers work (target-fetch-policy, module-config and so on) mean nothing here.

import { Name } from "../../dns/name.ts";
import { nameFromText } from "../../dns/text/name-text.ts";
import { parseAddress, printAddress } from "../../net/address.ts";
import { addressOctets, forbiddenBlock } from "../../resolver/addresses.ts";
import type { Endpoint } from "../../resolver/port.ts";
import { defaultSettings } from "../../resolver/settings.ts";
import { scanAnchors } from "../../resolver/validation/anchors.ts";
import type { ConfiguredZone, ResolverSettings } from "../../resolver/settings.ts";
import type { ConfigClause, Scenario, ScriptRange } from "./model.ts";

type Draft = { -readonly [Key in keyof ResolverSettings]: ResolverSettings[Key] };

/** Keys that a clause "server" may hold, in either dialect, and what they set. */
const keys: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  "do-ip4": (draft, value) => (draft.ipv4 = isYes(value)),
  "do-ip6": (draft, value) => (draft.ipv6 = isYes(value)),
  "query-minimization": (draft, value) => (draft.qnameMinimisation = isYes(value)),
  "qname-minimisation": (draft, value) => (draft.qnameMinimisation = isYes(value)),
  "use-caps-for-id": (draft, value) => (draft.caseRandomisation = isYes(value)),
  "harden-glue": (draft, value) => (draft.hardenGlue = isYes(value)),
  "minimal-responses": (draft, value) => (draft.minimalResponses = isYes(value)),
  prefetch: (draft, value) => (draft.prefetch = isYes(value)),
  "serve-expired": (draft, value) => (draft.serveStale = isYes(value)),
  "local-zones": (draft, value) => (draft.localZones = isYes(value) ? "all" : "none"),
  "do-not-query-localhost": (draft, value) => (draft.allowPrivateUpstreams = !isYes(value)),
  "cache-min-ttl": (draft, value) => (draft.minTtlSeconds = Number(value)),
  "cache-max-ttl": (draft, value) => (draft.maxTtlSeconds = Number(value)),
  "cache-max-negative-ttl": (draft, value) => (draft.maxNegativeTtlSeconds = Number(value)),
  "domain-insecure": (draft, value) => (draft.domainInsecure = [...draft.domainInsecure, nameOf(absolute(value))]),
  features: setFeature,
};

/** Deckard's features are Knot Resolver's; these three we have, too. */
function setFeature(draft: Draft, value: string): void {
  const [name, text] = value.split("=").map((part) => part.trim());
  if (name === "min_ttl") draft.minTtlSeconds = Number(text);
  else if (name === "max_ttl") draft.maxTtlSeconds = Number(text);
  else if (name === "dns64_prefix") draft.dns64Prefix = parseAddress(text.replace(/\/.*$/, ""))?.octets ?? null;
}

export function settingsOf(scenario: Scenario): ResolverSettings {
  const draft: Draft = {
    ...defaultSettings,
    caseRandomisation: false,
    prefetch: false,
    serveStale: false,
    localZones: "none",
    allowPrivateUpstreams: scenario.ranges.some(isPrivate),
    stubZones: zonesOf(scenario, "stub-zone", "stub-addr").filter(({ zone }) => zone.labelCount > 0),
    forwardZones: zonesOf(scenario, "forward-zone", "forward-addr"),
    rootHints: rootHintsOf(scenario),
    trustAnchors: scanAnchors(valuesOf(linesOf(scenario), "trust-anchor")).anchors,
    legacyAlgorithms: true, // what scripts were signed with when they were written
  };
  for (const { key, value } of linesOf(scenario)) keys[key]?.(draft, value);
  const forwarders = valuesOf(linesOf(scenario), "forward-addr");
  if (forwarders.length > 0) draft.forwardZones = [{ zone: Name.root, servers: forwarders.map(endpointOf) }];
  return draft;
}

/** The date of the play's beginning: val-override-date or val-override-timestamp, else a fixed one. */
export function startOf(scenario: Scenario): number {
  const [date] = valuesOf(linesOf(scenario), "val-override-date");
  const [timestamp] = valuesOf(linesOf(scenario), "val-override-timestamp");
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(date ?? "");
  if (parts === null) return timestamp === undefined ? defaultStart : Number(timestamp);
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

const defaultStart = Date.UTC(2026, 0, 1) / 1000;

/** The root server of scripts whose configuration gives only its address, and of those that give none at all. */
const usualRootServer = "k.root-servers.net.";
const realRootServer = { name: nameOf("a.root-servers.net."), addresses: ["198.41.0.4"] };

function rootHintsOf(scenario: Scenario): ResolverSettings["rootHints"] {
  const lines = linesOf(scenario);
  const roots = zonesOf(scenario, "stub-zone", "stub-addr").filter(({ zone }) => zone.isRoot);
  const addresses = [...valuesOf(lines, "stub-addr").map(endpointOf), ...roots.flatMap(({ servers }) => servers)];
  if (addresses.length === 0) return [realRootServer];
  const [name = usualRootServer] = valuesOf(lines, "stub-name");
  return [{ name: nameOf(name), addresses: addresses.map(({ address }) => address) }];
}

function zonesOf({ config }: Scenario, clause: string, key: string): ConfiguredZone[] {
  return config
    .filter(({ name }) => name === clause)
    .map(({ lines }) => {
      const [zone = "."] = valuesOf(lines, "name");
      return { zone: nameOf(zone), servers: valuesOf(lines, key).map(endpointOf) };
    });
}

function linesOf({ config }: Scenario): ConfigClause["lines"] {
  return config.filter(({ name }) => name === "server").flatMap(({ lines }) => lines);
}

function valuesOf(lines: ConfigClause["lines"], key: string): string[] {
  return lines.filter((line) => line.key === key).map(({ value }) => value);
}

/** `192.0.2.1` or Unbound's `192.0.2.1@5301`. What is no address will never be reached. */
function endpointOf(text: string): Endpoint {
  const [host, port = "53"] = text.split("@");
  const address = parseAddress(host);
  return { address: address === null ? host : printAddress(address.family, address.octets), port: Number(port) };
}

function nameOf(text: string): Name {
  const name = nameFromText(text);
  return typeof name === "string" ? Name.root : name;
}

/** Whether somebody answers at an address that only laboratories and private networks have. */
function isPrivate({ addresses, entries }: ScriptRange): boolean {
  return entries.length > 0 && addresses.some((address) => forbiddenBlock(addressOctets(address), "public") !== null);
}

function absolute(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function isYes(value: string): boolean {
  return ["yes", "on", "true", "1"].includes(value.replaceAll('"', "").toLowerCase());
}
