// The client certificates that the service makes: what Node reads in one, and a server that takes it and no other.

import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:tls";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { clientCertificates } from "../../../src/server/gateway/client-certificates.ts";

const notBeforeMs = Math.floor(Date.now() / 1000) * 1000;
const times = { notBeforeMs, notAfterMs: notBeforeMs + 365 * 86_400_000 };

test("it says whose it is, for how long, and what for", () => {
  const { certificate, privateKey } = clientCertificates.make("abc123", times);
  const read = new X509Certificate(certificate);
  expect(read.subject).toBe("O=Signpost\nCN=Signpost gateway abc123");
  expect(read.issuer).toBe(read.subject);
  expect([read.validFromDate.getTime(), read.validToDate.getTime()]).toEqual([times.notBeforeMs, times.notAfterMs]);
  expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
});

test("a server that was given it takes its holder, and nobody else", async () => {
  const mine = clientCertificates.make("mine", times);
  const other = clientCertificates.make("other", times);
  const authority = LocalAuthority.create(new VirtualClock(0, notBeforeMs / 1000));
  const { cert, key } = authority.credentialsFor("localhost");
  const server = createServer({ cert, key, requestCert: true, rejectUnauthorized: true, ca: mine.certificate });
  server.on("secureConnection", (socket) => socket.end("welcome")).on("tlsClientError", () => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const heard = async (shown: typeof mine): Promise<string> => {
    const client = { cert: shown.certificate, key: shown.privateKey, ca: authority.certificate };
    const socket = connect({ host: "127.0.0.1", port, servername: "localhost", ...client });
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString())).on("error", () => {});
    await once(socket, "close");
    return text;
  };
  expect(await heard(mine)).toBe("welcome");
  expect(await heard(other)).toBe("");
  server.close();
});
