// The head of a scenario: configuration lines up to CONFIG_END, then SCENARIO_BEGIN and the title. Deckard's are flat
// keys; Unbound's are its own configuration file, with `server:`, `stub-zone:` and so on at the head of clauses, which is
// how the dialect is told. What the keys mean to us is in ./settings.ts; a key that means nothing here is no fault.

import type { ConfigClause, ConfigLine, Dialect } from "./model.ts";

export interface HeadFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ScenarioHead {
  readonly dialect: Dialect;
  readonly clauses: readonly ConfigClause[];
  readonly title: string;
  readonly faults: readonly HeadFault[];
  /** Where the text goes on after the line of SCENARIO_BEGIN, and that line's number. */
  readonly end: number;
  readonly endLine: number;
}

/** Blocks of other files that Unbound's scenarios carry, by their first word and what ends them. */
const foreignBlocks: Readonly<Record<string, string>> = {
  TEMPFILE_CONTENTS: "TEMPFILE_END",
  AUTOTRUST_FILE: "AUTOTRUST_END",
};

const decoder = new TextDecoder();

export function scanConfig(text: Uint8Array): ScenarioHead {
  const clauses: { name: string; lines: ConfigLine[] }[] = [{ name: "server", lines: [] }];
  const faults: HeadFault[] = [];
  let dialect: Dialect = "deckard";
  let inConfig = true;
  let skipTo = "";
  let line = 0;
  for (let at = 0; at < text.length;) {
    line++;
    const feed = text.indexOf(0x0a, at);
    const end = feed < 0 ? text.length : feed;
    const whole = decoder.decode(text.slice(at, end));
    const words = withoutComment(whole).trim();
    at = end + 1;
    const [first] = words.split(/\s/, 1);
    if (skipTo !== "") {
      if (first === skipTo) skipTo = "";
    } else if (first === "SCENARIO_BEGIN") {
      const title = whole.trim().slice(first.length).trim();
      if (inConfig) faults.push({ line, column: 1, message: "SCENARIO_BEGIN stands before CONFIG_END" });
      return { dialect, clauses, title, faults, end: Math.min(at, text.length), endLine: line + 1 };
    } else if (first === "CONFIG_END") inConfig = false;
    else if (first in foreignBlocks) skipTo = foreignBlocks[first];
    else if (words !== "" && inConfig && !isForeignLine(first)) {
      const head = /^([\w-]+):\s*(.*)$/.exec(words);
      if (head === null) {
        faults.push({ line, column: whole.search(/\S/) + 1, message: "not a line of configuration: key: value" });
      } else if (head[2] === "") {
        dialect = "unbound";
        clauses.push({ name: head[1], lines: [] });
      } else clauses[clauses.length - 1].lines.push({ key: head[1], value: withoutQuotes(head[2]), line });
    }
  }
  faults.push({ line: line + 1, column: 1, message: "the text ends before SCENARIO_BEGIN" });
  return { dialect, clauses, title: "", faults, end: text.length, endLine: line + 1 };
}

function isForeignLine(first: string): boolean {
  return first === "TEMPFILE_NAME" || first === "COMMANDLINE";
}

/** A comment begins at a semicolon or a hash that stands in no quotes. */
function withoutComment(text: string): string {
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"') quote = character;
    else if (character === ";" || character === "#") return text.slice(0, i);
  }
  return text;
}

function withoutQuotes(value: string): string {
  return /^"(.*)"$/.exec(value)?.[1] ?? value;
}
