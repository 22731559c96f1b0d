// `signpost cache` without a server to ask, and with words that are none; with one: test/e2e/recursion.test.ts.

import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { signpost } from "./signpost.ts";

test.each([
  [["show"], 1, "http://127.0.0.1:1 cannot be asked: "],
  [["flush"], 2, "Which name? Everything is forgotten by --all."],
  [["flush", "--all", "www.test"], 2, "--all forgets everything, and a name only what is there: one of both."],
  [["load", "/nowhere/dump"], 1, "/nowhere/dump cannot be read: ENOENT"],
  [["polish"], 2, "unknown command 'polish'"],
])("signpost cache %j ends with %i", async (words, code, sentence) => {
  const outcome = await signpost([
    "cache",
    ...words,
    ...(code === 1 || words[0] === "flush" ? ["--api", "127.0.0.1:1"] : []),
  ]);
  expect(outcome.stderr).toContain(sentence);
  expect(outcome).toMatchObject({ code, stdout: "" });
});

test("an address that is none is a wrong word", async () => {
  const { code, stderr } = await signpost(["cache", "stats", "--api", "not an address"]);
  expect([code, stderr]).toEqual([
    2,
    'signpost: "not an address" is no address of an API: expected HOST:PORT or a URL.\n',
  ]);
});

test("what the server says is passed on, its first line", async () => {
  const server = createServer((_, response) =>
    response.writeHead(503).end("The resolver is not there right now.\nmore\n"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const api = `127.0.0.1:${(server.address() as { port: number }).port}`;
  const { code, stderr } = await signpost(["cache", "stats", "--api", api]);
  expect([code, stderr]).toEqual([1, `signpost: http://${api} answers 503: The resolver is not there right now.\n`]);
});
