// What a script answers a query with: the entry is found by the step, the address and MATCH, then ADJUST makes its
// message fit the query. EDNS is as the query has it, else a resolver would learn that the server knows none; the
// question's name comes back in the query's letters, else randomised case (0x20) would take the answer for a forgery.

import { u16At } from "../../base/octets.ts";
import { printQuestion } from "./print.ts";
import { mismatch } from "./match.ts";
import { composeMessage } from "./message.ts";
import type { Message, MessageEdns, MessageQuestion } from "./message.ts";
import type { Dialect, Entry, Scenario, ScriptedPacket, ScriptRange } from "./model.ts";
import type { Outgoing } from "../../resolver/port.ts";

/** A query on its way, as the script sees it. */
export interface ScriptedQuery {
  readonly outgoing: Outgoing;
  readonly message: Message;
}

/** The entry that answers the query at a step, or null: the script has none. */
export function findEntry(scenario: Scenario, step: number, query: ScriptedQuery): Entry | null {
  const { dialect, ranges } = scenario;
  const standing = ranges.filter((range) => range.first <= step && step <= range.last);
  const here = standing.filter((range) => isAt(range, query.outgoing.to.address));
  // Deckard asks the first range that stands, and no other; testbound goes on to the next when nothing in it matches.
  const asked = dialect === "deckard" ? here.slice(0, 1) : here;
  return asked.flatMap((range) => range.entries).find((entry) => isFor(entry, query, dialect)) ?? null;
}

export function isFor(entry: Entry, { message, outgoing }: ScriptedQuery, dialect: Dialect): boolean {
  return mismatch(entry, message, outgoing.transport, dialect) === null;
}

function isAt(range: ScriptRange, address: string): boolean {
  return range.addresses.length === 0 || range.addresses.includes(address);
}

/** The octets of an entry's packets as they answer the query; none for do_not_answer. */
export function answerWith(entry: Entry, query: ScriptedQuery, dialect: Dialect): Uint8Array[] {
  if (entry.adjust.includes("do_not_answer")) return [];
  return entry.packets.map((packet) => adjust(packet, entry, query, dialect));
}

function adjust(packet: ScriptedPacket, entry: Entry, query: ScriptedQuery, dialect: Dialect): Uint8Array {
  const asked = query.message;
  // Deckard's documentation has copy_id as the default; a script without ADJUST means to be heard.
  const copiesId = entry.adjust.length === 0 || entry.adjust.includes("copy_id") || entry.adjust.includes("raw_id");
  const id = copiesId ? u16At(query.outgoing.octets, 0) : 0;
  const { message, raw } = packet;
  if (raw !== null) return copiesId && raw.length >= 2 ? withId(raw, id) : raw;
  const question = entry.adjust.includes("copy_query") ? asked.question : questionOf(message, asked, dialect);
  return composeMessage({ ...message, question, edns: ednsOf(entry, message, asked) }, id);
}

function withId(raw: Uint8Array, id: number): Uint8Array {
  const octets = raw.slice();
  octets[0] = id >>> 8;
  octets[1] = id;
  return octets;
}

/** Deckard's copy_id copies the name with the id; testbound leaves the question as it is written, but for its letters. */
function questionOf(message: Message, asked: Message, dialect: Dialect): MessageQuestion | null {
  if (message.question === null || asked.question === null) return message.question;
  const sameName = message.question.name.equals(asked.question.name);
  return dialect === "deckard" || sameName ? { ...message.question, name: asked.question.name } : message.question;
}

function ednsOf(entry: Entry, message: Message, asked: Message): MessageEdns | null {
  if (asked.edns === null) return null;
  const own = message.edns?.options ?? new Uint8Array(0);
  const copies = entry.adjust.includes("copy_ednsdata_assume_clientsubnet");
  return { dnssecOk: asked.edns.dnssecOk, options: copies ? asked.edns.options : own };
}

/** `192.0.2.1 was asked www.example.test. A` */
export function printQuery({ outgoing, message }: ScriptedQuery): string {
  const tcp = outgoing.transport === "tcp" ? " over TCP" : "";
  return `${outgoing.to.address} was asked ${printQuestion(message.question)}${tcp}`;
}
