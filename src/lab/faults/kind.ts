// What a fault is: a wrapper round a server that makes it answer wrongly, late or not at all, with the parameters that a
// network file can give it. All kinds stand in ./table.ts; the wrappers are small, each a lesson about one real failure.

import { lowerCase, u16At } from "../../base/octets.ts";
import type { Random } from "../../base/random.ts";
import { headerOctets } from "../../dns/message-view.ts";
import type { Name } from "../../dns/name.ts";
import { composeMessage, emptyMessage, type Message, readMessage } from "../scenario/message.ts";
import type { Asked, Handler, Reply } from "../simulated-network.ts";

/** Parameter kinds, and what their values are in the code. */
export interface ParameterValues {
  milliseconds: number;
  /** As a TTL has them: 32 bits. */
  seconds: number;
  count: number;
  octets: number;
  name: Name;
  address: string;
  /** Records in zone text. */
  records: string;
  /** Zone files, below the file that says them. */
  zones: readonly string[];
}
export type ParameterKind = keyof ParameterValues;
export type ParameterKinds = Readonly<Record<string, ParameterKind>>;
export type ParametersOf<Kinds extends ParameterKinds> = { readonly [Key in keyof Kinds]: ParameterValues[Kinds[Key]] };

/** What a wrapper may need beside the server that it wraps. */
export interface FaultWorld {
  readonly random: Random;
  /** A sound server over other zone files. */
  readonly serverOf: (zones: readonly string[]) => Handler;
}

export interface FaultKind<Kinds extends ParameterKinds = ParameterKinds> {
  /** One sentence, of which the server is the subject. */
  readonly about: string;
  readonly parameters: Kinds;
  readonly wrap: (inner: Handler, parameters: ParametersOf<Kinds>, world: FaultWorld) => Handler;
}

/** One row of the table; its wrapper is checked against its parameters, and forgets them afterwards. */
export function fault<const Kinds extends ParameterKinds>(
  about: string,
  parameters: Kinds,
  wrap: FaultKind<Kinds>["wrap"],
): FaultKind {
  return { about, parameters, wrap: wrap as FaultKind["wrap"] };
}

/** One reply without delay. */
export function reply(octets: Uint8Array): readonly Reply[] {
  return [{ octets, delayMs: 0 }];
}

/** A reply to `asked` that the wrapper makes itself: its question and no EDNS. */
export function replyWith(asked: Asked, parts: Partial<Message>): readonly Reply[] {
  const query = readMessage(asked.octets);
  if (query === null) return [];
  const flags = headerQR | (query.flags & headerRD) | (parts.flags ?? 0);
  const message: Message = { ...emptyMessage, question: query.question, ...parts, flags };
  return reply(composeMessage(message, idOf(asked)));
}

/** Changes every message that a server sends; null: that one is not sent. */
export function changing(inner: Handler, change: (message: Message, asked: Asked) => Message | null): Handler {
  return (asked) => {
    const outcome = inner(asked);
    if (typeof outcome === "string") return outcome;
    return outcome.flatMap((one) => {
      const message = readReply(one.octets);
      const changed = message === null ? null : change(message, asked);
      return changed === null ? [] : [{ ...one, octets: composeMessage(changed, u16At(one.octets, 0)) }];
    });
  };
}

/**
 * A reply as its server meant it. Names that are compressed against the question would take over its random case (0x20), and
 * keep it when they are written elsewhere.
 */
function readReply(octets: Uint8Array): Message | null {
  const sent = readMessage(octets);
  if (sent === null || sent.question === null) return sent;
  const plain = octets.slice();
  const { length } = sent.question.name.wire;
  for (let at = headerOctets; at < headerOctets + length; at++) plain[at] = lowerCase[plain[at]];
  const message = readMessage(plain);
  return message === null ? null : { ...message, question: sent.question };
}

/** Changes the octets of every message that a server sends. */
export function changingOctets(inner: Handler, change: (octets: Uint8Array, asked: Asked) => void): Handler {
  return (asked) => {
    const outcome = inner(asked);
    if (typeof outcome === "string") return outcome;
    return outcome.map((one) => {
      const octets = one.octets.slice();
      change(octets, asked);
      return { ...one, octets };
    });
  };
}

export function idOf(asked: Asked): number {
  return u16At(asked.octets, 0);
}

/** The message with other octets of the query, for asking the server something else. */
export function askedWith(asked: Asked, message: Message): Asked {
  return { ...asked, octets: composeMessage(message, idOf(asked)) };
}

// Bits of the header's second word (RFC 1035 §4.1.1).
export const headerQR = 0x8000;
export const headerAA = 0x0400;
export const headerTC = 0x0200;
export const headerRD = 0x0100;
export const headerRA = 0x0080;
