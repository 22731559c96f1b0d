// A server's message, read: first whether it belongs to our query at all, then its sections as RRsets.
// What does not belong is no answer and no failure, it is ignored (a forger must not be able to end a wait; "TuDoor",
// IEEE S&P 2024). One broken record does not spoil the rest; records that are no valid RDATA of their type are left out.

import type { RRset } from "../dns/rrset.ts";
import type { SentQuery } from "./upstream-query.ts";
import { maxRecordsPerAnswer, maxRRsetsPerMessage, maxSignaturesPerRRset } from "../base/limits.ts";
import { lowerCase, OctetWriter, u16At } from "../base/octets.ts";
import { Class, EdnsOption, Opcode, Rcode } from "../dns/codes.ts";
import { optionLength } from "../dns/edns.ts";
import {
  headerAA,
  headerOctets,
  headerQR,
  headerRA,
  headerTC,
  MessageFault,
  MessageView,
  ttlAt,
} from "../dns/message-view.ts";
import { Name } from "../dns/name.ts";
import { parseName, parseRdata } from "../dns/rdata.ts";
import { canonicalOrder } from "../dns/rrset.ts";
import { maxTtlSeconds } from "../dns/text/ttl.ts";
import { RRType } from "../dns/types.ts";

const clientCookieOctets = 8;
const maxServerCookieOctets = 32;

export interface Response {
  readonly rcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionAvailable: boolean;
  readonly hasEdns: boolean;
  readonly answer: readonly RRset[];
  readonly authority: readonly RRset[];
  readonly additional: readonly RRset[];
  /** Whether the question came back in the case that was sent (0x20). */
  readonly keptCase: "kept" | "lost";
  /** The server's part of the cookie; null when it sent none. */
  readonly cookie: Uint8Array | null;
  /** Records left out because they could not be read or were too many; and how many of them stood in the answer section. */
  readonly unreadable: number;
  readonly unreadableAnswers: number;
  readonly octets: number;
}

/** Why a packet is no answer to the query: the words that the trace prints. */
export type Mismatch = "no response" | "id" | "question" | "case" | "cookie" | "unreadable";

// One view and one writer serve every message: nothing here is entered twice.
const view = new MessageView();
const scratch = new OctetWriter(1024);

/** Reads a packet that came for a query: the response, or why it is none. The question in it gets its own case back. */
export function readResponse(octets: Uint8Array, sent: SentQuery): Response | Mismatch {
  const fault = view.parse(octets, 0, octets.length);
  if (fault === MessageFault.short) return "unreadable";
  if ((view.bits & headerQR) === 0 || view.opcode !== Opcode.QUERY) return "no response";
  if (view.id !== sent.id) return "id";
  if (fault === MessageFault.question) return "unreadable";
  const mismatch = checkQuestion(octets, sent);
  if (mismatch !== null) return mismatch;
  const keptCase = view.counts[0] === 0 || hasCaseOf(octets, sent) ? "kept" : "lost";
  // Names that point at the question would carry its random case into the cache.
  if (view.counts[0] === 1) octets.set(sent.name, headerOctets);
  const truncated = (view.bits & headerTC) !== 0;
  // What a truncated message still holds is not looked at (RFC 2181 §9), so it may be cut anywhere.
  if (fault === MessageFault.body && !truncated) return "unreadable";
  const cookie = readCookie(octets, sent);
  if (cookie === "forged" || (cookie === null && expectsCookie(sent))) return "cookie";
  const sections = truncated ? noSections : readSections(octets);
  return {
    rcode: view.rcode,
    authoritative: (view.bits & headerAA) !== 0,
    truncated,
    recursionAvailable: (view.bits & headerRA) !== 0,
    hasEdns: view.edns.present,
    ...sections,
    keptCase,
    cookie,
    octets: octets.length,
  };
}

const noSections = { answer: [], authority: [], additional: [], unreadable: 0, unreadableAnswers: 0 };

function checkQuestion(octets: Uint8Array, sent: SentQuery): Mismatch | null {
  // A server that could not read the question may leave it out; it says nothing that could be believed (RFC 6891 §7).
  if (view.counts[0] === 0) return saysNothing(view.bits & 15) ? null : "question";
  if (view.questionEnd !== sent.questionEnd) return "question";
  for (let i = headerOctets; i < sent.questionEnd; i++) {
    // The types behind the name have no case, but a difference there is one of more than a letter's.
    const isType = i >= sent.questionEnd - 4;
    if (isType ? octets[i] !== sent.octets[i] : lowerCase[octets[i]] !== lowerCase[sent.octets[i]]) return "question";
  }
  return sent.form.casing !== "must return" || hasCaseOf(octets, sent) ? null : "case";
}

function hasCaseOf(octets: Uint8Array, sent: SentQuery): boolean {
  for (let i = headerOctets; i < sent.questionEnd; i++) if (octets[i] !== sent.octets[i]) return false;
  return true;
}

function saysNothing(rcode: number): boolean {
  return rcode === Rcode.FORMERR || rcode === Rcode.NOTIMP || rcode === Rcode.SERVFAIL || rcode === Rcode.REFUSED;
}

/** RFC 7873 §5.3: a cookie option must carry our own part back. */
function readCookie(octets: Uint8Array, sent: SentQuery): Uint8Array | null | "forged" {
  const { edns } = sent.form;
  if (!view.edns.present || edns === null || edns === "no EDNS") return null;
  const at = view.edns.find(octets, EdnsOption.COOKIE);
  if (at < 0) return null;
  const size = optionLength(octets, at);
  for (let i = 0; i < clientCookieOctets; i++) if (octets[at + 4 + i] !== edns[i]) return "forged";
  if (size <= clientCookieOctets || size > clientCookieOctets + maxServerCookieOctets) return null;
  return octets.slice(at + 4 + clientCookieOctets, at + 4 + size);
}

/**
 * A server that gave us a cookie and now sends none may be a forger who could not see it (RFC 7873 §5.3); whoever it is, the
 * question goes over TCP, and there an answer without a cookie makes us forget it.
 */
function expectsCookie({ form }: SentQuery): boolean {
  return typeof form.edns === "object" && (form.edns?.length ?? 0) > clientCookieOctets;
}

/** An RRset as its records are found. */
interface Gathered {
  readonly owner: Name;
  readonly type: number;
  /** More records than an honest set has: none of it is taken, as a part of a set is not the set. */
  overfull: 0 | 1;
  ttlSeconds: number;
  readonly rdatas: Uint8Array[];
  readonly signatures: Uint8Array[];
}

type Sections = Pick<Response, "answer" | "authority" | "additional" | "unreadable" | "unreadableAnswers">;

function readSections(octets: Uint8Array): Sections {
  let at = view.questionEnd;
  let unreadable = 0;
  let unreadableAnswers = 0;
  let sets = 0;
  const sections = [1, 2, 3].map((section) => {
    const gathered = new Map<string, Gathered>();
    for (let i = 0; i < view.counts[section]; i++) {
      const before = gathered.size;
      at = readRecord(octets, at, gathered, sets);
      sets += gathered.size - before;
      if (at < 0) {
        unreadable++;
        if (section === 1) unreadableAnswers++;
        at = -at;
      }
    }
    const whole = [...gathered.values()].filter(({ rdatas, overfull }) => rdatas.length > 0 && overfull === 0);
    return whole.map(finishRRset);
  });
  return { answer: sections[0], authority: sections[1], additional: sections[2], unreadable, unreadableAnswers };
}

/** Reads the record at `at` into its set; returns where the next one begins, negated when this one was left out. */
function readRecord(octets: Uint8Array, at: number, into: Map<string, Gathered>, sets: number): number {
  scratch.clear();
  const head = parseName(octets, at, octets.length, scratch);
  if (head < 0) return -skipRecord(octets, at);
  const type = u16At(octets, head);
  const recordClass = u16At(octets, head + 2);
  const start = head + 10;
  const next = start + u16At(octets, head + 8);
  if (type === RRType.OPT || type === RRType.TSIG) return next;
  const owner = new Name(scratch.copy());
  const rdataAt = scratch.length;
  if (recordClass !== Class.IN || !parseRdata(type, octets, start, next, scratch)) return -next;
  const rdata = scratch.copy(rdataAt);
  // A signature belongs to the set of the type that it covers (RFC 4034 §3.1.1).
  const isSignature = type === RRType.RRSIG && view.qtype !== RRType.RRSIG;
  const key = `${owner.key}/${isSignature ? u16At(rdata, 0) : type}`;
  let set = into.get(key);
  if (set === undefined) {
    if (sets >= maxRRsetsPerMessage) return -next;
    const setType = isSignature ? u16At(rdata, 0) : type;
    set = { owner, type: setType, overfull: 0, ttlSeconds: maxTtlSeconds, rdatas: [], signatures: [] };
    into.set(key, set);
  }
  if (isSignature) {
    if (set.signatures.length >= maxSignaturesPerRRset) return -next;
    set.signatures.push(rdata);
    return next;
  }
  if (set.rdatas.length >= maxRecordsPerAnswer) set.overfull = 1;
  if (set.overfull === 1) return -next;
  set.rdatas.push(rdata);
  // RFC 2181 §5.2: where the TTLs of a set differ, the least holds.
  set.ttlSeconds = Math.min(set.ttlSeconds, ttlAt(octets, head + 4));
  return next;
}

/** Where the record at `at` ends, its owner unreadable; the view has checked that all lie within the message. */
function skipRecord(octets: Uint8Array, at: number): number {
  let end = at;
  while (octets[end] !== 0 && octets[end] < 0xc0) end += octets[end] + 1;
  end += octets[end] === 0 ? 1 : 2;
  return end + 10 + u16At(octets, end + 8);
}

function finishRRset({ owner, type, ttlSeconds, rdatas, signatures }: Gathered): RRset {
  const ordered = rdatas.length === 1 ? rdatas : canonicalOrder(type, rdatas);
  return { owner, type, class: Class.IN, ttlSeconds, rdatas: ordered, signatures };
}
