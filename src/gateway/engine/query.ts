// A query string's names and values, decoded (AWS guide: api-gateway-known-issues, events of proxy integrations): + is a
// blank, percent signs are UTF-8, & and ; both part the pairs, a name alone has an empty value. What is no UTF-8 stays as it came.

import { decodePercent, splitPair } from "../../base/percent.ts";

export function parseQuery(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  if (text === "") return query;
  for (const pair of text.split(/[&;]/)) {
    const [given, givenValue] = splitPair(pair);
    const name = decoded(given);
    if (name === "") continue;
    const value = decoded(givenValue);
    const values = query.get(name);
    if (values === undefined) query.set(name, [value]);
    else values.push(value);
  }
  return query;
}

function decoded(text: string): string {
  return decodePercent(text.includes("+") ? text.replaceAll("+", " ") : text);
}
