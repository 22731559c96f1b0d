// The handlers of apis/library.yaml, as docs/gateway.md walks through them: every start of the server, which is a process of its
// own, finds the same readers and books, whatever another one on the machine did.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** What a handler answers to events that come one after the other, in a process of its own. */
function answers(file: string, temporary: string, events: readonly object[]): readonly { statusCode: number }[] {
  const url = new URL(`../../apis/${file}`, import.meta.url).href;
  const program = `const { handler } = await import(${JSON.stringify(url)});
const answers = [];
for (const event of ${JSON.stringify(events)}) answers.push(await handler(event));
console.log(JSON.stringify(answers));`;
  const options = { env: { ...process.env, TMPDIR: temporary }, encoding: "utf8" } as const;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", program], options);
  return JSON.parse(printed) as readonly { statusCode: number }[];
}

test("every start begins with the same readers and books", () => {
  const temporary = mkdtempSync(join(tmpdir(), "signpost-sample-"));
  onTestFinished(() => rmSync(temporary, { recursive: true }));
  const leave = { httpMethod: "DELETE", pathParameters: { id: "2" } };
  const put = { httpMethod: "PUT", body: JSON.stringify({ isbn: "1", title: "t" }) };
  const books = [{ httpMethod: "GET" }, put, { httpMethod: "GET" }];
  const [before, , after] = answers("books.ts", temporary, books);
  expect(after).not.toEqual(before);
  expect(answers("books.ts", temporary, books)[0]).toEqual(before);
  for (let start = 0; start < 2; start++)
    expect(answers("users.ts", temporary, [leave, leave]).map(({ statusCode }) => statusCode)).toEqual([204, 404]);
});
