// Zone files that a running server signs: another validator goes along with what it answers, the copy on the disk is sound, and after
// kill -9 no serial is given out for another zone.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RRType } from "../../src/dns/types.ts";
import { listed, zoneSets, findings } from "../dnssec/zones.ts";
import { ask, Folder, partsOf, RunningServer, zoneText } from "./running-server.ts";

const folder = new Folder();
const servers: RunningServer[] = [];
let server: RunningServer;
let dns: string;

const delv = spawnSync("delv", ["-v"]).status === 0;

beforeAll(async () => {
  folder.write(
    "signpost.yaml",
    `dns: { listen: ["127.0.0.1:0"], workers: 1, signing: [{ denial: nsec3 }] }\nresolver: { enabled: false }\n`,
  );
  folder.write("zones/a.test.zone", zoneText(1, "192.0.2.1"));
  await start();
}, 20_000);

afterAll(async () => {
  await Promise.all(servers.map((one) => one.stop()));
  folder.remove();
});

async function start(): Promise<void> {
  server = new RunningServer(["-c", "signpost.yaml", "--data", "./data"], folder.path);
  servers.push(server);
  [dns] = (await server.ready()).dns;
}

const signedSets = () => zoneSets(readFileSync(join(folder.path, "data/signed/a.test.zone"), "utf8"), "a.test.").sets;
const addresses = (): string[] => listed(signedSets(), RRType.A);
const soa = (): string[] => listed(signedSets(), RRType.SOA);

/** Waits until www has the address. */
async function served(address: string): Promise<void> {
  await expect.poll(async () => (await ask(dns, "www.a.test")).data, { timeout: 5000 }).toEqual([address]);
}

test.skipIf(!delv)(
  `RFC 4035 §5: delv validates what is there and what is not${delv ? "" : " (skipped: no delv here)"}`,
  () => {
    const keys = join(folder.path, "data/keys");
    const record = readFileSync(
      join(
        keys,
        readdirSync(keys).find((file) => file.endsWith(".key"))!,
      ),
      "utf8",
    );
    const [flags, protocol, algorithm, ...key] = record.split("DNSKEY ")[1].trim().split(" ");
    folder.write(
      "anchor",
      `trust-anchors { a.test. static-key ${flags} ${protocol} ${algorithm} "${key.join("")}"; };\n`,
    );
    const run = (...question: string[]): string => {
      const { host, port } = partsOf(dns);
      const words = ["-a", join(folder.path, "anchor"), "+root=a.test", "-p", port.toString(), `@${host}`, ...question];
      const { stdout, stderr } = spawnSync("delv", words, { encoding: "utf8", timeout: 10_000 });
      return `${stderr}${stdout}`;
    };
    expect(run("www.a.test", "A")).toMatch(/^; fully validated\nwww\.a\.test\.\s+300\s+IN\s+A\s+192\.0\.2\.1\n/);
    expect(run("nobody.a.test", "A")).toMatch(/; negative response, fully validated\n/);
    expect(run("www.a.test", "MX")).toMatch(/; negative response, fully validated\n/);
  },
);

test("an edit is served signed, under a serial of its own; kill -9 right after keeps what was served", async () => {
  folder.write("zones/a.test.zone", zoneText(1, "192.0.2.2"));
  await served("192.0.2.2");
  server.signal("SIGKILL");
  await server.exited();
  const before = soa();
  expect(before).toEqual(["a.test. ns1.a.test. hostmaster.a.test. 2 3600 600 86400 300"]);
  await start();
  await served("192.0.2.2");
  expect([soa(), addresses()]).toEqual([before, ["ns1.a.test. 192.0.2.53", "www.a.test. 192.0.2.2"]]);
  expect(findings(signedSets(), "a.test.", Date.now() / 1000)).toEqual([]);
}, 20_000);

test("what cannot be signed is told with its file, and its last good version goes on", async () => {
  const from = server.lines.length;
  const keys = join(folder.path, "data/keys");
  const [file] = readdirSync(keys).filter((name) => name.endsWith(".private"));
  folder.write(`data/keys/${file}`, "nonsense\n");
  folder.write("zones/a.test.zone", zoneText(1, "192.0.2.3"));
  const line = await server.line(({ level, msg }) => level === "error" && msg.includes("cannot be signed"), from);
  expect(line.msg).toMatch(/zones\/a\.test\.zone:1:1: it cannot be signed: .*data\/keys\/Ka\.test\.\+013\+\d{5}: /);
  expect((await ask(dns, "www.a.test")).data).toEqual(["192.0.2.2"]);
}, 20_000);
