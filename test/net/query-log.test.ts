// The query log's ring: sampling, a full ring, and names that would forge log lines.

import { expect, test } from "vitest";
import { createClient } from "../../src/net/client.ts";
import { createQueryLogRing, drainQueryLog, type QueryLogEntry, QueryLogWriter } from "../../src/net/query-log.ts";
import { questionNameEnd } from "../../src/net/terse-reply.ts";

function query(...labels: string[]): Buffer {
  const name = Buffer.concat([
    ...labels.map((label) => Buffer.from(String.fromCharCode(label.length) + label, "latin1")),
    Buffer.of(0),
  ]);
  return Buffer.concat([Buffer.from("abcd01000001000000000000", "hex"), name, Buffer.of(0, 28, 0, 1)]);
}

function write(writer: QueryLogWriter, rx: Buffer, length = 40): boolean {
  const client = createClient(1, 6);
  client.address[15] = 1;
  client.port = 54321;
  const tx = Buffer.alloc(64);
  tx[3] = 3;
  return writer.write(1234.5, rx, 0, questionNameEnd(rx, 0, rx.length), client, tx, 0, length);
}

function drain(ring: SharedArrayBuffer): QueryLogEntry[] {
  const entries: QueryLogEntry[] = [];
  expect(drainQueryLog(ring, (entry) => entries.push(entry))).toBe(entries.length);
  return entries;
}

test("an entry says who asked what and what came of it", () => {
  const ring = createQueryLogRing();
  write(new QueryLogWriter(ring, 1), query("www", "example", "test"));
  expect(drain(ring)).toEqual([{
    timeMs: 1234.5, client: "::1", port: 54321, protocol: 1, type: 28, class: 1, name: "www.example.test.", flags: 1, rcode: 3, replyOctets: 40,
  }]); // prettier-ignore
  expect(drain(ring)).toEqual([]);
});

test("names are escaped, the root and no name at all are told apart", () => {
  const ring = createQueryLogRing();
  const writer = new QueryLogWriter(ring, 1);
  for (const rx of [
    query('a\n{"x', "b.c", "\x1b[31m"),
    query(),
    Buffer.alloc(12),
    query("x".repeat(63), "x".repeat(63), "x".repeat(63), "x".repeat(61)),
  ])
    write(writer, rx);
  expect(drain(ring).map(({ name }) => name)).toEqual([
    "a\\010\\123\\034x.b\\046c.\\027\\09131m.",
    ".",
    "",
    expect.stringMatching(/^(x{63}\.){3}x{61}\.$/),
  ]);
});

test("a full ring refuses, and takes again when it was read", () => {
  const ring = createQueryLogRing();
  const writer = new QueryLogWriter(ring, 1);
  let written = 0;
  while (write(writer, query("x"))) written++;
  expect(written).toBe(1024);
  expect(drain(ring)).toHaveLength(1024);
  expect(write(writer, query("x"))).toBe(true);
  expect(drain(ring)).toHaveLength(1);
});

test("every n-th exchange is due", () => {
  const due = (every: number): number => {
    const writer = new QueryLogWriter(createQueryLogRing(), every);
    return Array.from({ length: 100 }, () => writer.due()).filter(Boolean).length;
  };
  expect([due(1), due(10), due(7), due(0)]).toEqual([100, 10, 14, 100]);
});
