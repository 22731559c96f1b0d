// The idle time that edns-tcp-keepalive announces is the one that the server keeps.

import { expect, test } from "vitest";
import { dial, serve } from "../../../test/net/stream-client.ts";

test("RFC 7828 §3.4: a shorter idle time holds for streams already open", async () => {
  const { port, server } = await serve({ idleTimeoutMs: 60_000 });
  const client = await dial(port);
  server.setIdleTimeout(50);
  const started = performance.now();
  await client.closed;
  expect(performance.now() - started).toBeLessThan(30_000);
});
