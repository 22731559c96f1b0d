// Plays a scenario: our resolver, whole, between a scripted client and a scripted network, in virtual time. The same
// scenario takes the same way each time: the clock stands still but for what is waited for, chance comes from a seed.
// Two dialects, two ways to go through the steps: Deckard's waits at each QUERY for the answer; testbound's goes on, and
// a step may lay hands on queries that wait. What both need is in ./stage.ts. docs/scenarios.md says it for authors.

import type { FinishedTrace } from "../../trace/ending.ts";
import { isFor, printQuery } from "./reply.ts";
import type { Message } from "./message.ts";
import { readMessage } from "./message.ts";
import { mismatch } from "./match.ts";
import type { Entry, Scenario, ScenarioStep } from "./model.ts";
import { printOutline } from "./print.ts";
import { Stage } from "./stage.ts";
import type { PlayFailure, StageOptions } from "./stage.ts";

export interface PlayOptions extends StageOptions {
  /** How replies to the client are read: tests bring a reader of their own. */
  readonly read?: (octets: Uint8Array) => Message | null;
  /** "strict": a question that the script has no answer for fails the play. "lenient": it is only told. */
  readonly strictness: "strict" | "lenient";
}

export interface Played {
  /** The first difference, or null: the resolver did as the scenario says. */
  readonly failure: PlayFailure | null;
  /** Questions that the script has no answer for, each once. */
  readonly unscripted: readonly string[];
  readonly upstreamQueries: number;
  /** Every query upstream, in order, in words. */
  readonly log: readonly string[];
  /** Of the client's queries that were answered, when they were to be kept. */
  readonly traces: readonly FinishedTrace[];
}

export function playScenario(scenario: Scenario, options: PlayOptions): Played {
  const stage = new Stage(scenario, options);
  const player = new Player(scenario, stage, options.read ?? readMessage);
  const failure = player.play() ?? stage.missed() ?? (options.strictness === "strict" ? stage.surprise() : null);
  return {
    failure,
    unscripted: [...stage.unscripted],
    upstreamQueries: stage.network.sentCount,
    log: stage.log,
    traces: stage.traces.flatMap(({ events, ending }) => (ending === null ? [] : [{ events, ending }])),
  };
}

class Player {
  readonly #scenario: Scenario;
  readonly #stage: Stage;
  readonly #read: (octets: Uint8Array) => Message | null;

  constructor(scenario: Scenario, stage: Stage, read: (octets: Uint8Array) => Message | null) {
    this.#scenario = scenario;
    this.#stage = stage;
    this.#read = read;
  }

  play(): PlayFailure | null {
    const { steps, dialect } = this.#scenario;
    for (const [i, step] of steps.entries()) {
      const failure = dialect === "deckard" ? this.#inOrder(step) : this.#byMoment(step, steps[i + 1]);
      if (failure !== null) return { line: step.line, message: `step ${step.id}: ${failure}` };
    }
    return null;
  }

  /** Deckard: a step is over when all that it caused is over. The difference, or null. */
  #inOrder(step: ScenarioStep): string | null {
    const stage = this.#stage;
    const { action } = step;
    stage.step = step.id;
    switch (action.kind) {
      case "query":
        stage.answers.length = 0;
        stage.ask(action.entry);
        stage.runUntilAnswered();
        return null;
      case "check-answer":
        return this.#check(action.entry, stage.answers.slice(-1));
      case "time-passes":
        stage.pass(action.seconds);
        return null;
      // One-shot answers stand ready from the beginning; queries are not held for anybody to look at.
      case "reply":
      case "check-out-query":
      case "nothing":
      case "traffic":
        return null;
      case "timeout":
      case "error":
      case "other":
        return `this player cannot ${action.kind === "other" ? action.word : action.kind} in Deckard's dialect`;
    }
  }

  /** testbound: what a step causes happens while the next one is current. */
  #byMoment(step: ScenarioStep, next: ScenarioStep | undefined): string | null {
    const stage = this.#stage;
    const { action } = step;
    stage.step = step.id;
    stage.hold = action.kind === "check-out-query" ? action.entry : null;
    stage.settle();
    switch (action.kind) {
      case "query":
        this.#goOn(next);
        stage.ask(action.entry);
        stage.settle();
        return null;
      case "check-answer":
        if (stage.answers.length === 0) stage.runUntilAnswered();
        return this.#check(action.entry, stage.answers);
      case "reply": {
        const query = stage.network.waiting.find((one) => isFor(action.entry, one, "unbound"));
        if (query === undefined) return "no query waits that this would answer";
        this.#goOn(next);
        stage.reply(action.entry, query);
        stage.settle();
        stage.network.giveBack(query);
        return null;
      }
      case "check-out-query": {
        const query = stage.network.waiting.find((one) => isFor(action.entry, one, "unbound"));
        return query === undefined ? `no such query was sent; waiting: ${this.#waiting()}` : null;
      }
      case "time-passes":
        this.#goOn(next);
        stage.pass(action.seconds);
        return null;
      case "timeout":
        this.#goOn(next);
        return stage.timeOut() ? null : "no query waits for an answer";
      case "error":
        this.#goOn(next);
        return stage.breakOff() ? null : "no query waits for an answer";
      case "nothing":
      case "traffic":
        return null;
      case "other":
        return `this player cannot play ${action.word}`;
    }
  }

  #goOn(next: ScenarioStep | undefined): void {
    if (next === undefined) return;
    this.#stage.step = next.id;
    this.#stage.hold = next.action.kind === "check-out-query" ? next.action.entry : null;
  }

  /** Compares answers with what an entry expects; the one that matches is taken away. */
  #check(entry: Entry, answers: Uint8Array[]): string | null {
    if (answers.length === 0) return `the client got no answer; waiting: ${this.#waiting()}`;
    let first = "";
    for (const octets of answers) {
      const message = this.#read(octets);
      const difference = message === null ? "the answer cannot be read" : this.#compare(entry, message);
      if (difference === null) {
        const { answers: all } = this.#stage;
        if (this.#scenario.dialect === "unbound") all.splice(all.indexOf(octets), 1);
        return null;
      }
      first ||= difference;
    }
    return first;
  }

  #compare(entry: Entry, message: Message): string | null {
    const difference = mismatch(entry, message, "udp", this.#scenario.dialect);
    return difference === null ? null : `${difference} (the answer is ${printOutline(message)})`;
  }

  #waiting(): string {
    return this.#stage.network.waiting.map(printQuery).join("; ") || "none";
  }
}
