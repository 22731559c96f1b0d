// The responder: one message in, one reply out, in place. It is what a transport calls for every message.
// It judges the header (RFC 1035 §4.1.1, RFC 9619), EDNS (RFC 6891) and class, hands the question to the authority, and
// has the reply written within the size that the client and we allow. Everything here is synchronous, and allocates
// nothing but for what is signed: by us as it is given, or with TSIG.
// Silence is kept for what is no query: a reply to a reply would let two servers talk for ever.
// Writing is ./reply-writer.ts; a question that leaves our zones goes the way of ./recursing.ts, where there is one.

import { badSignature, Class, className, codeName, ExtendedError, Opcode, Rcode } from "../dns/codes.ts";
import { headerQR, headerRD, headerTC, maxMessageOctets, MessageFault, MessageView } from "../dns/message-view.ts";
import { RRType } from "../dns/types.ts";
import { Reader } from "../zone/epochs.ts";
import { Authority } from "./authority.ts";
import { Chaos } from "./chaos.ts";
import { Protocol } from "./client.ts";
import { Cookies } from "./cookies.ts";
import { KnownReplies } from "./known-replies.ts";
import { bareGround, type RoutingGround } from "./policies.ts";
import { QueryDraws } from "./query-draws.ts";
import { Recursing } from "./recursing.ts";
import { ReplyWriter } from "./reply-writer.ts";
import { nameFrom } from "./traced-names.ts";
import { tellCookie, tellQuery, tellSubnet } from "./traced-reply.ts";
import { type NameServer, ServerAddresses } from "./server-addresses.ts";
import { Transferring } from "./transferring.ts";
import type { Transfers } from "./transfers.ts";
import type { TsigKey, TsigParts } from "./tsig-keys.ts";
import { hasRoomToSign, judge, Sealer, type Verdict } from "./tsig.ts";
import { type Vpc, VpcClients } from "./vpc-clients.ts";
import type { Memory } from "../base/memory.ts";
import type { Trace } from "../trace/steps.ts";
import { type Answer, Unsigned } from "./answer.ts";
import type { Client } from "./client.ts";
import type { Errands } from "./errands.ts";
import type { Recursion } from "./recursion.ts";
import type { Signers } from "./signers.ts";

/** The least that UDP carries (RFC 1035 §4.2.1), and what a smaller EDNS size counts as (RFC 6891 §6.2.5). */
const plainUdpOctets = 512;
/** So much of the identity goes into NSID that any reply without records fits 512 octets. */
const maxIdentityOctets = 100;
/** Room for the longest text of an extended error, before it is known whether there will be one. */
const sparseOctets = 80;
/** What a client hears whose notices or updates are not taken. */
const notTaken = new TextEncoder().encode("this client may not send messages of this kind");

export interface ResponderOptions {
  /** This responder's own slot among the readers of the image, below `maxReaders`. */
  readonly reader: number;
  /** The view of zones that is answered from. */
  readonly view: number;
  /** What version.bind and id.server say in class CH; null refuses (RFC 4892). The identity is the NSID, too. */
  readonly version: string | null;
  readonly identity: string | null;
  /** Our UDP payload size (RFC 6891 §6.2.5), 512 to 4096. */
  readonly maxUdpOctets: number;
  /** 16 octets that all servers of an address share; null turns cookies off. */
  readonly cookieSecret: Uint8Array | null;
  readonly keepaliveDeciseconds: number;
  /** Seconds since 1970: the time in cookies. */
  readonly nowSeconds: () => number;
  /** The way out of our zones; null for a server that is authoritative only. */
  readonly recursion: Recursion | null;
  /** Who signs answers from zones that want it; without it they are answered unsigned. */
  readonly signers?: Signers;
  /** What routing policies go by; without it nobody is anywhere and everything is healthy. */
  readonly routing?: RoutingSettings;
  /** Who may have zones transferred, and how they go; without it nobody may. */
  readonly transfers?: Transfers | null;
  /** The keys that queries may be signed with; without it there are none. */
  readonly tsig?: TsigParts | null;
  /** Who takes notices and updates; without it nobody does. */
  readonly errands?: Errands | null;
}

export interface RoutingSettings {
  readonly ground: RoutingGround;
  /** Who sees private zones. */
  readonly vpcs: readonly Vpc[];
  /** Name servers that answer for their own zones only (strict delegation sets); none of them: there is no such thing. */
  readonly servers?: readonly NameServer[];
  /** Whether a query's client subnet counts (RFC 7871 §7.2.1); default "used". */
  readonly subnets?: "used" | "ignored";
}

export class Responder {
  /** Whether the last reply's client proved its address: for rate limiting. */
  addressProven: 0 | 1 = 0;
  readonly #query = new MessageView();
  readonly #reader: Reader;
  readonly #authority: Authority;
  readonly #reply: ReplyWriter;
  readonly #recursing: Recursing | null;
  readonly #transferring: Transferring;
  readonly #chaos: Chaos;
  readonly #vpcs: VpcClients | null;
  readonly #servers: ServerAddresses | null;
  /** null where the same query may be answered otherwise, by whoever asks or which address is asked. */
  readonly #known: KnownReplies | null;
  /** The view of the name server that the message at hand was sent to; 0 for none. */
  #server = 0;
  /** Chances that come out the same when a query that waited is answered; null where none waits. */
  readonly #draws: QueryDraws | null;
  readonly #settings: ResponderOptions;
  /** Whether the last message was handed over as an errand. */
  #isErrand: 0 | 1 = 0;
  #trace: Trace | null = null;

  constructor(memory: Memory, settings: ResponderOptions) {
    const { version, identity, maxUdpOctets, cookieSecret, keepaliveDeciseconds, recursion, routing } = settings;
    this.#settings = settings;
    this.#reader = new Reader(memory, settings.reader);
    const ground = routing?.ground ?? bareGround();
    this.#draws = recursion === null ? null : new QueryDraws(ground.random.below(2 ** 32));
    this.#authority = new Authority(
      memory,
      this.#draws === null ? ground : { ...ground, random: this.#draws },
      settings.signers,
    );
    this.#vpcs = routing === undefined || routing.vpcs.length === 0 ? null : new VpcClients(routing.vpcs);
    const { servers = [] } = routing ?? {};
    this.#servers = servers.length === 0 ? null : new ServerAddresses(servers);
    this.#known = this.#vpcs === null && this.#servers === null ? new KnownReplies() : null;
    this.#chaos = new Chaos(version, identity);
    this.#reply = new ReplyWriter(memory, this.#query, {
      maxUdpOctets,
      nsid: identity === null ? null : new TextEncoder().encode(identity).subarray(0, maxIdentityOctets),
      cookies: cookieSecret === null ? null : new Cookies(cookieSecret),
      keepaliveDeciseconds,
      subnets: routing?.subnets ?? "used",
      nowSeconds: settings.nowSeconds,
    });
    this.#recursing = recursion === null ? null : new Recursing(recursion, this.#reply);
    this.#transferring = new Transferring(memory, settings.transfers ?? null, this.#reply);
  }

  /** Who is told of every decision about the next messages: null, but for lessons and questions about a question. */
  set trace(trace: Trace | null) {
    this.#trace = this.#authority.trace = this.#reply.trace = trace;
  }

  /** Pins one version of the zones for the messages until `leave`. */
  enter(): void {
    this.#reader.enter();
    this.#settings.recursion?.enter();
  }

  leave(): void {
    this.#reader.leave();
    this.#settings.recursion?.leave();
  }

  /** What the last reply was about, for rate limiting: a name and type, a zone that denies, a cut that refers, or 0. */
  get accountKey(): number {
    return this.#reply.accountKey;
  }

  /** Whether the last message got no reply because it was handed over: `deliver` will make one. */
  get deferred(): 0 | 1 {
    return (this.#recursing?.deferred ?? 0) === 1 || this.#isErrand === 1 ? 1 : this.#transferring.deferred;
  }

  /**
   * Answers `rx[start, end)` into `tx[txStart, txStart + room)`; returns the reply's octets, 0 to say nothing.
   * `room` is at least 512.
   */
  respond(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Client,
  ): number {
    if (this.#recursing !== null) this.#recursing.delivered = null;
    return this.#answer(rx, start, end, tx, txStart, room, client);
  }

  /** The reply to a query that was deferred, now that its answer is there: `ready` is a ready reply's octets. */
  deliver(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Client,
    ready: Uint8Array,
  ): number {
    if (this.#recursing !== null) this.#recursing.delivered = ready;
    return this.#answer(rx, start, end, tx, txStart, room, client);
  }

  #answer(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Client,
  ): number {
    const query = this.#query;
    this.#reply.forget();
    this.addressProven = 0;
    if (this.#recursing !== null) this.#recursing.deferred = 0;
    this.#transferring.deferred = 0;
    this.#isErrand = 0;
    // A name server of Route 53 knows its own zones, and resolves for nobody.
    this.#server = this.#servers === null ? 0 : this.#servers.viewOf(client);
    this.#reply.recursionAvailable = this.#server === 0 && (this.#settings.recursion?.allows(client) ?? false);
    const known = this.#findKnown(rx, start, end, tx, txStart, room, client);
    if (known > 0) return known;
    const fault = query.parse(rx, start, end);
    if (fault === MessageFault.short || (query.bits & headerQR) !== 0) return this.#silence(end - start);
    this.#begin(tx, txStart, room, client);
    if (query.opcode !== Opcode.QUERY) return this.#otherOpcode(fault, client);
    if (fault !== MessageFault.none) this.#trace?.note("request.unreadable", { rcode: Rcode.FORMERR });
    if (fault === MessageFault.question) return this.#reply.headerOnly(Rcode.FORMERR);
    if (fault === MessageFault.body) {
      query.edns.clear(); // what stands there cannot be trusted
      return query.counts[0] === 1 ? this.#reply.plain(Rcode.FORMERR, -1) : this.#reply.headerOnly(Rcode.FORMERR);
    }
    if (this.#trace !== null && query.counts[0] === 1) tellQuery(this.#trace, query);
    if (!this.#readOptions(client)) return this.#reply.plain(Rcode.FORMERR, -1);
    if (query.edns.version !== 0) return this.#badVersion();
    if (query.counts[0] === 0) return this.#noQuestion();
    return query.tsig >= 0 ? this.#signed((key) => this.#classOf(client, key)) : this.#classOf(client, null);
  }

  #classOf(client: Client, key: TsigKey | null): number {
    const { qclass, qtype } = this.#query;
    if (qclass === Class.CH) return this.#chaosClass();
    if (qclass !== Class.IN && qclass !== Class.ANY) return this.#refuseClass();
    if (qtype === RRType.AXFR || qtype === RRType.IXFR)
      return this.#transferring.answer(this.#reader.at, [this.#settings.view, this.#server], client, key);
    return this.#internet(client);
  }

  #silence(octets: number): number {
    this.#trace?.note("request.silence", { octets });
    return 0;
  }

  /** RFC 6891 §6.1.3. */
  #badVersion(): number {
    this.#trace?.note("request.edns-version", { version: this.#query.edns.version });
    return this.#reply.plain(Rcode.BADVERS, -1);
  }

  /** RFC 7873 §5.4: only who fetches a cookie may do without a question. */
  #noQuestion(): number {
    const rcode = this.#reply.options.hasCookie ? Rcode.NOERROR : Rcode.FORMERR;
    this.#trace?.note("request.no-question", { rcode });
    return this.#reply.plain(rcode, -1);
  }

  #refuseClass(): number {
    this.#trace?.note("request.class-refused", { class: className(this.#query.qclass) });
    return this.#refuse(ExtendedError["Not Authoritative"]);
  }

  #begin(tx: Uint8Array, txStart: number, room: number, client: Client): void {
    let size = Math.min(room, maxMessageOctets);
    if (client.protocol === Protocol.udp) {
      const { edns } = this.#query;
      const allowed = edns.present ? Math.max(plainUdpOctets, edns.udpSize) : plainUdpOctets;
      size = Math.min(size, allowed, this.#settings.maxUdpOctets);
    }
    this.#authority.answer.written.room = size;
    this.#reply.begin(tx, txStart, size);
  }

  #readOptions(client: Client): boolean {
    const { options } = this.#reply;
    if (!this.#query.edns.present) {
      options.clear();
      return true;
    }
    const wellFormed = options.read(this.#query, client);
    if (this.#trace !== null) {
      tellCookie(this.#trace, options.cookieState);
      tellSubnet(this.#trace, this.#query, options.subnet);
    }
    this.addressProven = options.addressProven ? 1 : 0;
    return wellFormed;
  }

  #internet(client: Client): number {
    const query = this.#query;
    if (query.qtype === RRType.NXNAME) return this.#noType();
    const authority = this.#authority;
    const { subnet } = this.#reply.options;
    // A VPC's private zones are its resolver's to answer, which is no name server either.
    const vpc = this.#vpcs === null || this.#server !== 0 ? null : this.#vpcs.originOf(client);
    authority.policies.ask(client, subnet, vpc);
    authority.isForgeable = client.protocol === Protocol.udp && this.addressProven === 0;
    this.#draws?.begin(query, client);
    const answer = authority.resolve(
      query,
      this.#reader.at,
      vpc === null ? this.#settings.view : vpc.view,
      this.#server,
    );
    if (answer.unsigned !== Unsigned.none) return this.#withhold(answer.unsigned, client);
    if (subnet.present && answer.rcode !== Rcode.REFUSED) subnet.scope = authority.policies.scope;
    // Without RD nobody wants more than a referral (RFC 1034 §4.3.1), and nobody learns what our cache holds.
    const wantsMore = answer.leaves && query.qclass === Class.IN && (query.bits & headerRD) !== 0;
    if (this.#recursing === null || !wantsMore)
      return this.#known?.isWanting === true ? this.#sendAndKeep(answer, this.#known) : this.#reply.send(answer);
    if (this.#reply.recursionAvailable) return this.#recursing.answer(answer, authority.lastName, client);
    if (answer.rcode === Rcode.REFUSED && this.#server === 0) answer.extendedError = ExtendedError.Prohibited;
    return this.#reply.send(answer);
  }

  /** RFC 9824 §3.5: NXNAME is nothing to ask for. */
  #noType(): number {
    this.#trace?.note("request.nxname", {});
    return this.#reply.plain(Rcode.FORMERR, ExtendedError["Invalid Query Type"]);
  }

  /** A signed answer that cannot be made now. Whoever may have forged its address is to come back by a connection. */
  #withhold(why: Unsigned, client: Client): number {
    if (why === Unsigned.keyless) {
      this.#trace?.note("zone.signatures-keyless", {});
      return this.#reply.plain(Rcode.SERVFAIL, ExtendedError["Not Ready"]);
    }
    const comesBack = client.protocol === Protocol.udp;
    const rcode = comesBack ? Rcode.NOERROR : Rcode.REFUSED;
    this.#trace?.note("zone.signatures-withheld", { rcode });
    return comesBack ? this.#reply.truncated() : this.#reply.plain(rcode, ExtendedError["Not Ready"]);
  }

  #findKnown(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Client,
  ): number {
    const known = this.#known;
    if (known === null) return 0;
    if (client.protocol !== Protocol.udp || this.#trace !== null) {
      known.skip();
      return 0;
    }
    const { recursionAvailable } = this.#reply;
    const length = known.find(rx, start, end, tx, txStart, room, this.#reader.at, recursionAvailable);
    if (length > 0) this.#reply.countAs(known.accountKey);
    return length;
  }

  /** What hangs on the query's octets alone is remembered: options may be told each client in its own way. */
  #sendAndKeep(answer: Answer, known: KnownReplies): number {
    const { bytes: rx, start, counts, edns } = this.#query;
    const length = this.#reply.send(answer);
    const hasOptions = edns.present && edns.optionsStart !== edns.optionsEnd;
    const others = counts[1] + counts[2] + counts[3] - (edns.present ? 1 : 0);
    if (!answer.isForAll || hasOptions || others > 0) return length;
    const { encoder, accountKey } = this.#reply;
    const { writer } = encoder;
    known.keep(rx, start, writer.bytes, writer.start, length, accountKey);
    return length;
  }

  /** RFC 8945 §5.2: what the query's signature is worth is told, or the answer is signed in turn. */
  #signed(answer: (key: TsigKey) => number): number {
    const query = this.#query;
    const { tsig, nowSeconds } = this.#settings;
    const verdict = judge(query, tsig ?? { keys: [], hmac: () => new Uint8Array(0), nowSeconds });
    this.#tellVerdict(verdict);
    if (!("key" in verdict)) {
      return verdict.error === Rcode.FORMERR
        ? this.#reply.plain(Rcode.FORMERR, -1)
        : this.#reply.unsigned(verdict.error);
    }
    const sealer = new Sealer(query, verdict, tsig!);
    const { writer } = this.#reply.encoder;
    writer.limit -= sealer.octets;
    this.#authority.answer.written.room -= sealer.octets;
    const room = writer.limit - writer.start;
    // RFC 8945 §5.3: what cannot be told beside its signature is to be asked for over TCP.
    const fits = hasRoomToSign(query, room, query.edns.present ? this.#reply.options.octets + sparseOctets : 0);
    const length = !fits
      ? this.#reply.bare(headerTC, Rcode.NOERROR)
      : verdict.error === 0
        ? answer(verdict.key)
        : this.#reply.plain(Rcode.NOTAUTH, -1);
    return length === 0 ? 0 : sealer.seal(writer.bytes, writer.start, length);
  }

  #tellVerdict(verdict: Verdict): void {
    const trace = this.#trace;
    if (trace === null) return;
    switch (verdict.error) {
      case 0:
        return trace.note("request.signed", { key: verdict.key.name });
      case Rcode.FORMERR:
        return trace.note("request.unreadable", { rcode: Rcode.FORMERR });
      case Rcode.BADKEY:
        return trace.note("request.key-unknown", {});
      case badSignature:
        return trace.note("request.signature-bad", {});
      case Rcode.BADTIME:
        return trace.note("request.signature-untimely", { key: verdict.key.name });
      case Rcode.BADTRUNC:
        return trace.note("request.signature-short", { key: verdict.key.name });
    }
  }

  #otherOpcode(fault: MessageFault, client: Client): number {
    const { opcode, counts, tsig } = this.#query;
    if (opcode !== Opcode.NOTIFY && opcode !== Opcode.UPDATE) {
      this.#trace?.note("request.opcode-unknown", { opcode: codeName(Opcode, opcode, "OPCODE") });
      return this.#reply.headerOnly(Rcode.NOTIMP);
    }
    if (fault !== MessageFault.none || counts[0] !== 1) {
      this.#trace?.note("request.unreadable", { rcode: Rcode.FORMERR });
      return this.#reply.headerOnly(Rcode.FORMERR);
    }
    this.#reply.options.clear();
    return tsig >= 0 ? this.#signed(() => this.#errand(client, true)) : this.#errand(client, false);
  }

  /** A notice or an update goes to whoever takes it, or is refused. */
  #errand(client: Client, isSigned: boolean): number {
    const { errands = null } = this.#settings;
    const opcode = codeName(Opcode, this.#query.opcode, "OPCODE");
    const welcome = errands?.welcome(this.#query.opcode, client, isSigned) ?? "unsupported";
    if (errands === null || welcome === "unsupported") {
      this.#trace?.note("request.opcode-refused", { opcode });
      return this.#refuse(ExtendedError["Not Supported"]);
    }
    if (welcome === "prohibited") {
      this.#trace?.note("request.opcode-prohibited", { opcode });
      return this.#reply.plain(Rcode.REFUSED, ExtendedError.Prohibited, notTaken);
    }
    if (!errands.begin(this.#query, client)) {
      this.#trace?.note("request.opcode-too-many", { opcode });
      return this.#reply.plain(Rcode.SERVFAIL, ExtendedError["Not Ready"]);
    }
    this.#trace?.note("request.opcode-taken", { opcode });
    this.#isErrand = 1;
    return 0;
  }

  #refuse(extendedError: number): number {
    return this.#reply.plain(Rcode.REFUSED, extendedError);
  }

  #chaosClass(): number {
    const { qname, qtype } = this.#query;
    const rdata = this.#chaos.find(qname, qtype);
    if (rdata === null) return this.#refuseClass();
    this.#trace?.note("request.chaos", { name: nameFrom(qname, 0) });
    return this.#reply.chaos(rdata);
  }
}
