// How far trust anchors have followed their zones, as text for a file below the data directory: which keys are trusted, which are
// pending and since when, which were taken back. Written for people as well: dates are dates, keys stand as in a zone file.
// What was written of an anchor counts as long as the operator vouches for the same keys; else it begins anew.

import { isObject } from "../base/json-object.ts";
import { printRdata } from "../dns/rdata.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import type { DnsKey } from "../dnssec/dnskey.ts";
import { scanAnchors } from "../resolver/validation/anchors.ts";
import { type FollowedAnchor, type FollowedKey, followed, keyStates } from "../resolver/validation/followed-anchor.ts";
import type { TrustAnchor } from "../resolver/validation/trust.ts";

export interface KeptAnchor {
  readonly anchor: FollowedAnchor;
  /** When its zone is looked at next, in seconds since 1970. */
  readonly lookAtSeconds: number;
}

/** An anchor as pages and the file show it. */
export interface AnchorState {
  readonly zone: string;
  /** What the operator vouches for, as zone-file text. */
  readonly configured: readonly string[];
  /** null: it is not followed. */
  readonly lookAt: string | null;
  readonly keys: readonly KeyStateText[];
}

interface KeyStateText {
  readonly tag: number;
  readonly state: string;
  readonly since: string;
  readonly validFrom: string | null;
  readonly key: string;
}

export function stateOf({ configured, keys }: FollowedAnchor, lookAtSeconds: number | null): AnchorState {
  return {
    zone: printName(configured.zone.wire),
    configured: configuredText(configured),
    lookAt: lookAtSeconds === null ? null : dateOf(lookAtSeconds),
    keys: keys.map(({ key, state, sinceSeconds, validFromSeconds }) => ({
      tag: key.tag,
      state,
      since: dateOf(sinceSeconds),
      validFrom: validFromSeconds === null ? null : dateOf(validFromSeconds),
      key: printRdata(RRType.DNSKEY, key.rdata),
    })),
  };
}

export function printStates(kept: readonly KeptAnchor[]): string {
  return `${JSON.stringify({ anchors: kept.map(({ anchor, lookAtSeconds }) => stateOf(anchor, lookAtSeconds)) }, null, 2)}\n`;
}

/** Those of the configured anchors that the text knows. Throws a sentence about a text that is none of ours. */
export function scanStates(text: string, configured: readonly TrustAnchor[]): readonly KeptAnchor[] {
  const whole: unknown = JSON.parse(text);
  if (!isObject(whole) || !Array.isArray(whole["anchors"])) throw new Error("it has no list of anchors");
  return whole["anchors"].flatMap((one: unknown) => {
    if (!isObject(one)) throw new Error("an anchor is no object");
    const anchor = configured.find(
      (own) =>
        printName(own.zone.wire) === one["zone"] &&
        JSON.stringify(configuredText(own)) === JSON.stringify(one["configured"]),
    );
    if (anchor === undefined) return [];
    const zone = printName(anchor.zone.wire);
    const lookAtSeconds = secondsOf(one["lookAt"]);
    if (lookAtSeconds === null || !Array.isArray(one["keys"])) throw new Error(`${zone} has no keys or no date`);
    const keys = one["keys"].map((key: unknown) => scanKey(key, zone));
    return [{ anchor: { ...followed(anchor), keys }, lookAtSeconds }];
  });
}

function scanKey(value: unknown, zone: string): FollowedKey {
  if (!isObject(value)) throw new Error(`a key of ${zone} is no object`);
  const key = dnsKeyOf(String(value["key"]));
  const state = keyStates.find((one) => one === value["state"]);
  const sinceSeconds = secondsOf(value["since"]);
  const validFromSeconds = secondsOf(value["validFrom"]);
  if (
    key === null ||
    state === undefined ||
    sinceSeconds === null ||
    (state === "pending" && validFromSeconds === null)
  )
    throw new Error(`a key of ${zone} has no data, no state or no date: ${JSON.stringify(value)}`);
  return { key, state, sinceSeconds, validFromSeconds };
}

function dnsKeyOf(text: string): DnsKey | null {
  const [anchor] = scanAnchors([`. DNSKEY ${text}`]).anchors;
  return anchor?.keys[0] ?? null;
}

/** In an order of its own: who only changes the order of lines changes nothing. */
function configuredText({ signers, keys }: TrustAnchor): string[] {
  const ds = signers.map(({ rdata }) => `DS ${printRdata(RRType.DS, rdata)}`);
  const dnskeys = keys.map(({ rdata }) => `DNSKEY ${printRdata(RRType.DNSKEY, rdata)}`);
  return [...ds, ...dnskeys].toSorted();
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function secondsOf(value: unknown): number | null {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}
