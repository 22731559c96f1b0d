// Heads of answers: the lines that node's server wrote, in its order, and nothing that could become another line.

import { expect, test } from "vitest";
import { answerHead } from "../../../src/http/http1/answer-head.ts";

const date = /Date: \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT\r\n/;
const without = (text: string): string => text.replace(date, "Date: now\r\n");

test.each([
  [
    200,
    ["X-a", "1", "x-A", "2"],
    3,
    "keep-alive",
    "200 OK|X-a: 1|x-A: 2|Content-Length: 3|Connection: keep-alive|Date: now||",
  ],
  [204, [], null, "close", "204 No Content|Connection: close|Date: now||"],
  [200, [], "chunked", "keep-alive", "200 OK|Connection: keep-alive|Date: now|Transfer-Encoding: chunked||"],
  [999, ["DATE", "then"], 0, "close", "999 unknown|DATE: then|Content-Length: 0|Connection: close||"],
  [200, ["A", "caf\xe9", "B", ""], null, "close", "200 OK|A: caf\xe9|B: |Connection: close|Date: now||"],
  [
    200,
    ["content-length", "9", "Transfer-Encoding", "chunked", "Connection", "x"],
    1,
    "close",
    "200 OK|Content-Length: 1|Connection: close|Date: now||",
  ],
] as const)("RFC 9112 §4: %i with %j", (status, headers, length, afterwards, wanted) => {
  expect(without(answerHead(status, headers, length, afterwards))).toBe(`HTTP/1.1 ${wanted.replaceAll("|", "\r\n")}`);
});

test.each([
  ["a line end in a value", ["A", "1\r\nB: 2"]],
  ["a CR in a value", ["A", "1\r"]],
  ["a LF in a value", ["A", "\n1"]],
  ["a NUL in a value", ["A", "\0"]],
  ["a character that is no octet", ["A", "\u{20ac}"]],
  ["one whose octet would be a line end", ["A", "\u{010d}\u{010a}"]],
  ["a name of nothing", ["", "1"]],
  ["a blank in a name", ["A B", "1"]],
  ["a colon in a name", ["A:", "1"]],
  ["a line end in a name", ["A: 1\r\nB", "2"]],
  ["a name that is not ASCII", ["\xe9", "1"]],
])("RFC 9112 §11.1: %s is thrown back", (_, headers) => {
  expect(() => answerHead(200, headers, 0, "close")).toThrow(TypeError);
});

test.each([99, 1000, 200.5, NaN])("no answer has the status %d", (status) => {
  expect(() => answerHead(status, [], 0, "close")).toThrow(RangeError);
});
