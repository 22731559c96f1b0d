// The recorded answers of API Gateway, by file and test. They lie beside the checkout; where they do not, tests of them are
// skipped, by a title that says so.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Recorded } from "./compare.ts";

const folder = new URL("../../../../shared/data/aws-recorded/", import.meta.url);

/** What a title says where there are no records; else nothing. */
export const missing = existsSync(folder) ? "" : " (no recordings here)";

/** By file (`lambda` of test_apigateway_lambda.snapshot.json), then by the test's class and name. */
export function readRecords(): ReadonlyMap<string, ReadonlyMap<string, Recorded>> {
  if (missing !== "") return new Map();
  const named = readdirSync(folder).flatMap((name) => {
    const file = /^test_apigateway_(.+)\.snapshot\.json$/.exec(name)?.[1];
    return file === undefined ? [] : [[file, new URL(name, folder)] as const];
  });
  return new Map(named.map(([file, place]) => [file, readFile(place)]));
}

function readFile(place: URL): ReadonlyMap<string, Recorded> {
  const tests = JSON.parse(readFileSync(place, "utf8")) as Record<string, { readonly "recorded-content": Recorded }>;
  return new Map(
    Object.entries(tests).map(([name, { "recorded-content": content }]) => [
      name.slice(name.indexOf("::") + 2),
      content,
    ]),
  );
}
