// The first question of any server: is the name in a zone of ours? Asked as a client of the server would: one query to
// the responder that `serve` runs, with a trace. What it cannot answer it hands on, as it does in service.

import { maxMessageOctets } from "../../dns/message-view.ts";
import { randomInt } from "node:crypto";
import { nowhere, Protocol } from "../../authority/client.ts";
import type { Client } from "../../authority/client.ts";
import type { Recursion } from "../../authority/recursion.ts";
import { Responder } from "../../authority/responder.ts";
import { Memory } from "../../base/memory.ts";
import { ZoneDirectory } from "../../disk/zone-directory.ts";
import { Class } from "../../dns/codes.ts";
import type { Question } from "../../resolver/question.ts";
import { handingOver } from "../../server/traced-question.ts";
import type { Recorder } from "../../trace/recorder.ts";
import { Image, publicView } from "../../zone/image.ts";
import { composeQuery, plainly, type Query } from "../dig/query.ts";
import { type Reply, readReply } from "../dig/reply.ts";
import { Failure } from "../program.ts";

export interface OwnAnswer {
  readonly reply: Reply;
  /** What our zones leave to others: the question itself, or the end of an alias of ours. null: they answered. */
  readonly rest: Question | null;
}

/** The zones of a directory, which need not exist. */
export function openOwnZones(directory: string): Image {
  const image = new Image(Memory.create(), randomInt(2 ** 32) | 0);
  new ZoneDirectory(directory, image).load();
  return image;
}

/** `rest`: what becomes of what our zones leave to others; "refused" is a server without a resolver. */
export function askOwnZones(
  image: Image,
  question: Question,
  recorder: Recorder,
  rest: "resolved" | "refused",
): OwnAnswer {
  const asked: Query = { ...question, ...plainly, class: Class.IN, cookie: new Uint8Array(8) };
  const query = composeQuery(asked, randomInt(65_536));
  let handed: Question | null = null;
  const recursion = handingOver((question) => (handed = question));
  const reply = respond(image, query, rest === "resolved" ? recursion : null, recorder);
  return { reply: reply ?? respond(image, query, null, null) ?? unanswered(), rest: handed };
}

/** The reply, or null when the question was handed over. */
function respond(
  image: Image,
  query: Uint8Array,
  recursion: Recursion | null,
  recorder: Recorder | null,
): Reply | null {
  const responder = new Responder(image.memory, {
    reader: 0,
    view: publicView,
    version: null,
    identity: null,
    maxUdpOctets: 1232,
    cookieSecret: null,
    keepaliveDeciseconds: 0,
    nowSeconds: () => 0,
    recursion,
  });
  responder.trace = recorder;
  const octets = new Uint8Array(maxMessageOctets);
  responder.enter();
  const length = responder.respond(query, 0, query.length, octets, 0, maxMessageOctets, ourselves);
  responder.leave();
  if (length === 0) return null;
  const reply = readReply(octets.subarray(0, length));
  if (typeof reply === "string") throw new Error(`our own reply cannot be read: ${reply}`);
  return reply;
}

/** Who asks: a program on this machine, over TCP, so that nothing is truncated. */
const ourselves: Client = { protocol: Protocol.tcp, family: 4, address: loopback(), port: 53, local: nowhere };

function loopback(): Uint8Array {
  const address = new Uint8Array(16);
  address.set([127, 0, 0, 1]);
  return address;
}

function unanswered(): never {
  throw new Failure(1, "Our own zones gave no reply.");
}
