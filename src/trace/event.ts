// A step as it happened: the one shape that JSON, tellings, the console and the tests read. docs/trace.md promises it.
// Operands are text or numbers already, and the sentence is filled in, so that an event needs no table to be read: a
// trace of another version of the program tells itself. One event is one line of JSON.
// Read next: ./recorder.ts, who makes them; ./tell.ts, who tells them; ./ending.ts for the line that follows the last event.

import { codeName, Rcode } from "../dns/codes.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import type { Act, OperandKind, OperandValues, Step } from "./step.ts";

/** An operand as JSON has it; its kind stands in the table (docs/rfc.md). */
export type OperandValue = string | number;

export interface TraceEvent {
  /** The trace that it belongs to. */
  readonly trace: string;
  /** Counts from 0 in the order of time, whatever the branch. */
  readonly seq: number;
  /** Milliseconds since the trace began. */
  readonly ms: number;
  /** 0 is the question itself; every piece of work that a step began has a number of its own. */
  readonly branch: number;
  /** How many pieces of work this one is nested in. */
  readonly depth: number;
  /** The `seq` of the event that began the branch; null in branch 0, and where nothing was noted before. */
  readonly parent: number | null;
  /** The step's id. Ids may be added; what one means does not change. */
  readonly step: string;
  readonly act: Act;
  readonly rfc: string;
  readonly sentence: string;
  readonly operands: Readonly<Record<string, OperandValue>>;
  /** The Extended DNS Error that belongs to the step (RFC 8914). */
  readonly ede?: number;
  /** The message that went out or came in at this step, in base64, where it is kept. */
  readonly message?: string;
}

/** Turns what a step was noted with into what an event holds. */
export function saidOperands(step: Step, values: Readonly<Record<string, unknown>>): Record<string, OperandValue> {
  const said: Record<string, OperandValue> = {};
  for (const key in step.operands) said[key] = saidOperand(step.operands[key], values[key]);
  return said;
}

function saidOperand(kind: OperandKind, value: unknown): OperandValue {
  switch (kind) {
    case "name":
      return printName((value as OperandValues["name"]).wire);
    case "type":
      return typeName(value as number);
    case "rcode":
      return codeName(Rcode, value as number, "RCODE");
    case "milliseconds":
      return roundedMs(value as number);
    case "count":
    case "seconds":
    case "octets":
      return value as number;
    case "server":
    case "text":
    case "record":
      return (value as string).replaceAll(/[\p{Cc}\p{Cf}]/gu, "?"); // servers' words reach terminals
    default:
      return kind satisfies never;
  }
}

/** Microseconds are as fine as any clock here is. */
export function roundedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** A sentence in pieces, so that a telling can set off the operands. */
export interface SentencePart {
  readonly text: string;
  /** null: the sentence's own words. */
  readonly kind: OperandKind | null;
}

/** The sentence of a step with its operands said. */
export function sentenceParts(step: Step, said: Readonly<Record<string, OperandValue>>): SentencePart[] {
  const parts: SentencePart[] = [];
  let at = 0;
  for (const match of step.sentence.matchAll(operandInSentence)) {
    const [whole, key, one, many] = match;
    const number = spoken(step.operands[key], said[key]);
    const value = many === undefined ? number : `${number} ${said[key] === 1 ? one : many}`;
    parts.push({ text: step.sentence.slice(at, match.index), kind: null });
    parts.push({ text: parts.length === 1 && at === match.index ? capital(value) : value, kind: step.operands[key] });
    at = match.index + whole.length;
  }
  parts.push({ text: step.sentence.slice(at), kind: null });
  return parts.filter(({ text }) => text !== "");
}

/** {operand}, or {operand|record|records}: the number, then the word that goes with one or with more. */
const operandInSentence = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g;

/** A sentence's first word, should it be the root's. */
function capital(value: string): string {
  return value === theRoot ? "The root" : value;
}

const theRoot = "the root";

function spoken(kind: OperandKind, said: OperandValue): string {
  switch (kind) {
    case "name":
      return said === "." ? theRoot : String(said).slice(0, -1); // a last dot would look like the sentence's end
    case "server":
      return withoutUsualPort(String(said));
    case "milliseconds":
      return `${Number(said).toFixed(Number(said) < 100 ? 1 : 0)} ms`;
    case "seconds":
      return `${said} s`;
    case "octets":
      return `${said} octets`;
    default:
      return String(said);
  }
}

const fields = {
  trace: "string",
  seq: "number",
  ms: "number",
  branch: "number",
  depth: "number",
  step: "string",
  act: "string",
  rfc: "string",
  sentence: "string",
  operands: "object",
} as const;

/** Name servers listen at port 53, and nobody needs to read that. */
export function withoutUsualPort(server: string): string {
  return server.replace(/^(?:\[([^\]]+)\]|([\d.]+)):53$/, "$1$2");
}

/** The event that a parsed line of JSON is, or the sentence that says what is wrong with it. */
export function eventOf(value: unknown): TraceEvent | string {
  if (typeof value !== "object" || value === null) return "an event is a JSON object";
  const given = value as Record<string, unknown>;
  for (const [field, type] of Object.entries(fields)) {
    if (typeof given[field] !== type || given[field] === null) return `an event's "${field}" is a ${type}`;
  }
  if (given["parent"] !== null && typeof given["parent"] !== "number") return `an event's "parent" is a number or null`;
  if (given["message"] !== undefined && typeof given["message"] !== "string") return `an event's "message" is base64`;
  return given as unknown as TraceEvent;
}
