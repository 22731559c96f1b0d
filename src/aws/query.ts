// What stands behind a request's question mark, as pairs. Backslashes and the like may stand as they are: Terraform sends
// `name=\052.example.com`.

import { decodePercent, splitPair } from "../base/percent.ts";

/** Names and values in their order, decoded. */
export function queryPairs(query: string): [name: string, value: string][] {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name, value] = splitPair(pair);
      return [decodePercent(name.replaceAll("+", " ")), decodePercent(value.replaceAll("+", " "))];
    });
}
