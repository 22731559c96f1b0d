// Clients who may have zones and mean harm: connections that ask and do not read, or go in the middle, or ask a thousand times. Others
// have their answers and their transfers meanwhile, and the memory of what was replaced comes back.

import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transferZone } from "../../peers/asker.ts";
import { composeQuery } from "../../peers/wire.ts";
import { ask, Folder, partsOf, RunningServer } from "../running-server.ts";

const names = 60_000;
const folder = new Folder();
const sockets: Socket[] = [];
let server: RunningServer;
let port = 0;

const zone = (serial: number): string =>
  `$TTL 300\n@ SOA ns1 hostmaster ${serial} 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.53\nwww A 192.0.2.1\n${Array.from(
    { length: names },
    (_, i) => `host${i} TXT "${"x".repeat(250)}"\n`,
  ).join("")}`;

beforeAll(async () => {
  folder.write("zones/big.test.zone", zone(1));
  const dns = { listen: ["127.0.0.1:0"], workers: 1, allowTransfer: ["127.0.0.0/8"] };
  folder.write("signpost.yaml", JSON.stringify({ dns, resolver: { enabled: false }, apis: "./none" }));
  server = new RunningServer(["-c", "signpost.yaml"], folder.path);
  port = partsOf((await server.ready()).dns[0]).port;
}, 30_000);

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await server.stop();
  folder.remove();
});

const query = composeQuery("big.test.", "AXFR");
const framed = Buffer.concat([Uint8Array.of(0, query.length), query]);

/** A connection from an address of loopback that has asked for the zone `times` times and reads nothing. */
async function asking(from: string, times = 1): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", localAddress: from });
  socket.on("error", () => {});
  sockets.push(socket);
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.pause();
  socket.write(Buffer.concat(Array.from({ length: times }, () => framed)));
  return socket;
}

async function isServing(): Promise<void> {
  for (const over of ["udp", "tcp"] as const)
    expect((await ask(`127.0.0.1:${port}`, "www.big.test", over)).data).toEqual(["192.0.2.1"]);
}

const metric = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)`, "m").exec((await server.page("/metrics")).body)?.[1] ?? 0);

test("who asks and does not read holds up neither questions nor another's transfer", { timeout: 30_000 }, async () => {
  for (let i = 0; i < 40; i++) await asking("127.0.0.2");
  await isServing();
  const records = await transferZone(port, "big.test.", "127.0.0.3");
  expect(records).toHaveLength(names + 4);
  await isServing();
  for (const socket of sockets.splice(0)) socket.destroy();
});

test(
  "a thousand questions for a zone on one connection are one client's, whose turn ends with it",
  { timeout: 30_000 },
  async () => {
    const flooding = await asking("127.0.0.4", 1000);
    await isServing();
    expect(await transferZone(port, "big.test.", "127.0.0.5")).toHaveLength(names + 4);
    flooding.destroy();
    await isServing();
  },
);

test(
  "connections that go in the middle leave nothing behind: old versions' memory comes back",
  { timeout: 60_000 },
  async () => {
    const before = await metric("signpost_zone_image_bytes");
    expect(before).toBeGreaterThan(1e7);
    for (let serial = 2; serial <= 4; serial++) {
      const half = await Promise.all(Array.from({ length: 6 }, (_, i) => asking(`127.0.0.${10 + i}`)));
      const from = server.lines.length;
      folder.write("zones/big.test.zone", zone(serial));
      await server.line(({ msg, changed }) => msg === "zones loaded" && changed === 1, from);
      for (const socket of half) socket.destroy();
    }
    for (const deadline = performance.now() + 15_000; ;) {
      const now = await metric("signpost_zone_image_bytes");
      if (now < before * 1.3) break;
      expect(performance.now(), `${now} octets, ${before} before`).toBeLessThan(deadline);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await metric("signpost_panics_total")).toBe(0);
    const [first] = await transferZone(port, "big.test.", "127.0.0.9");
    expect(Buffer.from(first.rdata).readUInt32BE(first.rdata.length - 20)).toBe(4);
  },
);
