// 200,000 mutated packets into the responder: it never throws, its replies can be read, fit and match, and good
// questions are answered afterwards. `npm run fuzz` sends more; a failure prints the packet for seeds/packets.txt.

import { expect, test } from "vitest";
import { OurEngine } from "../differential/ours.ts";
import { matrixZones } from "../differential/targets.ts";
import { composeQuery, flags, parseMessage } from "../peers/wire.ts";
import { Draw, keptPackets, mutate, seedPackets } from "./packets.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const count = Number(process.env["FUZZ_PACKETS"] ?? 200_000);
const engine = new OurEngine();
engine.serveFiles(matrixZones());
const good = composeQuery("multi.m.test", "A");

test(`${count} mutated packets, seed ${seed}`, { timeout: 600_000 }, () => {
  const draw = new Draw(seed);
  const packets = seedPackets((query) => engine.ask(query));
  for (const packet of keptPackets()) expect(complaint(packet, "udp"), hexOf(packet)).toBe(null);
  for (let i = 0; i < count; i++) {
    const packet = mutate(packets, draw);
    const wrong = complaint(packet, i % 4 === 0 ? "tcp" : "udp");
    if (wrong !== null) expect.fail(`${wrong}\n${hexOf(packet)}`);
    if (i % 5000 === 0) expect(parseMessage(engine.ask(good) ?? new Uint8Array()).answer).toHaveLength(2);
  }
});

function complaint(packet: Uint8Array, transport: "udp" | "tcp"): string | null {
  try {
    const reply = engine.ask(packet, transport);
    if (reply === null) return null;
    if (packet.length < 12 || (packet[2] & 0x80) !== 0) return "a reply to what is no question";
    const message = parseMessage(reply);
    if (reply[0] !== packet[0] || reply[1] !== packet[1]) return "another id";
    if ((message.flags & flags.qr) === 0) return "no QR";
    if (transport === "udp" && reply.length > 1232) return `a datagram of ${reply.length} octets`;
    if (message.opcode !== ((packet[2] >>> 3) & 15)) return "another opcode";
    return null;
  } catch (error) {
    return String((error as Error).stack);
  }
}

const hexOf = (packet: Uint8Array): string => Buffer.from(packet).toString("hex");
