// Secondary zones of other people's name servers: transferred whole, brought up to date by their differences when they tell of a
// change, kept over a kill -9 with the primary away, and not answered from when nobody could be asked for too long.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { signedText } from "../differential/signed-zones.ts";
import { transferZone } from "../peers/asker.ts";
import { freePort, type Peer, type SignedDenial } from "../peers/peer.ts";
import { installedPrimaries } from "../peers/primaries.ts";
import { unsignedAddress } from "../peers/secondaries.ts";
import { missingSigners, signZone } from "../peers/signers.ts";
import type { TestKey } from "../peers/tsig.ts";
import { askUdp, composeQuery, exchangeUdp, nameText, parseMessage, rcodeText, typeText } from "../peers/wire.ts";
import type { WireRecord } from "../peers/wire.ts";
import { Folder, RunningServer } from "./running-server.ts";

const key: TestKey = { name: "transfer.test.", algorithm: "hmac-sha256", secret: new Uint8Array(32).fill(3) };
const secret = Buffer.from(key.secret).toString("base64");
const installed = installedPrimaries();
const signedZones: readonly (readonly [origin: string, denial: SignedDenial])[] =
  missingSigners().length > 0
    ? []
    : [
        ["nsec.test.", "NSEC"],
        ["nsec3.test.", "1 0 0 -"],
      ];
const wait = { timeout: 20_000, interval: 50 };

const plain = (serial: number): string => `$TTL 300
@ SOA ns1 hostmaster ${serial} 3600 2 86400 300
@ NS ns1
ns1 A 192.0.2.53
WwW ${serial % 2 === 0 ? 60 : 300} A 192.0.2.${serial}
www AAAA 2001:db8::1
*.wild MX 10 mail
deep.under.nothing TXT "a" "b c"
sub NS ns.sub
ns.sub A 192.0.2.7
old DNAME new
z TYPE65280 \\# 2 0102
added${serial} A 192.0.2.${serial}
${Array.from({ length: 2000 }, (_, i) => `host${i} A 10.0.${i >> 8}.${i & 255}`).join("\n")}
`;

/** Every record as a line, in no order; the case of names in RDATA is left to whoever compresses them. */
function lines(records: readonly WireRecord[]): string[] {
  return records
    .map(({ owner, ttl, type, rdata }) => {
      const data = Buffer.from(rdata).toString("latin1").toLowerCase();
      return `${nameText(owner).toLowerCase()} ${ttl} ${typeText(type)} ${Buffer.from(data, "latin1").toString("hex")}`;
    })
    .toSorted();
}

const asked = async (port: number, name: string, type = "A"): Promise<string> => {
  const reply = await askUdp(port, name, type);
  if (reply === null) return "silence";
  const { rcode, answer } = parseMessage(reply);
  return `${rcodeText(rcode)} ${answer.map(({ rdata }) => [...rdata].join(".")).join(" ")}`.trim();
};

/** How many looks ended so, as /metrics has it. */
async function looks(server: RunningServer, result: string): Promise<number> {
  const { body } = await server.page("/metrics");
  return Number(new RegExp(`signpost_secondary_looks_total\\{result="${result}"\\} (\\d+)`).exec(body)?.[1]);
}

describe.each(installed.map((primary) => [primary.program.name, primary] as const))("%s is the primary", (_, kind) => {
  const folder = new Folder();
  const last = kind.does.includes("changes") ? 3 : 1;
  const isSigned = kind.does.includes("signatures");
  const zones = ["plain.test.", ...signedZones.map(([origin]) => origin)];
  let peer: Peer;
  let server: RunningServer;
  let port = 0;

  /** Writes each zone's file anew. */
  function write(serial: number): void {
    folder.write("theirs/plain.test.zone", plain(serial));
    for (const [origin, denial] of signedZones) {
      const text = `${signedText(origin.slice(0, -1)).replace(/(SOA \S+ \S+) \d+/, `$1 ${serial}`)}\nadded${serial} A 192.0.2.${serial}\n`;
      const { file } = signZone(folder.path, { origin, text, denial, signer: "dnssec-signzone" });
      folder.write(`theirs/${origin}zone`, readFileSync(file, "latin1"));
    }
  }

  function serve(): RunningServer {
    const dns = {
      listen: [`127.0.0.1:${port}`],
      workers: 2,
      allowTransfer: ["127.0.0.1"],
      tsigKeys: [{ name: key.name, algorithm: key.algorithm, secret }],
      secondaries: zones.map((zone) => ({
        zone,
        primaries: ["127.0.0.1:9", `127.0.0.1:${peer.port}`],
        ...(isSigned && { key: key.name }),
      })),
    };
    folder.write(
      "signpost.yaml",
      JSON.stringify({ dns, resolver: { enabled: false }, apis: "./none", zones: "./none" }),
    );
    folder.write("none/x", "");
    return new RunningServer(["-c", "signpost.yaml", "--data", `${folder.path}/data`], folder.path);
  }

  async function isTheirs(serial: number): Promise<void> {
    for (const origin of zones) {
      await vi.waitFor(
        async () => expect(await asked(port, `added${serial}.${origin}`), origin).toMatch(/^NOERROR/),
        wait,
      );
      const theirs = await transferZone(peer.port, origin, isSigned ? unsignedAddress : undefined);
      expect(lines(await transferZone(port, origin)), origin).toEqual(lines(theirs));
    }
  }

  beforeAll(async () => {
    port = await freePort();
    write(1);
    const denials = new Map<string, SignedDenial>(signedZones);
    const files = zones.map((origin) => {
      const denial = denials.get(origin);
      return { origin, file: `${folder.path}/theirs/${origin}zone`, ...(denial !== undefined && { denial }) };
    });
    peer = await kind.start({ zones: files, key, notify: port });
    server = serve();
    await server.ready();
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await peer.stop();
    folder.remove();
  });

  test("its zones are served as it serves them", { timeout: 60_000 }, async () => {
    await isTheirs(1);
    expect(await looks(server, "whole")).toBe(zones.length);
  });

  // Of signed zones all signatures are others, so some send the whole zone, as it is the shorter (RFC 1995 §2).
  test.runIf(kind.does.includes("changes"))(
    "it tells of a change, and the differences are fetched (RFC 1996 §4.7, RFC 1995 §4)",
    { timeout: 60_000 },
    async () => {
      for (const serial of [2, 3]) {
        write(serial);
        process.kill(peer.pid, "SIGHUP");
        await isTheirs(serial);
      }
      expect(await looks(server, "differences")).toBeGreaterThanOrEqual(2);
    },
  );

  test.runIf(signedZones.length > 0)("its signed zones deny as it denies them (RFC 4035 §3.1.3)", async () => {
    for (const [origin] of signedZones) {
      const query = composeQuery(`zzz.${origin}`, "A", { edns: { flags: 0x8000 } });
      const ours = parseMessage((await exchangeUdp(port, query))!);
      const theirs = parseMessage((await exchangeUdp(peer.port, query))!);
      expect(lines(ours.authority), origin).toEqual(lines(theirs.authority));
    }
  });

  test("a kill -9 with the primary away: what was kept is served (RFC 1034 §4.3.5)", { timeout: 60_000 }, async () => {
    await vi.waitFor(() => {
      for (const zone of zones)
        expect(readFileSync(`${folder.path}/data/secondaries/${zone}zone`, "utf8").includes(`added${last}`), zone).toBe(
          true,
        );
    }, wait);
    server.signal("SIGKILL");
    await server.exited();
    await peer.stop();
    server = serve();
    await server.ready();
    for (const zone of zones) expect(await asked(port, `added${last}.${zone}`)).toBe(`NOERROR 192.0.2.${last}`);
  });
});
