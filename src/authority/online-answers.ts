// Answers from zones that are signed as they are answered: what is added to an answer for a client that set DO. Each RRset gets a
// signature of this moment (./online-signatures.ts), and what there is not gets a compact denial (RFC 9824, ./compact-denials.ts).
// Asked by ./authority.ts for the zone that it looked at last. What is made here is in no zone, and kept with no answer.

import { RRType } from "../dns/types.ts";
import { entryOf, treeRoot, visibleVersion } from "../zone/layout.ts";
import { Outcome } from "../zone/search.ts";
import { Need, ownTtl, Section } from "./answer.ts";
import { type Denied, makeNsec } from "./compact-denials.ts";
import { negativeTtl } from "./negative-ttl.ts";
import { OnlineSignatures } from "./online-signatures.ts";
import { nameFrom } from "./traced-names.ts";
import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { Trace } from "../trace/steps.ts";
import type { Answer, Place } from "./answer.ts";
import type { Signers } from "./signers.ts";

export class OnlineAnswers {
  /** The client takes NXDOMAIN with a compact denial: the CO bit (RFC 9824 §5.1). */
  acceptsCompact = false;
  readonly #memory: Memory;
  readonly #answer: Answer;
  readonly #signatures: OnlineSignatures;
  #trace: Trace | null = null;
  #at = 0;

  constructor(memory: Memory, signers: Signers, answer: Answer) {
    this.#memory = memory;
    this.#answer = answer;
    this.#signatures = new OnlineSignatures(memory, signers);
  }

  /** Another question: whether it is known where its client is, whether it knows compact denials, and who is told. */
  begin(client: "proven" | "unproven", compact: "accepted" | "unknown", trace: Trace | null): void {
    this.#signatures.client = client;
    this.acceptsCompact = compact === "accepted";
    this.#trace = this.#signatures.trace = trace;
  }

  /** Whether answers from a zone, where the search ended so, are signed as they are given. */
  look(zone: number, at: number, outcome: Outcome): boolean {
    if (!this.#signatures.look(zone, at)) return false;
    this.#at = at;
    this.#signatures.isMadeUp = outcome === Outcome.missing || outcome === Outcome.wildcard;
    this.#answer.isCompact = true;
    this.#answer.isForAll = false;
    return true;
  }

  /** Signs the answer's entries from `first` on: see OnlineSignatures. */
  sign(first: number, type: number, name: NameCursor, depth: number): void {
    this.#signatures.sign(this.#answer, first, type, name, depth);
  }

  /** Adds the NSEC that denies, signed; `owner` is where its name stands. */
  deny(denied: Denied, place: Place, owner: number): void {
    this.#addNsec(Section.authority, denied, place, owner);
    this.sign(this.#answer.count - 1, RRType.NSEC, denied.name, denied.depth);
  }

  /** NSEC or RRSIG asked for by their type: every name that exists has both, and the one signs the other. */
  addProof(type: number, denied: Denied, place: Place, owner: number): void {
    const answer = this.#answer;
    this.#addNsec(Section.answer, denied, place, owner);
    const last = answer.count - 1;
    if (type === RRType.NSEC) this.sign(last, RRType.NSEC, denied.name, denied.depth);
    else answer.rrsets[last] = this.#signatures.make(answer, last, RRType.NSEC, denied.name, denied.depth);
    this.#trace?.note("zone.rrset", { name: nameFrom(denied.name, denied.depth), type, records: 1 });
  }

  #addNsec(section: Section, denied: Denied, place: Place, owner: number): void {
    const memory = this.#memory;
    const { zone, name, depth, version } = denied;
    const soa = entryOf(memory, visibleVersion(memory, memory.words[zone + treeRoot], this.#at), RRType.SOA);
    const set = makeNsec(memory, this.#answer.made, denied, negativeTtl(memory, soa));
    this.#answer.add(section, set, place, owner, ownTtl, Need.truncates);
    if (this.#trace === null) return;
    if (version === 0) this.#trace.note("zone.compact-nxname", { name: nameFrom(name, depth) });
    else this.#trace.note("zone.compact-nsec", { name: nameFrom(name, depth) });
  }
}
