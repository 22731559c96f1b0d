// Bodies by length and in chunks (RFC 9112 §6, §7): the same content wherever they are split, what follows left alone, and
// everything that two readers could end elsewhere refused.

import { describe, expect, test } from "vitest";
import { BodyDecoder } from "../../../src/http/http1/body-decoder.ts";

interface Decoded {
  readonly content: string;
  readonly isComplete: boolean;
  readonly fault: number | null;
  /** What it left to the next request. */
  readonly rest: string;
}

function decode(length: number | "chunked", ...pieces: readonly string[]): Decoded {
  const decoder = new BodyDecoder(length);
  const chunks: Buffer[] = [];
  let rest = "";
  for (const piece of pieces) {
    const octets = Buffer.from(piece, "latin1");
    rest += octets.toString("latin1", decoder.take(octets, chunks));
  }
  const { isComplete, fault } = decoder;
  return { content: Buffer.concat(chunks).toString("latin1"), isComplete, fault, rest };
}

/** Whole, cut in two anywhere, and octet by octet. */
function everySplit(text: string): string[][] {
  const cuts = Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]);
  return [[text], ...cuts, text.split("")];
}

describe("a sound body", () => {
  test.each<[string, number | "chunked", string, string]>([
    ["§6.2: of a length", 3, "abcGET", "abc"],
    ["§6.2: of nothing", 0, "GET", ""],
    ["§7.1: of a chunk", "chunked", "3\r\nabc\r\n0\r\n\r\nGET", "abc"],
    ["§7.1: of chunks", "chunked", "1\r\na\r\n00A\r\n0123456789\r\n0\r\n\r\nGET", "a0123456789"],
    ["§7.1: of line ends", "chunked", "4\r\n\r\n\r\n\r\n0\r\n\r\nGET", "\r\n\r\n"],
    ["§7.1: of no chunk", "chunked", "0\r\n\r\nGET", ""],
    ["§7.1.1: with extensions", "chunked", '1;a;b=c;d="e \\" f"\r\na\r\n0;x\r\n\r\nGET', "a"],
    ["§7.1.2: with trailers", "chunked", "1\r\na\r\n0\r\nA: 1\r\nB:\r\n\r\nGET", "a"],
  ])("RFC 9112 %s", (_, length, text, content) => {
    for (const pieces of everySplit(text))
      expect(decode(length, ...pieces)).toEqual({ content, isComplete: true, fault: null, rest: "GET" });
  });

  test.each<[number | "chunked", string]>([
    [4, "abc"],
    ["chunked", "4\r\nabc"],
    ["chunked", "3\r\nabc\r\n0\r\nA: 1\r\n"],
  ])("is not whole before its end: %s", (length, text) => {
    for (const pieces of everySplit(text))
      expect(decode(length, ...pieces)).toMatchObject({ isComplete: false, fault: null });
  });
});

describe("a malformed body", () => {
  const last = "0\r\n\r\n";
  test.each<[string, string, number?]>([
    ["§7.1: a size of nothing", `\r\na\r\n${last}`],
    ["§7.1: a size in words", `one\r\na\r\n${last}`],
    ["§7.1: a size with a sign", `+1\r\na\r\n${last}`],
    ["§7.1: a size in another notation", `0x1\r\na\r\n${last}`],
    ["§7.1: a size with a blank", `1 \r\na\r\n${last}`],
    ["§7.1: a blank before the size", ` 1\r\na\r\n${last}`],
    ["§7.1: a size beyond all numbers", `10000000000000000\r\n${last}`],
    ["§7.1: a size that ends with LF", `1\na\r\n${last}`],
    ["§7.1: a chunk that ends with LF", `1\r\na\n${last}`],
    ["§7.1: a chunk that is longer than its size", `1\r\nab\r\n${last}`],
    ["§7.1: a chunk that ends with CR", `1\r\na\r\r\n${last}`],
    ["§7.1.1: a blank in an extension", `1; a\r\na\r\n${last}`],
    ["§7.1.1: an extension of nothing", `1;\r\na\r\n${last}`],
    ["§7.1.1: an extension's value of nothing", `1;a=\r\na\r\n${last}`],
    ["§7.1.1: a bare LF in an extension", `1;a=\nb\r\na\r\n${last}`],
    ["§7.1.1: a bare CR in an extension", `1;a=\rb\r\na\r\n${last}`],
    ["§7.1.1: a quoted text without its end", `1;a="b\r\na\r\n${last}`],
    ["§7.1.1: an extension that is too long", `1;${"a".repeat(17_000)}\r\na\r\n${last}`],
    ["§7.1.1: extensions that are too long in all", `${`1;${"a".repeat(1_000)}\r\na\r\n`.repeat(17)}${last}`],
    ["§7.1.2: a folded trailer", "0\r\nA: 1\r\n 2\r\n\r\n"],
    ["§7.1.2: a trailer without a colon", "0\r\nabc\r\n\r\n"],
    ["§7.1.2: a bare LF behind a trailer", "0\r\nA: 1\n\r\n"],
    ["§7.1.2: a bare LF at the end", "0\r\n\n"],
    ["§7.1.2: trailers that are too long", `0\r\n${`A: ${"a".repeat(1_000)}\r\n`.repeat(11)}\r\n`, 431],
    ["§7.1.2: a trailer that is too long", `0\r\nA: ${"a".repeat(11_000)}\r\n\r\n`, 431],
    ["RFC 9110 §6.5.1: a length in the trailers", "0\r\nContent-Length: 1\r\n\r\n"],
    ["RFC 9110 §6.5.1: a coding in the trailers", "0\r\ntransfer-encoding: chunked\r\n\r\n"],
  ])("RFC 9112 %s", (_, text, fault = 400) => {
    const splits =
      text.length < 1_000 ? everySplit(text) : [[text], [text.slice(0, 500), text.slice(500)], text.split("")];
    for (const pieces of splits) expect(decode("chunked", ...pieces)).toMatchObject({ isComplete: false, fault });
  });

  test("RFC 9112 §7.1.1: a line that never ends is not kept", () => {
    expect(decode("chunked", ...Array.from({ length: 20 }, () => "1".repeat(1_000)))).toMatchObject({ fault: 400 });
  });
});
