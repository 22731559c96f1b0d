// Our own scenarios: what the resolver must go on doing, one file a rule. docs/scenarios.md tells the format.

import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { folder, holds } from "./holds.ts";

const names = readdirSync(folder)
  .filter((file) => file.endsWith(".rpl"))
  .map((file) => file.slice(0, -4));

test("there are scenarios to play", () => {
  expect(names.length).toBeGreaterThanOrEqual(12);
});

test.each(names)("%s", (name) => {
  // Whichever server is asked first, a rule holds.
  for (let seed = 1; seed <= 10; seed++) expect(holds(name, seed).failure).toBeNull();
});
