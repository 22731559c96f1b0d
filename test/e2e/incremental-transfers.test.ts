// Other people's name servers as secondaries that are told what changed: they take differences by IXFR, and have the zone record
// for record afterwards. And dig, which says what it got.

import { execFileSync } from "node:child_process";
import { renameSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { transferZone } from "../peers/asker.ts";
import { programVersion } from "../peers/nsd.ts";
import { freePort, type Peer } from "../peers/peer.ts";
import { installedSecondaries, unsignedAddress } from "../peers/secondaries.ts";
import type { TestKey } from "../peers/tsig.ts";
import { askUdp, nameText, parseMessage, typeText, type WireRecord } from "../peers/wire.ts";
import { signpost } from "../cli/signpost.ts";
import { Folder, RunningServer } from "./running-server.ts";

const key: TestKey = { name: "transfer.test.", algorithm: "hmac-sha256", secret: new Uint8Array(32).fill(3) };
const secret = Buffer.from(key.secret).toString("base64");
const folder = new Folder();
/** PowerDNS asks for whole zones only, unless its database says otherwise. */
const installed = installedSecondaries().filter(({ program }) => program.name !== "pdns");
const dig = programVersion("dig", ["-v"], /DiG (\S+)/);
const origin = "plain.test.";
const hosts = 2_000;

/** A zone in which a few things are another with each serial; NSEC and NSEC3 stay away, and names keep their case. */
const zone = (serial: number): string => `$TTL 300
@ SOA ns1 hostmaster ${serial} 3600 600 86400 300
@ NS ns1
ns1 A 192.0.2.53
serial TXT "${serial}"
only${serial} A 192.0.2.9
shared A 192.0.2.1
shared A 192.0.3.${serial}
ttl ${600 + serial} MX 10 only${serial}
deep.under.nothing${serial % 3} TYPE65280 \\# 2 ${String(serial % 100).padStart(4, "0")}
sub${serial % 2} NS ns.sub${serial % 2}
ns.sub${serial % 2} A 192.0.2.7
*.wild${serial % 4} CNAME shared
${Array.from({ length: hosts }, (_, i) => `host${i} A 10.0.${i >> 8}.${i & 255}\n`).join("")}`;

let port = 0;
let server: RunningServer;
/** A secondary of ours, which is a primary as well. */
let second: RunningServer;
const peers: Peer[] = [];
/** All secondaries. */
const secondaries: { readonly name: string; readonly port: number }[] = [];

/** Puts the zone's file in place at one stroke: half of one would be a zone, too. */
function put(text: string): void {
  folder.write("zones/plain.test.new", text);
  renameSync(`${folder.path}/zones/plain.test.new`, `${folder.path}/zones/plain.test.zone`);
}

function serve(notify: readonly number[]): RunningServer {
  const dns = {
    listen: [`127.0.0.1:${port}`],
    workers: 2,
    allowTransfer: [unsignedAddress],
    tsigKeys: [{ name: key.name, algorithm: key.algorithm, secret }],
    transferKeys: [key.name],
    notify: [{ to: notify.map((one) => `127.0.0.1:${one}`) }],
  };
  folder.write("signpost.yaml", JSON.stringify({ dns, resolver: { enabled: false }, apis: "./none" }));
  return new RunningServer(["-c", "signpost.yaml"], folder.path);
}

function serveSecond(at: number): RunningServer {
  const dns = {
    listen: [`127.0.0.1:${at}`],
    workers: 1,
    allowTransfer: ["127.0.0.1"],
    tsigKeys: [{ name: key.name, algorithm: key.algorithm, secret }],
    secondaries: [{ zone: origin, primaries: [`127.0.0.1:${port}`], key: key.name }],
  };
  folder.write("none/x", "");
  folder.write("second.yaml", JSON.stringify({ dns, resolver: { enabled: false }, apis: "./none", zones: "./none" }));
  return new RunningServer(["-c", "second.yaml"], folder.path);
}

beforeAll(async () => {
  port = await freePort();
  put(zone(1));
  server = serve([]);
  await server.ready();
  const primary = { port, zones: [origin], key };
  peers.push(...(await Promise.all(installed.map((secondary) => secondary.start(primary)))));
  const own = await freePort();
  second = serveSecond(own);
  await second.ready();
  secondaries.push(...peers, { name: "signpost", port: own });
  await arrives(own, "only1");
  await server.stop();
  server = serve(secondaries.map((secondary) => secondary.port));
  await server.ready();
}, 60_000);

afterAll(async () => {
  await Promise.all([server.stop(), second.stop(), ...peers.map((peer) => peer.stop())]);
  folder.remove();
});

function lines(records: readonly WireRecord[]): string[] {
  return records
    .map(({ owner, ttl, type, rdata }) => {
      const data = Buffer.from(Buffer.from(rdata).toString("latin1").toLowerCase(), "latin1").toString("hex");
      return `${nameText(owner).toLowerCase()} ${ttl} ${typeText(type)} ${data}`;
    })
    .toSorted();
}

/** What was sent since a line of the log, to whom signs. */
function sent(from: number): { told: string; records: number }[] {
  return server.lines
    .slice(from)
    .filter(({ msg, client }) => msg === "a zone was transferred" && client === "127.0.0.1")
    .map(({ told, records }) => ({ told: String(told), records: Number(records) }));
}

/** Waits until the server at a port answers for a name of the zone. */
async function arrives(at: number, name: string): Promise<void> {
  for (const deadline = performance.now() + 20_000; ;) {
    const reply = await askUdp(at, `${name}.${origin}`, "A");
    if (reply !== null && parseMessage(reply).answer.length === 1) return;
    expect(performance.now(), `${name} at ${at}`).toBeLessThan(deadline);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe.skipIf(installed.length === 0)("secondaries", () => {
  test("take differences, one after the other, and have the zone record for record", { timeout: 90_000 }, async () => {
    for (let serial = 2; serial <= 6; serial++) {
      const from = server.lines.length;
      put(zone(serial));
      for (const peer of secondaries) {
        await arrives(peer.port, `only${serial}`);
        const theirs = lines(await transferZone(peer.port, origin));
        expect(theirs, peer.name).toEqual(lines(await transferZone(port, origin, unsignedAddress)));
      }
      const transfers = sent(from);
      expect(transfers.map(({ told }) => told)).toEqual(secondaries.map(() => "differences"));
      for (const { records } of transfers) expect(records).toBeLessThan(40);
    }
  });

  test.skipIf(dig === null)("a secondary of ours passes differences on", () => {
    const { port: own } = secondaries.at(-1)!;
    const said = execFileSync("dig", ["@127.0.0.1", "-p", String(own), origin, "IXFR=5"], { encoding: "latin1" });
    expect(said.match(/\tSOA\t/g)).toHaveLength(4);
    expect(said).toMatch(/serial\.plain\.test\.\s+300\s+IN\s+TXT\s+"5"/);
    expect(said).not.toMatch(/host7\.plain/);
  });

  test("changes that follow each other closely arrive, whole or as differences", { timeout: 60_000 }, async () => {
    for (let serial = 7; serial <= 30; serial++) {
      put(zone(serial));
      server.signal("SIGHUP");
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    for (const peer of secondaries) {
      await arrives(peer.port, "only30");
      const mine = lines(await transferZone(port, origin, unsignedAddress));
      expect(lines(await transferZone(peer.port, origin)), peer.name).toEqual(mine);
    }
    expect(server.lines.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
  });

  test(
    "a change without a new serial, then one with it: nobody is told a difference that is not his",
    { timeout: 60_000 },
    async () => {
      const from = server.lines.length;
      put(`${zone(30)}unseen A 192.0.2.66\n`);
      await arrives(port, "unseen");
      await transferZone(port, origin, unsignedAddress); // somebody has serial 30 with other contents than the rest
      put(zone(31));
      for (const peer of secondaries) {
        await arrives(peer.port, "only31");
        expect(lines(await transferZone(peer.port, origin))).toEqual(
          lines(await transferZone(port, origin, unsignedAddress)),
        );
      }
      expect(sent(from).map(({ told }) => told)).toEqual(secondaries.map(() => "the zone"));
    },
  );
});

describe.skipIf(dig === null)("dig", () => {
  const ask = (...words: string[]): string =>
    execFileSync("dig", ["@127.0.0.1", "-p", String(port), "-y", `${key.algorithm}:${key.name}:${secret}`, origin, ...words], { encoding: "latin1", stdio: "pipe" }); // prettier-ignore
  const next = async (serial: number): Promise<void> => {
    put(zone(serial));
    await arrives(port, `only${serial}`);
    await transferZone(port, origin, unsignedAddress); // each serial that somebody got is told from
  };

  test(
    "IXFR=serial: the sequence of RFC 1995 §4, signed; the SOA alone; the whole zone",
    { timeout: 60_000 },
    async () => {
      for (const serial of [100, 101, 102]) await next(serial);
      const said = ask("IXFR=101");
      const records = said.split("\n").filter((line) => /\bIN\b/.test(line) && !line.startsWith(";"));
      const serials = records.flatMap((line) => /\tSOA\t\S+ \S+ (\d+)/.exec(line)?.[1] ?? []);
      expect(serials).toEqual(["102", "101", "102", "102"]);
      const half = records.findIndex((line, i) => i > 1 && line.includes("\tSOA\t"));
      expect(records.slice(0, half).join("\n")).toMatch(/serial\.plain\.test\.\s+300\s+IN\s+TXT\s+"101"/);
      expect(records.slice(half).join("\n")).toMatch(/serial\.plain\.test\.\s+300\s+IN\s+TXT\s+"102"/);
      expect(said).not.toMatch(/could not be validated|failed|;; (ERROR|WARNING)/i);
      expect(ask("IXFR=100").match(/\tSOA\t/g)).toHaveLength(6);
      expect(ask("IXFR=102")).toMatch(/XFR size: 1 records/);
      expect(ask("IXFR=99").match(/host\d+\.plain/g)).toHaveLength(hosts);
      // Ours knows as well where each of these ends.
      for (const since of ["IXFR=101", "IXFR=100", "IXFR=102", "IXFR=99"]) {
        const own = await signpost(["dig", `@127.0.0.1:${port}`, origin, since, "--key", `${key.name}:${key.algorithm}:${secret}`]); // prettier-ignore
        expect([since, own.code, own.stderr]).toEqual([since, 0, ""]);
        const size = /XFR size: (\d+) records/;
        expect([since, size.exec(own.stdout)?.[1]]).toEqual([since, size.exec(ask(since))?.[1]]);
      }
    },
  );
});
