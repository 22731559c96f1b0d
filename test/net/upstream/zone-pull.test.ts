// Messages as they come over a connection that was opened for a transfer, wherever the stream was cut.

import { createServer } from "node:net";
import { expect, test } from "vitest";
import { framed, pullZone } from "../../../src/net/upstream/zone-pull.ts";

const patience = { silenceMs: 2_000, allMs: 5_000, signal: new AbortController().signal };

test.each([1, 2, 3, 7, 100])("in pieces of %i octets, each message is whole, and its slice a copy", async (size) => {
  const messages = [Uint8Array.of(1, 2, 3), new Uint8Array(0), Uint8Array.of(4), new Uint8Array(300).fill(5)];
  const stream = Buffer.concat(messages.map(framed));
  const server = createServer((socket) => {
    socket
      .setNoDelay(true)
      .resume()
      .on("error", () => {});
    for (let at = 0; at < stream.length; at += size) socket.write(stream.subarray(at, at + size));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen");
  const endpoint = { address: "127.0.0.1", port: address.port };
  const taken: Uint8Array[] = [];
  const take = (message: Uint8Array): "more" | "enough" => {
    message.slice().fill(9);
    taken.push(Uint8Array.from(message));
    return taken.length === messages.length ? "enough" : "more";
  };
  await pullZone({ endpoint, tls: null }, Uint8Array.of(0), take, patience);
  expect(taken).toEqual(messages);
  await new Promise((resolve) => server.close(resolve));
});
