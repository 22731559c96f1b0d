// A fault of V8's in Node.js 26.10, which properties over JSON met by chance: once an object with the key "\\" was parsed, an object of
// the same shape whose key is one escaped character, such as a tab, is given that key. When this test fails the fault is gone, and the
// exception in ../any-input.ts goes with it.

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("JSON.parse takes a key that is a tab for the backslash that it saw in its place", () => {
  const [before, text] = ["\\", "\t"].map((key) => JSON.stringify(JSON.stringify({ any: { ">": "", [key]: "" } })));
  // In a process of its own: what V8 remembers of shapes is that of all that was parsed before.
  const program = `JSON.parse(${before}); JSON.parse(${before}); console.log(JSON.stringify(JSON.parse(${text})))`;
  const told = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
  expect(told.trim()).toBe(JSON.stringify({ any: { ">": "", "\\": "" } }));
});
