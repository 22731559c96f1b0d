// A scenario as values: what a scripted network answers, and the steps that a play takes through it. The format comes
// from Unbound's testbound and CZ.NIC's Deckard; docs/scenarios.md tells it whole. Both dialects become this one model.
// Invariant: a model has no faults left in it; what a player cannot play is still here, as a step of kind "other".
// Read next: ./scan.ts, which reads it out of text, and ./play.ts, which plays it.

import type { Message } from "./message.ts";

/** Whose habits count: which range answers, what an unscripted question means, when time goes on. docs/scenarios.md. */
export type Dialect = "deckard" | "unbound";

export interface Scenario {
  readonly file: string;
  readonly title: string;
  readonly dialect: Dialect;
  readonly config: readonly ConfigClause[];
  readonly ranges: readonly ScriptRange[];
  readonly steps: readonly ScenarioStep[];
}

/** `server:`, `stub-zone:` and so on with what stands below; lines before any such head belong to a clause named "server". */
export interface ConfigClause {
  readonly name: string;
  readonly lines: readonly ConfigLine[];
}

export interface ConfigLine {
  readonly key: string;
  /** Without its quotes and without the comment. */
  readonly value: string;
  readonly line: number;
}

/** Answers that stand while a play is at the steps `first` to `last`. */
export interface ScriptRange {
  readonly first: number;
  readonly last: number;
  /** Whose answers these are, in canonical text; none: anybody's. */
  readonly addresses: readonly string[];
  readonly entries: readonly Entry[];
}

/** A message with what it is good for: a query to send, an answer to give, or one to compare with. */
export interface Entry {
  readonly line: number;
  /** Empty: matches everything. */
  readonly match: readonly MatchWord[];
  /** Of `MATCH ede=…`: the code, "any", or null. */
  readonly extendedError: number | "any" | null;
  /** Of `MATCH serial=…`. */
  readonly serial: number | null;
  readonly adjust: readonly AdjustWord[];
  /** Seconds before the answer goes out. */
  readonly sleepSeconds: number;
  /** The message, then those of EXTRA_PACKET, which follow it over TCP. */
  readonly packets: readonly [ScriptedPacket, ...ScriptedPacket[]];
  /** The play fails when nothing ever asked for it. */
  readonly mandatory: boolean;
}

export interface ScriptedPacket {
  readonly message: Message;
  /** Octets of RAW or HEX_ANSWER_BEGIN, sent in the message's place. */
  readonly raw: Uint8Array | null;
}

export const matchWords = [
  "opcode",
  "qtype",
  "qname",
  "qcase",
  "subdomain",
  "flags",
  "rcode",
  "question",
  "answer",
  "answertypes",
  "answerrrsigs",
  "authority",
  "additional",
  "edns",
  "nsid",
  "all",
  "all_noedns",
  "noedns",
  "ttl",
  "DO",
  "UDP",
  "TCP",
  "ednsdata",
  "server_cookie",
  "client_cookie",
] as const;
export type MatchWord = (typeof matchWords)[number];

export const adjustWords = [
  "copy_id",
  "copy_query",
  "raw_id",
  "do_not_answer",
  "copy_ednsdata_assume_clientsubnet",
  "increment_ecs_scope",
] as const;
export type AdjustWord = (typeof adjustWords)[number];

export interface ScenarioStep {
  readonly id: number;
  readonly line: number;
  readonly action: StepAction;
}

export type StepAction =
  | { readonly kind: "query"; readonly entry: Entry }
  | { readonly kind: "check-answer"; readonly entry: Entry }
  | { readonly kind: "reply"; readonly entry: Entry }
  | { readonly kind: "check-out-query"; readonly entry: Entry }
  | { readonly kind: "time-passes"; readonly seconds: number }
  | { readonly kind: "timeout" }
  | { readonly kind: "error" }
  | { readonly kind: "traffic" }
  | { readonly kind: "nothing" }
  /** A step that the format knows and no player here plays. */
  | { readonly kind: "other"; readonly word: string };
