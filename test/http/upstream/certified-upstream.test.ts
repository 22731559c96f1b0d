// Client certificates towards servers: who shows which, that connections are not shared, and what happens when one is gone.

import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { maxClientCertificatesShown } from "../../../src/base/limits.ts";
import type { CertificateAndKey } from "../../../src/gateway/model/access.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { CertifiedUpstream } from "../../../src/http/upstream/certified-upstream.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";
import { clientCertificates } from "../../../src/server/gateway/client-certificates.ts";

const nowMs = Math.floor(Date.now() / 1000) * 1000;
const times = { notBeforeMs: nowMs, notAfterMs: nowMs + 86_400_000 };
const kept = new Map<string, CertificateAndKey>();
for (const id of ["one", "two"]) kept.set(id, clientCertificates.make(id, times));

const authority = LocalAuthority.create(systemClock);
const read: string[] = [];
const upstream = new CertifiedUpstream({ authorities: [authority.certificate] }, ({ id }) => {
  read.push(id);
  return kept.get(id.replace(/-.*/, "")) ?? null;
});

let server: Server;
let url = "";
let connections = 0;

beforeAll(async () => {
  const { cert, key } = authority.credentialsFor("localhost");
  const ca = [...kept.values()].map(({ certificate }) => certificate);
  server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const socket = request.socket as TLSSocket;
    const { subject } = socket.getPeerCertificate();
    response.end(socket.authorized ? `welcome, ${String(subject.CN)}` : "who are you?");
  });
  server.on("secureConnection", () => (connections += 1));
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `https://localhost:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await upstream.close();
  server.close();
});

async function ask(id: string | null, where = url): Promise<string> {
  const clientCertificate = id === null ? null : { account: "111122223333", region: "us-east-1", id };
  const usual = { method: "GET", headers: [], body: null, timeoutMs: 5_000, certificate: "verified" } as const;
  const reply = await upstream.send({ ...usual, url: where, answer: "whole", clientCertificate });
  return "fault" in reply ? `${reply.fault}: ${reply.why}` : Buffer.from(reply.body as Uint8Array).toString();
}

test("a server is shown the certificate that the stage names, each over connections of its own", async () => {
  expect(await ask("one")).toBe("welcome, Signpost gateway one");
  expect(await ask(null)).toBe("who are you?");
  expect(await ask("two")).toBe("welcome, Signpost gateway two");
  expect(connections).toBe(3);
  expect(await ask("one")).toBe("welcome, Signpost gateway one");
  expect(connections).toBe(3);
  expect(read).toEqual(["one", "two"]);
});

test("one that is there no more is not shown", async () => {
  expect(await ask("three")).toBe("who are you?");
});

test("the one that was used longest ago is forgotten", async () => {
  const plain = url.replace("https", "http"); // a handshake each would take long
  for (let i = 0; i < maxClientCertificatesShown - 1; i++) await ask(`one-${i}`, plain);
  read.length = 0;
  expect(await ask("one")).toBe("welcome, Signpost gateway one");
  expect(await ask("two")).toBe("welcome, Signpost gateway two");
  expect(read).toEqual(["two"]);
});
