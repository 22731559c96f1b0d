// One secondary zone: what the configuration says of it, where it stands, and what people see of that.
// Who changes it: ./secondary-zones.ts.

import type { TsigKey } from "../../authority/tsig-keys.ts";
import type { Name } from "../../dns/name.ts";
import { printName } from "../../dns/text/name-text.ts";
import { type Endpoint, printEndpoint } from "../../net/address.ts";
import type { PullTls } from "../../net/upstream/zone-pull.ts";
import type { Zone } from "../../zone/zone.ts";
import { serialOf } from "../zone-text.ts";
import { expiresAtMs, type SoaTimes } from "./secondary-times.ts";

export interface SecondaryPlan {
  readonly zone: Name;
  readonly primaries: readonly Endpoint[];
  /** Signs what is asked; null: nothing is signed. */
  readonly key: TsigKey | null;
  /** null: it is fetched over plain TCP. */
  readonly tls: PullTls | null;
  /** What a wrong digest, or none, means (RFC 8976). */
  readonly zonemd: "check" | "require" | "ignore";
  /** The catalog zone that names it; null for one of the configuration. */
  readonly catalog: string | null;
}

/** What people see of a secondary zone. */
export interface SecondaryState {
  readonly name: string;
  readonly state: "waiting" | "served" | "expired";
  readonly serial: number | null;
  readonly primaries: readonly string[];
  readonly catalog: string | null;
  /** When it was last known to be current, when it is looked after next, when it expires; ISO 8601. */
  readonly currentAt: string | null;
  readonly dueAt: string;
  readonly expiresAt: string | null;
  /** Why the last look failed; null when it did not. */
  readonly failure: string | null;
}

/** What happens to secondary zones, for the log. */
export type SecondaryFact =
  | {
      readonly kind: "fetched";
      readonly zone: string;
      readonly from: string;
      readonly how: "whole" | "differences";
      readonly serial: number;
      readonly records: number;
    }
  | { readonly kind: "kept copy"; readonly zone: string; readonly serial: number }
  | { readonly kind: "failed"; readonly zone: string; readonly reason: string; readonly againInSeconds: number }
  | { readonly kind: "expired"; readonly zone: string }
  | { readonly kind: "not kept"; readonly zone: string; readonly reason: string };

export interface Secondary extends SecondaryPlan {
  readonly text: string;
  state: SecondaryState["state"];
  times: SoaTimes | null;
  currentAtMs: number;
  dueMs: number;
  failures: number;
  failure: string | null;
  /** The primary that is asked first: who told of a change last, or answered last. */
  first: number;
  /** Looks are paced by this time: it moves on with each of them (./secondary-times.ts). */
  paceMs: number;
  /** The next look wants the whole zone, whatever its serial. */
  wantsWhole: boolean;
  /** Told of a change while it was being fetched. */
  isToldAgain: boolean;
  isRunning: boolean;
  /** Counts what was published, so that a copy that is being written knows that it is old. */
  edition: number;
  /** Which of them is kept on the disk; -1: none. */
  keptEdition: number;
  isKeeping: boolean;
}

export function newSecondary(plan: SecondaryPlan): Secondary {
  return {
    ...plan,
    text: printName(plan.zone.wire),
    state: "waiting",
    times: null,
    currentAtMs: 0,
    dueMs: 0,
    failures: 0,
    failure: null,
    first: 0,
    paceMs: 0,
    wantsWhole: false,
    isToldAgain: false,
    isRunning: false,
    edition: 0,
    keptEdition: -1,
    isKeeping: false,
  };
}

/** `zone`: what is served under its name. */
export function stateOf(secondary: Secondary, zone: Zone | null): SecondaryState {
  const { text: name, state, primaries, catalog, currentAtMs, dueMs, times, failure } = secondary;
  const isServed = state === "served" && zone !== null;
  return {
    name,
    state,
    serial: isServed ? serialOf(zone) : null,
    primaries: primaries.map(printEndpoint),
    catalog,
    currentAt: currentAtMs === 0 ? null : isoTime(currentAtMs),
    dueAt: isoTime(dueMs),
    expiresAt: isServed && times !== null ? isoTime(expiresAtMs(times, currentAtMs)) : null,
    failure,
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
