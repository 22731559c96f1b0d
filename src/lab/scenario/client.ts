// The client of a play. What it sends goes to the server's own responder, over an image without zones, so that header,
// EDNS and refusals are judged as in service; what comes back are the octets that a client of ours would get.
// Read next: ../../authority/responder.ts and ../../resolver/reply.ts.

import { nowhere, Protocol } from "../../authority/client.ts";
import type { Client } from "../../authority/client.ts";
import { Responder } from "../../authority/responder.ts";
import type { Recursion } from "../../authority/recursion.ts";
import type { Clock } from "../../base/clock.ts";
import { Memory } from "../../base/memory.ts";
import { composeReply, purposeOf, questionOf } from "../../resolver/reply.ts";
import type { Resolver } from "../../resolver/resolver.ts";
import { tracedAnswer } from "../../trace/ending.ts";
import type { Recorder } from "../../trace/recorder.ts";
import { Image, publicView } from "../../zone/image.ts";

/** As Deckard's and testbound's clients have it: what fits 4096 octets is not truncated. */
const maxUdpOctets = 4096;

const loopback: Client = { protocol: Protocol.udp, family: 4, address: new Uint8Array(16), port: 53, local: nowhere };
loopback.address.set([127, 0, 0, 1]);

/** Memory without zones: one serves every play. */
let empty: Memory | null = null;

function emptyMemory(): Memory {
  if (empty === null) {
    empty = Memory.create();
    void new Image(empty, 1);
  }
  return empty;
}

export class ScriptedClient {
  readonly #resolver: Resolver;
  readonly #clock: Clock;
  readonly #responder: Responder;
  readonly #room = new Uint8Array(0x10000);
  /** The question that the responder hands over, as a QuestionKey's octets. */
  #handedOver: Uint8Array | null = null;

  constructor(resolver: Resolver, clock: Clock) {
    this.#resolver = resolver;
    this.#clock = clock;
    const nowSeconds = (): number => Math.floor(clock.nowMs() / 1000);
    const recursion: Recursion = {
      enter: () => {},
      leave: () => {},
      allows: () => true,
      allowsTrace: () => false,
      nowSeconds,
      find: () => false,
      isIntact: () => true,
      defer: (question) => {
        this.#handedOver = question.bytes.slice(0, question.length);
        return true;
      },
    };
    this.#responder = new Responder(emptyMemory(), {
      reader: 0,
      view: publicView,
      version: null,
      identity: null,
      maxUdpOctets,
      cookieSecret: null,
      keepaliveDeciseconds: 0,
      nowSeconds,
      recursion,
    });
  }

  /**
   * Asks; `reply` is called with the octets of what comes back, perhaps before this returns, or never. The resolver's
   * steps go to `recorder`, which is finished when there is an answer.
   */
  ask(query: Uint8Array, recorder: Recorder | null, reply: (octets: Uint8Array) => void): void {
    const responder = this.#responder;
    const room = this.#room;
    this.#handedOver = null;
    responder.enter();
    const length = responder.respond(query, 0, query.length, room, 0, room.length, loopback);
    responder.leave();
    if (length > 0) reply(room.slice(0, length));
    const key: Uint8Array | null = this.#handedOver;
    if (key === null) return;
    const question = questionOf(key);
    this.#resolver.resolve(question, { trace: recorder, purpose: purposeOf(question.wishes) }, (resolution) => {
      recorder?.finish(tracedAnswer(resolution));
      const ready = composeReply(key, resolution, Math.floor(this.#clock.nowMs() / 1000));
      responder.enter();
      const size = responder.deliver(query, 0, query.length, room, 0, room.length, loopback, ready);
      responder.leave();
      reply(room.slice(0, size));
    });
  }
}
