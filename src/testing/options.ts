// What a test says of the server that it wants, and the configuration that follows from it: the same keys as in
// signpost.yaml where there are such keys, with everything else at its default, random ports and nothing on the disk.
// Read next: ./server.ts.

import type { Config } from "../server/config.ts";
import { defaultConfig } from "../server/config/defaults.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import { refuseWrong } from "./option-checks.ts";

export type { ResourceRecordSet };

export interface SignpostOptions {
  /**
   * Zones that everybody sees: text by name, or paths of zone files. Text without an SOA record gets one, with a TTL of
   * 60 seconds: `{ "example.test": "www A 192.0.2.1" }` is a whole zone.
   */
  readonly zones?: { readonly [name: string]: string } | readonly string[];
  /** Zones of Route 53, as the API would have made them. */
  readonly hostedZones?: readonly HostedZoneOptions[];
  /** Names of health checks that nothing probes: `setHealth` says how they are. Record sets name them by HealthCheckId. */
  readonly healthChecks?: readonly string[];
  /** Resolve names of other zones in the mini internet. */
  readonly lab?: boolean;
  /** Resolve names of other zones: `true` over the real network, or as the keys of `resolver` say. */
  readonly resolver?: boolean | Partial<Config["resolver"]>;
  /** Who sees which private zones, beside what `hostedZones` say. */
  readonly vpcs?: Config["vpcs"];
  /** Alias targets outside our zones. */
  readonly awsHosts?: readonly (Partial<AwsHost> & Pick<AwsHost, "name" | "hostedZoneId">)[];
  /** Where clients are: pins of addresses. */
  readonly places?: readonly (Partial<Pin> & Pick<Pin, "prefix">)[];
  /** Round trips between regions, before the model's. */
  readonly latencies?: Config["geo"]["latencies"];
  readonly accounts?: Config["accounts"];
  /** AWS's rules to the letter, or moto's. */
  readonly strictness?: Config["testing"]["strictness"];
  /** How long a change stays PENDING, in milliseconds. */
  readonly changePropagationMs?: number;
  /** How long a change keeps its hosted zone busy, in milliseconds: others are PriorRequestNotComplete meanwhile. */
  readonly changeProcessingMs?: number;
  /** Hears what a server would log; nobody does otherwise. */
  readonly log?: (line: TestLogLine) => void;
}

export interface HostedZoneOptions {
  readonly name: string;
  /** Zone text with `;!route53` lines (docs/route53.md), or record sets as the API has them; "@" is the zone's own id. */
  readonly records?: string | readonly ResourceRecordSet[];
  /** Makes the zone a private one, which only these clients see. */
  readonly vpc?: Config["vpcs"][number];
}

export interface TestLogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly [field: string]: unknown;
}

type AwsHost = Config["awsHosts"][number];
type Pin = Config["geo"]["pins"][number];

const nowhere = { continent: null, country: null, subdivision: null, region: null };

/** Megabytes that one test's resolver may fill, not the hundreds of a server's. */
const cacheMegabytes = 8;

/** Throws a TypeError for what is no option, or not what it should be. */
export function configOf(options: SignpostOptions): Config {
  refuseWrong(options);
  const usual = defaultConfig();
  const { lab = false, resolver = lab, strictness = "strict" } = options;
  const { changePropagationMs = 0, changeProcessingMs = 0 } = options;
  const own = (options.hostedZones ?? []).flatMap(({ vpc }) => (vpc === undefined ? [] : [vpc]));
  const vpcs = new Map([...(options.vpcs ?? []), ...own].map((vpc) => [vpc.id, vpc]));
  return {
    ...usual,
    data: null,
    vpcs: [...vpcs.values()],
    awsHosts: (options.awsHosts ?? []).map((host) => ({ a: [], aaaa: [], healthy: true, ...host })),
    accounts: options.accounts ?? [],
    geo: {
      ...usual.geo,
      pins: (options.places ?? []).map((pin) => ({ ...nowhere, ...pin })),
      latencies: options.latencies ?? [],
    },
    lab: { ...usual.lab, enabled: lab },
    resolver: {
      ...usual.resolver,
      cacheMegabytes,
      answerMegabytes: cacheMegabytes,
      ...(typeof resolver === "object" ? resolver : {}),
      enabled: resolver !== false,
    },
    testing: {
      ...usual.testing,
      clock: true,
      reset: true,
      healthOverride: true,
      allowPrivateHealthTargets: true,
      strictness,
      changePropagationMs,
      changeProcessingMs,
    },
  };
}
