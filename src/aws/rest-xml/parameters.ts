// The members that travel in path and query. All that break a constraint are told at once, in the words of the service's
// front end; ids lose the path of their kind before anything looks at them.
// Invariant: an empty query parameter is an absent one.

import type { Member } from "../model.ts";
import { invalidInput } from "../fault.ts";
import { parameterOf } from "./facets.ts";
import { type Target, decode, mayHaveKind, withoutKind } from "./paths.ts";

/** Members by name; throws one fault for all constraints that are broken. */
export function readParameters({ operation, places }: Target, query: string): Record<string, unknown> {
  const said = parseQuery(query);
  const input: Record<string, unknown> = {};
  const broken: string[] = [];
  for (const member of operation.input.members) {
    if (member.place !== "uri" && member.place !== "query") continue;
    const text = (member.place === "uri" ? places : said).get(member.wireName);
    const at = `at '${member.name.charAt(0).toLowerCase()}${member.name.slice(1)}' failed to satisfy constraint:`;
    if (text === undefined) {
      if (member.isRequired) broken.push(`Value null ${at} Member must not be null`);
      continue;
    }
    const value = readParameter(text, member);
    if ("fault" in value) broken.push(`Value '${text}' ${at} ${value.fault}`);
    else input[member.name] = value.value;
  }
  if (broken.length === 0) return input;
  throw invalidInput(
    `${broken.length} validation error${broken.length === 1 ? "" : "s"} detected: ${broken.join("; ")}`,
  );
}

function readParameter(text: string, member: Member): ReturnType<typeof parameterOf> {
  const { shape } = member;
  if (shape.kind === "structure" || shape.kind === "list") throw new Error(`${shape.name} cannot stand in a query.`);
  return parameterOf(mayHaveKind(member) ? withoutKind(text) : text, shape);
}

/** The first value of each name. Backslashes and the like may stand as they are: Terraform sends `name=\052.example.com`. */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of query.split("&")) {
    const [name, value] = splitPair(pair).map((text) => decode(text.replaceAll("+", " ")));
    if (value !== "" && !values.has(name)) values.set(name, value);
  }
  return values;
}

export function splitPair(pair: string): [name: string, value: string] {
  const equals = pair.indexOf("=");
  return equals === -1 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
}
