// The authority: a question and one version of the zones in, an answer out (RFC 1034 §4.3.2).
// The walk reads aloud: find the nearest zone, search it, and end in one of the states hit, nodata, miss, delegation,
// follow (an alias: CNAME or DNAME), until there is nothing left to follow. Synchronous and pure; nothing is
// allocated, but for answers that are signed as they are given.
// Names met on the way stand in three places (question, image, scratch): `#name` and `#place` say where the current one is.
// To a client that sets DO, signatures go beside what they cover (RFC 4035 §3.1.1), and what is denied is proven
// (./denials.ts). A zone that is signed as it is answered has both made for each answer (./online-answers.ts). Additional data: ./additional.ts. Encoding: ./encoder.ts. The packet round it: ./responder.ts.

import { maxAliasChain, maxSignatureSets } from "../base/limits.ts";
import { Class, ExtendedError, Rcode } from "../dns/codes.ts";
import { flagCO } from "../dns/edns.ts";
import { headerOctets } from "../dns/message-view.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { maxNameOctets } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import {
  entryCount,
  entryOf,
  flagCname,
  flagSigned,
  recordCount,
  recordHead,
  recordOctets,
  rrsetRecords,
  rrsetTtl,
  treeLabels,
  treeRoot,
  versionEntries,
  versionFlags,
  visibleVersion,
} from "../zone/layout.ts";
import { denialIndexOf } from "../zone/denial-search.ts";
import { denialKey, signatureKey, typeOfKey } from "../zone/entry-keys.ts";
import { Outcome as RouteOutcome } from "../routing/router.ts";
import { nearestOfViews, nearestZone, Outcome, Search } from "../zone/search.ts";
import { publicView } from "../zone/views.ts";
import { addressesOfTargets, glueOfCut } from "./additional.ts";
import { Answer, Need, ownTtl, Place, Section } from "./answer.ts";
import { Denials } from "./denials.ts";
import { negativeTtl } from "./negative-ttl.ts";
import { OnlineAnswers } from "./online-answers.ts";
import { bareGround, Policies, type RoutingGround } from "./policies.ts";
import { nameFrom, nameIn, wildcardAt, zoneName } from "./traced-names.ts";
import { denial, referral, withSignatures } from "./written-answers.ts";
import { VisitedNames } from "./visited-names.ts";
import type { Memory } from "../base/memory.ts";
import type { MessageView } from "../dns/message-view.ts";
import type { Name } from "../dns/name.ts";
import type { Trace } from "../trace/steps.ts";
import type { Signers } from "./signers.ts";

export class Authority {
  /** Who is told of every decision; null, as nearly always, costs a branch each. */
  trace: Trace | null = null;
  readonly answer = new Answer();
  /** Whether the client of the next question may have forged its address: what may be signed for it goes by that. */
  isForgeable = true;
  /** What policy sets answer; told who asks before `resolve`. */
  readonly policies: Policies;
  readonly memory: Memory;
  readonly search: Search;
  /** The version of the zones that is answered from. */
  at = 0;
  /** The zone that the current name is in. */
  zone = 0;
  /** For looking up targets of additional data. */
  readonly target = new NameCursor();
  readonly #aliased = new NameCursor();
  #name: NameCursor = this.#aliased;
  #place: Place = Place.question;
  #qtype = 0;
  /** The views searched together: the public one, and the asked name server's own. */
  readonly #views: [everybody: number, server: number] = [publicView, publicView];
  readonly #visited = new VisitedNames();
  readonly #denials: Denials;
  /** What is signed as it is answered; null where nobody has keys. */
  readonly #online: OnlineAnswers | null;
  /** The client wants signatures: the DO bit (RFC 3225 §3). */
  #wantsSignatures = false;
  /** Where the zone's proofs of denial are found; 0 where the client wants none, or there are none. */
  #proofs = 0;
  /** The current zone is signed as it is answered, and the client wants that. */
  #isOnline = false;

  constructor(memory: Memory, ground: RoutingGround = bareGround(), signers: Signers | null = null) {
    this.memory = memory;
    this.search = new Search(memory);
    this.#denials = new Denials(memory);
    this.#online = signers === null ? null : new OnlineAnswers(memory, signers, this.answer);
    this.policies = new Policies(memory, ground);
  }

  /**
   * Answers the question of a well-formed query of class IN or ANY from version `at` and the zones of `view`, and of those
   * of the name server that was asked, whose view is `server`.
   */
  resolve(query: MessageView, at: number, view: number, server = publicView): Answer {
    const { answer } = this;
    this.#views[1] = server;
    answer.clear();
    this.at = at;
    answer.isForAll = this.trace === null && view === publicView && server === publicView && query.qclass === Class.IN;
    this.#qtype = query.qtype;
    this.#name = query.qname;
    this.#place = Place.question;
    this.#visited.clear();
    this.#denials.clear();
    this.#denials.trace = this.trace;
    this.#wantsSignatures = query.edns.wantsDnssec;
    this.#isOnline = false;
    this.#proofs = 0;
    if (this.#wantsSignatures)
      this.#online?.begin(
        this.isForgeable ? "unproven" : "proven",
        (query.edns.flags & flagCO) !== 0 ? "accepted" : "unknown",
        this.trace,
      );
    this.zone = this.#nearest(view);
    if (this.zone === 0) {
      answer.leaves = true;
      answer.rcode = Rcode.REFUSED; // RFC 1035 §4.1.1: none of our business, and no referral upwards
      answer.extendedError = ExtendedError["Not Authoritative"];
      this.trace?.note("zone.none", { name: this.#said(0) });
      return answer;
    }
    // AA speaks of the first owner name only (RFC 1035 §4.1.1); an answer of class ANY is never authoritative (RFC 1034 §4.3.2).
    const authoritative = query.qclass === Class.IN;
    for (let link = 0; ; link++) {
      const followed = this.#answerName(authoritative && link === 0);
      if (!followed) break;
      if (link === maxAliasChain) {
        this.trace?.note("zone.alias-limit", { links: link + 1 });
        break;
      }
      this.zone = this.#nearest(view); // back to step 2
      if (this.zone === 0) {
        answer.leaves = true; // RFC 6604 §3: the rest of the chain is others' to answer
        answer.written.clear();
        this.trace?.note("zone.alias-leaves", { name: this.#said(0) });
        break;
      }
    }
    const answers = answer.count;
    this.#denials.flush(answer);
    addressesOfTargets(this, answers);
    return answer;
  }

  /**
   * Puts the signatures of the RRset added last beside it (RFC 4035 §3.1.1): those that a version holds, or one that is made
   * now, for the owner that is the name without its first `depth` labels.
   */
  sign(version: number, type: number, name: NameCursor, depth: number): void {
    if (this.#isOnline) return this.#online?.sign(this.answer.count - 1, type, name, depth);
    if (!this.#wantsSignatures || (this.memory.words[version + versionFlags] & flagSigned) === 0) return;
    const signatures = entryOf(this.memory, version, signatureKey | type);
    this.answer.sign(signatures);
    if (signatures !== 0) this.trace?.note("zone.signed", { type, signatures: recordCount(this.memory, signatures) });
  }

  /** The name that the answer ends at: the question's, or the last alias' target. */
  get lastName(): NameCursor {
    return this.#name;
  }

  /** RFC 1034 §4.3.2 step 2; DS is asked at the parent's side of the cut (RFC 4035 §3.1.4.1). */
  #nearest(view: number): number {
    const { memory } = this;
    const name = this.#name;
    if (this.#qtype === RRType.DS && name.count > 0) {
      const parent = this.#nearestSeen(view, name.count - 1);
      if (parent !== 0) {
        this.trace?.note("zone.parent-side", { zone: zoneName(memory, parent), name: this.#said(0) });
        return parent;
      }
    }
    const zone = this.#nearestSeen(view, name.count);
    if (zone !== 0) this.trace?.note("zone.found", { zone: zoneName(memory, zone), name: this.#said(0) });
    return zone;
  }

  /** A private zone hides whatever public zone there is, even one that is nearer (AWS guide: hosted-zone-private-considerations). */
  #nearestSeen(view: number, maxApexLabels: number): number {
    const { memory, at } = this;
    if (view !== publicView) {
      const zone = nearestZone(memory, this.#name, at, view, maxApexLabels);
      if (zone !== 0) {
        this.trace?.note("zone.private", { zone: zoneName(memory, zone) });
        return zone;
      }
    }
    if (this.#views[1] === publicView) return nearestZone(memory, this.#name, at, publicView, maxApexLabels);
    return nearestOfViews(memory, this.#name, at, this.#views, maxApexLabels);
  }

  /** Answers for the current name; true when an alias was met and its target is the current name now. */
  #answerName(authoritative: boolean): boolean {
    const { search, answer } = this;
    const outcome = search.run(this.zone, this.#name, this.at);
    if (this.#wantsSignatures) this.#lookForSigning(outcome);
    if (outcome === Outcome.cut && !(search.depth === 0 && this.#qtype === RRType.DS)) {
      this.#delegation();
      return false;
    }
    if (authoritative) answer.authoritative = true;
    switch (outcome) {
      case Outcome.missing:
        answer.rcode = Rcode.NXDOMAIN; // RFC 2308 §2.1; at a chain's end it speaks of the last name (RFC 6604 §2.1)
        if (this.#isOnline) return this.#missingOnline();
        this.trace?.note("zone.nxdomain", { name: this.#said(0), encloser: this.#said(search.depth) });
        if (this.#proofs !== 0) this.#denials.missing(this.#name, search.depth, search.node);
        this.#negative();
        return false;
      case Outcome.dname:
        return this.#followDname();
      case Outcome.wildcard:
        this.trace?.note("zone.wildcard", { name: this.#said(0), source: wildcardAt(this.#said(search.depth)) });
        if (this.#proofs !== 0) this.#denials.expansion(this.#name, search.depth);
        return this.#hit();
      case Outcome.cut:
        this.trace?.note("zone.cut-ds", { cut: this.#said(0) });
        return this.#hit();
      case Outcome.found:
        return this.#hit();
      default:
        return outcome satisfies never;
    }
  }

  /** Finds out whether the zone is signed beforehand, as it is answered, or not at all. */
  #lookForSigning(outcome: Outcome): void {
    this.#proofs = denialIndexOf(this.memory, this.zone, this.at);
    if (this.#proofs !== 0) this.#denials.look(this.zone, this.#proofs, this.at);
    this.#isOnline = this.#online?.look(this.zone, this.at, outcome) ?? false;
  }

  /** The name exists, itself or by a wildcard; RRs are owned by the name asked for either way (RFC 4592 §3.3.1). */
  #hit(): boolean {
    const { memory, search, answer } = this;
    const { version } = search;
    const owner = this.#ownerAt(0);
    if (this.#qtype === RRType.ANY) return this.#any(version, owner);
    const rrset = entryOf(memory, version, this.#qtype);
    if (rrset < 0) return this.#hitPolicy(-rrset, version, owner);
    if (rrset > 0) {
      answer.add(Section.answer, rrset, this.#place, owner, ownTtl, Need.truncates);
      this.trace?.note("zone.rrset", { name: this.#said(0), type: this.#qtype, records: recordCount(memory, rrset) });
      this.sign(version, this.#qtype, this.#name, 0);
      return false;
    }
    if (this.#isOnline && (this.#qtype === RRType.NSEC || this.#qtype === RRType.RRSIG)) return this.#ownProof(version);
    if (this.#qtype === RRType.RRSIG && this.#addSignatures(version, owner)) return false;
    if ((memory.words[version + versionFlags] & flagCname) !== 0) {
      // By a wildcard, each name has a chain of its own.
      if (search.depth === 0 && !this.#isOnline && this.#takeWritten(version, this.#qtype)) return false;
      return this.#followCname(version, owner);
    }
    this.#nodata(version);
    return false;
  }

  /** RRSIG asked for by its type: what signs the name's RRsets, each for itself (RFC 4035 §3.1.1). False: there is nothing. */
  #addSignatures(version: number, owner: number): boolean {
    const { memory, answer } = this;
    const { words } = memory;
    let sets = 0;
    let records = 0;
    for (let i = 0, count = entryCount(memory, version); i < count && sets < maxSignatureSets; i++) {
      const entry = version + versionEntries + i * 2;
      if (words[entry] < signatureKey || words[entry] >= denialKey) continue;
      answer.add(Section.answer, words[entry + 1], this.#place, owner, ownTtl, Need.truncates);
      records += recordCount(memory, words[entry + 1]);
      sets++;
    }
    if (sets > 0) this.trace?.note("zone.rrset", { name: this.#said(0), type: RRType.RRSIG, records });
    return sets > 0;
  }

  /** Whether the whole answer was written before for somebody who asked for the same. */
  #takeWritten(version: number, meaning: number): boolean {
    const { answer } = this;
    const { written } = answer;
    if (!answer.isForAll || this.#place !== Place.question) return false;
    const what = this.#wantsSignatures ? meaning + withSignatures : meaning;
    if (!written.find(version, this.at, what, headerOctets + this.#name.length + questionTail)) return false;
    answer.rcode = written.rcode;
    answer.accountKey = written.accountKey;
    return true;
  }

  /** Whether all but the name's own proof was written before for somebody who was denied in the same way. */
  #takeWrittenProof(): boolean {
    const { answer, zone } = this;
    const { denials, written } = answer;
    const proofs = this.#denials;
    const name = this.#name;
    if (!answer.isForAll || this.#place !== Place.question || answer.count > 0 || proofs.place === 0) return false;
    const encloser =
      answer.rcode === Rcode.NXDOMAIN ? this.search.depth : name.count - this.memory.words[zone + treeLabels];
    denials.divide(headerOctets + name.labels[encloser], 1 + proofs.before, proofs.own < 0 ? 0 : 1);
    if (!denials.find(proofs.place, proofs.cover, this.#proofs, this.at)) return false;
    const own = denials.hasOwn ? 0 : proofs.tellOwn(answer);
    if (!denials.fits(written.room - headerOctets - name.length - questionTail - own)) {
      answer.count = answer.scratchLength = 0;
      return false;
    }
    proofs.clear();
    answer.accountKey = zone;
    return true;
  }

  #hitPolicy(group: number, version: number, owner: number): boolean {
    const first = this.#addChosen(group, version, owner, this.#qtype);
    if (first !== 0)
      this.trace?.note("zone.rrset", {
        name: this.#said(0),
        type: this.#qtype,
        records: recordCount(this.memory, first),
      });
    return false;
  }

  /** Adds what a policy set answers for this client; the first RRset of it, or 0 when that is a denial. */
  #addChosen(group: number, version: number, owner: number, type: number): number {
    const { answer } = this;
    answer.isForAll = false; // it is chosen for this client
    const { values, count, outcome } = this.policies.choose(group, this.at, this.trace);
    if (outcome === RouteOutcome.loop) {
      answer.rcode = Rcode.SERVFAIL; // nobody can say whether there is an address
      answer.authoritative = false;
      return 0;
    }
    if (count === 0) {
      this.#nodata(version);
      return 0;
    }
    const ttl = count === 1 ? ownTtl : this.#leastTtl(values, count);
    for (let i = 0; i < count; i++) answer.add(Section.answer, values[i], this.#place, owner, ttl, Need.truncates);
    // Chosen together, they are one RRset (RFC 2181 §5).
    if (this.#isOnline) this.#online?.sign(answer.count - count, type, this.#name, 0);
    return values[0];
  }

  /** Sets that answer together are one RRset to the client, with one TTL (RFC 2181 §5.2). */
  #leastTtl(rrsets: Int32Array, count: number): number {
    let ttl = 0x7fffffff;
    for (let i = 0; i < count; i++) ttl = Math.min(ttl, this.memory.words[rrsets[i] + rrsetTtl]);
    return ttl;
  }

  /** RFC 8482 §4.1: one RRset stands for all of them. */
  #any(version: number, owner: number): boolean {
    if (entryCount(this.memory, version) === 0) this.#nodata(version);
    else {
      const entry = version + versionEntries;
      const key = this.memory.words[entry];
      const rrset = this.memory.words[entry + 1];
      this.trace?.note("zone.any", { name: this.#said(0), type: typeOfKey(key) });
      if (rrset < 0) this.#addChosen(-rrset, version, owner, key);
      else {
        this.answer.add(Section.answer, rrset, this.#place, owner, ownTtl, Need.truncates);
        if (key < signatureKey) this.sign(version, key, this.#name, 0);
      }
    }
    return false;
  }

  #followCname(version: number, owner: number): boolean {
    const { memory, answer } = this;
    let rrset = entryOf(memory, version, RRType.CNAME);
    const isPlain = rrset > 0;
    if (isPlain) answer.add(Section.answer, rrset, this.#place, owner, ownTtl, Need.truncates);
    else rrset = this.#addChosen(-rrset, version, owner, RRType.CNAME);
    if (rrset === 0) return false;
    const target = firstRdata(rrset);
    this.trace?.note("zone.cname", { name: this.#said(0), target: nameIn(memory.bytes, target) });
    if (isPlain) this.sign(version, RRType.CNAME, this.#name, 0);
    return this.#goOnWith(memory.bytes, target, Place.image);
  }

  /** Makes the name at `bytes[start]` the current one; false when the chain has been there. */
  #goOnWith(bytes: Uint8Array, start: number, place: Place): boolean {
    if (this.#visited.leadsBack(this.#name, bytes, start)) {
      this.trace?.note("zone.alias-loop", { name: nameIn(bytes, start) });
      return false;
    }
    this.#aliased.set(bytes, start);
    this.#name = this.#aliased;
    this.#place = place;
    return true;
  }

  /** RFC 6672 §3.2 step 3c: the DNAME itself, the CNAME that it stands for, and on with the new name. */
  #followDname(): boolean {
    const { memory, answer, search } = this;
    const rrset = entryOf(memory, search.version, RRType.DNAME);
    // Met twice for two names of one chain, it stands in the answer once.
    if (!answer.hasRRset(rrset)) {
      answer.add(Section.answer, rrset, this.#place, this.#ownerAt(search.depth), ownTtl, Need.truncates);
      this.sign(search.version, RRType.DNAME, this.#name, search.depth); // the CNAME made from it needs none (RFC 6672 §5.3.1)
    }
    const target = answer.scratchLength;
    const kept = this.#name.labels[search.depth]; // octets of the labels left of the DNAME's owner
    const from = firstRdata(rrset);
    const length = recordOctets(memory, rrset) - recordHead;
    if (kept + length > maxNameOctets) {
      answer.rcode = Rcode.YXDOMAIN; // RFC 6672 §2.2: the new name would be too long
      this.trace?.note("zone.dname-too-long", { owner: this.#said(search.depth), name: this.#said(0) });
      return false;
    }
    const { scratch } = answer;
    for (let i = 0; i < kept; i++) scratch[target + i] = this.#name.bytes[this.#name.start + i];
    for (let i = 0; i < length; i++) scratch[target + kept + i] = memory.bytes[from + i];
    answer.scratchLength += kept + length;
    const owner = search.depth;
    this.trace?.note("zone.dname", { owner: this.#said(owner), name: this.#said(0), target: nameIn(scratch, target) });
    // The CNAME's TTL is the DNAME's (RFC 6672 §3.1).
    answer.addSynthesised(this.#place, this.#ownerAt(0), memory.words[rrset + rrsetTtl], target);
    if (this.#qtype === RRType.CNAME) return false; // the synthesised CNAME is the answer
    return this.#goOnWith(scratch, target, Place.scratch);
  }

  /** RFC 1034 §4.3.2 step 3b: the NS RRset of the cut in the authority section, and its glue. */
  #delegation(): void {
    const { memory, answer, search } = this;
    answer.leaves = true;
    answer.cutOctets = this.#name.length - this.#name.labels[search.depth];
    if (this.#place !== Place.question) answer.written.clear();
    else if (!this.#isOnline && this.#takeWritten(search.version, referral)) return;
    const ns = entryOf(memory, search.version, RRType.NS);
    answer.add(Section.authority, ns, this.#place, this.#ownerAt(search.depth), ownTtl, Need.truncates);
    answer.accountKey = search.node;
    this.trace?.note("zone.cut", { cut: this.#said(search.depth), servers: recordCount(memory, ns) });
    if (this.#wantsSignatures) this.#tellSecurity();
    glueOfCut(this, ns, this.#name, search.depth);
  }

  /** RFC 4035 §3.1.4: a referral carries the cut's DS, or the proof that there is none; NS there are the child's to sign. */
  #tellSecurity(): void {
    const { memory, answer, search } = this;
    // In a zone that is not signed a DS says nothing: nobody could tell whose it is.
    const isSigned = this.#isOnline || (memory.words[search.version + versionFlags] & flagSigned) !== 0;
    const ds = isSigned ? entryOf(memory, search.version, RRType.DS) : 0;
    if (ds > 0) {
      answer.add(Section.authority, ds, this.#place, this.#ownerAt(search.depth), ownTtl, Need.truncates);
      this.trace?.note("zone.cut-secure", { cut: this.#said(search.depth), records: recordCount(memory, ds) });
      this.sign(search.version, RRType.DS, this.#name, search.depth);
    } else if (this.#proofs !== 0 || this.#isOnline) {
      this.trace?.note("zone.cut-insecure", { cut: this.#said(search.depth) });
      if (this.#isOnline) this.#deny(search.version, search.depth, 0);
      else this.#denials.insecure(this.#name, search.depth);
    }
    this.#denials.flush(answer);
  }

  /** The name exists, and what is asked for does not (RFC 2308 §2.2). */
  #nodata(version: number): void {
    if (this.trace !== null) {
      const name = this.#said(0);
      if (entryCount(this.memory, version) === 0) this.trace.note("zone.empty-name", { name });
      this.trace.note("zone.nodata", { name, type: this.#qtype });
    }
    if (this.#proofs !== 0) {
      if (this.search.depth === 0) this.#denials.nodata(this.#name);
      else this.#denials.wildcardNodata(this.#name, this.search.depth);
    }
    this.#negative();
    if (this.#isOnline) this.#deny(version, 0, this.#qtype);
  }

  /** The name does not exist, and a compact denial proves it (RFC 9824 §3.1). */
  #missingOnline(): false {
    const { answer, search } = this;
    this.trace?.note("zone.compact-missing", { name: this.#said(0), encloser: this.#said(search.depth) });
    if (this.#online?.acceptsCompact === true) this.trace?.note("zone.compact-code", {});
    else answer.rcode = Rcode.NOERROR;
    this.#negative();
    this.#deny(0, 0, 0);
    return false;
  }

  /** NSEC or RRSIG asked for by its type: every name has them, the one signed by the other. */
  #ownProof(version: number): false {
    const denied = { zone: this.zone, name: this.#name, depth: 0, version, without: 0 };
    this.#online?.addProof(this.#qtype, denied, this.#place, this.#ownerAt(0));
    return false;
  }

  /** Adds the NSEC that denies, of the current name without its first `depth` labels. */
  #deny(version: number, depth: number, without: number): void {
    const denied = { zone: this.zone, name: this.#name, depth, version, without };
    this.#online?.deny(denied, this.#place, this.#ownerAt(depth));
  }

  /** The SOA of the zone, its TTL the lesser of its own and MINIMUM (RFC 2308 §3). */
  #negative(): void {
    const { memory, answer, zone } = this;
    const { words } = memory;
    const apex = visibleVersion(memory, words[zone + treeRoot], this.at);
    if (this.#proofs !== 0) {
      if (this.#takeWrittenProof()) return;
    } else if (!this.#isOnline && this.#takeWritten(apex, denial + answer.rcode)) return;
    const soa = entryOf(memory, apex, RRType.SOA);
    if (soa === 0) return this.#absent();
    const ttl = negativeTtl(memory, soa);
    this.trace?.note("zone.negative-ttl", { zone: zoneName(memory, zone), seconds: ttl });
    const depth = this.#name.count - words[zone + treeLabels];
    answer.add(Section.authority, soa, this.#place, this.#ownerAt(depth), ttl, Need.truncates);
    this.sign(apex, RRType.SOA, this.#name, depth);
    answer.accountKey = zone;
  }

  /** RFC 1034 §4.3.5: a secondary zone that is not there yet, or has expired. */
  #absent(): void {
    const { answer } = this;
    this.trace?.note("zone.absent", { zone: zoneName(this.memory, this.zone) });
    answer.clear();
    answer.rcode = Rcode.SERVFAIL;
    answer.extendedError = ExtendedError["Invalid Data"];
  }

  /** The current name without its first `depth` labels, for the trace. */
  #said(depth: number): Name {
    return nameFrom(this.#name, depth);
  }

  /** Where the current name begins after its first `depth` labels: an owner as the answer wants it. */
  #ownerAt(depth: number): number {
    const name = this.#name;
    return this.#place === Place.question ? name.labels[depth] : name.start + name.labels[depth];
  }
}

/** Type and class, behind a question's name. */
const questionTail = 4;

/** Where the RDATA of a packed RRset's first record begins, in octets. */
function firstRdata(rrset: number): number {
  return (rrset + rrsetRecords) * 4 + recordHead;
}
