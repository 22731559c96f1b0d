// Our answers beside recorded ones of the real service: the control API's operations on a store in memory, without HTTP.
// ../../recorded/compare.ts says what a record holds.

import { ServiceFault } from "../../../../src/base/service-fault.ts";
import { type Bindings, compare, type Json, type Recorded } from "../../recorded/compare.ts";
import { type Client, newWorld, type World } from "../fixture.ts";

export interface Scenario {
  /** Class and name of the recorded test. */
  readonly name: string;
  readonly play: (replay: Replay) => void;
}

/** One recorded test, played again in a world of its own. */
export class Replay {
  readonly world: World = newWorld();
  readonly client: Client = this.world.client;
  readonly complaints: string[] = [];
  readonly played = new Set<string>();
  readonly #recorded: Recorded;
  #bindings: Bindings = new Map();

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  /** Calls, compares with what was recorded under the name, and hands the output on. */
  step<Output>(name: string, call: () => Output): Output {
    this.played.add(name);
    const { output, fault } = attempt(call);
    const theirs = this.#recorded[name];
    if (theirs === undefined) {
      this.complaints.push(`${name} was not recorded`);
      return output as Output;
    }
    const ours = fault === null ? output : shownFault(fault);
    const { differences, bindings } = compare(ours, withoutHttp(theirs), this.#bindings);
    this.complaints.push(...differences.map((difference) => `${name}: ${difference}`));
    if (differences.length === 0) this.#bindings = bindings;
    return output as Output;
  }
}

function attempt<Output>(call: () => Output): { output: Output | undefined; fault: ServiceFault | null } {
  try {
    return { output: call(), fault: null };
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    return { output: undefined, fault: error };
  }
}

function shownFault({ code, message }: ServiceFault): unknown {
  return { Error: { Code: code, Message: message } };
}

/** What came with the answer over HTTP, and the fault's text that boto3 gives twice. */
function withoutHttp(theirs: Json): Json {
  if (typeof theirs !== "object" || theirs === null || Array.isArray(theirs)) return theirs;
  const { ResponseMetadata: _, ...rest } = theirs as { readonly [name: string]: Json };
  if (!("Error" in rest)) return rest;
  const { message: __, ...fault } = rest;
  return fault;
}
