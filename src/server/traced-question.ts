// One question asked of our own zones with every step of the answer noted: by the responder that answers packets, over the
// zones, policies and health of this moment, in the thread that asks. What our zones leave to others comes back as a
// question for the resolver, as it is handed over in service. docs/trace.md says how traces read.

import type { Client } from "../authority/client.ts";
import type { Recursion } from "../authority/recursion.ts";
import { Responder } from "../authority/responder.ts";
import { maxQueriesPerQuestion } from "../base/limits.ts";
import type { Memory } from "../base/memory.ts";
import { OctetWriter, u16At, u32At } from "../base/octets.ts";
import { codeName, Rcode } from "../dns/codes.ts";
import { headerOctets, maxMessageOctets, skipName } from "../dns/message-view.ts";
import { Name } from "../dns/name.ts";
import { parseName } from "../dns/name-wire.ts";
import { parseRdata } from "../dns/rdata.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName } from "../dns/types.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import type { Question } from "../resolver/question.ts";
import { questionOf } from "../resolver/reply.ts";
import type { Prefix } from "../routing/prefix.ts";
import type { TracedAnswer } from "../trace/ending.ts";
import { recordText } from "../trace/record-text.ts";
import type { Recorder } from "../trace/recorder.ts";
import { publicView } from "../zone/views.ts";
import { composeQuestion } from "./question-message.ts";
import { openRouting, type RoutingData } from "./routing-data.ts";

export interface TraceGround {
  readonly memory: Memory;
  readonly routing: RoutingData;
  /** A slot of its own among the readers of the image. */
  readonly reader: number;
  /** Whom the resolver works for; null where there is none. */
  readonly resolves: ((client: Client) => boolean) | null;
}

/** Who asks, and for whom. */
export interface Asker {
  readonly client: Client;
  readonly subnet: Prefix | null;
}

export interface OwnAnswer {
  /** What our zones answer; where the rest is somebody else's, how far they got. */
  readonly answer: TracedAnswer;
  readonly rest: Question | null;
}

export function askOwnZones(ground: TraceGround, asker: Asker, question: Question, recorder: Recorder): OwnAnswer {
  const { message, rest } = respond(ground, asker, question, recorder);
  const own = message ?? respond({ ...ground, resolves: null }, asker, question, null).message;
  return { answer: own === null ? refused(question) : readAnswer(question, own), rest };
}

/** Our own aliases, then what they lead to. */
export function joinAnswers(own: TracedAnswer, rest: TracedAnswer): TracedAnswer {
  const { name, type, answer } = own;
  // A chain is as long good as its shortest link (RFC 2308 §5 for one that ends in a denial).
  const ttlSeconds = answer.length > 0 ? Math.min(own.ttlSeconds, rest.ttlSeconds) : rest.ttlSeconds;
  return { ...rest, name, type, ttlSeconds, answer: [...answer, ...rest.answer] };
}

/** The reply, or null with what is handed over. */
function respond(
  { memory, routing, reader, resolves }: TraceGround,
  { client, subnet }: Asker,
  { name, type }: Question,
  recorder: Recorder | null,
): { readonly message: Uint8Array | null; readonly rest: Question | null } {
  let rest: Question | null = null;
  const recursion = handingOver(
    (question) => (rest = question),
    () => resolves?.(client) ?? false,
  );
  const responder = new Responder(memory, {
    reader,
    view: publicView,
    version: null,
    identity: null,
    maxUdpOctets: 1232,
    cookieSecret: null,
    keepaliveDeciseconds: 0,
    nowSeconds: () => 0,
    recursion: resolves === null ? null : recursion,
    routing: openRouting(routing, cryptoRandom.below(2 ** 32)),
  });
  responder.trace = recorder;
  const query = composeQuestion({ name, type, subnet, recursion: "desired" });
  const reply = new Uint8Array(maxMessageOctets);
  responder.enter();
  try {
    const length = responder.respond(query, 0, query.length, reply, 0, maxMessageOctets, client);
    return { message: length === 0 ? null : reply.subarray(0, length), rest };
  } finally {
    responder.leave();
  }
}

function readAnswer(question: Question, message: Uint8Array): TracedAnswer {
  let at = skipName(message, headerOctets, message.length) + 4;
  const leasts = [Infinity, Infinity, Infinity];
  const section = (index: number): string[] => {
    const texts: string[] = [];
    for (let left = u16At(message, 6 + index * 2); left > 0; left--) {
      const owner = new OctetWriter(256);
      const head = parseName(message, at, message.length, owner);
      const [type, rrClass, ttl] = [u16At(message, head), u16At(message, head + 2), u32At(message, head + 4)];
      const start = head + 10;
      at = start + u16At(message, head + 8);
      const rdata = new OctetWriter(256);
      if (type === RRType.OPT || !parseRdata(type, message, start, at, rdata)) continue;
      leasts[index] = Math.min(leasts[index], ttl);
      texts.push(recordText(new Name(owner.copy()), type, rrClass, ttl, rdata.copy()));
    }
    return texts;
  };
  const [answer, authority, additional] = [section(0), section(1), section(2)];
  const rcode = codeName(Rcode, u16At(message, 2) & 15, "RCODE");
  const told = refused(question);
  // The answers', or those of the records that deny them; what stands beside has a life of its own.
  const ttlSeconds = leasts[answer.length > 0 ? 0 : 1];
  return { ...told, rcode, answer, authority, additional, ttlSeconds: Number.isFinite(ttlSeconds) ? ttlSeconds : 0 };
}

function refused({ name, type }: Question): TracedAnswer {
  return {
    name: printName(name.wire),
    type: typeName(type),
    rcode: "REFUSED",
    answer: [],
    authority: [],
    additional: [],
    security: "unchecked",
    stale: false,
    ttlSeconds: 0,
    upstreamQueries: 0,
    queryLimit: maxQueriesPerQuestion,
    extendedErrors: [],
  };
}

/** A resolver that knows nothing and takes every question: what our zones leave to others comes out as it is handed over. */
export function handingOver(take: (question: Question) => void, allows = (): boolean => true): Recursion {
  return {
    enter: () => {},
    leave: () => {},
    allows,
    allowsTrace: () => true,
    nowSeconds: () => 0,
    find: () => false,
    isIntact: () => true,
    defer: (key) => {
      take(questionOf(key.bytes.slice(0, key.length)));
      return true;
    },
  };
}
