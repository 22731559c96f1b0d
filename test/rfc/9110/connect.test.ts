// RFC 9110 §9.3.6, CONNECT: only to the hosts that are stood in for, and never to anybody else; RFC 9110 §7.4, requests for
// hosts that a connection is not for.

import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { type HttpListener, listenHttp, listenHttps } from "../../../src/http/listener.ts";
import { connectThrough, heard, routes, sayPlainly, shakeHands } from "../../http/tls-client.ts";

const authority = LocalAuthority.create(new VirtualClock(0, Math.floor(Date.now() / 1000)));
const standIn = { hosts: ["route53.amazonaws.com"], ownNames: ["localhost"], authority };
const anywhere = { address: "127.0.0.1", port: 0 };
let secure: HttpListener;
let proxy: HttpListener;
let ordinary: HttpListener;

beforeAll(async () => {
  secure = await listenHttps(anywhere, routes, standIn);
  proxy = await listenHttp(anywhere, routes, { interception: standIn });
  ordinary = await listenHttp(anywhere, routes);
});
afterAll(() => Promise.all([secure, proxy, ordinary].map((one) => one.close())));

test.each([
  "acme.example:443",
  "iam.amazonaws.com:443",
  "route53.amazonaws.com:80",
  "route53.amazonaws.com",
  "route53.amazonaws.com.:443",
  "route53.amazonaws.com:443:443",
  "a.route53.amazonaws.com:443",
  "user@route53.amazonaws.com:443",
  "https://route53.amazonaws.com:443",
  "127.0.0.1:22",
  "169.254.169.254:80",
  "[::1]:443",
])("RFC 9110 §9.3.6: CONNECT %s is refused", async (target) => {
  const { status, text, socket } = await connectThrough(proxy.endpoint, target);
  expect(status).toBe(403);
  expect(text).toContain("This stands in for route53.amazonaws.com at port 443 only");
  socket.destroy();
});

test("RFC 9110 §9.3.6: no connection is made to whom CONNECT names", async () => {
  let visits = 0;
  const target = createServer(() => visits++).listen(0, "127.0.0.1");
  await once(target, "listening");
  const address = target.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { status, socket } = await connectThrough(proxy.endpoint, `127.0.0.1:${port}`);
  socket.destroy();
  const asked = `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`;
  expect(status).toBe(403);
  expect(await sayPlainly(proxy.endpoint, asked)).toMatch(/^HTTP\/1\.1 404 /);
  expect(visits).toBe(0);
  target.close();
});

test("RFC 9110 §9.3.6: what follows CONNECT in one packet is the tunnel's", async () => {
  const target = "route53.amazonaws.com:443";
  const hello = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"; // no handshake, so the tunnel ends
  const said = await sayPlainly(proxy.endpoint, `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n${hello}`);
  expect(said.startsWith("HTTP/1.1 200 Connection Established\r\n\r\n")).toBe(true);
  expect(said).not.toContain("HTTP/1.1 404");
});

test("RFC 9110 §9.3.6: where nobody is stood in for, CONNECT ends the connection", async () => {
  const asked = "CONNECT route53.amazonaws.com:443 HTTP/1.1\r\nhost: route53.amazonaws.com:443\r\n\r\n";
  expect(await sayPlainly(ordinary.endpoint, asked)).toBe("");
});

test.each([
  ["route53.amazonaws.com", 200],
  ["route53.amazonaws.com:443", 200],
  ["Route53.AmazonAWS.com", 200],
  ["localhost:5381", 200],
  ["127.0.0.1:5381", 200],
  ["[::1]:5381", 200],
  ["iam.amazonaws.com", 421],
  ["acme.example", 421],
  ["", 421],
])("RFC 9110 §7.4: a request for the host %j is answered %i", async (host, status) => {
  const socket = await shakeHands({
    port: secure.endpoint.port,
    servername: "route53.amazonaws.com",
    ca: authority.certificate,
  });
  socket.write(`GET /2013-04-01/x HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
  expect(Number((await heard(socket)).slice(9, 12))).toBe(status);
});
