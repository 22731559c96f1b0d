// Mutated updates, signed and not, to the desk: it never throws, every reply can be read and has the message's id, and nothing is
// changed by whom no rule lets. A failure prints the message.

import { expect, test } from "vitest";
import { MessageFault, MessageView } from "../../src/dns/message-view.ts";
import { readUpdate } from "../../src/authority/update/update-message.ts";
import { parseMessage } from "../peers/wire.ts";
import { Desk, key, otherKey } from "../server/updates/desk.ts";
import { Draw, mutate } from "./packets.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const count = Math.floor(Number(process.env["FUZZ_PACKETS"] ?? 200_000) / 20);

test(`${count} mutated updates, seed ${seed}`, { timeout: 600_000 }, async () => {
  const desk = new Desk([{ key: key.name }, { from: ["192.0.2.77"], names: ["*.dyn.example.test"] }]);
  const draw = new Draw(seed);
  const words = [
    {
      prerequisites: ["yxdomain www.example.test.", "nxrrset www.example.test. TXT"],
      updates: ["delete a.dyn.example.test."],
    },
    { updates: ['add t.dyn.example.test. 60 TXT "x"', "add t.dyn.example.test. 60 MX 1 www.example.test."] },
    { updates: ["add c.dyn.example.test. 5 CNAME www.example.test.", "delete c.dyn.example.test. A 192.0.2.1"] },
    {
      updates: ["add s.dyn.example.test. 5 SRV 0 0 53 www.example.test.", "add example.test. 900 SOA a. b. 5 1 2 3 4"],
    },
  ];
  const good = words.flatMap((composed) =>
    [undefined, key, otherKey].map((by) => desk.compose({ ...composed, ...(by !== undefined && { key: by }) })),
  );
  const { store, zoneId } = desk.world;
  const others = (): string[] => desk.sets.filter((line) => !line.includes(".dyn.example.test."));
  const before = others();
  for (let i = 0; i < count; i++) {
    const message = mutate(good, draw);
    if (message.length < 12 || (message[2] & 0x80) !== 0) continue; // workers say nothing to these
    const view = new MessageView();
    try {
      if (view.parse(message, 0, message.length) === MessageFault.none) readUpdate(view);
      const reply = await desk.send(message, { protocol: i % 2 === 0 ? 0 : 1 });
      expect(parseMessage(reply ?? new Uint8Array(0)).id).toBe((message[0] << 8) | message[1]);
    } catch (error) {
      expect.fail(`${String((error as Error).stack)}\n${Buffer.from(message).toString("hex")}`);
    }
  }
  expect(others()).toEqual(before);
  expect(store.zone(zoneId)).not.toBe(null);
  expect([...desk.desk.counts.keys()]).toEqual(expect.arrayContaining(["NOERROR", "FORMERR", "REFUSED", "NOTAUTH"]));
});
