// RFC 9112 §11.2, request smuggling: a message whose end two readers could see in two places is refused, and what stands
// behind it is not read as a request.

import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { type HttpListener, listenHttp, listenHttps } from "../../../src/http/listener.ts";
import { heard, routes, sayPlainly, shakeHands } from "../../http/tls-client.ts";

const authority = LocalAuthority.create(new VirtualClock(0, Math.floor(Date.now() / 1000)));
const standIn = { hosts: ["route53.amazonaws.com"], ownNames: ["localhost"], authority };
let plain: HttpListener;
let secure: HttpListener;

beforeAll(async () => {
  plain = await listenHttp({ address: "127.0.0.1", port: 0 }, routes, { requestTimeoutMs: 500 });
  secure = await listenHttps({ address: "127.0.0.1", port: 0 }, routes, standIn, { requestTimeoutMs: 500 });
});
afterAll(() => Promise.all([plain.close(), secure.close()]));

const smuggled = "GET /2013-04-01/smuggled HTTP/1.1\r\nhost: localhost\r\n\r\n";
const head = "POST /2013-04-01/a HTTP/1.1\r\nhost: localhost\r\n";

test.each([
  ["both lengths", `${head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
  ["two lengths", `${head}content-length: 0\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`],
  ["a length that is none", `${head}content-length: +0\r\n\r\n${smuggled}`],
  ["a negative length", `${head}content-length: -1\r\n\r\n${smuggled}`],
  ["chunked not last", `${head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`],
  ["an unknown coding", `${head}transfer-encoding: xchunked\r\n\r\n${smuggled}`],
  ["a space before the colon", `${head}transfer-encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`],
  ["a chunk size that is none", `${head}transfer-encoding: chunked\r\n\r\n0x0\r\n\r\n${smuggled}`],
  [
    "a folded line",
    `${head}x: y\r\n transfer-encoding: chunked\r\n\t: z\r\ncontent-length: 1\r\n bad\r\n\r\n${smuggled}`,
  ],
  ["a bare line feed in a header", `${head}x: y\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
  ["a NUL in a header", `${head}x: \0\r\n\r\n${smuggled}`],
])("RFC 9112 §11.2: %s", async (_, text) => {
  const over = await shakeHands({ port: secure.endpoint.port, servername: "localhost", ca: authority.certificate });
  over.write(text);
  for (const said of await Promise.all([sayPlainly(plain.endpoint, text), heard(over)])) {
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).not.toContain("smuggled");
  }
});

test("RFC 9112 §3.2: a request with two hosts is refused", async () => {
  const said = await sayPlainly(plain.endpoint, `${head}host: iam.amazonaws.com\r\nconnection: close\r\n\r\n`);
  expect(said).toMatch(/^HTTP\/1\.1 400 /);
});

test("RFC 9112 §3.2: a request without a host is refused", async () => {
  expect(await sayPlainly(plain.endpoint, "GET /2013-04-01/a HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
});
