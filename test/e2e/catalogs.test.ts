// Zones of a catalog (RFC 9432) beside others of the same names, which go before them, in a server of ours that has the catalog from
// another one of ours.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../peers/peer.ts";
import { askUdp, parseMessage, rcodeText } from "../peers/wire.ts";
import { Route53Client, values } from "./route53-client.ts";
import { Folder, type Ready, RunningServer } from "./running-server.ts";

const zone = (last: number): string =>
  `@ 300 SOA ns1 host 1 3600 600 86400 300\n@ 300 NS ns1\nns1 300 A 192.0.2.${last}\n`;
const catalog = (serial: number, ...more: readonly string[]): string =>
  `@ 0 SOA invalid. invalid. ${serial} 3600 600 2147483646 0\n@ 0 NS invalid.\n${more.join("\n")}\n`;
const version = 'version 0 TXT "2"';
const member = (name: string): string => `${name}.zones 0 PTR ${name}.test.`;

/** Each starts servers one after the other. */
const patient = { timeout: 60_000 };

let folder: Folder;
let port = 0;
let servers: RunningServer[] = [];

beforeEach(async () => {
  folder = new Folder();
  const first = await freePort();
  port = await freePort();
  folder.write("none/x", "");
  folder.write("own/x", "");
  for (const [i, name] of ["one", "two"].entries()) folder.write(`zones/${name}.test.zone`, zone(i + 1));
  folder.write("zones/cat.example.zone", catalog(1, version, member("one"), member("two")));
  const rest = { resolver: { enabled: false }, apis: "./none" };
  const notify = [{ to: [`127.0.0.1:${port}`] }];
  const primary = { listen: [`127.0.0.1:${first}`], workers: 1, allowTransfer: ["127.0.0.1"], notify };
  folder.write("primary.yaml", JSON.stringify({ dns: primary, ...rest }));
  const catalogs = [{ zone: "cat.example", primaries: [`127.0.0.1:${first}`] }];
  const secondary = { listen: [`127.0.0.1:${port}`], workers: 1, catalogs };
  folder.write("secondary.yaml", JSON.stringify({ dns: secondary, zones: "./own", ...rest }));
  await start(["-c", "primary.yaml"]);
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  folder.remove();
});

async function start(words: readonly string[]): Promise<RunningServer & { readonly facts: Ready }> {
  const server = new RunningServer(words, folder.path);
  servers.push(server);
  return Object.assign(server, { facts: await server.ready() });
}

const startSecondary = (): ReturnType<typeof start> => start(["-c", "secondary.yaml", "--data", `${folder.path}/data`]);

async function asked(name: string): Promise<string> {
  const reply = await askUdp(port, `ns1.${name}.test.`, "A");
  if (reply === null) return "silence";
  const { rcode, answer } = parseMessage(reply);
  return `${rcodeText(rcode)} ${answer.map(({ rdata }) => [...rdata].join(".")).join(" ")}`.trim();
}

async function is(name: string, said: string): Promise<void> {
  await expect.poll(() => asked(name), { timeout: 10_000, interval: 20 }).toBe(said);
}

test(
  "a zone file that comes takes its zone from the catalog, and when it goes the catalog has it again",
  patient,
  async () => {
    const server = await startSecondary();
    for (const [name, last] of Object.entries({ one: 1, two: 2 })) await is(name, `NOERROR 192.0.2.${last}`);
    folder.write("own/one.test.zone", zone(101));
    await is("one", "NOERROR 192.0.2.101");
    expect(await asked("two")).toBe("NOERROR 192.0.2.2");
    await server.line(
      ({ msg, zone: name }) => msg.startsWith("a zone of a catalog is passed over") && name === "one.test.",
    );
    rmSync(`${folder.path}/own/one.test.zone`);
    await is("one", "NOERROR 192.0.2.1");
  },
);

test(
  "a hosted zone that is made takes its name from the catalog, and when it is deleted the catalog has it again",
  patient,
  async () => {
    const server = await startSecondary();
    await is("one", "NOERROR 192.0.2.1");
    const client = new Route53Client(server.facts.api);
    const id = await client.createZone("one.test");
    const set = { Name: "ns1.one.test", Type: "A", TTL: 60, ResourceRecords: values("192.0.2.101") };
    await client.create(id, set);
    expect(await asked("one")).toBe("NOERROR 192.0.2.101");
    folder.write("zones/cat.example.zone", catalog(2, version, member("one")));
    await is("two", "REFUSED");
    expect(await asked("one")).toBe("NOERROR 192.0.2.101");
    await client.change(id, ["DELETE", set]);
    expect((await client.call("DELETE", `hostedzone/${id}`)).status).toBe(200);
    await is("one", "NOERROR 192.0.2.1");
  },
);

test(
  "a broken catalog takes nothing away, over a kill -9 with its primary away either (RFC 9432 §5.1)",
  patient,
  async () => {
    const server = await startSecondary();
    await is("one", "NOERROR 192.0.2.1");
    await is("two", "NOERROR 192.0.2.2");
    const kept = (name: string): string => `${folder.path}/data/secondaries/${name}.zone`;
    folder.write("zones/cat.example.zone", catalog(7, member("one")));
    await server.line(({ msg }) => msg.startsWith("a catalog zone is not obeyed: it does not say its version once"));
    await expect.poll(() => readFileSync(kept("cat.example"), "latin1")).toContain("invalid. invalid. 7 ");
    for (const name of ["one.test", "two.test", "catalogs/cat.example"])
      await expect.poll(() => existsSync(kept(name))).toBe(true);
    server.signal("SIGKILL");
    await server.exited();
    await servers[0].stop();
    await startSecondary();
    expect([await asked("one"), await asked("two")]).toEqual(["NOERROR 192.0.2.1", "NOERROR 192.0.2.2"]);
  },
);
