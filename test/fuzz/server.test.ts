// Mutated packets at a real server process over UDP and TCP: it stays up, its memory stays flat, and good questions
// are answered afterwards. A few thousand in `npm test`, 200,000 in `npm run fuzz` (FUZZ_PACKETS).

import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createSocket, type Socket } from "node:dgram";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OurEngine } from "../differential/ours.ts";
import { matrixZones } from "../differential/targets.ts";
import type { Peer } from "../peers/peer.ts";
import { startSignpost } from "../peers/signpost.ts";
import { askUdp, composeQuery, exchangeTcp, parseMessage, u16 } from "../peers/wire.ts";
import { Draw, mutate, seedPackets } from "./packets.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const count = Number(process.env["FUZZ_PACKETS"] ?? 8_000);
/** Datagrams in flight: few enough for a socket buffer of the smallest default size. */
const burst = 64;
/** What a heap may breathe between two looks. */
const slackOctets = 24e6;

let server: Peer;
let packets: Uint8Array[];

beforeAll(async () => {
  const engine = new OurEngine();
  engine.serveFiles(matrixZones());
  packets = seedPackets((query) => engine.ask(query));
  server = await startSignpost({ zones: matrixZones() });
});
afterAll(() => server?.stop());

test(`${count} mutated packets over UDP and TCP, seed ${seed}`, { timeout: 900_000 }, async () => {
  const draw = new Draw(seed);
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.connect(server.port, "127.0.0.1", resolve));
  const resident: number[] = [];
  for (let sent = 0; sent < count; sent += 2 * burst) {
    await sendBurst(socket, draw);
    await sendStream(draw);
    await expectGoodAnswer();
    if (sent >= (resident.length + 1) * (count / 10)) resident.push(residentOctets());
  }
  socket.close();
  expect(isAlive()).toBe(true);
  // Warm by a fifth of the way: from then on memory does not grow.
  expect(
    Math.min(...resident.slice(-2)) - Math.max(...resident.slice(1, 3)),
    `resident ${resident.join(" ")}`,
  ).toBeLessThan(slackOctets);
  const overTcp = await exchangeTcp(server.port, composeQuery("multi.m.test", "A"));
  expect(parseMessage(overTcp ?? new Uint8Array()).answer).toHaveLength(2);
});

/** Mutated datagrams, then a good question behind them in the same socket: its answer says that all are read. */
async function sendBurst(socket: Socket, draw: Draw): Promise<void> {
  const answered = new Promise<void>((resolve) => {
    const look = (reply: Buffer): void => {
      if (reply.readUInt16BE(0) !== 0xbeef) return;
      socket.off("message", look);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => look(Buffer.from([0xbe, 0xef])), 500);
    socket.on("message", look);
  });
  for (let i = 0; i < burst; i++) socket.send(mutate(packets, draw));
  socket.send(composeQuery("multi.m.test", "A", { id: 0xbeef }));
  await answered;
}

/** Mutated messages down one connection, some framed with a wrong length; the server may close it at any of them. */
function sendStream(draw: Draw): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port: server.port, host: "127.0.0.1" });
    const timer = setTimeout(() => socket.destroy(), 250);
    socket.on("error", () => undefined);
    socket.on("data", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
    for (let i = 0; i < burst; i++) {
      const packet = mutate(packets, draw);
      const length = draw.below(50) === 0 ? draw.below(65536) : packet.length;
      socket.write(Uint8Array.from([...u16(length), ...packet]));
    }
    socket.end();
  });
}

async function expectGoodAnswer(): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const reply = await askUdp(server.port, "multi.m.test", "A", { timeoutMs: 1000 });
    if (reply === null) continue;
    expect(parseMessage(reply).answer).toHaveLength(2);
    return;
  }
  expect.fail("a good question got no answer three times");
}

function isAlive(): boolean {
  return residentOctets() > 0;
}

function residentOctets(): number {
  return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, "latin1"))?.[1] ?? 0);
}
