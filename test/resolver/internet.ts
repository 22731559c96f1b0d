// A small internet for tests of the resolver, as data: who serves what at which address, and then questions to it in
// virtual time. What comes back is plain text that a test can compare.
//
//   const net = internet({ ...usual, "127.53.0.20": { "example.com.": "@ NS ns\nns A 127.53.0.20\nwww A 192.0.2.1" } });
//   const asked = net.ask("www.example.com.");
//   expect(asked.answer).toEqual(["www.example.com. 3600 A 192.0.2.1"]);
//   expectSteps(asked, ["response.referral", "answer.done"]);
//
// A site is zones by origin (zone text; SOA and $TTL are added), a Script (a function from a question to a reply), or either
// with a link. Zones run on the real authority engine, queries over the simulated network of src/lab/.

import { VirtualClock } from "../../src/base/clock.ts";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { u16At } from "../../src/base/octets.ts";
import { type Random, seededRandom } from "../../src/base/random.ts";
import { codeName, Rcode } from "../../src/dns/codes.ts";
import type { Name } from "../../src/dns/name.ts";
import { nameFromText, printName } from "../../src/dns/text/name-text.ts";
import { type Mnemonic, RRType, typeName } from "../../src/dns/types.ts";
import { type Link, plainLink } from "../../src/lab/link.ts";
import {
  composeMessage,
  emptyMessage,
  flagBits,
  type Message,
  type MessageRecord,
  readMessage,
} from "../../src/lab/scenario/message.ts";
import { type Asked, type Handler, SimulatedNetwork } from "../../src/lab/simulated-network.ts";
import { runUntilIdle } from "../../src/lab/virtual-time.ts";
import { scanRecords } from "../../src/lab/zone-file.ts";
import { ZoneHost } from "../../src/lab/zone-host.ts";
import type { RecordCache } from "../../src/resolver/cache/record-cache.ts";
import type { Question, Resolution } from "../../src/resolver/question.ts";
import { Resolver } from "../../src/resolver/resolver.ts";
import { defaultSettings, type ResolverSettings } from "../../src/resolver/settings.ts";
import type { TraceEvent } from "../../src/trace/event.ts";
import { recordText, recordTexts } from "../../src/trace/record-text.ts";
import { Recorder } from "../../src/trace/recorder.ts";
import { MapCache } from "./map-cache.ts";

/** Zone text by origin. */
export type Zones = Readonly<Record<string, string>>;

/** What a scripted server makes of a question: the parts of its reply, whole octets, or silence. */
export type Script = (
  question: ScriptQuestion,
  asked: Asked,
) => ScriptReply | Uint8Array | "silence" | "refused" | "closed";

export interface ScriptQuestion {
  /** Absolute, lower-case. */
  readonly name: string;
  readonly type: string;
  readonly query: Message;
}

/** A reply in zone text. It echoes id, question and EDNS; AA is set unless `flags` says otherwise. */
export interface ScriptReply {
  readonly rcode?: keyof typeof Rcode;
  readonly flags?: readonly (keyof typeof flagBits)[];
  readonly answer?: string;
  readonly authority?: string;
  readonly additional?: string;
  readonly delayMs?: number;
  /** For what cannot be said in the words above. */
  readonly change?: (message: Message) => Message;
}

export type Site = Zones | Script | LinkedSite;

export interface LinkedSite {
  readonly serves: Zones | Script;
  readonly link: Partial<Link>;
}
export type Sites = Readonly<Record<string, Site>>;

export interface InternetOptions extends Partial<ResolverSettings> {
  readonly seed?: number;
  readonly newCache?: (clock: VirtualClock) => RecordCache;
}

/** One root letter, com. and org. on one server, example.com. and its friends: what most tests start from. */
export const usual: Sites = {
  "127.53.0.1": {
    ".": `@ NS a.root-servers.net.
a.root-servers.net. A 127.53.0.1
com. NS a.gtld.com.
org. NS a.gtld.com.
a.gtld.com. A 127.53.0.10`,
  },
  "127.53.0.10": {
    "com.": `@ NS a.gtld
a.gtld A 127.53.0.10
example NS ns.example
ns.example A 127.53.0.20
evil NS ns.evil
ns.evil A 127.53.0.66`,
    "org.": `@ NS a.gtld.com.
example NS ns.example
ns.example A 127.53.0.30`,
  },
  "127.53.0.20": {
    "example.com.": `@ NS ns
ns A 127.53.0.20
www A 192.0.2.1
alias CNAME www.example.org.
a.b.c.d TXT "far down"`,
  },
  "127.53.0.30": { "example.org.": "@ NS ns\nns A 127.53.0.30\nwww A 192.0.2.2" },
};

/** What became of one question. */
export interface Outcome {
  readonly resolution: Resolution;
  readonly rcode: string;
  /** Records as zone text: "www.example.com. 300 A 192.0.2.1". */
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly errors: readonly number[];
  readonly events: readonly TraceEvent[];
  /** What went out for it: "127.53.0.10 udp example.com. A". */
  readonly queries: readonly string[];
  readonly octets: number;
  readonly elapsedMs: number;
}

export function internet(sites: Sites = usual, options: InternetOptions = {}): Internet {
  return new Internet(sites, options);
}

export class Internet {
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Random;
  readonly network: SimulatedNetwork;
  readonly cache: RecordCache;
  readonly resolver: Resolver;
  /** Every record that some zone or script of this internet holds by right: "name type rdata". */
  readonly #truth = new Set<string>();

  constructor(sites: Sites, { seed = 1, newCache = (clock) => new MapCache(clock), ...settings }: InternetOptions) {
    this.random = seededRandom(seed);
    this.network = new SimulatedNetwork(this.clock, this.random);
    for (const [address, site] of Object.entries(sites)) this.serve(address, site);
    this.cache = newCache(this.clock);
    const rootHints = [{ name: name("a.root-servers.net."), addresses: ["127.53.0.1"] }];
    const all = { ...defaultSettings, ipv6: false, rootHints, allowPrivateUpstreams: true, ...settings };
    const { clock, random, network: port, cache } = this;
    this.resolver = new Resolver(all, { clock, random, port, cache, crypto: nodeDnssecCrypto });
    this.network.connect(this.resolver);
  }

  /** Puts a server at an address, in the place of the one that was there. */
  serve(address: string, site: Site): void {
    const { serves, link } = isLinked(site) ? site : { serves: site, link: {} };
    this.network.serve(address, this.handler(serves, address), { ...plainLink, ...link });
  }

  /** Puts a server at an address that is wrapped in something: a fault of src/lab/faults/, say. */
  wrap(address: string, serves: Zones | Script, wrapper: (inner: Handler) => Handler): void {
    this.network.serve(address, wrapper(this.handler(serves, address)));
  }

  handler(serves: Zones | Script, address: string): Handler {
    if (typeof serves === "function") return scripted(serves);
    for (const [origin, text] of Object.entries(serves)) this.#learn(origin, text);
    return zoneServer(serves, address, this.clock, this.random);
  }

  /** Starts a question; its outcome is whole when time has run on. */
  begin(text: string, type: Mnemonic = "A"): Pending {
    const pending = new Pending(this, { name: name(text), type: RRType[type] });
    this.resolver.resolve(pending.question, { trace: pending.recorder, purpose: "answer" }, (resolution) =>
      pending.end(resolution),
    );
    return pending;
  }

  run(untilMs?: number): void {
    runUntilIdle(this.clock, this.network, this.resolver, untilMs);
  }

  /** Asks, and lets time run until nothing is left to happen. */
  ask(text: string, type: Mnemonic = "A"): Outcome {
    const pending = this.begin(text, type);
    this.run();
    return pending.outcome();
  }

  passSeconds(seconds: number): void {
    this.run(this.clock.nowMs() + seconds * 1000);
  }

  /** Cached data that no zone here holds, but for names below those given: what an attacker got in. */
  falsehoods(...notBelow: string[]): string[] {
    const exempt = notBelow.map(name);
    return [...this.cache.entries()].flatMap(({ name: owner, entry }) => {
      if (entry.kind !== "data" || exempt.some((one) => owner.isWithin(one))) return [];
      const { type, rdatas } = entry.rrset;
      return rdatas.map((rdata) => truth(owner, type, rdata)).filter((text) => !this.#truth.has(text));
    });
  }

  #learn(origin: string, text: string): void {
    for (const { owner, type, rdata } of scanRecords(zoneText(origin, text), name(origin))) {
      this.#truth.add(truth(owner, type, rdata));
    }
  }
}

/** A question under way. */
export class Pending {
  readonly question: Question;
  readonly recorder: Recorder;
  readonly #net: Internet;
  readonly #startMs: number;
  readonly #sentBefore: number;
  readonly #octetsBefore: number;
  #resolution: Resolution | null = null;
  #endMs = Number.NaN;

  constructor(net: Internet, question: Question) {
    this.#net = net;
    this.question = question;
    this.recorder = new Recorder(net.clock, seededRandom(1));
    this.#startMs = net.clock.nowMs();
    this.#sentBefore = net.network.log.exchanges.length;
    this.#octetsBefore = net.network.log.octetsReceived;
  }

  get isDone(): boolean {
    return this.#resolution !== null;
  }

  end(resolution: Resolution): void {
    if (this.#resolution !== null) throw new Error("The same question was answered twice.");
    this.#resolution = resolution;
    this.#endMs = this.#net.clock.nowMs();
  }

  outcome(): Outcome {
    const resolution = this.#resolution;
    if (resolution === null) throw new Error(`${printName(this.question.name.wire)} has no answer yet.`);
    const { log } = this.#net.network;
    const sent = log.exchanges.slice(this.#sentBefore);
    return {
      resolution,
      rcode: codeName(Rcode, resolution.rcode, "RCODE"),
      answer: recordTexts(resolution.answer),
      authority: recordTexts(resolution.authority),
      errors: resolution.extendedErrors.map(({ code }) => code),
      events: this.recorder.events,
      queries: sent.map(({ to, transport, name, type }) => `${to.address} ${transport} ${name.toLowerCase()} ${type}`),
      octets: log.octetsReceived - this.#octetsBefore,
      elapsedMs: this.#endMs - this.#startMs,
    };
  }
}

function isLinked(site: Site): site is LinkedSite {
  return "link" in site;
}

export function name(text: string): Name {
  const parsed = nameFromText(text);
  if (typeof parsed === "string") throw new Error(`${text}: ${parsed}`);
  return parsed;
}

/** The real engine over zone text; a fault in the text throws. */
export function zoneServer(zones: Zones, identity: string, clock: VirtualClock, random: Random): Handler {
  const files = Object.entries(zones).map(([origin, text]) => ({
    file: origin,
    text: new TextEncoder().encode(zoneText(origin, text)),
    apex: name(origin),
    origin: name(origin),
    records: [],
  }));
  const host = new ZoneHost(files);
  const errors = host.faults.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`${errors[0].file}:${errors[0].line}: ${errors[0].message}`);
  return host.handler(identity, clock, random);
}

/** A whole zone file: with a TTL of an hour and an SOA that denies for a minute, unless the text has its own. */
export function zoneText(origin: string, text: string): string {
  const soa = /\bSOA\b/.test(text) ? "" : "@ SOA ns.invalid. hostmaster.invalid. 1 3600 600 86400 60\n";
  return `$ORIGIN ${origin}\n$TTL 3600\n${soa}${text}\n`;
}

function truth(owner: Name, type: number, rdata: Uint8Array): string {
  return recordText(owner, type, 1, 0, rdata).toLowerCase();
}

function scripted(script: Script): Handler {
  return (asked) => {
    const query = readMessage(asked.octets);
    if (query === null || query.question === null) return [];
    const { name, type } = query.question;
    const said = script({ name: printName(name.wire).toLowerCase(), type: typeName(type), query }, asked);
    if (said === "silence") return [];
    if (typeof said === "string") return said;
    if (said instanceof Uint8Array) return [{ octets: said, delayMs: 0 }];
    return [{ octets: replyTo(asked.octets, said), delayMs: said.delayMs ?? 0 }];
  };
}

/** Scripts say the same few things again and again. */
const scanned = new Map<string, MessageRecord[]>();

function recordsOf(text: string = ""): MessageRecord[] {
  const known = scanned.get(text);
  if (known !== undefined) return known;
  const records = scanRecords(text);
  if (scanned.size < 1000) scanned.set(text, records);
  return records;
}

/** The octets of a reply to a query. */
export function replyTo(octets: Uint8Array, said: ScriptReply): Uint8Array {
  const query = readMessage(octets)!;
  const flags = (said.flags ?? ["AA"]).reduce<number>((bits, flag) => bits | flagBits[flag], flagBits.QR);
  const message: Message = {
    ...emptyMessage,
    rcode: Rcode[said.rcode ?? "NOERROR"],
    flags: flags | (query.flags & flagBits.RD),
    question: query.question,
    answer: recordsOf(said.answer),
    authority: recordsOf(said.authority),
    additional: recordsOf(said.additional),
    edns: query.edns === null ? null : { dnssecOk: false, options: new Uint8Array() },
  };
  return composeMessage(said.change?.(message) ?? message, u16At(octets, 0));
}
