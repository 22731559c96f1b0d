// What travels between the resolver and the servers that it asks, as a ladder: a column a server in the order in which they
// are asked, a row a question, an answer, or something that was not believed. Read off the events of a trace; what an answer
// means was decided when it came. Drawn by ./ladder-drawing.ts.
// Invariant: a row belongs to one event, and stands where the event stood in time.

import { type OperandValue, type TraceEvent, withoutUsualPort } from "../../trace/event.ts";
import { clean } from "../../trace/wording.ts";
import { plainName } from "./place.ts";

export interface Column {
  /** An address without the usual port. */
  readonly server: string;
  /** The name that it was chosen by; "" where it was known by its address alone. */
  readonly name: string;
  /** The zones that it was asked as a server of. */
  readonly zones: string[];
}

export interface Row {
  readonly seq: number;
  readonly ms: number;
  /** A question; an answer, or one that is of no use; one that never came; something that came and was not believed. */
  readonly kind: "question" | "answer" | "failure" | "silence" | "disbelief";
  readonly column: number;
  readonly label: string;
  /** The whole sentence. */
  readonly sentence: string;
}

type Operands = Readonly<Record<string, OperandValue>>;

/** What the steps of messages say in few words. */
const labels: Readonly<Record<string, (said: Operands) => string>> = {
  "query.sent": ({ name, type, transport }) =>
    `${nameIn(name)} ${type}${transport === "udp" ? "" : ` over ${transport}`}`,
  "query.timeout": () => "no answer",
  "query.undelivered": () => "not delivered",
  "response.answer": ({ count }) => (count === 1 ? "1 record" : `${count} records`),
  "response.alias": ({ target }) => `is an alias of ${nameIn(target)}`,
  "response.error": ({ rcode }) => String(rcode),
  "response.lame": ({ zone }) => `does not serve ${nameIn(zone)}`,
  "response.unusable": () => "broken: of no use",
  "response.no-soa": () => "denied without proof",
  "response.nodata": () => "no such data",
  "response.nxdomain": () => "no such name",
  "response.referral": ({ zone }) => `refers to ${nameIn(zone)}`,
  "validate.again": () => "not what its zone signed",
  "packet.ignored": () => "not the answer: ignored",
  "packet.near-miss": () => "nearly the answer: ignored",
  "record.outside": ({ name, type }) => `not its own to say: ${nameIn(name)} ${type}`,
  "record.unasked": ({ name, type }) => `not asked for: ${nameIn(name)} ${type}`,
  "glue.rejected": ({ ns }) => `glue not believed: ${nameIn(ns)}`,
};

/** Steps by which a branch comes to a zone. */
const arrivals: ReadonlySet<string> = new Set(["delegation.known", "delegation.configured", "response.referral"]);
const theRoot = "the root";
const silences: ReadonlySet<string> = new Set(["query.timeout", "query.undelivered"]);

export class Ladder {
  readonly columns: Column[] = [];
  readonly rows: Row[] = [];

  constructor(events: readonly TraceEvent[]) {
    const names = new Map<string, string>();
    /** The zone that each branch has come to. */
    const zones = new Map<number, string>();
    /** The step that asks who serves the root. */
    let priming: number | null = null;
    for (const event of events) {
      const { server, ns, zone } = event.operands;
      if (event.step === "root.prime") priming = event.seq;
      if (priming !== null && event.parent === priming) zones.set(event.branch, theRoot);
      if (arrivals.has(event.step)) zones.set(event.branch, zone === "." ? theRoot : nameIn(zone));
      if (server === undefined) continue;
      if (event.step === "server.chosen") names.set(String(server), nameIn(ns));
      const label = labels[event.step];
      if (label === undefined) continue;
      const column = this.#columnOf(withoutUsualPort(String(server)), names.get(String(server)) ?? "");
      this.#add(event, column, clean(label(event.operands)));
      const served = zones.get(event.branch);
      if (event.act === "send" && served !== undefined && !this.columns[column].zones.includes(served))
        this.columns[column].zones.push(served);
    }
  }

  #add(event: TraceEvent, column: number, label: string): void {
    const { seq, ms, sentence } = event;
    this.rows.push({ seq, ms, kind: kindOf(event), column, label, sentence: clean(sentence) });
  }

  #columnOf(server: string, name: string): number {
    const known = this.columns.findIndex((column) => column.server === server);
    return known === -1 ? this.columns.push({ server, name, zones: [] }) - 1 : known;
  }
}

function kindOf({ act, step }: TraceEvent): Row["kind"] {
  if (act === "send") return "question";
  if (silences.has(step)) return "silence";
  if (act === "fail") return "failure";
  return act === "reject" ? "disbelief" : "answer";
}

function nameIn(said: OperandValue | undefined): string {
  return plainName(String(said ?? ""));
}
