// HTTP/1.1 as probes of health checks speak and read it (DG:dns-failover-determining-health-of-endpoints asks for §3.2).

import { expect, test } from "vitest";
import type { ProbeOutcome } from "../../../src/health/definition.ts";
import { requestPath } from "../../../src/net/probes/http-request.ts";
import { endpoint, probe, targetOf } from "../../net/probes/endpoints.ts";

const status = (line: string, more = ""): string => `${line}\r\n${more}Content-Length: 0\r\n\r\n`;

// What is no token names no field; there is no space before the colon (§3.2.4); control characters are no value; lengths
// that contradict each other are no framing (§3.3.2).
test.each<[answered: string, outcome: Partial<ProbeOutcome>]>([
  [status("HTTP/1.1 200 OK", "Bad Header: x\r\n"), { kind: "malformed" }],
  [status("HTTP/1.1 200 OK", "Bad : x\r\n"), { kind: "malformed" }],
  [status("HTTP/1.1 200 OK", "Bad: a\0b\r\n"), { kind: "malformed" }],
  [status("HTTP/1.1 200 OK", ": empty\r\n"), { kind: "malformed" }],
  [status("HTTP/1.1 200 OK", "Good:x\r\nEmpty:\r\n"), { kind: "response", status: 200 }],
  ["HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", { kind: "malformed" }],
])("RFC 7230 §3.2: %j: %j", async (answered, outcome) => {
  const { port } = await endpoint((socket) => socket.end(answered, "latin1"));
  expect(await probe(targetOf(port))).toMatchObject(outcome);
});

test.each([
  ["/", "/"],
  ["", "/"],
  ["health", "/health"],
  ["/a?b=c&d", "/a?b=c&d"],
  ["/a b\r\nX: y", "/a%20b%0D%0AX:%20y"],
  ["/é", "/%C3%A9"],
])("RFC 7230 §5.3.1: the path %j is asked for as %s", (path, asked) => {
  expect(requestPath(path)).toBe(asked);
});
