// The same requests to node's HTTP server and to ours: what is sound is understood alike, and whatever node's strict parser
// refuses, we refuse. Random requests and random mutations of them, with a seed, and the smuggling inputs that are known.

import fc from "fast-check";
import { once } from "node:events";
import { type IncomingMessage, type Server, createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { converse, type Understood } from "./line.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
let node: Server;
/** Node reads ahead, so bodies may be there out of order. */
const understood: { index: number; seen: Understood }[] = [];
const counts = { begun: 0, refused: 0 };

beforeAll(async () => {
  node = createServer({ insecureHTTPParser: false, keepAliveTimeout: 60_000 }, (request, response) => {
    void understand(request).then(() => response.end());
  });
  node.on("clientError", (_, socket) => {
    counts.refused += 1;
    socket.destroy();
  });
  node.on("connect", (_, socket) => {
    counts.refused += 1;
    socket.destroy();
  });
  node.listen(0, "127.0.0.1");
  await once(node, "listening");
});
afterAll(() => {
  node.closeAllConnections();
  node.close();
});

async function understand(request: IncomingMessage): Promise<void> {
  const { method = "", url: target = "", httpVersion, rawHeaders: headers } = request;
  const hasBody = "content-length" in request.headers || "transfer-encoding" in request.headers;
  const index = counts.begun++;
  let body = "";
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString("latin1");
    const protocol = `HTTP/${httpVersion}`;
    understood.push({ index, seen: { method, target, protocol, headers, body: hasBody ? body : null } });
  } catch {
    // It was refused while its body was read.
  }
}

interface Verdict {
  readonly requests: readonly Understood[];
  readonly isRefused: boolean;
}

/** Waits for so many requests to be understood, or for a refusal. */
async function askNode(text: string, count: number): Promise<Verdict> {
  understood.length = 0;
  Object.assign(counts, { begun: 0, refused: 0 });
  const socket = connect((node.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  let heard = "";
  socket.on("data", (chunk: Buffer) => (heard += chunk.toString("latin1")));
  socket.write(Buffer.from(text, "latin1"));
  const until = performance.now() + 1_000;
  const isDone = (): boolean => understood.length >= count || counts.refused > 0 || socket.destroyed;
  while (!isDone() && performance.now() < until) await sleep(1);
  if (count === 0) await Promise.race([once(socket, "close"), sleep(500)]);
  socket.destroy();
  const requests = understood.toSorted((a, b) => a.index - b.index).map(({ seen }) => seen);
  return { requests, isRefused: counts.refused > 0 || heard.includes(" 400 ") || heard.includes(" 417 ") };
}

async function askUs(text: string): Promise<Verdict> {
  const { understood: requests, heard } = await converse(text);
  const isRefused = /HTTP\/1\.1 (400|417|431) /.test(heard);
  return { requests: requests.filter(({ body }) => body !== "aborted"), isRefused };
}

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/);
const value = fc.stringMatching(/^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]{0,20}[!-~\x80-\xff])?)?$/);
const target = fc.stringMatching(/^\/[!-~]{0,20}$/);
const framing = /^(?:host|connection|content-length|transfer-encoding|expect|upgrade|proxy-connection)$/i;
const headers = fc.array(
  fc.tuple(
    token.filter((name) => !framing.test(name)),
    value,
    fc.constantFrom("", " ", "\t "),
  ),
  { maxLength: 6 },
);
const content = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((octet) => String.fromCharCode(octet)),
  maxLength: 40,
});
const body = fc.oneof(
  fc.constant(["", ""]),
  content.map((text) => [`Content-Length: ${text.length}\r\n`, text]),
  fc
    .array(
      fc.tuple(
        content.filter((text) => text !== ""),
        fc.constantFrom("", ";a", ';a=b;c="d"'),
      ),
      { maxLength: 3 },
    )
    .map((all) => [
      "Transfer-Encoding: chunked\r\n",
      `${all.map(([text, extension]) => `${text.length.toString(16)}${extension}\r\n${text}\r\n`).join("")}0\r\n\r\n`,
    ]),
);
const request = fc
  .record({
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "M-SEARCH"),
    target,
    headers,
    body,
  })
  .map(({ method, target, headers, body: [line, text] }) => {
    const fields = headers.map(([name, value, blank]) => `${name}:${blank}${value}${blank}\r\n`).join("");
    return `${method} ${target} HTTP/1.1\r\nHost: a.test\r\n${fields}${line}\r\n${text}`;
  });

test(`sound requests are understood alike, seed ${seed}`, { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 3 }), async (requests) => {
      const text = requests.join("");
      const ours = await askUs(text);
      expect(ours).toEqual({ requests: expect.any(Array), isRefused: false });
      expect(ours.requests).toHaveLength(requests.length);
      expect(ours).toEqual(await askNode(text, requests.length));
    }),
    { seed, numRuns: 150 },
  );
});

const telling = [
  "\r",
  "\n",
  "\r\n",
  " ",
  "\t",
  ":",
  ",",
  "\0",
  "\x0b",
  "\x7f",
  "\xa0",
  "0",
  "1",
  "+",
  "-",
  ";",
  "chunked",
  "close",
  "\r\nHost: b",
  "\r\nContent-Length: 1",
  "\r\nTransfer-Encoding: chunked",
  "0\r\n\r\n",
];

test(`of mutated requests we take none that node refuses, seed ${seed}`, { timeout: 60_000 }, async () => {
  const mutation = fc.tuple(fc.nat(300), fc.constantFrom("insert", "replace", "remove"), fc.constantFrom(...telling));
  await fc.assert(
    fc.asyncProperty(request, mutation, async (sound, [at, how, word]) => {
      const from = at % sound.length;
      const to = how === "insert" ? from : from + (how === "remove" ? 1 : word.length);
      const text = sound.slice(0, from) + (how === "remove" ? "" : word) + sound.slice(to);
      const ours = await askUs(text);
      if (ours.requests.length === 0) return;
      // What we take, node takes: as many requests, and the same ones.
      const theirs = await askNode(text, ours.requests.length);
      expect(theirs.requests.slice(0, ours.requests.length)).toEqual(ours.requests);
    }),
    { seed, numRuns: 300 },
  );
});

const smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
const post = (lines: readonly string[], body: string): string =>
  [`POST / HTTP/1.1`, "Host: a", ...lines, "", body].join("\r\n");
const chunks = `0\r\n\r\n${smuggled}`;

test.each([
  ["a length and chunks", post(["Content-Length: 6", "Transfer-Encoding: chunked"], chunks)],
  ["chunks and a length", post(["Transfer-Encoding: chunked", "Content-Length: 6"], chunks)],
  ["two lengths", post(["Content-Length: 0", "Content-Length: 35"], smuggled)],
  ["the same length twice", post(["Content-Length: 0", "Content-Length: 0"], smuggled)],
  ["a list of lengths", post(["Content-Length: 0, 0"], smuggled)],
  ["a length of nothing", post(["Content-Length:"], smuggled)],
  ["a length with a sign", post(["Content-Length: +0"], smuggled)],
  ["a length with a vertical tab", post(["Content-Length: \x0b0"], smuggled)],
  ["a length in a name with a blank", post(["Content-Length : 0"], smuggled)],
  ["a length behind a NUL", post(["X: \0", "Content-Length: 0"], smuggled)],
  ["another coding", post(["Transfer-Encoding: xchunked"], chunks)],
  ["chunks not last", post(["Transfer-Encoding: chunked, identity"], chunks)],
  ["chunks twice", post(["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], chunks)],
  ["a coding behind a vertical tab", post(["Transfer-Encoding: \x0bchunked"], chunks)],
  ["a coding in a name with a blank", post(["Transfer-Encoding : chunked"], chunks)],
  ["a folded coding", post(["Transfer-Encoding:", " chunked"], chunks)],
  ["a coding behind a bare CR", post(["X: y\rTransfer-Encoding: chunked"], chunks)],
  ["a coding behind a bare LF", post(["X: y\nTransfer-Encoding: chunked"], chunks)],
  ["a head that ends with bare LF", `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\n\n${smuggled}`],
  ["a size in words", post(["Transfer-Encoding: chunked"], `zero\r\n\r\n${smuggled}`)],
  ["a size with a sign", post(["Transfer-Encoding: chunked"], `+0\r\n\r\n${smuggled}`)],
  ["a size in another notation", post(["Transfer-Encoding: chunked"], `0x0\r\n\r\n${smuggled}`)],
  ["a size beyond all numbers", post(["Transfer-Encoding: chunked"], `10000000000000000\r\n${smuggled}`)],
  ["a size that ends with bare LF", post(["Transfer-Encoding: chunked"], `0\n\r\n${smuggled}`)],
  ["a bare LF in an extension", post(["Transfer-Encoding: chunked"], `0;a=\nb\r\n\r\n${smuggled}`)],
  ["a chunk without its end", post(["Transfer-Encoding: chunked"], `1\r\naX\r\n0\r\n\r\n${smuggled}`)],
  ["a chunk that ends with bare LF", post(["Transfer-Encoding: chunked"], `1\r\na\n0\r\n\r\n${smuggled}`)],
  ["a length in the trailers", post(["Transfer-Encoding: chunked"], `0\r\nContent-Length: 35\r\n\r\n${smuggled}`)],
  ["a name that begins with a blank", `POST / HTTP/1.1\r\n Host: a\r\n\r\n${smuggled}`],
  ["a line without a colon", post(["Content-Length 0"], smuggled)],
  ["HTTP/1.2", `GET / HTTP/1.2\r\nHost: a\r\n\r\n${smuggled}`],
])("node refuses it, and so do we: %s", async (_, text) => {
  for (const { requests, isRefused } of [await askNode(text, 0), await askUs(text)]) {
    expect(isRefused).toBe(true);
    expect(requests).toEqual([]);
  }
});
