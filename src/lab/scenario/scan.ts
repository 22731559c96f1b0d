// Scenario text in, model out: the configuration first, line by line, then ranges, entries and steps, which are words
// that the lexer of zone files finds: comments, quotes and parentheses mean there what they mean here.
// Every fault of the text is told as file:line:column: message; with a fault there is no scenario.
// Read next: ./scan-config.ts, ./scan-entry.ts. docs/scenarios.md tells the format.

import type { Entry, Scenario, ScenarioStep, ScriptRange, StepAction } from "./model.ts";
import { scanConfig } from "./scan-config.ts";
import { EntryScanner } from "./scan-entry.ts";
import { FaultList } from "../../zone/file-fault.ts";
import type { FileFault } from "../../zone/file-fault.ts";
import { Lexer } from "../../dns/text/lexer.ts";
import { parseAddress, printAddress } from "../../net/address.ts";

export interface Scanned {
  /** Null when there are faults. */
  readonly scenario: Scenario | null;
  readonly faults: readonly FileFault[];
}

export function scanScenario(file: string, text: Uint8Array): Scanned {
  const faults = new FaultList();
  const head = scanConfig(text);
  for (const { line, column, message } of head.faults) faults.error({ file, line, column }, message);
  const lexer = new Lexer(text, head.end, text.length, head.endLine);
  const body = new BodyScanner(lexer, new EntryScanner(lexer, head.dialect));
  body.scan();
  for (const { line, column, message, text: words } of lexer.faults)
    faults.error({ file, line, column }, message, words);
  const { title, dialect, clauses } = head;
  const { ranges, steps } = body;
  const scenario = { file, title, dialect, config: clauses, ranges, steps };
  return { scenario: faults.errorCount === 0 ? scenario : null, faults: faults.faults };
}

class BodyScanner {
  readonly ranges: ScriptRange[] = [];
  readonly steps: ScenarioStep[] = [];
  readonly #lexer: Lexer;
  readonly #entries: EntryScanner;

  constructor(lexer: Lexer, entries: EntryScanner) {
    this.#lexer = lexer;
    this.#entries = entries;
  }

  /** From the line after SCENARIO_BEGIN to SCENARIO_END. */
  scan(): void {
    const lexer = this.#lexer;
    let more = lexer.nextEntry();
    while (more) {
      const word = lexer.text();
      if (word === "SCENARIO_END") return;
      if (word === "RANGE_BEGIN") this.#range();
      else if (word === "STEP") {
        more = this.#step();
        continue;
      } else if (!lexer.fail("a RANGE_BEGIN, a STEP or SCENARIO_END is expected")) lexer.skipEntry();
      more = lexer.nextEntry();
    }
    lexer.fail("the text ends before SCENARIO_END");
  }

  #range(): void {
    const lexer = this.#lexer;
    const first = this.#number("the range's first step");
    const last = this.#number("the range's last step");
    if (first > last) lexer.fail("the range ends before it begins");
    const addresses: string[] = [];
    const entries: Entry[] = [];
    while (lexer.next()) this.#address(addresses);
    while (lexer.nextEntry()) {
      const word = lexer.text();
      if (word === "RANGE_END") {
        this.ranges.push({ first, last, addresses, entries });
        return;
      }
      if (word === "ADDRESS") {
        if (!lexer.next()) lexer.fail("an address is missing");
        else this.#address(addresses);
      } else if (word === "ENTRY_BEGIN") entries.push(this.#entries.scan());
      else lexer.fail("an ADDRESS, an ENTRY_BEGIN or RANGE_END is expected");
    }
    lexer.fail("the text ends within a range");
  }

  #address(addresses: string[]): void {
    const address = parseAddress(this.#lexer.text());
    if (address === null) this.#lexer.fail("not an IP address");
    else addresses.push(printAddress(address.family, address.octets));
  }

  /** Reads a step with its entry; leaves the lexer on what follows. False at the text's end. */
  #step(): boolean {
    const lexer = this.#lexer;
    const { line } = lexer;
    const id = this.#number("the step's number");
    const previous = this.steps.at(-1);
    if (previous !== undefined && previous.id >= id) lexer.fail("steps are numbered upwards");
    if (!lexer.next()) return lexer.fail("the step's action is missing");
    const word = lexer.text();
    const withEntry = entryActions[word];
    if (withEntry === undefined) {
      this.steps.push({ id, line, action: this.#plainAction(word) });
      return this.#passOver();
    }
    let more = lexer.nextEntry();
    // Who asks makes no difference to a resolver without views.
    while (more && lexer.text() === "ADDRESS") more = lexer.nextEntry();
    if (!more || lexer.text() !== "ENTRY_BEGIN") return lexer.fail(`ENTRY_BEGIN is missing after STEP ${id} ${word}`);
    this.steps.push({ id, line, action: { kind: withEntry, entry: this.#entries.scan() } });
    return lexer.nextEntry();
  }

  #plainAction(word: string): StepAction {
    const lexer = this.#lexer;
    if (word === "TIME_PASSES") {
      if (!lexer.next()) lexer.fail("ELAPSE and a number of seconds are missing");
      if (lexer.text() !== "ELAPSE") return { kind: "other", word: `${word} ${lexer.text()}` };
      lexer.next();
      const seconds = Number(lexer.text());
      if (!(seconds >= 0)) lexer.fail("not a number of seconds");
      return { kind: "time-passes", seconds };
    }
    if (word in plainActions) return { kind: plainActions[word] };
    if (!otherActions.includes(word)) lexer.fail("not an action of a step");
    return { kind: "other", word };
  }

  /** Goes on to the next step or the end, over whatever belongs to a step that is not played. */
  #passOver(): boolean {
    const lexer = this.#lexer;
    while (lexer.nextEntry()) {
      const word = lexer.text();
      if (word === "STEP" || word === "SCENARIO_END" || word === "RANGE_BEGIN") return true;
      if (word === "ENTRY_BEGIN") this.#entries.scan();
    }
    return false;
  }

  #number(what: string): number {
    const lexer = this.#lexer;
    if (lexer.next() && /^\d{1,9}$/.test(lexer.text())) return Number(lexer.text());
    lexer.fail(`${what} is missing`);
    return 0;
  }
}

const entryActions: Readonly<Record<string, "query" | "check-answer" | "reply" | "check-out-query">> = {
  QUERY: "query",
  CHECK_ANSWER: "check-answer",
  ANSWER: "check-answer",
  REPLY: "reply",
  MOCK: "reply",
  CHECK_OUT_QUERY: "check-out-query",
};

const plainActions: Readonly<Record<string, "timeout" | "error" | "traffic" | "nothing">> = {
  TIMEOUT: "timeout",
  ERROR: "error",
  TRAFFIC: "traffic",
  NOTHING: "nothing",
};

const otherActions = ["ASSIGN", "CHECK_AUTOTRUST", "CHECK_TEMPFILE", "INFRA_RTT", "FLUSH_MESSAGE", "EXPIRE_MESSAGE"];
