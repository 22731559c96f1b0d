// Mutated queries with TSIG, transfers among them, into a responder with keys: it never throws, what it says can be read and has
// the query's id, and a bent signature is never taken for a good one. A failure prints the packet.

import { expect, test } from "vitest";
import { head, newImage, serve } from "../authority/asking.ts";
import { key, plainKey, Transfers } from "../authority/transfers.ts";
import { queryMac, readSignature, signQuery } from "../peers/tsig.ts";
import { composeQuery, parseMessage } from "../peers/wire.ts";
import { Draw, mutate } from "./packets.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const count = Math.floor(Number(process.env["FUZZ_PACKETS"] ?? 200_000) / 10);
const timeSeconds = 1_800_000_000;

test(`${count} mutated signed queries, seed ${seed}`, { timeout: 600_000 }, () => {
  const image = newImage();
  serve(image, { "example.": `${head}www A 192.0.2.1\n` });
  const transfers = new Transfers(image);
  const draw = new Draw(seed);
  const good = ["SOA", "AXFR", "IXFR", "A"].flatMap((type) =>
    [key, plainKey].flatMap((by) =>
      [undefined, { size: 1232 }].map((edns) =>
        signQuery(composeQuery("example.", type, { ...(edns !== undefined && { edns }) }), by, { timeSeconds }),
      ),
    ),
  );
  for (let i = 0; i < count; i++) {
    const packet = mutate(good, draw);
    try {
      for (const message of transfers.send(packet, { protocol: i % 2 === 0 ? 0 : 1, address: [192, 0, 2, 1] })) {
        const { id, answer } = parseMessage(message);
        expect(id).toBe((packet[0] << 8) | packet[1]);
        // A whole zone goes only to whoever signed, which the address does not stand in for.
        if (answer.length > 2 && !isSignedByKey(packet)) expect.fail("a zone without a signature");
      }
    } catch (error) {
      expect.fail(`${String((error as Error).stack)}\n${Buffer.from(packet).toString("hex")}`);
    }
  }
  expect(transfers.send(good[4]).length).toBe(1);
});

/** Whether the tests' own reading finds the signature of the key that may have zones. */
function isSignedByKey(packet: Uint8Array): boolean {
  const signature = readSignature(packet);
  return Buffer.from(queryMac(signature, key)).equals(signature.mac);
}
