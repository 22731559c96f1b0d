// Our answers beside recorded ones of the real service. A recording holds placeholders for what differs from run to run; each
// stands for one value throughout its test. Lists of objects may come in another order: ids are drawn at random.

import { ServiceFault } from "../../../../src/base/service-fault.ts";
import { type Client, newWorld, type World } from "../fixture.ts";

export type Recorded = { readonly [step: string]: Json };
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

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
  #bindings: ReadonlyMap<string, string> = new Map();

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
    const bindings = new Map(this.#bindings);
    const found = differences(plain(ours), theirs, { path: "", bindings });
    this.complaints.push(...found.map((difference) => `${name}: ${difference}`));
    if (found.length === 0) this.#bindings = bindings;
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

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}

interface At {
  readonly path: string;
  readonly bindings: Map<string, string>;
}

function differences(ours: Json | undefined, theirs: Json, at: At): string[] {
  if (theirs === "datetime") return typeof ours === "number" ? [] : [`${at.path} is no time`];
  if (typeof theirs === "string" && typeof ours === "string") return textDifferences(ours, theirs, at);
  if (Array.isArray(theirs)) return listDifferences(ours, theirs, at);
  if (typeof theirs !== "object" || theirs === null)
    return ours === theirs ? [] : [`${at.path}: ${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`];
  return objectDifferences(ours, theirs as { readonly [name: string]: Json }, at);
}

function textDifferences(ours: string, theirs: string, { path, bindings }: At): string[] {
  const names: string[] = [];
  const pattern = theirs
    .split(/(<[a-z_-]+(?::\d+)?>)/i)
    .map((part) => {
      if (!/^<[a-z_-]+(:\d+)?>$/i.test(part)) return RegExp.escape(part);
      const bound = bindings.get(part);
      if (bound !== undefined) return RegExp.escape(bound);
      if (names.includes(part)) return `(?:.*)`;
      names.push(part);
      return "([^]+?)";
    })
    .join("");
  const found = new RegExp(`^${pattern}$`).exec(ours);
  if (found === null) return [`${path}: ${ours}, not ${theirs}`];
  names.forEach((name, at) => bindings.set(name, found[at + 1]));
  return [];
}

function listDifferences(ours: Json | undefined, theirs: readonly Json[], { path, bindings }: At): string[] {
  if (!Array.isArray(ours)) return [`${path} is no list`];
  const list = ours as readonly Json[];
  if (list.length !== theirs.length) return [`${path} has ${list.length} items, not ${theirs.length}`];
  if (theirs.every((item) => typeof item !== "object"))
    return theirs.flatMap((item, at) => differences(list[at], item, { path: `${path}[${at}]`, bindings }));
  const free = [...list];
  return theirs.flatMap((item, index) => {
    const at = free.findIndex((own) => {
      const tried = new Map(bindings);
      if (differences(own, item, { path, bindings: tried }).length > 0) return false;
      for (const [name, value] of tried) bindings.set(name, value);
      return true;
    });
    if (at === -1) return [`${path}[${index}] is not there: ${JSON.stringify(item)} in ${JSON.stringify(free)}`];
    free.splice(at, 1);
    return [];
  });
}

function objectDifferences(ours: Json | undefined, theirs: { readonly [name: string]: Json }, at: At): string[] {
  // The recorder read texts that are JSON.
  const own = typeof ours === "string" ? parsed(ours) : ours;
  if (typeof own !== "object" || own === null || Array.isArray(own))
    return [`${at.path}: ${JSON.stringify(ours)} is no object`];
  const object = own as { readonly [name: string]: Json };
  const names = new Set([...Object.keys(object), ...Object.keys(theirs)]);
  names.delete("ResponseMetadata");
  if ("Error" in theirs) names.delete("message");
  return [...names].flatMap((name) =>
    name in theirs
      ? name in object
        ? differences(object[name], theirs[name], { ...at, path: `${at.path}.${name}` })
        : [`${at.path}.${name} is missing`]
      : [`${at.path}.${name} is too much: ${JSON.stringify(object[name])}`],
  );
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
