// Servers whose messages are not what they should be: too short, too long, about something else, with the wrong letters
// or the wrong id. What a resolver must do with each of them: wait on (RFC 5452 §9.1), ask again over TCP (RFC 7766 §5), or
// ask another server.

import { lowerCase, OctetWriter, putU16 } from "../../base/octets.ts";
import { headerOctets } from "../../dns/message-view.ts";
import { RRType } from "../../dns/types.ts";
import type { Message } from "../scenario/message.ts";
import { changing, changingOctets, fault, headerTC, idOf } from "./kind.ts";

export const distortions = {
  "truncates-always": fault("truncates every answer over UDP, however short: it wants TCP", {}, (inner) =>
    changing(inner, (message, { transport }) =>
      transport === "tcp"
        ? message
        : { ...message, flags: message.flags | headerTC, answer: [], authority: [], additional: [] },
    ),
  ),
  "lower-cases": fault("gives the question back in lower-case letters, which 0x20 takes for a forgery", {}, (inner) =>
    changingOctets(inner, (octets) => {
      for (let at = headerOctets; octets[at] !== 0 && at < octets.length; at += octets[at] + 1) {
        for (let i = 1; i <= octets[at]; i++) octets[at + i] = lowerCase[octets[at + i]];
      }
    }),
  ),
  "wrong-id": fault("answers under an id that nobody used", {}, (inner) =>
    changingOctets(inner, (octets, asked) => putU16(octets, 0, idOf(asked) ^ 0x5555)),
  ),
  "wrong-question": fault("answers another question than the one asked", { name: "name" }, (inner, { name }) =>
    changing(inner, (message) =>
      message.question === null ? message : { ...message, question: { ...message.question, name } },
    ),
  ),
  "answers-from-elsewhere": fault(
    "answers from another address than the one asked: a machine with two interfaces",
    { address: "address" },
    (inner, { address }) =>
      (asked) => {
        const outcome = inner(asked);
        if (typeof outcome === "string") return outcome;
        return outcome.map((one) => ({ ...one, from: { address, port: asked.server.port } }));
      },
  ),
  garbage: fault("sends octets that are no message behind the header", {}, (inner, _parameters, { random }) =>
    changingOctets(inner, (octets) => {
      for (let at = headerOctets; at < octets.length; at++) octets[at] = random.below(256);
    }),
  ),
  "too-large": fault(
    "sends messages larger than the asker can take, whatever EDNS says, by so many octets of chatter",
    { octets: "octets" },
    (inner, { octets }) => changing(inner, (message) => padded(message, octets)),
  ),
};

/** A TXT of the question's name in the additional section, as large as wanted. */
function padded(message: Message, octets: number): Message {
  if (message.question === null) return message;
  const rdata = new OctetWriter(octets + 256);
  while (rdata.length < octets) {
    const size = Math.max(0, Math.min(255, octets - rdata.length - 1));
    rdata.u8(size);
    rdata.octets(new Uint8Array(size).fill(0x2e));
  }
  const chatter = {
    owner: message.question.name,
    type: RRType.TXT,
    class: message.question.class,
    ttlSeconds: 60,
    rdata: rdata.copy(),
  };
  return { ...message, additional: [...message.additional, chatter] };
}
