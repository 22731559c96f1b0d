// A trace as a person would tell it on a terminal: a line a step, with its time, a sign for the kind of act, the sentence
// wrapped, and the clause at the right edge as a book's margin has it. Each server that is asked opens a paragraph; nested work stands
// indented below the step that began it. Colours are an argument; nothing here looks at a terminal.
// Invariant: the telling observes. It shows what events hold, and works nothing out again.

import type { TraceEnding } from "./ending.ts";
import type { SentencePart, TraceEvent } from "./event.ts";
import type { Act, OperandKind } from "./step.ts";
import { aboutAnswer, actOf, clean, inOrderOfTelling, isAnswer, partsOf, signs } from "./wording.ts";

/** What may be set off; a palette turns it into colours. */
export type Ink = "dim" | "bold" | "name" | "server" | Act;

export interface Style {
  /** Columns; 60 at least. */
  readonly width: number;
  /** Colours a text; one that returns it as it is makes plain text. */
  readonly paint: (ink: Ink, text: string) => string;
  /** The lines that show a message below its step; without it none is shown. */
  readonly message?: (octets: string) => readonly string[];
}

/** ANSI colours that dark and light terminals both show well. */
const escapes: Readonly<Record<Ink, string>> = {
  dim: "2",
  bold: "1",
  name: "1",
  server: "36",
  ask: "36",
  send: "34",
  hear: "32",
  reject: "33",
  cache: "35",
  decide: "2",
  fail: "31",
  answer: "1;32",
};

export function paintAnsi(ink: Ink, text: string): string {
  return `\u001b[${escapes[ink]}m${text}\u001b[0m`;
}

export function paintPlain(_ink: Ink, text: string): string {
  return text;
}

const inks: Readonly<Partial<Record<OperandKind, Ink>>> = { name: "name", server: "server" };

/** Columns of the time: "1234.5 ms". */
const timeColumns = 9;

/** The whole trace, ready to be printed; `ending` may be missing while it still goes on. */
export function tell(events: readonly TraceEvent[], ending: TraceEnding | null, style: Style): string {
  const teller = new Teller(style);
  teller.events(events);
  if (ending !== null) teller.ending(ending);
  return `${teller.lines.join("\n")}\n`;
}

class Teller {
  readonly lines: string[] = [];
  readonly #style: Style;
  #lastMs = "";

  constructor(style: Style) {
    this.#style = style;
  }

  events(events: readonly TraceEvent[]): void {
    for (const { event, depth, opens } of inOrderOfTelling(events)) {
      if (opens) this.#gap(depth);
      this.#step(event, depth);
    }
  }

  ending({ ms, droppedSteps, answer }: TraceEnding): void {
    const { paint } = this.#style;
    this.lines.push("");
    if (droppedSteps > 0) this.lines.push(`${droppedSteps} more steps were not kept.`);
    const ink: Ink = isAnswer(answer.rcode) ? "answer" : "fail";
    this.lines.push(
      `${paint(ink, answer.rcode)} ${paint("bold", `${answer.name} ${answer.type}`)}, ${aboutAnswer(answer, ms)}`,
    );
    for (const { code, text } of answer.extendedErrors)
      this.lines.push(`  EDE ${code}${text === "" ? "" : `: ${clean(text)}`}`);
    for (const record of answer.answer) this.lines.push(`  ${clean(record)}`);
    const denial = answer.answer.length === 0 ? answer.authority : [];
    for (const record of denial) this.lines.push(paint("dim", `  ${clean(record)}`));
  }

  #gap(depth: number): void {
    this.lines.push(`${" ".repeat(timeColumns)} ${this.#rails(depth)}`.trimEnd());
  }

  #rails(depth: number): string {
    return `${this.#style.paint("dim", "│")} `.repeat(depth);
  }

  #step(event: TraceEvent, depth: number): void {
    const { paint, width } = this.#style;
    const left = timeColumns + 1 + depth * 2 + 2;
    const act = actOf(event);
    const columns = Math.max(width - left, 30);
    const clause = event.ede === undefined ? event.rfc : `${event.rfc}${event.rfc === "" ? "" : ", "}EDE ${event.ede}`;
    const rows = wrap(partsOf(event), columns, clause === "" ? 0 : clause.length + 2);
    rows.forEach((row, i) => {
      const time = paint("dim", (i === 0 ? this.#time(event.ms) : "").padStart(timeColumns));
      const sign = i === 0 ? paint(act, signs[act] ?? signs.decide) : " ";
      const text = row.map((part) => this.#part(part)).join("");
      const fill = " ".repeat(Math.max(width - left - lengthOf(row) - clause.length, 1));
      const margin = i === rows.length - 1 && clause !== "" ? fill + paint("dim", clause) : "";
      this.lines.push(`${time} ${this.#rails(depth)}${sign} ${text}${margin}`.trimEnd());
    });
    if (event.message !== undefined) this.#message(event.message, depth);
  }

  #message(octets: string, depth: number): void {
    const { paint, message } = this.#style;
    const margin = `${" ".repeat(timeColumns)} ${this.#rails(depth)}  `;
    for (const line of message?.(octets) ?? []) this.lines.push(margin + paint("dim", line));
  }

  #part({ text, kind }: SentencePart): string {
    const ink = kind === null ? undefined : inks[kind];
    return ink === undefined ? text : this.#style.paint(ink, text);
  }

  /** A time is shown when it is another than the line's above. */
  #time(ms: number): string {
    const text = `${ms.toFixed(1)} ms`;
    if (text === this.#lastMs) return "";
    this.#lastMs = text;
    return text;
  }
}

/** Breaks between words so that no row is over `columns` wide, unless a word is, and the last leaves room for `margin`. */
function wrap(parts: readonly SentencePart[], columns: number, margin: number): SentencePart[][] {
  const rows: SentencePart[][] = [[]];
  let used = 0;
  const words = wordsOf(parts);
  words.forEach((word, i) => {
    const size = lengthOf(word) + (used > 0 ? 1 : 0);
    const room = i === words.length - 1 ? columns - margin : columns;
    if (used > 0 && used + size > room) {
      rows.push([]);
      used = 0;
    }
    const row = rows[rows.length - 1];
    if (used > 0) row.push({ text: " ", kind: null });
    row.push(...word);
    used += lengthOf(word) + (used > 0 ? 1 : 0);
  });
  return rows;
}

/** Numbers stay beside their unit, or what they count. */
const measures: ReadonlySet<OperandKind> = new Set(["count", "milliseconds", "seconds", "octets"]);

/** Words, each of the pieces that stand together without a space: an operand and the comma behind it. */
function wordsOf(parts: readonly SentencePart[]): SentencePart[][] {
  const words: SentencePart[][] = [[]];
  for (const { text, kind } of parts) {
    const pieces = kind !== null && measures.has(kind) ? [text] : text.split(" ");
    pieces.forEach((piece, i) => {
      if (i > 0) words.push([]);
      if (piece !== "") words[words.length - 1].push({ text: piece, kind });
    });
  }
  return words.filter((word) => word.length > 0);
}

function lengthOf(row: readonly SentencePart[]): number {
  return row.reduce((sum, { text }) => sum + text.length, 0);
}
