// A popular answer is renewed before it ends: who asks in the last tenth of its life gets the old one at once, and whoever
// comes after its end finds a new one. Real time, because the whole server is real: it takes ten seconds.

import { afterAll, expect, test } from "vitest";
import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";
import { Folder, partsOf, RunningServer } from "./running-server.ts";

const folder = new Folder();
const servers: RunningServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  folder.remove();
});

test("an answer that is asked for in its last tenth is renewed", async () => {
  folder.write("hints.zone", ". 3600 NS nobody.invalid.\nnobody.invalid. 3600 A 127.0.0.99\n");
  folder.write(
    "far/far.example.net.zone",
    "$TTL 10\n@ SOA ns hostmaster 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.7\n",
  );
  folder.write("own/own.example.net.zone", "$TTL 10\n@ SOA ns hostmaster 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n");
  const far = await start(["--zones", "far", "--listen", "127.0.0.1:0", "--workers", "1", "--no-resolver"]);
  folder.write(
    "signpost.yaml",
    `dns: { listen: ["127.0.0.1:0"], workers: 1 }
zones: own
resolver:
  rootHints: hints.zone
  allowPrivateUpstreams: true
  stubZones: [{ name: far.example.net, addresses: ["${(await far.ready()).dns[0]}"] }]
`,
  );
  const near = await start(["-c", "signpost.yaml"]);
  const dns = (await near.ready()).dns[0];
  const started = performance.now();
  const first = await ttlOf(dns);
  expect(first).toBe(10);
  await until(started + 4000);
  expect(await ttlOf(dns)).toBeLessThanOrEqual(7); // from the table, and no renewal yet; whole seconds, and the first took a moment
  expect(await counter(near, "signpost_cache_prefetch_total")).toBe(0);
  while ((await counter(near, "signpost_cache_prefetch_total")) === 0 && performance.now() < started + 9800) {
    await ttlOf(dns);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await counter(near, "signpost_cache_prefetch_total")).toBe(1); // many asked, one renewed
  await until(started + 10_500);
  const after = await ttlOf(dns);
  expect(after).toBeLessThan(10); // somebody fetched it before us
  expect(after).toBeGreaterThan(6);
  expect(await counter(near, "signpost_resolver_questions_total")).toBe(1);
  expect(await counter(near, "signpost_resolver_prefetches_total")).toBe(1);
}, 30_000);

async function start(words: readonly string[]): Promise<RunningServer> {
  const server = new RunningServer(words, folder.path);
  servers.push(server);
  await server.ready();
  return server;
}

/** The TTL of www.far.example.net. */
function ttlOf(server: string): Promise<number> {
  const { host, port } = partsOf(server);
  const socket = createSocket("udp4");
  return new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer")), 2000);
    socket.on("message", (reply) => {
      clearTimeout(timer);
      const [answer] = decode(reply).answers ?? [];
      resolve(answer !== undefined && "ttl" in answer ? (answer.ttl ?? -1) : -1);
    });
    const questions = [{ type: "A" as const, name: "www.far.example.net" }];
    socket.send(encode({ type: "query", id: 1, flags: 0x100, questions }), port, host);
  }).finally(() => socket.close());
}

function until(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - performance.now())));
}

async function counter(server: RunningServer, name: string): Promise<number> {
  const { body } = await server.page("/metrics");
  return Number(body.split("\n").find((line) => line.startsWith(`${name} `))?.slice(name.length + 1)); // prettier-ignore
}
