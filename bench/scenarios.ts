// What is measured: a scenario is a dataset, a mix of questions and a transport.

import { base, counts, manyZones, oneLargeZone, policies, signed, type Dataset } from "./data.ts";

export interface Scenario {
  name: string;
  title: string;
  data: Dataset;
  transport: "udp" | "tcp";
  questions: number;
  line(random: () => number): string;
  /** Signpost changes a record every millisecond meanwhile. */
  changes?: true;
  /** Signpost flips a health check every 20 milliseconds meanwhile. */
  flips?: true;
  /** Resolvers take part, that have the answers in their caches; not name servers. */
  cached?: true;
  /** Several scenarios that are asked for by one word. */
  group?: "policies" | "signed";
  /** Questions ask for signatures: EDNS, with DO. */
  secure?: true;
  /** Two workers beside one: the servers get cores 0 and 1, dnsperf 2 and 3. */
  workers?: true;
}

const pick = (random: () => number, count: number): number => Math.floor(random() * count);
const host = (random: () => number): string => `host-${pick(random, counts.names)}.bench.test A`;
const million = oneLargeZone(1_000_000);
const zones = manyZones(100_000);
const cached: Dataset = { ...base, name: "cached" };
const cachedMillion: Dataset = { ...million, name: "cached-million" };
const wide: Dataset = { ...base, name: "workers", cores: { server: "0,1", load: "2,3" } };

/** Answers that a policy chooses, each beside the static ones of the same server. */
const chosen = (kind: string, title: string, line: Scenario["line"]): Scenario => ({
  name: `policies-${kind}`,
  title,
  data: policies,
  transport: "udp",
  questions: 50_000,
  group: "policies",
  line,
});
const ofPolicy =
  (label: string): Scenario["line"] =>
  (random) =>
    `${label}-${pick(random, counts.names)}.policies.test A`;

/** Questions to signed zones: those for names that exist, and those for others. */
const secure = (name: string, title: string, missing: number, zone: string): Scenario => ({
  name,
  title,
  data: signed,
  transport: "udp",
  questions: 50_000,
  group: "signed",
  secure: true,
  line: (random) =>
    random() < missing ? `nowhere-${pick(random, 1e6)}.${zone} A` : `host-${pick(random, counts.names)}.${zone} A`,
});

export const scenarios: readonly Scenario[] = [
  { name: "names", title: "10,000 names, all hits", data: base, transport: "udp", questions: 50_000, line: host },
  {
    name: "nxdomain", title: "10,000 names, 5 % NXDOMAIN", data: base, transport: "udp", questions: 50_000,
    line: (random) => (random() < 0.05 ? `nowhere-${pick(random, 1e6)}.bench.test A` : host(random)),
  },
  {
    name: "wildcard", title: "answers from 100 wildcards", data: base, transport: "udp", questions: 50_000,
    line: (random) => `any-${pick(random, 1e6)}.wild-${pick(random, counts.wildcards)}.bench.test A`,
  },
  {
    name: "cname", title: "chains of three CNAMEs", data: base, transport: "udp", questions: 20_000,
    line: (random) => `chain-${pick(random, counts.chains)}.bench.test A`,
  },
  {
    name: "referral", title: "referrals with two name servers and glue", data: base, transport: "udp", questions: 20_000,
    line: (random) => `www.child-${pick(random, counts.delegations)}.bench.test A`,
  },
  { name: "tcp", title: "10,000 names over TCP, connections kept", data: base, transport: "tcp", questions: 50_000, line: host },
  {
    name: "workers", title: "10,000 names, two workers on cores of their own", data: wide, transport: "udp", questions: 50_000,
    line: host, workers: true,
  },
  {
    name: "million", title: "one zone of 1,000,000 records, random hits", data: million, transport: "udp", questions: 300_000,
    line: (random) => `host-${pick(random, 1_000_000)}.large.test A`,
  },
  {
    name: "changes", title: "the same under one change every millisecond", data: million, transport: "udp", questions: 300_000,
    line: (random) => `host-${pick(random, 1_000_000)}.large.test A`, changes: true,
  },
  {
    name: "zones", title: "100,000 zones, random hits", data: zones, transport: "udp", questions: 300_000,
    line: (random) => `www.zone-${pick(random, 100_000)}.test A`,
  },
  secure("signed", "10,000 signed names with DO, 5 % NXDOMAIN by NSEC", 0.05, "nsec.test"),
  secure("signed-nsec", "signed zone with DO, NXDOMAIN by NSEC", 1, "nsec.test"),
  secure("signed-nsec3", "signed zone with DO, NXDOMAIN by NSEC3", 1, "nsec3.test"),
  chosen("static", "10,000 static names", (random) => `host-${pick(random, counts.names)}.static.test A`),
  chosen("weighted", "10,000 names, one of three sets by weight", ofPolicy("weighted")),
  chosen("latency", "10,000 names, one of three regions by latency", ofPolicy("latency")),
  chosen("failover", "10,000 names, primary and secondary with health checks", ofPolicy("failover")),
  chosen("alias", "10,000 names, aliases of aliases", ofPolicy("alias")),
  {
    name: "flips", title: "10,000 failover names on two workers, under a health flip every 20 milliseconds", data: { ...policies, name: "flips" },
    transport: "udp", questions: 50_000, line: ofPolicy("failover"), flips: true,
  },
  { name: "cached", title: "10,000 names that resolvers have cached", data: cached, transport: "udp", questions: 50_000, line: host, cached: true },
  {
    name: "cached-million", title: "1,000,000 names that resolvers have cached", data: cachedMillion, transport: "udp",
    questions: 300_000, line: (random) => `host-${pick(random, 1_000_000)}.large.test A`, cached: true,
  },
]; // prettier-ignore
