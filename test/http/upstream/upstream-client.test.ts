// The gateway's client of other servers, against servers on loopback: what goes out, what comes back, and every way in which
// a server can fail to answer.

import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import { type Server, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maxGatewayBodyOctets } from "../../../src/base/limits.ts";
import type { UpstreamRequest } from "../../../src/gateway/engine/ports.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { UpstreamClient } from "../../../src/http/upstream/upstream-client.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";

let server: Server;
let origin: string;
let connections = 0;
const client = new UpstreamClient({
  lookup: (_name, _options, found) => found(null, [{ address: "127.0.0.1", family: 4 }]),
});

/** Says by the path what it does; the head of a request is echoed at /echo. */
function behave(path: string, head: string): string | null {
  const ok = "HTTP/1.1 200 OK\r\n";
  switch (path) {
    case "/echo":
      return `${ok}Content-Length: ${head.length}\r\n\r\n${head}`;
    case "/headers":
      return "HTTP/1.1 299 Odd\r\nX-a: 1\r\nx-A: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n";
    case "/interim":
      return `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${ok}Content-Length: 2\r\n\r\nok`;
    case "/large":
      return `${ok}Content-Length: ${maxGatewayBodyOctets + 1}\r\n\r\n${"a".repeat(maxGatewayBodyOctets + 1)}`;
    case "/nonsense":
      return "what?\r\n\r\n";
    case "/short":
      return `${ok}Content-Length: 100\r\n\r\nabc`;
    default:
      return null;
  }
}

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      const head = chunk.toString();
      const path = head.split(" ")[1];
      const said = behave(path, head);
      if (said !== null) socket.write(said);
      if (path === "/short" || path === "/close") socket.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://behind.test:${(server.address() as { port: number }).port}`;
});
afterAll(async () => {
  await client.close();
  server.close();
});

function ask(path: string, more: Partial<UpstreamRequest> = {}): ReturnType<UpstreamClient["send"]> {
  const usual = { method: "GET", headers: [], body: null, timeoutMs: 2_000, vpcLink: null } as const;
  return client.send({ url: origin + path, certificate: "verified", answer: "whole", ...usual, ...more });
}

async function textOf(path: string, more: Partial<UpstreamRequest> = {}): Promise<string> {
  const reply = await ask(path, more);
  if ("fault" in reply) return `${reply.fault}: ${reply.why}`;
  return Buffer.from(reply.body as Uint8Array).toString();
}

describe("what goes out", () => {
  test("the target and the headers as they are given", async () => {
    const headers = ["Host", "other.test", "X-A", "1", "x-a", "2"];
    const body = Buffer.from("abc");
    const head = await textOf("/echo", { method: "PUT", headers, body });
    expect(head).toMatch(/^PUT \/echo HTTP\/1\.1\r\nhost: other\.test\r\n/i);
    expect(head).toContain("X-A: 1\r\nx-a: 2\r\n");
    expect(head).toMatch(/content-length: 3\r\n\r\nabc$/);
  });

  test.each([
    ["", "/"],
    ["?a=%20b", "/?a=%20b"],
    ["/a%2Fb/../c?d", "/a%2Fb/../c?d"],
  ])("%j is asked as %j", async (given, target) => {
    const head = await new Promise<string>((resolve) => {
      const once = createServer((socket) => {
        socket.on("data", (chunk) => {
          socket.end("HTTP/1.1 204 None\r\n\r\n");
          once.close();
          resolve(chunk.toString());
        });
      });
      once.listen(0, "127.0.0.1", () => {
        const { port } = once.address() as { port: number };
        void ask("", { url: `http://127.0.0.1:${port}${given}` });
      });
    });
    expect(head.split(" ")[1]).toBe(target);
  });
});

describe("what comes back", () => {
  test("status and headers as they came", async () => {
    expect(await ask("/headers")).toMatchObject({
      status: 299,
      headers: ["X-a", "1", "x-A", "2", "Set-Cookie", "a", "Set-Cookie", "b", "Content-Length", "0"],
    });
  });

  test("the answer behind an interim one", async () => {
    expect(await textOf("/interim")).toBe("ok");
  });

  test("a connection is used again", async () => {
    await textOf("/interim");
    const before = connections;
    await textOf("/interim");
    await textOf("/interim");
    expect(connections).toBe(before);
  });
});

describe("no answer", () => {
  test.each([
    ["/silent", "timeout: no answer in time"],
    ["/close", "unreachable: other side closed"],
    ["/short", "unreachable: other side closed"],
  ])("%s: %s", async (path, said) => {
    expect(await textOf(path, { timeoutMs: 200 })).toBe(said);
  });

  test("an answer larger than the limit", async () => {
    expect(await textOf("/large", { timeoutMs: 20_000 })).toBe(
      `too large: the answer has more than ${maxGatewayBodyOctets} octets`,
    );
  });

  test.each([
    ["/nonsense", {}],
    ["", { url: "http://127.0.0.1:1/" }],
    ["/echo", { headers: ["Bad name", "1"] }],
    ["/echo", { method: "GE T" }],
  ])("%s %j is unreachable", async (path, more) => {
    expect(await textOf(path, more)).toMatch(/^unreachable: /);
  });
});

describe("over TLS", () => {
  const authority = LocalAuthority.create(systemClock);

  test.each([
    ["verified", [authority.certificate], "ok"],
    ["verified", [], "unreachable: unable to verify the first certificate"],
    ["taken as it is", [], "ok"],
  ] as const)("a certificate %s, with %j believed", async (certificate, authorities, said) => {
    const secure = createTlsServer({ ...authority.credentialsFor("behind.test") }, (_, response) => response.end("ok"));
    secure.listen(0, "127.0.0.1");
    await once(secure, "listening");
    const own = new UpstreamClient({
      lookup: (_name, _options, found) => found(null, [{ address: "127.0.0.1", family: 4 }]),
      authorities,
    });
    const { port } = secure.address() as { port: number };
    const reply = await own.send({
      method: "GET",
      url: `https://behind.test:${port}/`,
      headers: [],
      body: null,
      timeoutMs: 2_000,
      certificate,
      answer: "whole",
      vpcLink: null,
    });
    await own.close();
    secure.close();
    const heard = "fault" in reply ? `${reply.fault}: ${reply.why}` : Buffer.from(reply.body as Uint8Array).toString();
    expect(heard.startsWith(said)).toBe(true);
  });
});

describe("streamed", () => {
  test("pieces as they come", async () => {
    const reply = await ask("/echo", { answer: "streamed" });
    if ("fault" in reply) throw new Error(reply.why);
    let text = "";
    for await (const chunk of reply.body as AsyncIterable<Uint8Array>) text += Buffer.from(chunk).toString();
    expect(text).toMatch(/^GET \/echo/);
  });

  test("an end that comes too soon is told to the reader", async () => {
    const reply = await ask("/short", { answer: "streamed" });
    if ("fault" in reply) throw new Error(reply.why);
    const read = async (): Promise<void> => {
      for await (const chunk of reply.body as AsyncIterable<Uint8Array>) expect(chunk.length).toBe(3);
    };
    await expect(read()).rejects.toThrow("other side closed");
  });

  test("a slow reader stops the server, who stops reading ends it", async () => {
    const reply = await ask("/large", { answer: "streamed" });
    if ("fault" in reply) throw new Error(reply.why);
    let octets = 0;
    for await (const chunk of reply.body as AsyncIterable<Uint8Array>) {
      octets += chunk.length;
      if (octets > 1_000_000) break;
    }
    expect(octets).toBeLessThan(2_000_000);
  });
});
