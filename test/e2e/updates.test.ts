// The same updates to us, to BIND and to Knot, by nsupdate and as messages of our own: the same RCODEs and, read back by AXFR, the
// same zones, serials included. And what nobody but us has: what was acknowledged outlives kill -9.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeName, Rcode } from "../../src/dns/codes.ts";
import { type Composed, composeUpdate } from "../authority/update/words.ts";
import { transferZone } from "../peers/asker.ts";
import { programVersion } from "../peers/nsd.ts";
import { freePort, type Peer } from "../peers/peer.ts";
import { signQuery, type TestKey } from "../peers/tsig.ts";
import { installedUpdating } from "../peers/updating.ts";
import { exchangeTcp, exchangeUdp, nameText, typeText } from "../peers/wire.ts";
import { readReply } from "../server/updates/desk.ts";
import { Folder, RunningServer } from "./running-server.ts";

const key: TestKey = { name: "update.test.", algorithm: "hmac-sha256", secret: new Uint8Array(32).fill(3) };
const secret = Buffer.from(key.secret).toString("base64");
const origin = "up.test.";
const zone = `$ORIGIN ${origin}
@ 3600 IN SOA ns1.up.test. host.up.test. 10 3600 600 86400 300
@ 3600 IN NS ns1.up.test.
@ 3600 IN NS ns2.up.test.
@ 300 IN MX 10 mail.up.test.
ns1 300 IN A 192.0.2.53
ns2 300 IN A 192.0.2.54
www 300 IN A 192.0.2.1
www 300 IN A 192.0.2.2
www 300 IN TXT "a" "b"
alias 300 IN CNAME www.up.test.
mail.deep 60 IN A 192.0.2.3
sub 300 IN NS ns.sub.up.test.
ns.sub 300 IN A 192.0.2.4
`;

const nsupdate = programVersion("nsupdate", ["-V"], /nsupdate (\S+)/);
const others = installedUpdating();
const peers: Peer[] = [];
const folder = new Folder();
let server: RunningServer;
let port = 0;
async function serve(): Promise<RunningServer> {
  const dns = {
    listen: [`127.0.0.1:${port}`],
    workers: 1,
    allowTransfer: ["127.0.0.1"],
    tsigKeys: [{ name: key.name, algorithm: key.algorithm, secret }],
    updates: [
      { key: key.name, types: ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "CAA", "DHCID"] },
      {
        from: ["127.0.0.1"],
        types: ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "CAA", "TYPE65280"],
      },
    ],
  };
  folder.write("signpost.yaml", JSON.stringify({ dns, resolver: { enabled: false }, apis: "./none" }));
  const started = new RunningServer(["-c", "signpost.yaml", "--data", "./data"], folder.path);
  await started.ready();
  return started;
}

async function importZone(text: string): Promise<void> {
  const { api } = await server.ready();
  const url = `http://${api}/_signpost/zones/import/${origin}?mode=replace&apex=file`;
  const response = await fetch(url, { method: "POST", body: text });
  expect(response.status, await response.text()).toBe(200);
}

beforeAll(async () => {
  mkdirSync(join(folder.path, "zones"));
  port = await freePort();
  server = await serve();
  await importZone(zone);
  peers.push(...(await Promise.all(others.map((other) => other.start({ origin, text: zone, key })))));
}, 60_000);

afterAll(async () => {
  await server.stop();
  await Promise.all(peers.map((peer) => peer.stop()));
  folder.remove();
});

/** What a server holds, a record a line, in one order. */
async function recordsOf(at: number): Promise<string[]> {
  const records = await transferZone(at, origin);
  const lines = records.map(({ owner, ttl, type, rdata }) => {
    const data = Buffer.from(rdata).toString("hex");
    return `${nameText(owner).toLowerCase()} ${ttl} ${typeText(type)} ${data}`;
  });
  return [...new Set(lines)].toSorted();
}

interface Ran {
  readonly code: number | null;
  /** What nsupdate says of the server's refusal, or nothing. */
  readonly failed: string;
}

async function runNsupdate(at: number, lines: readonly string[], words: readonly string[] = []): Promise<Ran> {
  const child = spawn("nsupdate", words, { stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  child.stdin.end(`server 127.0.0.1 ${at}\nzone ${origin}\n${lines.join("\n")}\nsend\n`);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, failed: /update failed: (.*)/.exec(output)?.[1] ?? (code === 0 ? "" : output) };
}

const keyed = ["-y", `${key.algorithm}:${key.name}:${secret}`];

/** Knot leaves a set's TTL alone where no record is new; RFC 2136 does not say. */
const ownWays: Readonly<Record<string, string>> = { "a duplicate with another TTL": "knot" };

/** Scripts of nsupdate, in this order: each begins where the one before it ended. */
const scripts: readonly (readonly [what: string, ...lines: readonly string[]])[] = [
  ["a record comes", "add new.up.test. 60 A 192.0.2.9"],
  ["a record comes beside it, with another TTL", "add new.up.test. 30 A 192.0.2.10"],
  ["a duplicate", "add new.up.test. 30 A 192.0.2.9"],
  ["a duplicate with another TTL", "add new.up.test. 90 A 192.0.2.9"],
  ["all anew with one TTL", "delete new.up.test.", "add new.up.test. 90 A 192.0.2.9", "add new.up.test. 90 A 192.0.2.10"],
  ["everything at a name", "delete www.up.test."],
  ["everything again", "delete www.up.test."],
  ["several", 'add www.up.test. 300 TXT "c;d" "e\\"f"', "add www.up.test. 300 AAAA 2001:db8::1", "add mx.up.test. 5 MX 0 ."],
  ["CNAME beside data", "add www.up.test. 300 CNAME other.up.test."],
  ["data beside CNAME", "add alias.up.test. 300 A 192.0.2.9"],
  ["CNAME for CNAME", "add alias.up.test. 30 CNAME b.up.test."],
  ["CNAME in another case", "add alias.up.test. 30 CNAME B.UP.test."],
  ["CNAME for data", "delete www.up.test.", "add www.up.test. 300 CNAME b.up.test."],
  ["CNAME at the apex", "add up.test. 300 CNAME b.up.test."],
  ["all at the apex", "delete up.test."],
  ["the apex's NS and SOA", "delete up.test. NS", "delete up.test. SOA"],
  ["NS exchanged but for the last", "add ns3.up.test. 60 A 192.0.2.55", "add up.test. 60 NS ns3.up.test.", "delete up.test. NS ns1.up.test.", "delete up.test. NS ns2.up.test."],
  ["the last NS of the apex", "delete up.test. NS ns3.up.test."],
  ["the last NS elsewhere", "delete sub.up.test. NS ns.sub.up.test."],
  ["an older SOA", "add up.test. 3600 SOA ns1.up.test. host.up.test. 5 3600 600 86400 300"],
  ["a newer SOA", "add up.test. 3600 SOA ns1.up.test. host.up.test. 100 3600 600 86400 300"],
  ["a newer SOA with more", "add up.test. 3600 SOA ns1.up.test. host.up.test. 200 3600 600 86400 300", "add a.up.test. 1 A 192.0.2.1"],
  ["a wildcard", "add *.wild.up.test. 60 A 192.0.2.77"],
  ["a prerequisite that holds", "prereq yxdomain new.up.test.", "prereq nxdomain none.up.test.", "add b.up.test. 1 A 192.0.2.1"],
  ["prerequisite: name", "prereq yxdomain none.up.test.", "delete new.up.test."],
  ["prerequisite: no name", "prereq nxdomain new.up.test.", "delete new.up.test."],
  ["prerequisite: an empty non-terminal", "prereq yxdomain deep.up.test.", "delete new.up.test."],
  ["prerequisite: set", "prereq yxrrset new.up.test. AAAA", "delete new.up.test."],
  ["prerequisite: no set", "prereq nxrrset new.up.test. A", "delete new.up.test."],
  ["prerequisite: some values", "prereq yxrrset new.up.test. A 192.0.2.9", "delete new.up.test."],
  ["prerequisite: all values", "prereq yxrrset new.up.test. A 192.0.2.10", "prereq yxrrset new.up.test. A 192.0.2.9", "delete new.up.test. A 192.0.2.9"],
  ["prerequisite: outside", "prereq yxdomain www.example.org.", "delete new.up.test."],
  ["a record that is not there", "delete new.up.test. A 192.0.2.200"],
  ["nothing", "prereq yxdomain up.test."],
  ["outside", "add www.example.org. 60 A 192.0.2.1"],
  ["a dhcp client", "prereq nxdomain host.up.test.", "add host.up.test. 300 A 192.0.2.99", 'add host.up.test. 300 TXT "31aa"'],
  ["a dhcp client again", "prereq yxrrset host.up.test. TXT \"31aa\"", "delete host.up.test. A", "add host.up.test. 300 A 192.0.2.98"],
  ["a challenge", 'add _acme-challenge.www2.up.test. 120 TXT "Zm9v-_bar"'],
  ["a challenge goes", 'delete _acme-challenge.www2.up.test. TXT "Zm9v-_bar"'],
  ["escapes", String.raw`add a\.b\032c.up.test. 60 TXT "\000\255"`, String.raw`add a\.b\032c.up.test. 60 CAA 0 issue "ca.example"`],
]; // prettier-ignore

describe.skipIf(nsupdate === null || others.length === 0)(
  `nsupdate ${nsupdate ?? "(not installed)"}, beside ${others.map(({ program }) => program.name).join(" and ")}`,
  () => {
    test("every script has the same end everywhere, and leaves the same zone", { timeout: 120_000 }, async () => {
      expect(await recordsOf(port)).toHaveLength(13);
      for (const [i, [what, ...lines]] of scripts.entries()) {
        // Signed and unsigned, over TCP and over UDP.
        const words = [...(i % 2 === 0 ? keyed : []), ...(i % 4 < 2 ? ["-v"] : [])];
        const script = lines.map((line) => (line.startsWith("prereq") ? line : `update ${line}`));
        const ours = await runNsupdate(port, script, words);
        const zoneNow = await recordsOf(port);
        for (const peer of peers) {
          const theirs = await runNsupdate(peer.port, script, words);
          if (ownWays[what] === peer.name) continue;
          expect([what, ours.failed], peer.name).toEqual([what, theirs.failed]);
          expect(zoneNow, `${what}: ${peer.name}`).toEqual(await recordsOf(peer.port));
        }
      }
      const { body } = await server.page("/metrics");
      expect(Number(/signpost_dns_updates_total\{result="NOERROR"\} (\d+)/.exec(body)?.[1])).toBeGreaterThan(20);
      expect(body).toContain('signpost_dns_updates_total{result="NOTZONE"} 2');
      const history = await fetch(`http://${(await server.ready()).api}/_signpost/zones/history/${origin}`);
      expect(await history.text()).toContain("dynamic update by key update.test. from 127.0.0.1");
    });
  },
);

const address = [192, 0, 2, 1];
const www = "www.up.test.";

/** Messages that no client sends, with their RCODEs and those of peers that have others; nothing is changed by any. */
const odd: readonly (readonly [what: string, rcode: string, composed: Composed, theirs?: Readonly<Record<string, string>>])[] = [
  ["no updates", "NOERROR", {}],
  ["a zone that is not there", "NOTAUTH", { zone: "other.test." }],
  ["the name of no apex", "NOTAUTH", { zone: www }],
  ["a zone of type A", "FORMERR", { zoneType: 1 }],
  ["class CH", "NOTIMP", { zoneClass: 3 }],
  ["class 4242", "NOTIMP", { zoneClass: 4242 }, { knot: "REFUSED" }],
  ["class NONE as zone", "FORMERR", { zoneClass: 254 }, { knot: "REFUSED" }],
  ["class ANY as zone", "FORMERR", { zoneClass: 255 }, { knot: "NOERROR" }],
  ["a prerequisite with a TTL", "FORMERR", { prerequisites: [{ name: www, type: 1, class: 255, ttl: 1 }] }],
  ["a prerequisite with RDATA", "FORMERR", { prerequisites: [{ name: www, type: 1, class: 255, rdata: address }] }],
  ["none with RDATA", "FORMERR", { prerequisites: [{ name: www, type: 1, class: 254, rdata: address }] }],
  ["a prerequisite in another class", "FORMERR", { prerequisites: [{ name: www, type: 1, class: 3, rdata: address }] }],
  ["ANY to add", "FORMERR", { updates: [{ name: www, type: 255, class: 1 }] }],
  ["AXFR to add", "FORMERR", { updates: [{ name: www, type: 252, class: 1 }] }],
  ["AXFR to delete", "FORMERR", { updates: [{ name: www, type: 252, class: 255 }] }],
  ["MAILB to delete", "FORMERR", { updates: [{ name: www, type: 253, class: 254 }] }, { knot: "NOERROR" }],
  ["ANY to delete by value", "FORMERR", { updates: [{ name: www, type: 255, class: 254 }] }],
  ["a TTL to delete", "FORMERR", { updates: [{ name: www, type: 1, class: 255, ttl: 1 }] }, { knot: "NOERROR" }],
  ["RDATA to delete all", "FORMERR", { updates: [{ name: www, type: 1, class: 255, rdata: address }] }],
  ["a TTL to delete one", "FORMERR", { updates: [{ name: www, type: 1, class: 254, ttl: 1, rdata: address }] }],
  ["another class to add", "FORMERR", { updates: [{ name: www, type: 1, class: 3, rdata: address }] }],
  ["an address of three octets", "FORMERR", { updates: [{ name: www, type: 1, class: 1, rdata: [192, 0, 2] }] }],
  ["an address of none", "FORMERR", { updates: [{ name: www, type: 1, class: 1 }] }],
  ["no address to delete", "FORMERR", { updates: [{ name: www, type: 1, class: 254 }] }, { knot: "NOERROR" }],
  ["a name outside", "NOTZONE", { updates: ["delete example.org."] }],
  ["a name above", "NOTZONE", { updates: ["delete test."] }],
  ["outside, then malformed", "NOTZONE", { updates: ["delete test.", { name: www, type: 255, class: 254 }] }],
  ["malformed, then outside", "FORMERR", { updates: [{ name: www, type: 255, class: 254 }, "delete test."] }],
  ["an unmet prerequisite and something outside", "NXDOMAIN", { prerequisites: ["yxdomain none.up.test."], updates: ["delete test."] }, { bind: "NOTZONE" }],
  ["an unmet prerequisite and something malformed", "NXDOMAIN", { prerequisites: ["yxdomain none.up.test."], updates: [{ name: www, type: 255, class: 254 }] }, { bind: "FORMERR" }],
  ["a prerequisite of type AXFR", "NXRRSET", { prerequisites: [{ name: www, type: 252, class: 255 }] }],
  ["no set of type AXFR", "NOERROR", { prerequisites: [{ name: www, type: 252, class: 254 }] }],
  ["a value of type ANY", "FORMERR", { prerequisites: [{ name: www, type: 255, class: 1 }] }, { bind: "NXRRSET" }],
]; // prettier-ignore

describe("messages that no client sends", () => {
  for (const [what, rcode, composed, theirs = {}] of odd)
    test(`${what}: ${rcode}`, async () => {
      const message = composeUpdate({ zone: origin, ...composed });
      const ask = async (at: number): Promise<string> => {
        const reply = await exchangeUdp(at, message, { timeoutMs: 2000 });
        return reply === null ? "none" : codeName(Rcode, reply[3] & 15, "RCODE");
      };
      const before = await recordsOf(port);
      expect(await ask(port)).toBe(rcode);
      for (const peer of peers) expect(await ask(peer.port), peer.name).toBe(theirs[peer.name] ?? rcode);
      expect(await recordsOf(port)).toEqual(before);
    });
});

test("whoever no rule lets in hears so at the door", async () => {
  const message = composeUpdate({ zone: origin, edns: {}, updates: [`delete ${www}`] });
  const reply = await exchangeUdp(port, message, { from: "127.0.0.2" });
  expect(readReply(reply)).toBe("REFUSED 18 this client may not send messages of this kind");
});

test("kill -9 in the middle of updates loses none that was acknowledged", { timeout: 60_000 }, async () => {
  await importZone(zone);
  const acknowledged: string[] = [];
  let killed: NodeJS.Timeout | null = null;
  const send = async (i: number): Promise<void> => {
    const name = `kept${i}.${origin}`;
    const composed = { id: i, zone: origin, updates: [`add ${name} 60 A 192.0.2.${i % 256}`] };
    const message = signQuery(composeUpdate(composed), key, { timeSeconds: Math.floor(Date.now() / 1000) });
    const reply = await (i % 2 === 0 ? exchangeUdp : exchangeTcp)(port, message, { timeoutMs: 3000 });
    if (reply === null || (reply[3] & 15) !== 0) throw new Error("no answer");
    acknowledged.push(`${name} 60 A c00002${(i % 256).toString(16).padStart(2, "0")}`);
    killed ??= setTimeout(() => server.signal("SIGKILL"), 300);
  };
  let sent = 0;
  const senders = Array.from({ length: 4 }, async () => {
    for (;;) await send(sent++);
  });
  await Promise.allSettled(senders);
  expect(await server.exited()).toBe("SIGKILL");
  expect(acknowledged.length).toBeGreaterThan(4);
  server = await serve();
  const kept = await recordsOf(port);
  expect(kept).toEqual(expect.arrayContaining(acknowledged));
  // Each change raised the serial once, and what was not acknowledged was made whole or not at all.
  const serial = 10 + kept.filter((line) => line.startsWith("kept")).length;
  expect(kept).toContainEqual(
    expect.stringMatching(`^up.test. 3600 SOA .*${serial.toString(16).padStart(8, "0")}00000e10`),
  );
});
