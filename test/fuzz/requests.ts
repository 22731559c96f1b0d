// Mutated HTTP requests: good ones and hostile ones of seeds/http.txt, bent by a seeded mutator that knows what means
// something to a reader of HTTP; and HTTP/2 frames of the same, bent octet by octet.

import { readFileSync } from "node:fs";
import { endHeaders, endStream, frame, frameOf, literals } from "../e2e/hostile/raw-http2.ts";
import type { Draw } from "./packets.ts";

const kept = readFileSync(new URL("seeds/http.txt", import.meta.url), "utf8");

/** What mutation starts from; `path` is the stage's. */
export function seedRequests(path: string): Buffer[] {
  const lines = kept.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const text = JSON.parse(line.slice(line.indexOf(': "') + 2)) as string;
    return Buffer.from(text.replaceAll("PATH", path), "latin1");
  });
}

/** A client's side of HTTP/2 connections. */
export function seedConnections(path: string): Buffer[] {
  const opening = Buffer.concat([
    Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    frameOf(frame.settings, 0, 0, Buffer.alloc(0)),
  ]);
  const headers = (method: string, to: string): Buffer =>
    literals([
      [":method", method],
      [":scheme", "https"],
      [":path", path + to],
      [":authority", "localhost"],
      ["cookie", "a=b"],
    ]);
  const whole = endHeaders + endStream;
  return [
    [frameOf(frame.headers, whole, 1, headers("GET", "/alive"))],
    [
      frameOf(frame.headers, endHeaders, 1, headers("POST", "/sink")),
      frameOf(frame.data, endStream, 1, Buffer.from("abc")),
    ],
    [
      frameOf(frame.headers, endStream, 1, headers("GET", "/fn/x").subarray(0, 30)),
      frameOf(frame.continuation, endHeaders, 1, headers("GET", "/fn/x").subarray(30)),
    ],
    [
      frameOf(frame.headers, whole, 1, headers("GET", "/echo")),
      frameOf(frame.reset, 0, 1, Buffer.of(0, 0, 0, 8)),
      frameOf(frame.ping, 0, 0, Buffer.alloc(8)),
      frameOf(frame.windowUpdate, 0, 0, Buffer.of(0, 0, 1, 0)),
      frameOf(frame.headers, whole, 3, headers("PUT", "/checked")),
    ],
  ].map((frames) => Buffer.concat([opening, ...frames]));
}

/** Bent in one to four places. */
export function mutate(seeds: readonly Buffer[], draw: Draw): Buffer {
  let octets = seeds[draw.below(seeds.length)];
  for (let i = 1 + draw.below(4); i > 0; i--) octets = bend(octets, seeds, draw);
  return octets.subarray(0, 60_000);
}

const telling = [
  ..."\r \n \r\n \r\n\r\n \0 \t : , ; % %00 %2e%2e%2f %zz \xff \xc0\x80 { } ${ $ #end #foreach( \" \\ ' < 0 -1".split(
    " ",
  ),
  " ",
  "99999999999999999999",
  "HTTP/1.1",
  "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
  "Host: b.test\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: 4, 4\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Connection: close, upgrade\r\n",
  "Expect: 100-continue\r\n",
  "Upgrade: h2c\r\n",
  "0\r\n\r\n",
  "ffffffff\r\n",
  "x".repeat(11_000),
  "X: y\r\n".repeat(300),
  "[".repeat(2_000),
].map((text) => Buffer.from(text, "latin1"));

function bend(octets: Buffer, seeds: readonly Buffer[], draw: Draw): Buffer {
  const at = draw.below(octets.length + 1);
  const [before, rest] = [octets.subarray(0, at), octets.subarray(at)];
  const some = rest.subarray(0, 1 + draw.below(40));
  const word = telling[draw.below(telling.length)];
  switch (draw.below(8)) {
    case 0: // one bit
      return Buffer.concat([before, rest.map((octet, i) => (i === 0 ? octet ^ (1 << draw.below(8)) : octet))]);
    case 1: // a word that means something
      return Buffer.concat([before, word, rest]);
    case 2: // in the place of others
      return Buffer.concat([before, word, rest.subarray(word.length)]);
    case 3: // cut short
      return before;
    case 4: // something is gone
      return Buffer.concat([before, rest.subarray(some.length)]);
    case 5: // something twice
      return Buffer.concat([before, some, rest]);
    case 6: {
      // the end of another
      const other = seeds[draw.below(seeds.length)];
      return Buffer.concat([before, other.subarray(draw.below(other.length))]);
    }
    default: // any octets
      return Buffer.concat([
        before,
        Buffer.from(Array.from({ length: 1 + draw.below(8) }, () => draw.below(256))),
        rest,
      ]);
  }
}
