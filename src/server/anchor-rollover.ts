// Trust anchors that follow their zones (RFC 5011), as the resolver's thread does it: each zone's DNSKEY set is asked for when
// it is due, and what it makes of the anchor is kept on the disk before the resolver believes it. With each look the zone hears
// which keys are trusted here (RFC 8145 §5), so that its operators see when a new one has arrived.
// Invariants: nothing is asked before some client has asked for a name outside our zones, as a server that resolves nothing has nothing
// to say to the world; a key that was taken back is not trusted again, not after a restart either, as long as the file can be written; a
// look that brings nothing changes nothing. Read next: ../resolver/validation/followed-anchor.ts, ./anchor-states.ts.

import { readFileSync } from "node:fs";
import type { Name } from "../dns/name.ts";
import { nameFromText, printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import type { VerifyContext } from "../dnssec/verify.ts";
import type { Clock } from "../base/clock.ts";
import { maxSignatureChecks } from "../base/limits.ts";
import { writeWholeFile } from "../disk/whole-file.ts";
import type { Resolution } from "../resolver/question.ts";
import type { Resolver } from "../resolver/resolver.ts";
import {
  type FollowedAnchor,
  follow,
  followed,
  type KeyChange,
  type KeyState,
  mostLookSeconds,
  retryUnheardSeconds,
  trustedNow,
} from "../resolver/validation/followed-anchor.ts";
import type { TrustAnchor } from "../resolver/validation/trust.ts";
import { leniencyOf } from "../resolver/world.ts";
import { type AnchorState, type KeptAnchor, printStates, scanStates, stateOf } from "./anchor-states.ts";

/** What is new about a trust anchor. */
export type AnchorNews =
  | {
      readonly kind: "key";
      readonly zone: string;
      readonly tag: number;
      readonly from: KeyState | null;
      readonly to: KeyState | null;
      /** Of a pending key: when it may be trusted. */
      readonly validFrom: string | null;
    }
  /** All keys that were trusted are taken back. */
  | { readonly kind: "no key left"; readonly zone: string }
  | { readonly kind: "fault"; readonly text: string };

export interface RolloverParts {
  readonly resolver: Resolver;
  /** To be called after a call into the resolver. */
  readonly settle: () => void;
  readonly clock: Clock;
  /** Where the states are kept; null: in memory. */
  readonly file: string | null;
  readonly tell: (news: AnchorNews) => void;
}

/** Clients' questions come first, and most of the time bring the keys along. */
const firstLookSeconds = 10;
/** Whether something is due is looked at so often at least: clocks are set, and a client asks for the first time. */
const mostWaitMs = 60_000;

export class AnchorRollover {
  readonly #parts: RolloverParts;
  #kept: KeptAnchor[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: RolloverParts) {
    this.#parts = parts;
  }

  /** Believes what was kept, and looks at the zones when they are due. */
  begin(): void {
    const { resolver } = this.#parts;
    const configured = resolver.world.settings.trustAnchors;
    const known = this.#read(configured);
    const lookAtSeconds = this.#nowSeconds + firstLookSeconds;
    this.#kept = configured.map(
      (anchor) => known.find((one) => one.anchor.configured === anchor) ?? { anchor: followed(anchor), lookAtSeconds },
    );
    for (const { anchor } of this.#kept) if (anchor.keys.length > 0) this.#believe(anchor);
    this.#wait();
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  get states(): readonly AnchorState[] {
    return this.#kept.map(({ anchor, lookAtSeconds }) => stateOf(anchor, lookAtSeconds));
  }

  get #nowSeconds(): number {
    return this.#parts.clock.wallSeconds();
  }

  #wait(): void {
    const nextSeconds = Math.min(...this.#kept.map(({ lookAtSeconds }) => lookAtSeconds));
    const dueMs = (nextSeconds - this.#nowSeconds) * 1000;
    const ms = this.#isUsed ? Math.max(0, dueMs) : mostWaitMs;
    this.#timer = setTimeout(() => this.look(), Math.min(mostWaitMs, ms)).unref();
  }

  /** Looks at the zones that are due. */
  look(): void {
    this.end();
    if (this.#isUsed) this.#lookAtDue();
    this.#wait();
  }

  get #isUsed(): boolean {
    const { udpQueries, tcpQueries } = this.#parts.resolver.world.statistics;
    return udpQueries + tcpQueries > 0;
  }

  #lookAtDue(): void {
    for (const { anchor, lookAtSeconds } of this.#kept) {
      // Further away than any look may be, it is by another clock than that of now.
      if (lookAtSeconds > this.#nowSeconds && lookAtSeconds <= this.#nowSeconds + mostLookSeconds) continue;
      // Until it is answered, which may be never.
      this.#keep(anchor, this.#nowSeconds + retryUnheardSeconds);
      this.#ask(anchor.configured.zone);
    }
  }

  #ask(zone: Name): void {
    const { resolver, settle } = this.#parts;
    const question = { name: zone, type: RRType.DNSKEY };
    // What the cache has may be as old as its TTL (RFC 5011 §2.3, active refresh).
    resolver.world.cache.flush(zone, RRType.DNSKEY, "name");
    resolver.resolve(question, { trace: null, purpose: "unchecked" }, (resolution) => this.#heard(zone, resolution));
    settle();
  }

  #heard(zone: Name, { answer, stale }: Resolution): void {
    const set = answer.find(({ owner, type }) => type === RRType.DNSKEY && owner.equals(zone));
    const known = this.#kept.find(({ anchor }) => anchor.configured.zone.equals(zone));
    if (set === undefined || stale || known === undefined) return;
    const { anchor, changes, againSeconds } = follow(known.anchor, set, this.#context);
    this.#keep(anchor, this.#nowSeconds + againSeconds);
    this.#write();
    if (changes.length > 0) this.#believe(anchor);
    for (const change of changes) this.#tell(anchor, change);
    this.#signal(anchor);
  }

  #keep(anchor: FollowedAnchor, lookAtSeconds: number): void {
    this.#kept = this.#kept.map((one) =>
      one.anchor.configured === anchor.configured ? { anchor, lookAtSeconds } : one,
    );
  }

  #believe(anchor: FollowedAnchor): void {
    const { resolver, tell } = this.#parts;
    const { zone } = anchor.configured;
    const trusted = trustedNow(anchor, this.#context);
    resolver.world.trust.replaceAnchor(zone, trusted);
    if (trusted === null) tell({ kind: "no key left", zone: printName(zone.wire) });
  }

  #tell({ configured, keys }: FollowedAnchor, { key, from, to }: KeyChange): void {
    const now = stateOf({ configured, keys }, null).keys.find(({ tag }) => tag === key.tag);
    const zone = printName(configured.zone.wire);
    this.#parts.tell({ kind: "key", zone, tag: key.tag, from, to, validFrom: now?.validFrom ?? null });
  }

  /** RFC 8145 §5.1: the tags of what is trusted, as a name that the zone's servers are asked for. Its answer does not matter. */
  #signal(anchor: FollowedAnchor): void {
    const { resolver, settle } = this.#parts;
    const trusted = trustedNow(anchor, this.#context);
    if (trusted === null) return;
    const { zone, keys, signers } = trusted;
    const tags = new Set([...keys.map(({ tag }) => tag), ...signers.map(({ keyTag }) => keyTag)]);
    const words = [...tags].toSorted((a, b) => a - b).map((tag) => tag.toString(16).padStart(4, "0"));
    const name = nameFromText(`_ta-${words.join("-")}`, zone);
    if (typeof name === "string") return; // more keys than a label holds
    resolver.resolve({ name, type: RRType.NULL }, { trace: null, purpose: "unchecked" }, () => {});
    settle();
  }

  #read(configured: readonly TrustAnchor[]): readonly KeptAnchor[] {
    const { file, tell } = this.#parts;
    if (file === null) return [];
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") tell({ kind: "fault", text: `${file} cannot be read: ${message}` });
      return [];
    }
    try {
      return scanStates(text, configured);
    } catch (error) {
      const why = (error as Error).message;
      tell({ kind: "fault", text: `${file} does not say how far trust anchors are (${why}): they begin anew` });
      return [];
    }
  }

  #write(): void {
    const { file, tell } = this.#parts;
    if (file === null) return;
    try {
      writeWholeFile(file, printStates(this.#kept));
    } catch (error) {
      tell({ kind: "fault", text: `${file} cannot be written: ${(error as Error).message}` });
    }
  }

  get #context(): VerifyContext {
    const { world } = this.#parts.resolver;
    return {
      crypto: world.crypto!,
      nowSeconds: this.#nowSeconds,
      leniency: leniencyOf(world.settings),
      work: { checksLeft: maxSignatureChecks },
    };
  }
}
