// Mutated HTTP requests at the whole gateway, over HTTP/1.1 and HTTP/2: the process stays up, nothing in it fails, its memory
// stays flat, and good requests are answered meanwhile. Two thousand in `npm test`, 50,000 in `npm run fuzz` (a quarter of FUZZ_PACKETS).

import { type Socket, connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Ground } from "../e2e/hostile/ground.ts";
import { Neighbour } from "../e2e/hostile/neighbour.ts";
import { Draw } from "./packets.ts";
import { mutate, seedConnections, seedRequests } from "./requests.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const count = Math.floor(Number(process.env["FUZZ_PACKETS"] ?? 8_000) / 4);
const atOnce = 32;
/** How long an answer may be waited for: what is cut short gets none. */
const waitMs = 60;
/** What a heap may breathe between two looks. */
const slackOctets = 48e6;

const ground = new Ground();

/** A small heap is collected often, so that garbage does not look like growth, and a leak ends the process. */
const launcher = ["env", "NODE_OPTIONS=--max-old-space-size=96"];

beforeAll(() => ground.start({ launcher }), 30_000);
afterAll(() => ground.stop());

/** Says it, listens for a while, and goes; whether anything was heard. */
function send(octets: Buffer, over: "http/1.1" | "h2", forMs = waitMs): Promise<boolean> {
  return new Promise((resolve) => {
    let isHeard = false;
    const socket: Socket =
      over === "http/1.1"
        ? connectTcp(ground.port, "127.0.0.1")
        : connectTls({
            port: ground.tlsPort,
            host: "127.0.0.1",
            servername: "localhost",
            ca: ground.ca,
            ALPNProtocols: ["h2"],
          });
    socket.setTimeout(forMs, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("data", () => (isHeard = true));
    socket.on("close", () => resolve(isHeard));
    socket.write(octets);
  });
}

test(`${count} mutated requests, seed ${seed}`, { timeout: 900_000 }, async () => {
  const draw = new Draw(seed);
  const requests = seedRequests(ground.path(""));
  const connections = seedConnections(ground.path(""));
  const neighbour = new Neighbour(ground.gateway, ground.apiId, ground.ca);
  for (const request of requests) await send(request, "http/1.1", 200);
  for (const connection of connections) expect(await send(connection, "h2", 2_000)).toBe(true);
  const openBefore = ground.openFiles();
  const resident: number[] = [];
  let heard = 0;
  for (let sent = 0; sent < count; sent += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, i) =>
      i % 4 === 0 ? send(mutate(connections, draw), "h2") : send(mutate(requests, draw), "http/1.1"),
    );
    heard += (await Promise.all(batch)).filter(Boolean).length;
    if (sent >= (resident.length + 1) * (count / 10)) resident.push(ground.residentOctets());
  }
  expect(await neighbour.complaints()).toEqual([]);
  expect(heard).toBeGreaterThan(count / 20);
  // Warm by a third of the way: from then on memory does not grow.
  expect(
    Math.min(...resident.slice(-2)) - Math.max(...resident.slice(2, 4)),
    `resident ${resident.join(" ")}`,
  ).toBeLessThan(slackOctets);
  expect(ground.faults()).toEqual([]);
  await vi.waitFor(() => expect(ground.openFiles()).toBeLessThan(openBefore + atOnce), 5_000);
});
