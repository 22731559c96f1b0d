// RFC 9113 §8.2, §8.3: a request and an answer over HTTP/2 say what they would say over HTTP/1.1.

import { once } from "node:events";
import { connect } from "node:http2";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GatewayRequest } from "../../../src/gateway/engine/messages.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { type GatewayListener, listenGateway } from "../../../src/http/gateway/gateway-listener.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";

const authority = LocalAuthority.create(systemClock);
const answered = ["Connection", "close", "Keep-Alive", "timeout=5", "Transfer-Encoding", "chunked", "X-Kept", "1"];
let seen: GatewayRequest | null = null;
let listener: GatewayListener;

beforeAll(async () => {
  listener = await listenGateway({
    endpoint: { address: "127.0.0.1", port: 0 },
    answer: (request) => {
      seen = request;
      return { status: 200, headers: answered, body: "x" };
    },
    tls: { authority, isOurs: () => false, ownNames: ["localhost"] },
    vpcOf: () => null,
    edge: null,
    failed: () => {},
  });
});
afterAll(() => listener.close(0));

async function ask(headers: Record<string, string | string[]>): Promise<Record<string, unknown>> {
  const session = connect(`https://localhost:${listener.endpoint.port}`, { ca: authority.certificate });
  const [given] = (await once(session.request(headers), "response")) as [Record<string, unknown>];
  session.close();
  return given;
}

test("RFC 9113 §8.3.1: the authority is the host", async () => {
  await ask({ ":path": "/a?b", ":authority": "api.example.test", "x-a": "1" });
  expect(seen).toMatchObject({ target: "/a?b", host: "api.example.test", protocol: "HTTP/2.0" });
  expect(seen?.rawHeaders).toEqual(["host", "api.example.test", "x-a", "1"]);
});

test("RFC 9113 §8.2.3: cookies that were parted are one header again", async () => {
  await ask({ ":path": "/", ":authority": "a.test", cookie: ["a=1", "b=2", "c=3"] });
  expect(seen?.header("cookie")).toBe("a=1; b=2; c=3");
});

test("RFC 9113 §8.2.2: an answer says nothing of a connection", async () => {
  const given = await ask({ ":path": "/", ":authority": "a.test" });
  expect(Object.keys(given).filter((name) => /^(connection|keep-alive|transfer-encoding)$/.test(name))).toEqual([]);
  expect(given).toMatchObject({ "x-kept": "1", "content-length": "1" });
});
