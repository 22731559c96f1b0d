// Every step of one question, as the test's server takes them: our own zones first, by the responder that answers
// packets, then the resolver where there is one. docs/trace.md says how traces read.

import { nowhere, Protocol } from "../authority/client.ts";
import type { Recursion } from "../authority/recursion.ts";
import { Responder } from "../authority/responder.ts";
import { OctetWriter, u16At, u32At } from "../base/octets.ts";
import { maxQueriesPerQuestion } from "../base/limits.ts";
import { codeName, Rcode } from "../dns/codes.ts";
import { headerOctets, skipName } from "../dns/message-view.ts";
import { Name } from "../dns/name.ts";
import { parseName } from "../dns/name-wire.ts";
import { parseRdata } from "../dns/rdata.ts";
import { nameFromText, printName } from "../dns/text/name-text.ts";
import { RRType, typeName, typeNumber } from "../dns/types.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import type { Question } from "../resolver/question.ts";
import { questionOf } from "../resolver/reply.ts";
import { openRouting, type RoutingData } from "../server/routing-data.ts";
import type { FinishedTrace, TracedAnswer } from "../trace/ending.ts";
import { recordText } from "../trace/record-text.ts";
import { Recorder } from "../trace/recorder.ts";
import { paintPlain, tell } from "../trace/tell.ts";
import { publicView } from "../zone/image.ts";
import type { Image } from "../zone/image.ts";
import type { Resolution } from "./resolution.ts";

export interface ToldTrace extends FinishedTrace {
  /** As `signpost trace` prints it. */
  readonly text: string;
}

export interface TraceParts {
  readonly image: Image;
  readonly routing: RoutingData;
  readonly resolution: Resolution | null;
}

/** The slot of the image's readers behind the one of the data plane. */
const reader = 1;
const maxReplyOctets = 65_535;
const loopback = Uint8Array.of(127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

export async function traceQuestion(parts: TraceParts, nameText: string, typeText: string): Promise<ToldTrace> {
  const question = questionIn(nameText, typeText);
  const { resolution } = parts;
  const recorder = new Recorder(resolution?.clock ?? systemClock, cryptoRandom);
  const { message, rest } = askZones(parts, question, recorder);
  const own = message === null ? unanswered(question) : readAnswer(question, message);
  const resolved = rest === null || resolution === null ? null : await resolution.trace(rest, recorder);
  const finished = recorder.finish(resolved === null ? own : joined(parts, question, resolved));
  return { ...finished, text: tell(finished.events, finished.ending, { width: 100, paint: paintPlain }) };
}

/** Our aliases, then what they lead to. */
function joined(parts: TraceParts, question: Question, rest: TracedAnswer): TracedAnswer {
  const { message } = askZones({ ...parts, resolution: null }, question, null);
  const own = message === null ? unanswered(question) : readAnswer(question, message);
  return { ...rest, name: own.name, type: own.type, answer: [...own.answer, ...rest.answer] };
}

function questionIn(nameText: string, typeText: string): Question {
  const name = nameFromText(nameText.endsWith(".") ? nameText : `${nameText}.`);
  const type = typeNumber(typeText.toUpperCase());
  if (typeof name === "string") throw new TypeError(`"${nameText}" is no domain name: ${name}.`);
  if (type === undefined) throw new TypeError(`"${typeText}" is no record type.`);
  return { name, type };
}

/** Our own zones' reply, or what they leave to the resolver. */
function askZones(
  { image, routing, resolution }: TraceParts,
  { name, type }: Question,
  recorder: Recorder | null,
): { readonly message: Uint8Array | null; readonly rest: Question | null } {
  let rest: Question | null = null;
  const recursion: Recursion = {
    enter: () => {},
    leave: () => {},
    allows: () => true,
    allowsTrace: () => true,
    nowSeconds: () => 0,
    find: () => false,
    isIntact: () => true,
    defer: (key) => {
      rest = questionOf(key.bytes.slice(0, key.length));
      return true;
    },
  };
  const responder = new Responder(image.memory, {
    reader,
    view: publicView,
    version: null,
    identity: null,
    maxUdpOctets: 1232,
    cookieSecret: null,
    keepaliveDeciseconds: 0,
    nowSeconds: () => 0,
    recursion: resolution === null ? null : recursion,
    routing: openRouting(routing, cryptoRandom.below(2 ** 32)),
  });
  responder.trace = recorder;
  const query = Uint8Array.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name.wire, type >>> 8, type & 255, 0, 1]);
  const reply = new Uint8Array(maxReplyOctets);
  const client = { protocol: Protocol.tcp, family: 4, address: loopback, port: 53, local: nowhere } as const;
  responder.enter();
  try {
    const length = responder.respond(query, 0, query.length, reply, 0, maxReplyOctets, client);
    return { message: length === 0 ? null : reply.subarray(0, length), rest };
  } finally {
    responder.leave();
  }
}

function readAnswer(question: Question, message: Uint8Array): TracedAnswer {
  let at = skipName(message, headerOctets, message.length) + 4;
  let ttlSeconds = Number.POSITIVE_INFINITY;
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
      ttlSeconds = Math.min(ttlSeconds, ttl);
      texts.push(recordText(new Name(owner.copy()), type, rrClass, ttl, rdata.copy()));
    }
    return texts;
  };
  const [answer, authority, additional] = [section(0), section(1), section(2)];
  const rcode = codeName(Rcode, u16At(message, 2) & 15, "RCODE");
  const told = unanswered(question);
  return { ...told, rcode, answer, authority, additional, ttlSeconds: Number.isFinite(ttlSeconds) ? ttlSeconds : 0 };
}

function unanswered({ name, type }: Question): TracedAnswer {
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
