// TestDNSAnswer: what a hosted zone answers a resolver, asked of the responder that answers UDP, in this thread. The query
// is a real message and so is the reply; only the sockets are left out (API:TestDNSAnswer).
// The zone is asked by its own view, so it answers even where another zone of its name goes first.

import { nowhere, Protocol } from "../authority/client.ts";
import { Responder, type RoutingSettings } from "../authority/responder.ts";
import type { Memory } from "../base/memory.ts";
import { OctetWriter, u16At } from "../base/octets.ts";
import { codeName, Rcode } from "../dns/codes.ts";
import { headerOctets, headerTC, maxMessageOctets, skipName } from "../dns/message-view.ts";
import type { Name } from "../dns/name.ts";
import { parseRdata, printRdata } from "../dns/rdata.ts";
import type { Prefix } from "../routing/prefix.ts";
import { testReader } from "../zone/layout.ts";
import { composeQuestion, udpOctets } from "./question-message.ts";

export interface TestQuestion {
  /** The zone's own view (HostedZones.viewOf). */
  readonly view: number;
  readonly name: Name;
  readonly type: number;
  /** The resolver's address, as a prefix of full length. */
  readonly resolver: Prefix;
  /** The client subnet (EDNS0ClientSubnetIP and Mask), or none. */
  readonly subnet: Prefix | null;
}

export interface TestAnswer {
  /** NOERROR, NXDOMAIN, … */
  readonly responseCode: string;
  readonly protocol: "UDP" | "TCP";
  /** RDATA of the answer section in text, in the order of the message. */
  readonly recordData: readonly string[];
}

export class AnswerTester {
  readonly #responder: Responder;
  readonly #reply = new Uint8Array(maxMessageOctets);
  #view = 0;

  constructor(memory: Memory, routing: RoutingSettings) {
    const view = (): number => this.#view;
    this.#responder = new Responder(memory, {
      reader: testReader,
      // Another one for every question.
      get view(): number {
        return view();
      },
      version: null,
      identity: null,
      maxUdpOctets: udpOctets,
      cookieSecret: null,
      keepaliveDeciseconds: 0,
      nowSeconds: () => 0,
      recursion: null,
      // The zone was chosen by its id: no VPC and no name server chooses another.
      routing: { ...routing, vpcs: [], servers: [], subnets: "used" },
    });
  }

  /** Asks over UDP, and over TCP when the answer does not fit. */
  ask(question: TestQuestion): TestAnswer {
    const query = composeQuestion({ ...question, recursion: "unwanted" });
    const overUdp = this.#send(question, query, Protocol.udp);
    if ((u16At(overUdp, 2) & headerTC) === 0) return { ...readAnswer(overUdp), protocol: "UDP" };
    return { ...readAnswer(this.#send(question, query, Protocol.tcp)), protocol: "TCP" };
  }

  #send({ view, resolver }: TestQuestion, query: Uint8Array, protocol: Protocol): Uint8Array {
    const address = new Uint8Array(16);
    address.set(resolver.octets);
    this.#view = view;
    this.#responder.enter();
    try {
      const client = { protocol, family: resolver.family, address, port: 53, local: nowhere };
      const length = this.#responder.respond(query, 0, query.length, this.#reply, 0, maxMessageOctets, client);
      return this.#reply.subarray(0, length);
    } finally {
      this.#responder.leave();
    }
  }
}

function readAnswer(message: Uint8Array): Omit<TestAnswer, "protocol"> {
  const recordData: string[] = [];
  let at = skipName(message, headerOctets, message.length) + 4;
  for (let left = u16At(message, 6); left > 0; left--) {
    const head = skipName(message, at, message.length);
    const start = head + 10;
    at = start + u16At(message, head + 8);
    const rdata = new OctetWriter(256);
    const type = u16At(message, head);
    if (parseRdata(type, message, start, at, rdata)) recordData.push(printRdata(type, rdata.bytes, 0, rdata.length));
  }
  return { responseCode: codeName(Rcode, u16At(message, 2) & 15, "RCODE"), recordData };
}
