// The resolver's thread dies: what waits is answered SERVFAIL at once, our own zones are served on, and a successor comes.

import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "dns-packet";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/server/config/read.ts";
import type { Log } from "../../src/server/log.ts";
import { startService } from "../../src/server/service.ts";

test.each(["mmsg", "dgram"])("over %s", async (transport) => {
  const folder = mkdtempSync(join(tmpdir(), "signpost-death-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "own.example.zone"), "@ 60 SOA ns hostmaster 1 1 1 1 1\n@ 60 NS ns\nns 60 A 192.0.2.1\n");
  const text = `dns: { listen: ["127.0.0.1:0"], workers: 2, transport: ${transport} }\nzones: ${folder}\napi: { listen: "127.0.0.1:0" }\n`;
  const { config, faults } = readConfig({ name: "test.yaml", text }, []);
  expect(faults).toEqual([]);
  const told: string[] = [];
  let endpoint = "";
  const note = (fields: { readonly [name: string]: unknown }, message: string): void => {
    told.push(message);
    if (message === "ready") [endpoint] = fields["dns"] as string[];
  };
  const log: Log = { debug: note, info: note, warn: note, error: note, flush() {} };
  const resolverModule = new URL("./dying-resolver.ts", import.meta.url);
  const service = await startService(config, { log, version: "1", resolverModule });
  onTestFinished(() => service.stop());
  const port = Number(endpoint.split(":")[1]);

  expect(await ask(port, "some.name")).toBe(3);
  const hanging = [ask(port, "hang"), ask(port, "hang"), ask(port, "hang")];
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await ask(port, "die")).toBe(2);
  expect(await Promise.all(hanging)).toEqual([2, 2, 2]);
  expect(await ask(port, "ns.own.example")).toBe(0);
  expect(await ask(port, "some.name")).toBe(2); // nobody is there to ask
  while (!told.includes("the resolver was replaced; its cache is empty")) await new Promise((resolve) => setTimeout(resolve, 10)); // prettier-ignore
  const rcodes = await Promise.all(Array.from({ length: 20 }, (_, i) => ask(port, `n${i}.name`)));
  expect(rcodes).toEqual(Array.from({ length: 20 }, () => 3)); // every worker has the new line
  expect(told).toContain("the resolver died and is replaced in 100 ms");
});

function ask(port: number, name: string): Promise<number> {
  const socket = createSocket("udp4");
  return new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer about ${name}`)), 1500);
    socket.on("message", (reply) => {
      clearTimeout(timer);
      resolve(reply[3] & 15);
    });
    socket.send(encode({ type: "query", id: 1, flags: 0x100, questions: [{ type: "A", name }] }), port, "127.0.0.1");
  }).finally(() => socket.close());
}
