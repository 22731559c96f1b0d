// RFC 8446 §2.2: a client comes back by the ticket that it was given, whichever worker it meets.

import { expect, test } from "vitest";
import { dialTls, nextMessage, serveSecure } from "../../net/secure-servers.ts";
import { framed, message } from "../../net/stream-client.ts";

async function session(port: number): Promise<Buffer> {
  const socket = await dialTls(port);
  const ticket = new Promise<Buffer>((resolve) => socket.once("session", resolve));
  socket.write(framed(message("x", 1)));
  await nextMessage(socket);
  return ticket;
}

test("a ticket of one worker is taken by another", async () => {
  const keys = new Uint8Array(48).fill(3);
  const [first, second] = [await serveSecure({}, keys), await serveSecure({}, keys)];
  const ticket = await session(first.tlsPort);
  const again = await dialTls(second.tlsPort, { session: ticket });
  expect(again.isSessionReused()).toBe(true);
});

test("and not by a server with other keys", async () => {
  const [ours, others] = [
    await serveSecure({}, new Uint8Array(48).fill(3)),
    await serveSecure({}, new Uint8Array(48).fill(4)),
  ];
  const again = await dialTls(others.tlsPort, { session: await session(ours.tlsPort) });
  expect(again.isSessionReused()).toBe(false);
});
