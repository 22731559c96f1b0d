// Secondary zones (RFC 1034 §4.3.5): transferred from their primaries, kept on the disk, served like zones of files, looked after by
// the times of their SOA and at once when a primary tells of a change (./notice-desk.ts), and not answered from when nobody was
// heard for too long. A zone that is not there yet, or not any more, is served empty: its questions are SERVFAIL.
// Each look goes to one primary after the other until one can say something (./zone-fetch.ts); so many at a time (./look-queue.ts).
// Invariants: what is served of a zone comes whole from one version of one primary; nothing but a start walks over all zones.

import { MomentHeap } from "../../base/moment-heap.ts";
import type { Name } from "../../dns/name.ts";
import { finished } from "../../dnssec/zone-digest.ts";
import type { ZoneCopies } from "../../disk/zone-copies.ts";
import { type Endpoint, hostOf, printEndpoint } from "../../net/address.ts";
import type { Image } from "../../zone/image.ts";
import type { Zone } from "../../zone/zone.ts";
import { linesOf, serialOf, soaOf } from "../zone-text.ts";
import { applyDifferences, serveAbsent, serveAbsents, serveZone } from "./serving.ts";
import { LookQueue } from "./look-queue.ts";
import {
  newSecondary,
  type Secondary,
  type SecondaryFact,
  type SecondaryPlan,
  type SecondaryState,
  stateOf,
} from "./secondary.ts";
import { expiresAtMs, hurriedAtMs, pacedMs, refreshAtMs, retryAtMs, soaTimes } from "./secondary-times.ts";
import { currentCopy, type ReadCopy } from "./zone-copy.ts";
import { digestLack, type Fetched, fetchZone, isDigested } from "./zone-fetch.ts";

export interface SecondaryParts {
  readonly image: Image;
  /** null: nothing is kept on a disk. */
  readonly copies: ZoneCopies | null;
  /** Wall-clock time in milliseconds. */
  readonly nowMs: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Keys of the zones that come from elsewhere: kept true here, for whoever reads files. */
  readonly elsewhere: Set<string>;
  /** Zones are served that are others than before, or served no more. */
  readonly changed: (zones: readonly Zone[], removed?: readonly Name[]) => void;
  readonly onFact: (fact: SecondaryFact) => void;
}

const sweepEveryMs = 250;

export class SecondaryZones {
  /** Looks by how they ended. */
  readonly looks = { current: 0, whole: 0, differences: 0, failed: 0 };
  readonly #parts: SecondaryParts;
  readonly #zones = new Map<string, Secondary>();
  readonly #ending = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #queue = new LookQueue<Secondary>(({ primaries, first }) => printEndpoint(primaries[first]));
  /** Zones that are served, by when they expire. */
  readonly #expiries = new MomentHeap<Secondary>();
  #sweeping: NodeJS.Timeout | null = null;

  constructor(plans: readonly SecondaryPlan[], parts: SecondaryParts) {
    this.#parts = parts;
    for (const plan of plans) this.#enter(plan);
  }

  /** Serves what was kept, and begins to look after all zones. */
  start(): void {
    this.#serveFirst([...this.#zones.values()]);
    if (this.#zones.size > 0) this.#sweeping = setInterval(() => this.sweep(), sweepEveryMs).unref();
  }

  /** Ends what is under way, and resolves when nothing is. */
  async close(): Promise<void> {
    if (this.#sweeping !== null) clearInterval(this.#sweeping);
    this.#ending.abort();
    await Promise.allSettled(this.#underWay);
  }

  /** Takes in further zones and returns the keys of those; a name that is served already is passed over. */
  add(plans: readonly SecondaryPlan[]): ReadonlySet<string> {
    const { image } = this.#parts;
    const entered: Secondary[] = [];
    for (const plan of plans) {
      const { zone } = plan;
      const isTaken = this.#zones.has(zone.key) || image.zones.has(zone.key) || image.hasHosted(zone);
      if (!isTaken) entered.push(this.#enter(plan));
    }
    this.#serveFirst(entered);
    this.sweep();
    return new Set(entered.map(({ zone }) => zone.key));
  }

  /** Has them no more, and forgets what was kept of them. */
  remove(zones: readonly Name[]): void {
    const left = zones.filter((zone) => this.#leave(zone));
    if (left.length === 0) return;
    this.#parts.image.publish([], left);
    this.#parts.changed([], left);
  }

  /** Has a zone by another plan from now on; what is served and kept of it stays, and whom the plan says is asked at once. */
  move(plan: SecondaryPlan): void {
    const old = this.#zones.get(plan.zone.key);
    if (old === undefined) return;
    this.#queue.delete(old);
    this.#expiries.delete(old);
    const { state, times, currentAtMs, edition, keptEdition } = old;
    const served = { state, times, currentAtMs, edition, keptEdition };
    const moved = { ...newSecondary(plan), ...served, dueMs: this.#parts.nowMs() };
    this.#zones.set(plan.zone.key, moved); // a look, or a copy, that is under way is of the old one, and not wanted
    this.#readTimes(moved);
    if (old.isKeeping) this.#do(this.#keep(moved));
    this.#queue.put(moved, moved.dueMs);
    this.sweep();
  }

  /** Has it no more, and leaves what is served of it to whoever puts another zone in its place. */
  handOver(zone: Name): void {
    this.#leave(zone);
  }

  /** Who may tell of changes of a zone; null when it is none of these. */
  find(key: string): SecondaryPlan | null {
    return this.#zones.get(key) ?? null;
  }

  /** A primary says that there may be something new: `serial`, where it says which. `from`: its host. */
  notified(key: string, serial: number | null, from: string): void {
    const secondary = this.#zones.get(key);
    if (secondary === undefined) return;
    const served = this.#served(secondary);
    if (serial !== null && served !== null && secondary.state === "served" && serialOf(served) === serial) return;
    const primary = secondary.primaries.findIndex(({ address }) => hostOf(address) === from);
    if (primary >= 0) secondary.first = primary;
    this.#hurry(secondary);
  }

  /** Looks after a zone now; `whole`: its serial does not count. False: it is none of these. */
  refresh(key: string, what: "newer" | "whole"): boolean {
    const secondary = this.#zones.get(key);
    if (secondary === undefined) return false;
    if (what === "whole") secondary.wantsWhole = true;
    this.#hurry(secondary);
    return true;
  }

  states(): SecondaryState[] {
    return Array.from(this.#zones.values(), (secondary) => stateOf(secondary, this.#served(secondary)));
  }

  /** Expires what is too old, and looks after what is due, as far as there is room. */
  sweep(): void {
    const nowMs = this.#parts.nowMs();
    const expiries = this.#expiries;
    for (let zone = expiries.first; zone !== null && expiries.firstMs <= nowMs; zone = expiries.first)
      if (!this.#expire(zone)) break;
    for (let due = this.#queue.take(nowMs); due !== null; due = this.#queue.take(nowMs))
      this.#do(this.#look(due.zone, due.primary));
  }

  #enter(plan: SecondaryPlan): Secondary {
    const secondary = newSecondary(plan);
    this.#zones.set(plan.zone.key, secondary);
    this.#parts.elsewhere.add(plan.zone.key);
    this.#queue.put(secondary, secondary.dueMs);
    return secondary;
  }

  /** What is served stays for the caller to put something in its place, or nothing. False: it is none of these. */
  #leave({ key }: Name): boolean {
    const secondary = this.#zones.get(key);
    if (secondary === undefined) return false;
    this.#zones.delete(key);
    this.#parts.elsewhere.delete(key);
    this.#queue.delete(secondary);
    this.#expiries.delete(secondary);
    secondary.edition++; // a copy that is being written is not wanted
    this.#parts.copies?.remove(secondary.zone);
    return true;
  }

  /** What is served until a primary was heard. */
  #serveFirst(secondaries: readonly Secondary[]): void {
    const absent = secondaries.filter((secondary) => !this.#serveCopy(secondary));
    serveAbsents(
      this.#parts.image,
      absent.map(({ zone }) => zone),
    );
  }

  /** Whether it is still one of ours, and there is somebody to have it. */
  #isWanted(secondary: Secondary): boolean {
    return !this.#ending.signal.aborted && this.#zones.get(secondary.zone.key) === secondary;
  }

  /** Work that close() waits for. */
  #do(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  #hurry(secondary: Secondary): void {
    if (secondary.isRunning) {
      secondary.isToldAgain = true;
      return;
    }
    secondary.dueMs = Math.min(secondary.dueMs, hurriedAtMs(secondary.paceMs, this.#parts.nowMs()));
    this.#queue.put(secondary, secondary.dueMs);
    this.sweep();
  }

  /** Has a place, as `primary` is asked first. */
  async #look(secondary: Secondary, primary: string): Promise<void> {
    secondary.isRunning = true;
    secondary.paceMs = pacedMs(secondary.paceMs, this.#parts.nowMs());
    try {
      await this.#askPrimaries(secondary);
    } catch (fault) {
      this.#fail(secondary, `a fault of ours: ${fault instanceof Error ? fault.stack : String(fault)}`);
    }
    secondary.isRunning = false;
    this.#queue.give(primary);
    if (this.#isWanted(secondary)) {
      if (secondary.isToldAgain) secondary.dueMs = hurriedAtMs(secondary.paceMs, this.#parts.nowMs());
      secondary.isToldAgain = false;
      this.#queue.put(secondary, secondary.dueMs);
    }
    if (!this.#ending.signal.aborted) this.sweep();
  }

  /** One primary after the other, until one can say something. */
  async #askPrimaries(secondary: Secondary): Promise<void> {
    const { primaries, first } = secondary;
    const { image } = this.#parts;
    const reasons: string[] = [];
    for (let i = 0; i < primaries.length; i++) {
      const server = (first + i) % primaries.length;
      const fetched = await this.#fetch(secondary, primaries[server]);
      if (!this.#isWanted(secondary)) return fetched.kind === "whole" ? image.abandon(fetched.zone) : undefined;
      const reason = this.#take(secondary, primaries[server], fetched);
      if (reason === null) {
        // Whoever told of a change meanwhile is asked first.
        if (!secondary.isToldAgain) secondary.first = server;
        return;
      }
      reasons.push(reason);
    }
    this.#fail(secondary, reasons.join("; "));
  }

  async #fetch(secondary: Secondary, server: Endpoint, mayDiffer: "yes" | "no" = "yes"): Promise<Fetched> {
    const { zone, key, tls, zonemd } = secondary;
    const { image } = this.#parts;
    const served =
      secondary.state !== "served" || secondary.wantsWhole || mayDiffer === "no" ? null : this.#served(secondary);
    const fetched = await fetchZone({
      image,
      zone,
      server: { endpoint: server, tls },
      key,
      zonemd,
      mostOctets: image.roomOctets,
      held: served === null ? null : soaOf(served),
      signal: this.#ending.signal,
    });
    if (fetched.kind !== "differences" || !this.#isWanted(secondary)) return fetched;
    const zoneNow = this.#served(secondary); // it may have expired meanwhile
    if (zoneNow === null || isDigested(secondary, zoneNow, fetched.differences))
      return this.#fetch(secondary, server, "no");
    return applyDifferences(image, zoneNow, fetched.differences) === null
      ? fetched
      : this.#fetch(secondary, server, "no");
  }

  /** Serves what came; a sentence where nothing did. */
  #take(secondary: Secondary, server: Endpoint, fetched: Fetched): string | null {
    if (fetched.kind === "failed") return fetched.reason;
    const { image, changed, onFact } = this.#parts;
    if (fetched.kind === "current" && secondary.state !== "served") return "it expired meanwhile";
    const fault = fetched.kind === "whole" ? serveZone(image, fetched.zone) : null;
    if (fault !== null) return fault;
    this.looks[fetched.kind]++;
    this.#nowCurrent(secondary);
    if (fetched.kind === "current") {
      this.#keepCurrent(secondary);
      return null;
    }
    secondary.wantsWhole = false;
    secondary.edition++;
    const zone = this.#served(secondary)!;
    const fields = { zone: secondary.text, from: printEndpoint(server), serial: serialOf(zone), records: zone.records };
    onFact({ kind: "fetched", how: fetched.kind, ...fields });
    changed([zone]);
    this.#do(this.#keep(secondary));
    return null;
  }

  /** The copy is as good as the zone, where it is one of this version; else it is written again, which may have failed before. */
  #keepCurrent(secondary: Secondary): void {
    if (secondary.keptEdition !== secondary.edition) this.#do(this.#keep(secondary));
    else if (!secondary.isKeeping) this.#parts.copies?.touch(secondary.zone, secondary.currentAtMs);
  }

  #nowCurrent(secondary: Secondary): void {
    const { nowMs, chance } = this.#parts;
    secondary.state = "served";
    secondary.failures = 0;
    secondary.failure = null;
    secondary.currentAtMs = nowMs();
    this.#readTimes(secondary);
    if (secondary.times !== null) secondary.dueMs = refreshAtMs(secondary.times, nowMs(), chance());
  }

  #readTimes(secondary: Secondary): void {
    const zone = this.#served(secondary);
    const soa = zone === null ? null : soaOf(zone);
    secondary.times = soa === null ? null : soaTimes(soa.rdata);
    if (secondary.times === null) this.#expiries.delete(secondary);
    else this.#expiries.set(secondary, expiresAtMs(secondary.times, secondary.currentAtMs));
  }

  #fail(secondary: Secondary, reason: string): void {
    const nowMs = this.#parts.nowMs();
    this.looks.failed++;
    secondary.failures++;
    secondary.failure = reason;
    secondary.dueMs = retryAtMs(secondary.state === "served" ? secondary.times : null, secondary.failures, nowMs);
    const againInSeconds = Math.round((secondary.dueMs - nowMs) / 1000);
    this.#parts.onFact({ kind: "failed", zone: secondary.text, reason, againInSeconds });
  }

  /** False: there is no room even for an empty zone, and the next sweep tries again. */
  #expire(secondary: Secondary): boolean {
    if (!serveAbsent(this.#parts.image, secondary.zone)) return false;
    this.#expiries.delete(secondary);
    secondary.state = "expired";
    this.#parts.onFact({ kind: "expired", zone: secondary.text });
    return true;
  }

  /** Serves the copy on the disk, unless it is too old, or none. */
  #serveCopy(secondary: Secondary): boolean {
    const { image, copies, nowMs, onFact } = this.#parts;
    const copy = copies === null ? null : currentCopy(image, copies, secondary.zone, nowMs());
    if (copy === null) return false;
    const served = typeof copy === "string" ? copy : this.#serveKept(secondary, copy);
    if (typeof served === "string") {
      onFact({ kind: "not kept", zone: secondary.text, reason: served });
      return false;
    }
    secondary.state = "served";
    secondary.currentAtMs = served.currentAtMs;
    secondary.keptEdition = secondary.edition;
    this.#readTimes(secondary);
    onFact({ kind: "kept copy", zone: secondary.text, serial: serialOf(served.zone) });
    return true;
  }

  /** A copy was written under the configuration of then; a sentence where it does not hold for that of now. */
  #serveKept({ zonemd }: Secondary, copy: ReadCopy): ReadCopy | string {
    const { image } = this.#parts;
    const lack = finished(digestLack(copy.zone, zonemd));
    if (lack === null) return serveZone(image, copy.zone) ?? copy;
    image.abandon(copy.zone);
    return `the copy ${lack}`;
  }

  /** Writes the zone down, and once more when it has changed meanwhile. */
  async #keep(secondary: Secondary): Promise<void> {
    const { copies, onFact } = this.#parts;
    if (copies === null || secondary.isKeeping) return;
    secondary.isKeeping = true;
    try {
      for (let kept = -1; kept !== secondary.edition && secondary.state === "served" && this.#isWanted(secondary);) {
        kept = secondary.edition;
        const zone = this.#served(secondary);
        if (zone === null) return;
        const { tree } = zone;
        const isWanted = (): boolean => secondary.edition === kept && zone.tree === tree && this.#isWanted(secondary);
        const fault = await copies.write(secondary.zone, linesOf(zone), secondary.currentAtMs, isWanted);
        if (fault !== null) return onFact({ kind: "not kept", zone: secondary.text, reason: fault });
        if (isWanted()) secondary.keptEdition = kept;
      }
    } finally {
      secondary.isKeeping = false;
    }
  }

  #served({ zone }: Secondary): Zone | null {
    return this.#parts.image.zones.get(zone.key) ?? null;
  }
}
