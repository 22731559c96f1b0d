// The HTTPS listener and what comes by CONNECT: who it is to whom, who it refuses, and how long it waits.

import { once } from "node:events";
import { connect as connectPlain } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { LocalAuthority } from "../../src/http/certificates/local-authority.ts";
import { type HttpListener, listenHttp, listenHttps } from "../../src/http/listener.ts";
import { type StandIn, isHostOf } from "../../src/http/tls-server.ts";
import { connectThrough, handshakeFault, heard, routes, sayPlainly, shakeHands } from "./tls-client.ts";

const dayMs = 86_400_000;
const clock = new VirtualClock(0, Math.floor(Date.now() / 1000));
const authority = LocalAuthority.create(clock);
const ca = authority.certificate;
const standIn: StandIn = {
  hosts: ["route53.amazonaws.com", "*.example.test", "lambda.*.amazonaws.com"],
  ownNames: ["localhost", "127.0.0.1", "::1"],
  authority,
};
const anywhere = { address: "127.0.0.1", port: 0 };
let secure: HttpListener;
let plain: HttpListener;

beforeAll(async () => {
  secure = await listenHttps(anywhere, routes, standIn, { requestTimeoutMs: 400 });
  plain = await listenHttp(anywhere, routes, { interception: standIn, requestTimeoutMs: 400 });
});
afterAll(() => Promise.all([secure.close(), plain.close()]));

const portOf = ({ endpoint }: HttpListener): number => endpoint.port;

describe("hosts", () => {
  test.each([
    ["route53.amazonaws.com", true],
    ["iam.amazonaws.com", false],
    ["a.example.test", true],
    ["a.b.example.test", true],
    ["example.test", false],
    ["xexample.test", false],
    [".example.test", false],
    ["a..example.test", false],
    ["a b.example.test", false],
    ["*.example.test", false],
    ["lambda.eu-west-1.amazonaws.com", true],
    ["lambda.amazonaws.com", false],
    ["lambda.a.b.amazonaws.com", false],
    ["lambda..amazonaws.com", false],
    ["lambda.*.amazonaws.com", false],
    ["x.lambda.eu-west-1.amazonaws.com", false],
  ])("%s is stood in for: %s", (name, served) => {
    expect(isHostOf(standIn.hosts, name)).toBe(served);
  });

  test.each(["route53.amazonaws.com", "ROUTE53.amazonaws.com", "a.b.example.test", "localhost"])(
    "%s is believed",
    async (servername) => {
      const socket = await shakeHands({ port: portOf(secure), servername, ca });
      expect(socket.authorized).toBe(true);
      socket.destroy();
    },
  );

  test.each(["iam.amazonaws.com", "example.test", "acme.example"])("a handshake with %s ends", async (servername) => {
    expect(await handshakeFault({ port: portOf(secure), servername, ca })).toMatch(/ECONNRESET|closed/);
  });

  test("a client that names nobody finds this machine's address believed", async () => {
    const socket = await shakeHands({ port: portOf(secure), ca });
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  test("a host asks as at AWS, over either way in", async () => {
    const question = "GET /2013-04-01/x HTTP/1.1\r\nhost: route53.amazonaws.com\r\nconnection: close\r\n\r\n";
    const servername = "route53.amazonaws.com";
    const direct = await shakeHands({ port: portOf(secure), servername, ca });
    direct.write(question);
    expect(await heard(direct)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*GET x $/);
    const { socket } = await connectThrough(plain.endpoint, "Route53.amazonaws.com:443");
    const led = await shakeHands({ socket, servername, ca });
    led.write(question);
    expect(await heard(led)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*GET x $/);
  });
});

describe("TLS", () => {
  test("1.3 and 1.2 are spoken, older ones are not", async () => {
    const options = { port: portOf(secure), servername: "localhost", ca };
    for (const version of ["TLSv1.3", "TLSv1.2"] as const) {
      const socket = await shakeHands({ ...options, minVersion: version, maxVersion: version });
      expect(socket.getProtocol()).toBe(version);
      socket.destroy();
    }
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    expect(await handshakeFault({ ...options, ...old })).toBe("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
  });

  test("HTTP/1.1 is agreed on, and nothing else", async () => {
    const options = { port: portOf(secure), servername: "localhost", ca };
    const socket = await shakeHands({ ...options, ALPNProtocols: ["h2", "http/1.1"] });
    expect(socket.alpnProtocol).toBe("http/1.1");
    socket.destroy();
    expect(await handshakeFault({ ...options, ALPNProtocols: ["h2"] })).toMatch(/NO_APPLICATION_PROTOCOL|ECONNRESET/);
  });

  test("what a client without a name is shown is renewed in time, too", async () => {
    const listener = await listenHttps(anywhere, routes, standIn);
    const serial = async (): Promise<string | undefined> => {
      const socket = await shakeHands({ port: portOf(listener), rejectUnauthorized: false });
      const { serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      return serialNumber;
    };
    const first = await serial();
    expect(await serial()).toBe(first);
    clock.advanceTo(61 * dayMs);
    await serial(); // the connection that finds it old is still shown it or not, as it happens
    expect(await serial()).not.toBe(first);
    await listener.close();
  });
});

describe("slow and loud clients", () => {
  const servername = "route53.amazonaws.com";
  const trusting = { servername, rejectUnauthorized: false };

  test("a connection without a handshake is closed", async () => {
    expect(await sayPlainly(secure.endpoint, "")).toBe("");
    const { socket } = await connectThrough(plain.endpoint, `${servername}:443`);
    expect(await heard(socket)).toBe("");
  });

  test("headers that drip are cut off, over either way in", async () => {
    const direct = await shakeHands({ port: portOf(secure), ...trusting });
    const { socket } = await connectThrough(plain.endpoint, `${servername}:443`);
    const led = await shakeHands({ socket, ...trusting });
    for (const client of [direct, led]) {
      client.write("GET / HTTP/1.1\r\n");
      const dripping = setInterval(() => client.write("x: y\r\n"), 50);
      expect(await heard(client)).toMatch(/^HTTP\/1\.1 408 /);
      clearInterval(dripping);
    }
  });

  test("headers beyond 16 KiB are refused", async () => {
    const client = await shakeHands({ port: portOf(secure), ...trusting });
    client.write(`GET / HTTP/1.1\r\nhost: ${servername}\r\nx: ${"y".repeat(17_000)}\r\n\r\n`);
    expect(await heard(client)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("plain HTTP at the TLS port is no handshake, and harms nobody", async () => {
    expect(await sayPlainly(secure.endpoint, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")).not.toContain("200");
    const client = await shakeHands({ port: portOf(secure), ...trusting });
    expect(client.encrypted).toBe(true);
    client.destroy();
  });

  test("closing waits for nobody", async () => {
    const listener = await listenHttp(anywhere, routes, { interception: standIn });
    const { socket } = await connectThrough(listener.endpoint, `${servername}:443`);
    const led = await shakeHands({ socket, ...trusting });
    const idle = connectPlain(portOf(listener), "127.0.0.1");
    await once(idle, "connect");
    const over = Promise.all([heard(led), heard(idle)]);
    await listener.close();
    expect(await over).toEqual(["", ""]);
  });
});
