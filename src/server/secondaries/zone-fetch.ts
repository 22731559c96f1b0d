// One look after a secondary zone at one of its primaries: differences from the version that is served (IXFR, RFC 1995), or the
// whole zone where there is none, where the primary does not know IXFR, or where its differences do not fit (RFC 1995 §4).
// What comes is laid down beside what is served; the caller publishes it. Signed with the zone's key, where it has one: then
// every message is judged before it is read (RFC 8945 §5.3.1).
// Invariant: a zone that was begun and is not handed over is given back, however this ends.

import { setImmediate as nextTurn } from "node:timers/promises";
import { IncomingTransfer, type TransferProgress, type TransferQuestion } from "../../authority/incoming-transfer.ts";
import { composeTransferQuery } from "../../authority/transfer-query.ts";
import { TsigClient } from "../../authority/tsig-client.ts";
import type { TsigKey } from "../../authority/tsig-keys.ts";
import {
  maxIncomingTransferMs,
  maxRepackedRecords,
  maxRepacksPerRecord,
  maxTransferSilenceMs,
} from "../../base/limits.ts";
import { OutOfMemory } from "../../base/memory.ts";
import { nodeZoneHash } from "../../crypto/zone-hash.ts";
import { codeName, Rcode } from "../../dns/codes.ts";
import type { Name } from "../../dns/name.ts";
import { serialDistance } from "../../dns/serial.ts";
import { soaSerial } from "../../dns/soa.ts";
import { RRType } from "../../dns/types.ts";
import { judging } from "../../dnssec/zone-digest.ts";
import { printEndpoint } from "../../net/address.ts";
import { cryptoRandom } from "../../net/upstream/crypto-random.ts";
import { PullFault, type PullServer, pullZone } from "../../net/upstream/zone-pull.ts";
import type { Difference, ZoneRecord } from "../../zone/difference.ts";
import type { Image } from "../../zone/image.ts";
import { ZoneBuilder } from "../../zone/zone-builder.ts";
import type { Zone } from "../../zone/zone.ts";
import { tsigParts } from "../tsig-parts.ts";
import { serialOf, storedNames } from "../zone-text.ts";
import type { SecondaryPlan } from "./secondary.ts";
import { unservable } from "./serving.ts";

export interface FetchPlan {
  readonly image: Image;
  readonly zone: Name;
  readonly server: PullServer;
  readonly key: TsigKey | null;
  readonly zonemd: SecondaryPlan["zonemd"];
  /** How long a transfer may be. */
  readonly mostOctets: number;
  /** The SOA of what is served, whose differences are asked for; null: the whole zone is. */
  readonly held: ZoneRecord | null;
  readonly signal: AbortSignal;
}

export type Fetched =
  | { readonly kind: "current" }
  /** Laid down, and not published. */
  | { readonly kind: "whole"; readonly zone: Zone }
  | { readonly kind: "differences"; readonly differences: readonly Difference[] }
  /** A sentence without its end. */
  | { readonly kind: "failed"; readonly reason: string };

/** What a primary says who does not know IXFR, or not for this zone: the whole zone may still be transferred. */
const withoutIxfr: ReadonlySet<number> = new Set([Rcode.FORMERR, Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.REFUSED]);

export async function fetchZone(plan: FetchPlan): Promise<Fetched> {
  if (plan.held === null) return (await ask(plan, RRType.AXFR)).fetched;
  const { fetched, wantsWhole } = await ask(plan, RRType.IXFR);
  return wantsWhole ? (await ask(plan, RRType.AXFR)).fetched : fetched;
}

async function ask(
  plan: FetchPlan,
  type: TransferQuestion["type"],
): Promise<{ readonly fetched: Fetched; readonly wantsWhole: boolean }> {
  const place = printEndpoint(plan.server.endpoint);
  const room = new ZoneRoom(plan);
  const held = type === RRType.IXFR ? plan.held : null;
  const serial = held === null ? 0 : soaSerial(held.rdata);
  const question = { zone: plan.zone, id: cryptoRandom.below(65_536), type, serial };
  const transfer = new IncomingTransfer(question, room);
  const tsig = plan.key === null ? null : new TsigClient(plan.key, tsigParts([plan.key]));
  const query = composeTransferQuery(question, held);
  const heard: { end: TransferProgress } = { end: distrusted("it did not end") };
  const take = (message: Uint8Array): "more" | "enough" => {
    const complaint = tsig?.complaint(message) ?? null;
    heard.end = complaint === null ? transfer.take(message) : distrusted(complaint);
    room.refuseEndless(transfer.octets);
    if (heard.end.kind === "more") return "more";
    if (heard.end.kind !== "refused" && tsig?.isSettled === false) heard.end = distrusted("its end is not signed");
    return "enough";
  };
  const patience = { silenceMs: maxTransferSilenceMs, allMs: maxIncomingTransferMs, signal: plan.signal };
  try {
    await pullZone(plan.server, tsig === null ? query : tsig.sign(query), take, patience);
    const { end } = heard;
    const fetched = await room.judge(end, place);
    const isOffIxfr = end.kind === "broken" || (end.kind === "refused" && withoutIxfr.has(end.rcode));
    return { fetched, wantsWhole: type === RRType.IXFR && isOffIxfr };
  } catch (fault) {
    room.giveBack();
    if (!(fault instanceof PullFault) && !(fault instanceof OutOfMemory)) throw fault;
    return { fetched: failed(fault.message), wantsWhole: false };
  }
}

/** Where a whole zone is laid down as it comes. */
class ZoneRoom {
  readonly #plan: FetchPlan;
  #builder: ZoneBuilder | null = null;
  /** What was left out first, as a lack of the zone: from then on nothing more is laid down. */
  #lack: string | null = null;

  constructor(plan: FetchPlan) {
    this.#plan = plan;
  }

  record(owner: Uint8Array, type: number, ttlSeconds: number, rdata: Uint8Array, rdataLength: number): void {
    if (this.#lack !== null) return;
    this.#builder ??= new ZoneBuilder(this.#plan.image.newZone(this.#plan.zone), (what) => {
      this.#lack ??= unservable(what);
    });
    const builder = this.#builder;
    builder.record(owner, type, ttlSeconds, rdata, rdataLength);
    if (builder.repacked > maxRepackedRecords + maxRepacksPerRecord * builder.given)
      this.#lack ??= "records of large RRsets scattered over it";
  }

  /** What is longer than any zone may be never ends; and zones that are served have room for their changes. */
  refuseEndless(octets: number): void {
    const { image, mostOctets } = this.#plan;
    if (octets > mostOctets) throw new PullFault("the transfer is longer than any zone that there is room for");
    if (image.isNearlyFull) throw new PullFault("there is no memory left for the zone");
  }

  async judge(end: TransferProgress, place: string): Promise<Fetched> {
    if (end.kind === "whole") return this.#judgeWhole(place);
    this.giveBack();
    switch (end.kind) {
      case "current":
      case "differences":
        return end;
      case "older":
        return this.#older(end.serial, place);
      case "refused":
        return failed(`${place} says ${codeName(Rcode, end.rcode, "RCODE")}`);
      case "broken":
        return failed(`the transfer of ${place} is not to be used: ${end.reason}`);
      case "more":
        throw new Error("A transfer that goes on is not judged.");
    }
  }

  async #judgeWhole(place: string): Promise<Fetched> {
    const zone = this.#builder!.finish();
    // A primary that does not know IXFR gives the whole zone, whichever version it has (RFC 1034 §4.3.5).
    const serial = serialOf(zone);
    const distance = this.#heldSerial === null ? 1 : serialDistance(this.#heldSerial, serial);
    const lack = distance > 0 ? await this.#lackOf(zone) : null;
    if (distance > 0 && lack === null) return { kind: "whole", zone };
    this.giveBack();
    if (lack !== null) return failed(`the zone that ${place} gives ${lack}`);
    return distance === 0 ? { kind: "current" } : this.#older(serial, place);
  }

  get #heldSerial(): number | null {
    const { held } = this.#plan;
    return held === null ? null : soaSerial(held.rdata);
  }

  #older(serial: number, place: string): Fetched {
    return failed(
      `${place} has serial ${serial}, which is older than ${this.#heldSerial}, the one that is served; signpost zone refresh --whole takes it`,
    );
  }

  /** Why a whole zone is not to be served; null when it is. */
  async #lackOf(zone: Zone): Promise<string | null> {
    if (zone.rrsetAt(zone.tree.root, RRType.NS) === 0) return "has no NS records at its apex";
    if (this.#lack !== null) return `has ${this.#lack}`;
    const { zonemd, signal } = this.#plan;
    const looking = digestLack(zone, zonemd);
    for (let look = looking.next(); ; look = looking.next()) {
      if (look.done === true) return look.value;
      await nextTurn();
      if (signal.aborted) throw new PullFault("it was called off");
    }
  }

  giveBack(): void {
    if (this.#builder !== null) this.#plan.image.abandon(this.#builder.zone);
    this.#builder = null;
  }
}

/** Why a zone is not to be served for what its digests are worth (RFC 8976 §4); null when it is. Pauses where it is large. */
export function* digestLack(zone: Zone, zonemd: SecondaryPlan["zonemd"]): Generator<void, string | null> {
  if (zonemd === "ignore" || (zonemd === "check" && !hasDigest(zone))) return null;
  const verdict = yield* judging(zone.apex, storedNames(zone), nodeZoneHash);
  if (verdict.kind === "fails") return `is not what was published: ${verdict.reason}`;
  return verdict.kind === "holds" || zonemd === "check" ? null : "has no digest that could be checked";
}

/** Whether a zone says what its digest is: then every version of it is judged as a whole. */
function hasDigest(zone: Zone): boolean {
  return zone.rrsetAt(zone.tree.root, RRType.ZONEMD) !== 0;
}

/** Whether a zone that differences came for is to be judged by its digest, which wants it whole. */
export function isDigested(
  { zonemd }: Pick<SecondaryPlan, "zonemd">,
  zone: Zone,
  differences: readonly Difference[],
): boolean {
  if (zonemd !== "check") return zonemd === "require";
  const bringsDigest = differences.some(({ added }) => added.some(({ type }) => type === RRType.ZONEMD));
  return bringsDigest || hasDigest(zone);
}

function failed(reason: string): Fetched {
  return { kind: "failed", reason };
}

function distrusted(complaint: string): { readonly kind: "broken"; readonly reason: string } {
  return { kind: "broken", reason: complaint };
}
