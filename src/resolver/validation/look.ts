// One task's look at the chain of trust: what it has heard so far, what it may still spend, and what it needs to hear next.
// Judging starts from the beginning each time something was heard; nothing is checked twice, as what was settled is kept.
// A record that is lacking is a value, "need": the task then asks for it as a sub-task and comes back.

import type { Name } from "../../dns/name.ts";
import type { DnssecCrypto } from "../../dnssec/crypto.ts";
import type { HashWork } from "../../dnssec/denial-nsec3.ts";
import type { VerifyContext } from "../../dnssec/verify.ts";
import type { Trace } from "../../trace/steps.ts";
import type { Budget } from "../budget.ts";
import type { Origin, Question, Resolution } from "../question.ts";
import { leniencyOf, type World } from "../world.ts";
import type { Fault } from "./faults.ts";
import type { KnownTrust, SecureTrust } from "./trust.ts";
import { maxBlamedServers, maxNsec3Hashes, maxSignatureChecks, minKeyAgeMs, minWayAgeMs } from "../../base/limits.ts";
import { RRType } from "../../dns/types.ts";
import { hasOtherServers } from "../candidates.ts";
import { sourceInCache } from "../from-cache.ts";
import { questionKey } from "../question.ts";

/** A question whose answer is lacking. */
export interface Need {
  readonly kind: "need";
  readonly question: Question;
}

/** What came of a question: null when it could not be asked for reasons that lie in the task (a circle, no time). */
type Heard = Resolution | null;

/** What is not believed of a name that may be the next cut: what its referral said of the DS, or that nothing lies between. */
export const Doubt = { none: 0, referral: 1, leap: 2 } as const;
export type Doubt = (typeof Doubt)[keyof typeof Doubt];

/** What a task keeps while it validates. */
export interface Validation {
  readonly heard: Map<string, Heard>;
  readonly settled: Map<string, KnownTrust>;
  readonly work: HashWork & VerifyContext["work"];
  /** Servers with what they said that was bogus: nobody is asked twice for the same. */
  readonly blamed: Set<string>;
  /** Zones whose keys were heard anew. */
  readonly renewed: Set<string>;
  /** What the trace was told: judging begins anew each time something was heard. */
  readonly told: Set<string>;
  /** Names that were taken for the next cut, and what of that led astray. */
  readonly doubts: Map<string, Doubt>;
  asking: Question | null;
}

export function newValidation(): Validation {
  return {
    heard: new Map(),
    settled: new Map(),
    work: { checksLeft: maxSignatureChecks, hashesLeft: maxNsec3Hashes },
    blamed: new Set(),
    renewed: new Set(),
    told: new Set(),
    doubts: new Map(),
    asking: null,
  };
}

export interface LookParts {
  readonly world: World;
  readonly trace: Trace | null;
  readonly crypto: DnssecCrypto;
  readonly validation: Validation;
  readonly budget: Budget;
}

export class Look implements VerifyContext {
  readonly world: World;
  readonly trace: Trace | null;
  readonly crypto: DnssecCrypto;
  readonly nowMs: number;
  readonly #validation: Validation;
  readonly #budget: Budget;

  constructor({ world, trace, crypto, validation, budget }: LookParts) {
    this.world = world;
    this.trace = trace;
    this.crypto = crypto;
    this.nowMs = world.clock.nowMs();
    this.#validation = validation;
    this.#budget = budget;
  }

  get nowSeconds(): number {
    return this.world.settings.validationTimeSeconds ?? this.world.clock.wallSeconds();
  }

  get leniency(): VerifyContext["leniency"] {
    return leniencyOf(this.world.settings);
  }

  get work(): Validation["work"] {
    return this.#validation.work;
  }

  /** Whether nothing more may be checked for this task: then that something does not hold says nothing of it. */
  get isSpent(): boolean {
    const { checksLeft, hashesLeft } = this.work;
    return checksLeft <= 0 || hashesLeft <= 0;
  }

  /** What is known of exactly this name. */
  known(name: Name): KnownTrust | null {
    const found = this.#validation.settled.get(name.key) ?? this.world.trust.find(name, this.nowMs);
    if (found?.kind !== "secure" || found.zone.equals(name)) return found;
    // A name within a zone is trusted by the zone's keys as they are now, and not without them.
    const zone = this.known(found.zone);
    return zone?.kind === "secure" ? { ...found, keys: zone.keys } : null;
  }

  /** Keeps what was found out, for this task and, as long as its records last, for others. */
  settle<Known extends KnownTrust>(trust: Known, ttlSeconds: number): Known {
    const kept = { ...trust, expiresMs: this.nowMs + Math.min(ttlSeconds, maxTrustSeconds) * 1000 };
    this.#validation.settled.set(trust.name.key, kept);
    if (ttlSeconds > 0) this.world.trust.store(kept);
    return kept;
  }

  hear(question: Question): Heard | Need {
    const heard = this.#validation.heard.get(questionKey(question));
    return heard === undefined ? { kind: "need", question } : heard;
  }

  /** Notes that something of a zone is told; true the first time. */
  firstTold(what: "anchor" | "ds", zone: Name): boolean {
    const { told } = this.#validation;
    const key = `${what} ${zone.key}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  }

  doubtOf(name: Name): Doubt {
    return this.#validation.doubts.get(name.key) ?? Doubt.none;
  }

  doubt(name: Name, doubt: Doubt): void {
    this.#validation.doubts.set(name.key, doubt);
  }

  /**
   * What the chain of trust heard is bogus, so it is not kept (RFC 4035 §5.5), and another server may do better (§4.7). Null when
   * all were asked.
   */
  askElsewhere(question: Question): Need | null {
    const source = sourceInCache(this.world, question);
    if (source === null) return null;
    const { name, type, origin } = source;
    this.world.cache.flush(name, type, "name");
    if (!this.blame(question, origin)) {
      this.forgetWay(origin.zone);
      return null;
    }
    this.#validation.heard.delete(questionKey(question));
    return { kind: "need", question };
  }

  /**
   * Has a zone's keys heard anew, with what vouches for them: a signature by a key that it had not may be by one that it has by now.
   * Once for a task, and not for keys that were just heard; true where it does.
   */
  tryRenewKeys({ zone, heardMs }: SecureTrust, fault: Fault | null): boolean {
    const { renewed, settled, heard } = this.#validation;
    if (fault?.why !== "no key" || this.isSpent || renewed.has(zone.key)) return false;
    if (this.nowMs - heardMs < minKeyAgeMs) return false;
    this.trace?.note("validate.new-keys", { zone });
    renewed.add(zone.key);
    settled.delete(zone.key);
    this.world.trust.flush(zone, "name");
    for (const type of [RRType.DNSKEY, RRType.DS]) {
      heard.delete(questionKey({ name: zone, type }));
      this.world.cache.flush(zone, type, "name");
    }
    if (this.doubtOf(zone) === Doubt.none) this.doubt(zone, Doubt.referral);
    return true;
  }

  /** The way to servers that told nothing but what is bogus may be a forger's: it is found anew, for the next question. */
  forgetWay(zone: Name): void {
    this.world.delegations.forgetWay(zone, this.nowMs - minWayAgeMs);
  }

  /** Whether another server may know better than the one that said this: it is not blamed for it yet, and there is another. */
  mayAskElsewhere(question: Question, { server, zone }: Origin): boolean {
    const { blamed } = this.#validation;
    if (server === "" || blamed.has(`${server} ${questionKey(question)}`) || blamed.size >= maxBlamedServers)
      return false;
    return hasOtherServers(zone, new Set([...this.#budget.distrusted, server]), this.world);
  }

  /** Distrusts a server for what it said; false when there is nobody else to ask. */
  blame(question: Question, origin: Origin): boolean {
    if (!this.mayAskElsewhere(question, origin)) return false;
    this.#validation.blamed.add(`${origin.server} ${questionKey(question)}`);
    this.#budget.distrusted.add(origin.server);
    return true;
  }
}

export function isNeed(value: Heard | Need | { readonly kind: string }): value is Need {
  return value !== null && "kind" in value && value.kind === "need";
}

/** Nothing is trusted for longer without another look. */
export const maxTrustSeconds = 86_400;
