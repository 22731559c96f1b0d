// RFC 9103: zone transfer over TLS, from the side of whoever wants the zone. The server is one of the tests, with a certificate of a CA
// made for it.

import { createServer, type Server, type TlsOptions, type TLSSocket } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import type { Endpoint } from "../../../src/net/address.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";
import { framed, PullFault, type PullTls, pullZone } from "../../../src/net/upstream/zone-pull.ts";

const authority = LocalAuthority.create(systemClock);
const ca = authority.certificate;
const closing: Server[] = [];
afterEach(() => {
  for (const server of closing.splice(0)) server.close();
});

/** A server that says what it was asked, and which protocol the client named. */
async function serve(names: readonly [string, ...string[]], options: TlsOptions = {}): Promise<Endpoint> {
  const credentials = authority.credentialsFor(...names);
  const server = createServer({ ...credentials, ALPNProtocols: ["dot"], ...options }, (socket: TLSSocket) => {
    socket.on("error", () => {});
    socket.on("data", (octets: Buffer) => {
      const said = `${String(socket.alpnProtocol)} ${socket.getProtocol() ?? ""} ${octets.subarray(2).toString()}`;
      socket.write(framed(Buffer.from(said)));
    });
  });
  closing.push(server);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen");
  return { address: "127.0.0.1", port: address.port };
}

async function pull(endpoint: Endpoint, tls: PullTls | null): Promise<string> {
  const heard: string[] = [];
  const signal = new AbortController().signal;
  const take = (message: Uint8Array): "enough" => (heard.push(Buffer.from(message).toString()), "enough");
  const patience = { silenceMs: 5_000, allMs: 5_000, signal };
  try {
    await pullZone({ endpoint, tls }, Buffer.from("zone?"), take, patience);
  } catch (fault) {
    if (fault instanceof PullFault) return fault.message;
    throw fault;
  }
  return heard.join();
}

test('RFC 9103 §7.1: TLS 1.3, and "dot" by ALPN', async () => {
  const endpoint = await serve(["127.0.0.1"]);
  expect(await pull(endpoint, { name: null, ca })).toBe("dot TLSv1.3 zone?");
  const old = await serve(["127.0.0.1"], { maxVersion: "TLSv1.2" });
  expect(await pull(old, { name: null, ca })).toMatch(/cannot be reached: .*(protocol version|version)/i);
});

test("RFC 9103 §9.3: a server proves its address, or the name that is wanted, to who has its CA", async () => {
  const endpoint = await serve(["ns1.example.test"]);
  expect(await pull(endpoint, { name: "ns1.example.test", ca })).toBe("dot TLSv1.3 zone?");
  expect(await pull(endpoint, { name: "ns2.example.test", ca })).toMatch(/cannot be reached: .*ns2\.example\.test/);
  expect(await pull(endpoint, { name: null, ca })).toMatch(/cannot be reached: .*127\.0\.0\.1/);
  expect(await pull(endpoint, { name: "ns1.example.test", ca: null })).toMatch(
    /cannot be reached: .*(issuer|self-signed|verify)/,
  );
});

test("a server that speaks no TLS is told so, and hears no question", async () => {
  const { createServer: createPlain } = await import("node:net");
  const heard: Buffer[] = [];
  const plain = createPlain((socket) => {
    socket.on("error", () => {});
    socket.on("data", (octets: Buffer) => (heard.push(octets), socket.write("no TLS here")));
  });
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  const { port } = plain.address() as { port: number };
  expect(await pull({ address: "127.0.0.1", port }, { name: null, ca })).toMatch(/cannot be reached/);
  expect(Buffer.concat(heard).includes("zone?")).toBe(false);
  plain.close();
});
