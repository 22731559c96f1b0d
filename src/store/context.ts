// What every operation is given: who calls, when, and chance; and what operations share: storage, settings, effects.
// An operation is a function (work, input) -> output over plain objects with the API's member names. It throws an
// ApiFault (./faults.ts), and then nothing of it is left. Read next: ./route53-store.ts.

import type { Random } from "../base/random.ts";
import type { Effect } from "./effects.ts";
import type { HealthReports } from "./health-check-shapes.ts";
import { awsLimits, type Limits } from "./limit-table.ts";
import type { SigningKeys } from "./signing-keys.ts";
import type { Tables } from "../base/tables.ts";

/** Who calls, and when. */
export interface CallContext {
  /** The account's twelve digits. */
  readonly account: string;
  /** The access key that signed the request, for the history; null when nobody signed. */
  readonly accessKey: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  readonly random: Random;
}

export interface StoreSettings {
  /**
   * `lenient` relaxes what moto relaxes: reserved names; health checks, CIDR collections and alias targets that do not
   * exist; what else a DELETE says of the set that it names.
   */
  readonly strictness: "strict" | "lenient";
  /** Whether the account's quotas hold (500 hosted zones and the like). What the API itself bounds always holds. */
  readonly quotas: "enforced" | "ignored";
  /** How long a change keeps its zone busy: what comes meanwhile is PriorRequestNotComplete. */
  readonly changeProcessingMs: number;
  /** How many changes of a zone's records its history keeps; null keeps all. */
  readonly changesPerZone: number | null;
  readonly limits: Limits;
  /** Why what an operation does should not come about: whoever serves it cannot. Asked before it is stored. */
  readonly refusalOf: (effects: readonly Effect[]) => string | null;
  /** Which VPCs there are; an association with any other is InvalidVPCId. */
  readonly isVpc: (vpcId: string, region: string) => boolean;
  /** Whether health checks may be sent to local, private and multicast addresses. */
  readonly privateHealthTargets: "refused" | "allowed";
  readonly healthReports: HealthReports;
  /** Makes keys for DNSSEC; null where there is nothing that can. */
  readonly signingKeys: SigningKeys | null;
}

export const defaultSettings: StoreSettings = {
  strictness: "strict",
  quotas: "ignored",
  changeProcessingMs: 0,
  changesPerZone: null,
  limits: awsLimits,
  refusalOf: () => null,
  isVpc: (vpcId) => /^vpc-[\w-]+$/.test(vpcId),
  privateHealthTargets: "refused",
  healthReports: { observations: () => [], lastFailures: () => [] },
  signingKeys: null,
};

/** One operation's share of the store. */
export interface Work {
  readonly tables: Tables;
  readonly context: CallContext;
  readonly settings: StoreSettings;
  /** What others must know once the transaction is durable, in order. */
  readonly effects: Effect[];
  /** Whether every server has the change. */
  readonly isInSync: (changeId: string) => boolean;
  /** Whether the zone's last change is still worked on (./busy-zones.ts). */
  readonly isBusy: (zoneId: string) => boolean;
}
