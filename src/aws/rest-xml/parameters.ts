// The members that travel in path and query. All that break a constraint are told at once, in the words of the service's
// front end; ids lose the path of their kind before anything looks at them.
// Invariant: an empty query parameter is an absent one.

import { constraintFault, parameterOf } from "../constraints.ts";
import { type Member, isScalar } from "../model.ts";
import { type Target, mayHaveKind, withoutKind } from "../paths.ts";
import { queryPairs } from "../query.ts";

/** Members by name; throws one fault for all constraints that are broken. */
export function readParameters({ operation, places }: Target, query: string): Record<string, unknown> {
  const said = firstValues(query);
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
  throw constraintFault("InvalidInput", broken);
}

function readParameter(text: string, member: Member): ReturnType<typeof parameterOf> {
  const { shape } = member;
  if (!isScalar(shape)) throw new Error(`${shape.name} cannot stand in a query.`);
  return parameterOf(mayHaveKind(member) ? withoutKind(text) : text, shape);
}

/** The first value of each name. */
function firstValues(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of queryPairs(query)) {
    if (value !== "" && !values.has(name)) values.set(name, value);
  }
  return values;
}
