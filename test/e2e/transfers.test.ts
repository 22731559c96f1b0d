// Other people's name servers as secondaries of ours: they have our zones by AXFR, signed with a key or allowed by address,
// serve them record for record, and hear by NOTIFY, signed with a key, of a file that changed. And dig and kdig, who say what they make of it.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signpost } from "../cli/signpost.ts";
import { signedText } from "../differential/signed-zones.ts";
import { transferZone } from "../peers/asker.ts";
import { programVersion } from "../peers/nsd.ts";
import { freePort, type Peer } from "../peers/peer.ts";
import { installedSecondaries, type Primary, unsignedAddress } from "../peers/secondaries.ts";
import { missingSigners, signZone } from "../peers/signers.ts";
import { readSignature, signQuery, type TestKey } from "../peers/tsig.ts";
import {
  askUdp,
  composeQuery,
  exchangeUdp,
  nameText,
  parseMessage,
  rcodeText,
  typeText,
  type WireRecord,
} from "../peers/wire.ts";
import { Folder, partsOf, RunningServer } from "./running-server.ts";

const key: TestKey = { name: "transfer.test.", algorithm: "hmac-sha256", secret: new Uint8Array(32).fill(3) };
const secret = Buffer.from(key.secret).toString("base64");
const other = { name: "other.test.", algorithm: "hmac-sha512", secret: Buffer.alloc(64, 5).toString("base64") };
const more = (["hmac-sha1", "hmac-sha224", "hmac-sha384"] as const).map((algorithm) => ({ ...other, name: `${algorithm}.test.`, algorithm })); // prettier-ignore
const folder = new Folder();
const installed = installedSecondaries();
const dig = programVersion("dig", ["-v"], /DiG (\S+)/);
const kdig = programVersion("kdig", ["--version"], /Knot DNS\), version (\S+)/);

const plain = (serial: number): string => `$TTL 300
@ SOA ns1 hostmaster ${serial} 1 1 86400 300
@ NS ns1
@ NS ns.elsewhere.test.
ns1 A 192.0.2.53
WwW A 192.0.2.1
www AAAA 2001:db8::1
*.wild MX 10 mail
mail A 192.0.2.2
deep.under.nothing TXT "a" "b c"
sub NS ns.sub
ns.sub A 192.0.2.7
old DNAME new
srv SRV 0 0 53 mail
alias CNAME www
z TYPE65280 \\# 2 0102
new${serial} A 192.0.2.9
`;
const large = `$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.53\n${Array.from(
  { length: 20_000 },
  (_, i) => `host${i} A 10.0.${i >> 8}.${i & 255}\n`,
).join("")}`;

let port = 0;
let primary: Primary;
let server: RunningServer;
const secondaries: Peer[] = [];

function serve(notify: readonly Peer[]): RunningServer {
  const to = (isSigned: (peer: Peer) => boolean) => notify.filter(isSigned).map((peer) => `127.0.0.1:${peer.port}`);
  const dns = {
    listen: [`127.0.0.1:${port}`],
    workers: 2,
    allowTransfer: [unsignedAddress],
    tsigKeys: [{ name: key.name, algorithm: key.algorithm, secret }, other, ...more],
    transferKeys: [key.name],
    transfers: [{ zone: "large.test", key: other.name, from: ["127.0.0.6"] }],
    // PowerDNS has the key in no configuration, so it would refuse what is signed with it.
    notify: [{ to: to(({ name }) => name !== "pdns"), key: key.name }, { to: to(({ name }) => name === "pdns") }],
  };
  folder.write("signpost.yaml", JSON.stringify({ dns, resolver: { enabled: false }, apis: "./none" }));
  return new RunningServer(["-c", "signpost.yaml"], folder.path);
}

beforeAll(async () => {
  port = await freePort();
  const origins = ["plain.test.", "large.test."];
  folder.write("zones/plain.test.zone", plain(1));
  folder.write("zones/large.test.zone", large);
  if (missingSigners().length === 0)
    for (const [denial, name] of [
      ["NSEC", "nsec.test"],
      ["1 0 0 -", "nsec3.test"],
    ] as const) {
      const { file } = signZone(folder.path, {
        origin: `${name}.`,
        text: signedText(name),
        denial,
        signer: "dnssec-signzone",
      });
      folder.write(`zones/${name}.zone`, readFileSync(file, "latin1"));
      origins.push(`${name}.`);
    }
  primary = { port, zones: origins, key, noticeKey: key.name };
  server = serve([]);
  await server.ready();
  secondaries.push(...(await Promise.all(installed.map((secondary) => secondary.start(primary)))));
}, 60_000);

afterAll(async () => {
  await server.stop();
  await Promise.all(secondaries.map((secondary) => secondary.stop()));
  folder.remove();
});

/**
 * Every record as a line, in no order; the case of names in RDATA is left to whoever compresses them, and the TTL of NSEC3PARAM to
 * PowerDNS, which makes a record of its own.
 */
function lines(records: readonly WireRecord[]): string[] {
  return records
    .map(({ owner, ttl, type, rdata }) => {
      const data = Buffer.from(rdata).toString("latin1").toLowerCase();
      const shown = typeText(type) === "NSEC3PARAM" ? "-" : ttl;
      return `${nameText(owner).toLowerCase()} ${shown} ${typeText(type)} ${Buffer.from(data, "latin1").toString("hex")}`;
    })
    .toSorted();
}

function ask(program: "dig" | "kdig", ...words: string[]): string {
  try {
    const options = { encoding: "latin1", stdio: "pipe", maxBuffer: 2 ** 26 } as const;
    return execFileSync(program, ["@127.0.0.1", "-p", String(port), ...words], options);
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

const signed = ["-y", `${key.algorithm}:${key.name}:${secret}`];

/** Our own zone, by dig's way in: transferred with the key. */
function ours(origin: string): string[] {
  const text = ask("dig", ...signed, origin, "AXFR", "+onesoa", "+nocomments", "+nocmd", "+nostats");
  return text.split("\n").filter((line) => line !== "" && !line.includes("TSIG"));
}

describe.skipIf(installed.length === 0 || dig === null)("secondaries", () => {
  test.each(installed.map(({ program }) => program.name))(
    "%s serves what we serve",
    { timeout: 60_000 },
    async (name) => {
      const peer = secondaries.find((secondary) => secondary.name === name)!;
      for (const origin of primary.zones) {
        const theirs = await transferZone(peer.port, origin);
        const mine = await transferAs(unsignedAddress, origin);
        expect(mine.length, origin).toBe(ours(origin).length);
        expect(lines(theirs), origin).toEqual(lines(mine));
      }
    },
  );

  test("a file that changed reaches all of them by NOTIFY", { timeout: 60_000 }, async () => {
    await server.stop();
    server = serve(secondaries);
    await server.ready();
    folder.write("zones/plain.test.zone", plain(2));
    for (const peer of secondaries) {
      for (const deadline = performance.now() + 20_000; ;) {
        const reply = await askUdp(peer.port, "new2.plain.test.", "A");
        if (reply !== null && parseMessage(reply).answer.length === 1) break;
        expect(performance.now(), peer.name).toBeLessThan(deadline);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    expect(server.lines.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
  });
});

/** A zone of ours, asked for from an address that may have it. */
async function transferAs(address: string, origin: string): Promise<WireRecord[]> {
  return transferZone(port, origin, address);
}

describe.skipIf(dig === null || kdig === null)("dig and kdig", () => {
  test.each(["dig", "kdig"] as const)("%s has the zone with the key, and believes our signatures", (program) => {
    const said = ask(program, ...signed, "plain.test", "AXFR");
    expect(said).toMatch(/WwW\.plain\.test\.\s+300\s+IN\s+A\s+192\.0\.2\.1/);
    expect(said).not.toMatch(/could not be validated|failed|;; (ERROR|WARNING)/i);
    expect(ask(program, ...signed, "large.test", "AXFR").match(/host\d+\.large\.test/g)).toHaveLength(20_000);
  });

  test.each(["dig", "kdig"] as const)("%s gets nothing without the key, or with another", (program) => {
    for (const words of [
      [],
      ["-y", `${other.algorithm}:${other.name}:${other.secret}`],
      ["-y", `${key.algorithm}:${key.name}:${other.secret}`],
    ])
      expect(ask(program, ...words, "plain.test", "AXFR")).not.toMatch(/192\.0\.2\.1/);
  });

  test("a rule's key has its zone, from its address, and nothing else", () => {
    const words = ["-y", `${other.algorithm}:${other.name}:${other.secret}`];
    const [from, here] = [["-b", "127.0.0.6"], ["-b", "127.0.0.7"]]; // prettier-ignore
    expect(ask("dig", ...from, ...words, "large.test", "AXFR").match(/host\d+\.large\.test/g)).toHaveLength(20_000);
    expect(ask("dig", ...from, ...words, "plain.test", "AXFR")).not.toMatch(/192\.0\.2\.1/);
    for (const refused of [[...from], [...here, ...words]])
      expect(ask("dig", ...refused, "large.test", "AXFR")).not.toMatch(/host1\./);
  });

  test("IXFR: nothing new, over both transports; the whole zone to who is behind", () => {
    const serial = Number(/hostmaster\.plain\.test\. (\d+)/.exec(ask("dig", ...signed, "plain.test", "SOA"))?.[1]);
    expect(ask("dig", ...signed, "plain.test", `IXFR=${serial}`)).toMatch(/XFR size: 1 records/);
    expect(ask("dig", ...signed, "+notcp", "plain.test", `IXFR=${serial - 1}`)).not.toMatch(/192\.0\.2\.1/);
    expect(ask("dig", ...signed, "plain.test", "IXFR=0")).toMatch(/192\.0\.2\.1/);
  });

  test("RFC 9103 §7: over TLS, too, signed or not", async () => {
    folder.write("tls.yaml", JSON.stringify({ dns: { listen: ["127.0.0.1:0"], workers: 1, tls: { listen: ["127.0.0.1:0"] }, allowTransfer: ["127.0.0.1"], tsigKeys: [{ name: key.name, secret }] }, resolver: { enabled: false }, apis: "./none" })); // prettier-ignore
    const secure = new RunningServer(["-c", "tls.yaml", "--data", `${folder.path}/data`], folder.path);
    try {
      const tls = partsOf(((await secure.ready())["dnsTls"] as string[])[0]).port;
      for (const words of [[], signed])
        expect(
          ask("kdig", ...words, "+tls", "-p", String(tls), "large.test", "AXFR").match(/host\d+\.large\.test/g),
        ).toHaveLength(20_000);
    } finally {
      await secure.stop();
    }
  });

  test("ordinary questions that are signed are answered signed", () => {
    for (const { name, algorithm, secret: text } of [{ ...key, secret }, other, ...more]) {
      const said = ask("dig", "-y", `${algorithm}:${name}:${text}`, "www.plain.test", "AAAA");
      expect(said).toMatch(/2001:db8::1/);
      expect(said).toMatch(/TSIG.*NOERROR/);
      expect(said).not.toMatch(/could not be validated/);
    }
  });
});

describe("signpost dig", () => {
  const own = (at: number, ...words: string[]): ReturnType<typeof signpost> =>
    signpost(["dig", `@127.0.0.1:${at}`, ...words]);
  const words = ["--key", `${key.name}:${key.algorithm}:${secret}`];

  test("has a zone of ours with the key, and nothing of the key in what it prints", async () => {
    const { code, stdout } = await own(port, "plain.test", "AXFR", ...words);
    expect(code).toBe(0);
    expect(stdout.match(/\bSOA\b/g)).toHaveLength(2);
    expect(stdout).toMatch(/WwW\.plain\.test\.\s+300\s+IN\s+A\s+192\.0\.2\.1/);
    expect(stdout).toMatch(/;; XFR size: 17 records \(messages 1, bytes \d+\)/);
    expect(stdout).not.toContain(secret);
    const { stdout: json } = await own(port, "large.test", "AXFR", "--json", ...words);
    const messages = json
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { answer: object[] });
    expect(messages.length).toBeGreaterThan(10);
    expect(messages.flatMap(({ answer }) => answer)).toHaveLength(20_004);
  });

  test("shows a refusal with its reason, and how a key is said", async () => {
    const refused = await own(port, "plain.test", "AXFR");
    expect([refused.code, refused.stdout]).toEqual([
      0,
      expect.stringMatching(/status: REFUSED[^]*EDE: .*may not have this zone/),
    ]);
    const bad = await own(port, "plain.test", "AXFR", "--key", `${key.name}:${key.algorithm}:${other.secret}`);
    expect(bad.stdout).toMatch(/status: NOTAUTH/);
    for (const wrong of ["one", "one:hmac-md5:AAAA", "one:hmac-sha256:", "one:hmac-sha256:AAAA:AAAA"])
      expect(await own(port, "plain.test", "AXFR", "--key", wrong), wrong).toMatchObject({ code: 2 });
    expect(await own(port, "plain.test", "A", ...words)).toMatchObject({ code: 2 });
  });

  test.each(["nsd", "bind"].filter((name) => installed.some(({ program }) => program.name === name)))(
    "believes %s, whose messages are not all signed",
    async (name) => {
      const peer = secondaries.find((one) => one.name === name)!;
      const { code, stdout, stderr } = await own(peer.port, "large.test", "AXFR", ...words);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("XFR size: 20004 records");
    },
  );
});

describe.skipIf(installed.length === 0)("the same signed queries", () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  const query = composeQuery("plain.test.", "SOA");
  const cases: Record<string, () => Uint8Array> = {
    good: () => signQuery(query, key, { timeSeconds: now() }),
    "another secret": () => signQuery(query, { ...key, secret: new Uint8Array(32) }, { timeSeconds: now() }),
    "no such key": () => signQuery(query, { ...key, name: "nobody.test." }, { timeSeconds: now() }),
    "the key with another algorithm": () =>
      signQuery(query, { ...key, algorithm: "hmac-sha512" }, { timeSeconds: now() }),
    late: () => signQuery(query, key, { timeSeconds: now() - 1000 }),
    early: () => signQuery(query, key, { timeSeconds: now() + 1000 }),
    "half a MAC": () => signQuery(query, key, { timeSeconds: now(), macOctets: 16 }),
    "less than half a MAC": () => signQuery(query, key, { timeSeconds: now(), macOctets: 12 }),
    "no MAC": () => signQuery(query, key, { timeSeconds: now(), macOctets: 0 }),
    "late, and another secret": () =>
      signQuery(query, { ...key, secret: new Uint8Array(32) }, { timeSeconds: now() - 1000 }),
  };

  /** "NOTAUTH 16 unsigned": the rcode, TSIG's error, whether it is signed. */
  async function verdict(at: number, packet: Uint8Array): Promise<string> {
    const reply = await exchangeUdp(at, packet);
    if (reply === null) return "silence";
    const rcode = rcodeText(parseMessage(reply).rcode);
    if (!parseMessage(reply).additional.some(({ type }) => type === 250)) return rcode;
    const { error, mac } = readSignature(reply);
    return `${rcode} ${error} ${mac.length === 0 ? "unsigned" : "signed"}`;
  }

  // Knot calls every key unknown that no rule of its configuration has; NSD takes any algorithm, tells times unsigned and wants
  // whole MACs without a word for it (RFC 8945 §5.2.4); BIND says FORMERR with BADSIG beside it, or BADSIG alone.
  test.each([
    ["good", "NOERROR 0 signed", ["nsd", "bind"]],
    ["another secret", "NOTAUTH 16 unsigned", ["nsd", "bind"]],
    ["no such key", "NOTAUTH 17 unsigned", ["nsd", "knot", "bind"]],
    ["the key with another algorithm", "NOTAUTH 17 unsigned", ["knot", "bind"]],
    ["late", "NOTAUTH 18 signed", ["bind"]],
    ["early", "NOTAUTH 18 signed", ["bind"]],
    ["half a MAC", "NOTAUTH 22 signed", ["bind"]],
    ["less than half a MAC", "FORMERR", []],
    ["no MAC", "FORMERR", []],
    ["late, and another secret", "NOTAUTH 16 unsigned", ["bind"]],
  ] as const)("%s: %s, as %j say", async (title, expected, alike) => {
    expect(await verdict(port, cases[title]())).toBe(expected);
    for (const peer of secondaries.filter(({ name }) => alike.some((other) => other === name)))
      expect(await verdict(peer.port, cases[title]()), peer.name).toBe(expected);
  });
});
