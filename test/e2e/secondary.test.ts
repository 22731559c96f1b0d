// A server of ours as the secondary of another: a hosted zone that takes an update tells of it, and its differences are fetched; and
// what is seen of a zone that nobody has. Other people's primaries: ./secondaries.test.ts.

import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeUpdate } from "../authority/update/words.ts";
import { signpost } from "../cli/signpost.ts";
import { freePort } from "../peers/peer.ts";
import { askUdp, exchangeUdp, parseMessage, rcodeText } from "../peers/wire.ts";
import { readReply } from "../server/updates/desk.ts";
import { Folder, partsOf, RunningServer } from "./running-server.ts";

const asked = async (port: number, name: string, type = "A"): Promise<string> => {
  const reply = await askUdp(port, name, type);
  if (reply === null) return "silence";
  const { rcode, answer } = parseMessage(reply);
  return `${rcodeText(rcode)} ${answer.map(({ rdata }) => [...rdata].join(".")).join(" ")}`.trim();
};

describe("a hosted zone that takes updates", () => {
  const origin = "up.test.";
  const folder = new Folder();
  let primary: RunningServer;
  let secondary: RunningServer;
  let port = 0;
  let secondPort = 0;

  beforeAll(async () => {
    folder.write("zones/none", "");
    [port, secondPort] = [await freePort(), await freePort()];
    const common = { workers: 1, allowTransfer: ["127.0.0.1"] };
    const first = { ...common, listen: [`127.0.0.1:${port}`], notify: [{ to: [`127.0.0.1:${secondPort}`] }] };
    const updates = [{ from: ["127.0.0.1"] }];
    const secondaries = [{ zone: origin, primaries: [`127.0.0.1:${port}`] }];
    const rest = { resolver: { enabled: false }, apis: "./none" };
    folder.write("first.yaml", JSON.stringify({ dns: { ...first, updates }, ...rest }));
    folder.write(
      "second.yaml",
      JSON.stringify({ dns: { ...common, listen: [`127.0.0.1:${secondPort}`], secondaries }, ...rest }),
    );
    primary = new RunningServer(["-c", "first.yaml"], folder.path);
    const { api } = await primary.ready();
    const zone = "@ 300 SOA ns1 host 1000 3600 600 86400 300\n@ 300 NS ns1\nns1 300 A 192.0.2.53\n";
    const hosts = Array.from({ length: 50 }, (_, i) => `host${i} 300 A 192.0.2.${i}\n`).join("");
    const url = `http://${api}/_signpost/zones/import/${origin}?mode=replace&apex=file`;
    const imported = await fetch(url, { method: "POST", body: `$ORIGIN ${origin}\n${zone}${hosts}` });
    if (imported.status !== 200) throw new Error(await imported.text());
    secondary = new RunningServer(["-c", "second.yaml"], folder.path);
    await secondary.line(({ msg }) => msg === "a secondary zone was fetched");
  });

  afterAll(async () => {
    await secondary.stop();
    await primary.stop();
    folder.remove();
  });

  test("each update is told, and its differences are fetched (RFC 1996 §3.3, RFC 1995 §4)", async () => {
    for (const last of [1, 2, 3]) {
      const message = composeUpdate({ zone: origin, updates: [`add n${last}.${origin} 60 A 192.0.2.${last}`] });
      expect(readReply(await exchangeUdp(port, message))).toBe("NOERROR");
      const wanted = `NOERROR 192.0.2.${last}`;
      expect(await asked(port, `n${last}.${origin}`)).toBe(wanted);
      await expect.poll(() => asked(secondPort, `n${last}.${origin}`), { timeout: 10_000 }).toBe(wanted);
    }
    const changed = (): unknown[] =>
      secondary.lines
        .filter(({ msg }) => msg === "a secondary zone was brought up to date")
        .map(({ serial }) => serial);
    await expect.poll(changed).toEqual([1001, 1002, 1003]);
  });
});

describe("a catalog zone", () => {
  const folder = new Folder();
  const servers: RunningServer[] = [];
  const zone = (last: number): string =>
    `@ 300 SOA ns1 host 1 3600 600 86400 300\n@ 300 NS ns1\nns1 300 A 192.0.2.${last}\n`;
  const catalog = (serial: number, ...members: readonly string[]): string =>
    `@ 0 SOA invalid. invalid. ${serial} 3600 600 2147483646 0\n@ 0 NS invalid.\nversion 0 TXT "2"\n${members
      .map((member, i) => `m${i}-${member}.zones 0 PTR ${member}.test.\n`)
      .join("")}`;

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    folder.remove();
  });

  test(
    "its zones are transferred and served as long as it names them, over a restart, too (RFC 9432 §5)",
    { timeout: 60_000 },
    async () => {
      const [port, second] = [await freePort(), await freePort()];
      folder.write("none/x", "");
      folder.write("zones/one.test.zone", zone(1));
      folder.write("zones/two.test.zone", zone(2));
      folder.write("zones/cat.example.zone", catalog(1, "one"));
      const rest = { resolver: { enabled: false }, apis: "./none" };
      const notify = [{ to: [`127.0.0.1:${second}`] }];
      const primary = { listen: [`127.0.0.1:${port}`], workers: 1, allowTransfer: ["127.0.0.1"], notify };
      folder.write("primary.yaml", JSON.stringify({ dns: primary, ...rest }));
      const catalogs = [{ zone: "cat.example", primaries: [`127.0.0.1:${port}`] }];
      const dns = { listen: [`127.0.0.1:${second}`], workers: 1, catalogs };
      folder.write("secondary.yaml", JSON.stringify({ dns, zones: "./none", ...rest }));
      const first = new RunningServer(["-c", "primary.yaml"], folder.path);
      servers.push(first);
      await first.ready();
      const start = async (): Promise<RunningServer> => {
        const server = new RunningServer(["-c", "secondary.yaml", "--data", `${folder.path}/data`], folder.path);
        servers.push(server);
        await server.ready();
        return server;
      };
      const other = await start();
      const is = async (name: string, said: string): Promise<void> => {
        await expect.poll(() => asked(second, `ns1.${name}.test.`), { timeout: 10_000 }).toBe(said);
      };
      await is("one", "NOERROR 192.0.2.1");
      await is("two", "REFUSED");
      folder.write("zones/cat.example.zone", catalog(2, "two"));
      await is("two", "NOERROR 192.0.2.2");
      await is("one", "REFUSED");
      const { api } = await other.ready();
      expect((await signpost(["zone", "secondaries", "--api", api])).stdout).toMatch(
        /^two\.test\. +served .*by cat\.example\./m,
      );
      await expect.poll(() => existsSync(`${folder.path}/data/secondaries/two.test.zone`)).toBe(true);
      expect(existsSync(`${folder.path}/data/secondaries/one.test.zone`)).toBe(false);
      await other.stop();
      await first.stop();
      await start();
      await is("two", "NOERROR 192.0.2.2");
    },
  );
});

describe("over TLS", () => {
  const folder = new Folder();
  const servers: RunningServer[] = [];
  const zone = "@ 300 SOA ns1 host 1 3600 600 86400 300\n@ 300 NS ns1\nns1 300 A 192.0.2.53\n";

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    folder.remove();
  });

  test("a zone comes from who proves to be its primary (RFC 9103 §9.3)", async () => {
    folder.write("zones/secret.test.zone", zone);
    folder.write("none/x", "");
    const port = await freePort();
    const rest = { resolver: { enabled: false }, apis: "./none" };
    const tls = { listen: [`127.0.0.1:${port}`] };
    const primary = { dns: { listen: ["127.0.0.1:0"], workers: 1, allowTransfer: ["127.0.0.1"], tls }, ...rest };
    folder.write("primary.yaml", JSON.stringify(primary));
    const first = new RunningServer(["-c", "primary.yaml", "--data", `${folder.path}/data`], folder.path);
    servers.push(first);
    await first.ready();
    const own = { enabled: true, ca: `${folder.path}/data/ca/ca.pem` };
    const secondaries = [{ zone: "secret.test", primaries: [`127.0.0.1:${port}`], tls: own }];
    const dns = { listen: ["127.0.0.1:0"], workers: 1, secondaries };
    folder.write("secondary.yaml", JSON.stringify({ dns, zones: "./none", ...rest }));
    const second = new RunningServer(["-c", "secondary.yaml"], folder.path);
    servers.push(second);
    const fetched = await second.line(({ msg }) => msg === "a secondary zone was fetched");
    expect(fetched).toMatchObject({ zone: "secret.test.", serial: 1, from: `127.0.0.1:${port}` });
  });
});

describe("a zone that nobody has", () => {
  const folder = new Folder();
  let server: RunningServer;
  const cli = (...words: string[]): ReturnType<typeof signpost> => signpost(["zone", ...words]);

  beforeAll(async () => {
    folder.write("zones/both.test.zone", "@ 60 SOA ns1 host 1 1 1 1 1\n@ 60 NS ns1\nns1 60 A 192.0.2.1\n");
    const secondaries = [
      { zone: "Both.Test", primaries: ["127.0.0.1:9"] },
      { zone: "away.test", primaries: ["127.0.0.1:9"] },
    ];
    const dns = { listen: ["127.0.0.1:0"], workers: 1, secondaries };
    folder.write("signpost.yaml", JSON.stringify({ dns, resolver: { enabled: false }, apis: "./none" }));
    server = new RunningServer(["-c", "signpost.yaml"], folder.path);
    await server.ready();
  });

  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  test("a file of a zone that comes from elsewhere is passed over, with the reason", async () => {
    const { msg } = await server.line(({ level }) => level === "error");
    expect(msg).toMatch(/both\.test\.zone:1:1: the zone both\.test\. is one of dns\.secondaries; one of both must go/);
    const { dns } = await server.ready();
    expect(await asked(partsOf(dns[0]).port, "ns1.both.test.")).toBe("SERVFAIL");
  });

  test("what there is, and why it is not there, can be seen and hurried", async () => {
    const { api } = await server.ready();
    await server.line(({ msg }) => msg.startsWith("a secondary zone could not be looked after: nobody listens at"));
    const listed = await cli("secondaries", "--api", api);
    expect(listed.stdout).toMatch(
      /^away\.test\. +waiting +-  127\.0\.0\.1:9  next look \S+: nobody listens at 127\.0\.0\.1:9$/m,
    );
    const [first] = (await cli("secondaries", "--api", api, "--json")).stdout.split("\n");
    expect(JSON.parse(first)).toMatchObject({ name: "Both.Test.", state: "waiting", serial: null });
    expect(await cli("refresh", "away.test", "--api", api)).toMatchObject({
      code: 0,
      stdout: "away.test is looked after\n",
    });
    expect(await cli("refresh", "other.test", "--whole", "--api", api)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("other.test is not one of dns.secondaries.") as string,
    });
    expect(await cli("show", "away.test", "--api", api)).toMatchObject({
      code: 1,
      stderr: "signpost: away.test. has not been had from its primaries.\n",
    });
    const zones = JSON.parse((await server.page("/_signpost/zones")).body) as { files: object[] };
    expect(zones.files).toContainEqual({ name: "away.test.", serial: 0, records: 0, source: "secondary" });
  });
});
