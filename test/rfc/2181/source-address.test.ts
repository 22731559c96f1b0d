// Replies leave from the address that was asked; test/net/datagram.test.ts asks every address of the machine.

import { createSocket } from "node:dgram";
import { expect, test } from "vitest";
import { openDatagram } from "../../../src/net/datagram.ts";
import { mmsgUnavailable } from "../../../src/net/udp-mmsg.ts";

const kinds = mmsgUnavailable() === null ? (["mmsg", "dgram"] as const) : (["dgram"] as const);

test.each(kinds)(
  "RFC 2181 §4.1: a server on the wildcard answers from the address asked, so a connected client hears it (%s)",
  async (kind) => {
    const server = await openDatagram(
      kind,
      { address: "0.0.0.0", port: 0 },
      {
        enter() {},
        leave() {},
        dropped() {},
        respond(rx, start, end, tx, txStart) {
          tx.set(rx.subarray(start, end), txStart);
          return end - start;
        },
      },
    );
    const client = createSocket("udp4");
    await new Promise<void>((resolve) => client.connect(server.endpoint.port, "127.0.0.1", resolve));
    const reply = new Promise<string>((resolve) => client.on("message", (bytes) => resolve(bytes.toString())));
    client.send("hello");
    expect(await reply).toBe("hello"); // the system drops what a connected socket gets from elsewhere
    client.close();
    await server.close();
  },
);
