// HTTP and HTTPS probes against endpoints on loopback, good and hostile (DG:dns-failover-determining-health-of-endpoints).

import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { ProbeOutcome, ProbeTarget } from "../../../src/health/definition.ts";
import { statusTimeoutMs } from "../../../src/net/probes/probe.ts";
import { testCertificate, testKey } from "./certificate.ts";
import { answer, endpoint, probe, targetOf, tlsEndpoint } from "./endpoints.ts";

const ok: ProbeOutcome = { kind: "response", status: 200, reason: "OK", resolved: null };

test("a probe asks as Route 53 does", async () => {
  const { port, requests } = await endpoint((socket) => socket.end(answer("fine")));
  const outcome = await probe(targetOf(port, { name: "www.example.com", path: "health?x=1" }));
  expect(outcome).toEqual(ok);
  const [line, ...headers] = requests[0].split("\r\n");
  expect(line).toBe("GET /health?x=1 HTTP/1.1");
  expect(headers).toContain(`Host: www.example.com:${port}`);
  expect(headers).toContain("Connection: close");
  expect(requests[0]).toMatch(/User-Agent: Amazon-Route53-Health-Check-Service \(ref check-1;/);
});

test("a thread that was busy hears what arrived meanwhile before it calls it late", async () => {
  const { port } = await endpoint((socket) => {
    socket.end(answer("fine"));
    const start = performance.now();
    while (performance.now() - start < statusTimeoutMs + 200);
  });
  expect(await probe(targetOf(port))).toEqual(ok);
});

const status = (line: string, more = ""): string => `${line}\r\n${more}Content-Length: 0\r\n\r\n`;

test.each<[answered: string, outcome: Partial<ProbeOutcome>]>([
  [status("HTTP/1.1 204 No Content"), { kind: "response", status: 204 }],
  // Redirects are successes and are not followed.
  [status("HTTP/1.1 302 Found", "Location: http://127.0.0.1:1/\r\n"), { kind: "response", status: 302 }],
  [status("HTTP/1.1 404 Not Found"), { kind: "response", status: 404, reason: "Not Found" }],
  [status("HTTP/1.1 503 Busy"), { kind: "response", status: 503, reason: "Busy" }],
  [status("HTTP/1.0 200 OK"), { kind: "response", status: 200 }],
  ["HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + status("HTTP/1.1 200 OK"), { kind: "response", status: 200 }],
  ["HTTP/1.1 101 Up\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", { kind: "response", status: 101 }],
  ["SSH-2.0-OpenSSH_9.9\r\n", { kind: "malformed" }],
  ["\0\x01\x02\xff garbage \r\n\r\n", { kind: "malformed" }],
  ["HTTP/1.1 OK\r\n\r\n", { kind: "malformed" }],
  ["HTTP/1.1 2x0 OK\r\n\r\n", { kind: "malformed" }],
  ["", { kind: "malformed", detail: "the endpoint closed the connection before it answered" }],
  ["HTTP/1.1 200 OK\r\nHalf: ", { kind: "malformed" }],
])("%j: %j", async (answered, outcome) => {
  const { port } = await endpoint((socket) => socket.end(answered, "latin1"));
  expect(await probe(targetOf(port))).toMatchObject(outcome);
});

const searched = 5_120;

test.each<[what: string, answered: Buffer, outcome: ProbeOutcome["kind"]]>([
  ["in the body", answer("all is well here"), "response"],
  ["in another case", answer("all is Well here"), "string-missing"],
  ["not there", answer("nothing"), "string-missing"],
  ["of an empty body", answer(""), "string-missing"],
  ["at the end of 5,120 octets", answer(`${"x".repeat(searched - 4)}well`), "response"],
  ["across octet 5,120", answer(`${"x".repeat(searched - 3)}well`), "string-missing"],
  ["behind octet 5,120", answer(`${"x".repeat(searched)}well`), "string-missing"],
  ["of a failing answer", answer("well", "HTTP/1.1 500 No\r\n"), "response"],
  ["of a redirect", answer("well", "HTTP/1.1 301 Moved\r\n"), "response"],
  ["compressed by gzip", answer(gzipSync("is well"), "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"), "response"],
  [
    "compressed by deflate",
    answer(deflateSync("is well"), "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n"),
    "response",
  ],
  [
    "compressed by brotli",
    answer(brotliCompressSync("is well"), "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n"),
    "response",
  ],
  [
    "behind 5,120 inflated octets",
    answer(gzipSync(`${"x".repeat(searched)}well`), "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"),
    "string-missing",
  ],
  ["of a body that does not inflate", answer("is well", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"), "malformed"],
  [
    "of a bomb",
    answer(gzipSync(Buffer.alloc(20_000_000)), "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"),
    "string-missing",
  ],
  [
    "in chunks",
    Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwe\r\n2\r\nll\r\n0\r\n\r\n"),
    "response",
  ],
])("a string %s", async (_what, answered, outcome) => {
  const { port } = await endpoint((socket) => socket.end(answered));
  const target = targetOf(port, { type: "HTTP_STR_MATCH", searchString: "well" });
  expect((await probe(target)).kind).toBe(outcome);
});

test("a string that is found ends the probe, though the body goes on", async () => {
  const { port, sockets } = await endpoint((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\nall is well");
    drip(socket, "x");
  });
  const startedMs = performance.now();
  expect(await probe(targetOf(port, { type: "HTTP_STR_MATCH", searchString: "well" }))).toEqual(ok);
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  await expect.poll(() => sockets.size).toBe(0);
});

/** Writes a little, again and again, until nobody listens. */
function drip(socket: Socket, text: string, everyMs = 50): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on("close", () => clearInterval(timer));
}

function flood(socket: Socket, text: string): void {
  const chunk = Buffer.from(text.repeat(1_000));
  const pour = (): void => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once("drain", pour);
  };
  pour();
}

interface Hostile {
  readonly what: string;
  readonly serve: (socket: Socket) => void;
  readonly target?: Partial<ProbeTarget>;
  readonly outcome: Partial<ProbeOutcome>;
  readonly withinMs: number;
}

const search: Partial<ProbeTarget> = { type: "HTTP_STR_MATCH", searchString: "well" };

test.concurrent.for<Hostile>([
  { what: "never answers", serve: () => undefined, outcome: { kind: "status-timeout" }, withinMs: 2_600 },
  {
    what: "drips its status line",
    serve: (socket) => drip(socket, "H"),
    outcome: { kind: "malformed" },
    withinMs: 2_600,
  },
  {
    what: "drips headers",
    serve: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      drip(socket, "A: b\r\n");
    },
    outcome: { kind: "status-timeout" },
    withinMs: 2_600,
  },
  {
    what: "sends interim answers without end",
    serve: (socket) => drip(socket, "HTTP/1.1 100 Continue\r\n\r\n", 5),
    outcome: { kind: "status-timeout" },
    withinMs: 2_600,
  },
  {
    what: "sends headers without end",
    serve: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      flood(socket, "A: b\r\n");
    },
    outcome: { kind: "malformed", detail: "the headers are too long" },
    withinMs: 1_500,
  },
  {
    what: "sends one header without end",
    serve: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nA: ");
      flood(socket, "a");
    },
    outcome: { kind: "malformed", detail: "the headers are too long" },
    withinMs: 1_500,
  },
  {
    what: "sends a body without end",
    serve: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      flood(socket, "x");
    },
    target: search,
    outcome: { kind: "string-missing" },
    withinMs: 1_500,
  },
  {
    what: "drips its body",
    serve: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
      drip(socket, "x");
    },
    target: search,
    outcome: { kind: "body-timeout" },
    withinMs: 2_600,
  },
  {
    what: "breaks off its body",
    serve: (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nis we"),
    target: search,
    outcome: { kind: "string-missing" },
    withinMs: 1_500,
  },
  {
    what: "closes its half and says nothing",
    serve: (socket) => socket.end(),
    outcome: { kind: "malformed" },
    withinMs: 1_500,
  },
  {
    what: "resets the connection",
    serve: (socket) => socket.resetAndDestroy(),
    outcome: { kind: "refused", detail: "connection reset by the endpoint" },
    withinMs: 1_500,
  },
  {
    what: "sends a body that inflates to nothing",
    serve: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
      // A gzip head with a file name that never ends (RFC 1952 §2.3.1).
      socket.write(Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]));
      flood(socket, "a");
    },
    target: search,
    outcome: { kind: "malformed", detail: "the body does not inflate" },
    withinMs: 1_500,
  },
])("an endpoint that $what", async ({ serve, target, outcome, withinMs }, { expect, onTestFinished }) => {
  const { port, sockets } = await endpoint(serve, onTestFinished);
  const startedMs = performance.now();
  expect(await probe(targetOf(port, target), { finished: onTestFinished })).toMatchObject(outcome);
  expect(performance.now() - startedMs).toBeLessThan(withinMs);
  await expect.poll(() => sockets.size).toBe(0);
});

const tls = { key: testKey, cert: testCertificate };

test.each([
  { what: "SNI off", name: "www.example.com", sni: false, names: [false] },
  {
    what: "SNI on, and the certificate's own name",
    name: "somebody.else.example",
    sni: true,
    names: ["somebody.else.example"],
  },
  // API:HealthCheckConfig, EnableSNI: a second attempt, without the name.
  { what: "SNI on, and another name", name: "www.example.com", sni: true, names: ["www.example.com", false] },
  { what: "SNI on, and no name", name: null, sni: true, names: [false] },
])("HTTPS takes any certificate: $what", async ({ name, sni, names }) => {
  const endpoint = await tlsEndpoint(tls, (socket) => socket.end(answer("is well")));
  const target = targetOf(endpoint.port, { type: "HTTPS_STR_MATCH", searchString: "well", name, sni });
  expect(await probe(target)).toEqual(ok);
  expect(endpoint.names).toEqual(names);
  expect(endpoint.requests.length).toBe(1);
  expect(endpoint.requests[0]).toContain(`Host: ${name ?? "127.0.0.1"}:${endpoint.port}\r\n`);
  await expect.poll(() => endpoint.sockets.size).toBe(0);
});

test("an endpoint without TLS fails the handshake", async () => {
  const { port } = await endpoint((socket) => socket.end(answer("fine")));
  const plain = await endpoint(() => undefined);
  expect(await probe(targetOf(plain.port, { type: "HTTPS" }))).toMatchObject({ kind: "status-timeout" });
  expect((await probe(targetOf(port, { type: "HTTPS" }))).kind).toBe("status-timeout");
});

test.each([
  ["gzip", gzipSync],
  ["br", brotliCompressSync],
] as const)("a string at the beginning of a body that is long even compressed by %s is found", async (coding, pack) => {
  const body = pack(Buffer.concat([Buffer.from("all is well"), randomBytes(400_000)]));
  const { port } = await endpoint((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.end(body);
  });
  for (let i = 0; i < 20; i++) expect(await probe(targetOf(port, search))).toEqual(ok);
});
