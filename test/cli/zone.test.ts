// `signpost zone` on hosted zones: asked of a server that runs, and of the data directory of one that does not; both say
// the same. Zones of files: calls.test.ts.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, RunningServer } from "../e2e/running-server.ts";
import { askDns } from "../e2e/route53-client.ts";
import { type Outcome, signpost } from "./signpost.ts";

const folder = new Folder();
const data = join(folder.path, "data");
const file = join(folder.path, "shop.zone");

folder.write(
  "shop.zone",
  `$ORIGIN shop.test.
@ 300 IN MX 10 mail
www 60 IN A 192.0.2.1
www 60 IN A 192.0.2.2
;!route53 {"Name":"w.shop.test.","Type":"A","SetIdentifier":"a","Weight":1,"TTL":60,"ResourceRecords":[{"Value":"192.0.2.3"}]}
;!route53 {"Name":"shop.test.","Type":"A","AliasTarget":{"HostedZoneId":"@","DNSName":"www.shop.test.","EvaluateTargetHealth":false}}
`,
);
folder.write("wrong.zone", "$ORIGIN wrong.test.\nwww 60 IN A 192.0.2\n;!route53 {\n");
mkdirSync(join(folder.path, "zones"));
afterAll(() => folder.remove());

async function fine(outcome: Promise<Outcome>): Promise<string> {
  const { code, stdout, stderr } = await outcome;
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

describe("asked of a server", () => {
  let server: RunningServer;
  let dns: string;
  let api: string;
  const zone = (...words: readonly string[]): Promise<Outcome> => signpost(["zone", ...words, "--api", api]);

  beforeAll(async () => {
    server = new RunningServer(["--data", data, "--no-resolver", "--listen", "127.0.0.1:0"], folder.path);
    const ready = await server.ready();
    [dns] = ready.dns;
    api = ready.api;
  });

  afterAll(async () => {
    await server.stop();
  });

  test("import makes the zone, which answers; list names it", async () => {
    expect(await fine(zone("import", file))).toMatch(
      /^shop\.test\. Z\w+ is made: 4 record sets created, 0 changed, 0 deleted; version 2\n$/,
    );
    expect((await askDns(dns, { name: "shop.test" })).data).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await fine(zone("list"))).toMatch(/^shop\.test\. +2 +6 {2}Z\w+\n$/);
    expect(JSON.parse(await fine(zone("list", "--json")))).toMatchObject({
      name: "shop.test.",
      records: 6,
      version: 2,
    });
  });

  test("export is a zone file that can be imported again, and changes nothing", async () => {
    const copy = join(folder.path, "copy.zone");
    expect(await fine(zone("export", "shop.test", copy))).toMatch(/^shop\.test\. Z\w+: 6 record sets in /);
    expect(readFileSync(copy, "utf8")).toBe(await fine(zone("show", "SHOP.test.")));
    expect(await fine(zone("import", copy, "--replace"))).toContain(": 0 record sets created, 0 changed, 0 deleted");
  });

  test("history tells who, when and what; diff what is different; rollback leads back", async () => {
    folder.write("less.zone", "$ORIGIN shop.test.\nwww 60 IN A 192.0.2.9\n");
    await fine(zone("import", join(folder.path, "less.zone"), "--replace", "--comment", "less"));
    const history = (await fine(zone("history", "shop.test"))).trimEnd().split("\n");
    expect(history.at(-1)).toMatch(/^ +4 {2}\d{4}-\d\d-\d\dT\S+Z {2}000000000000 {2}import \+0 ~1 -3 {2}less$/);
    expect(await fine(zone("diff", "shop.test"))).toContain(
      "-www.shop.test.\t60\tIN\tA\t192.0.2.1\n-www.shop.test.\t60\tIN\tA\t192.0.2.2\n+www.shop.test.\t60\tIN\tA\t192.0.2.9\n",
    );
    expect(await fine(zone("rollback", "shop.test", "2"))).toContain(
      "shop.test. is what it was in version 2, as version 5: +3 ~1 -0\n",
    );
    expect(await fine(zone("diff", "shop.test", "2", "5"))).toBe("");
    expect((await askDns(dns, { name: "shop.test" })).data).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  test.each([
    [["show", "nowhere.test"], 1, "signpost: There is no hosted zone nowhere.test.\n"],
    [["rollback", "shop.test", "99"], 1, /has versions 0 to \d, not 99\.\n$/],
    [["rollback", "shop.test", "first"], 2, 'signpost: "first" is no version: expected a number.\n'],
    [
      ["import", join(folder.path, "wrong.zone")],
      1,
      /wrong\.zone:2:\d+: .*192\.0\.2.*\nsignpost: .*wrong\.zone:3:1: after ;!route53/,
    ],
    [["import", join(folder.path, "none.zone")], 1, /none\.zone cannot be read: ENOENT/],
  ])("zone %j ends with %i", async (words, code, sentence) => {
    const outcome = await zone(...words);
    expect(outcome).toMatchObject({ code, stdout: "" });
    if (typeof sentence === "string") expect(outcome.stderr).toBe(sentence);
    else expect(outcome.stderr).toMatch(sentence);
  });

  test("an import that fails leaves no zone behind", async () => {
    expect((await zone("show", "wrong.test")).stderr).toBe("signpost: There is no hosted zone wrong.test.\n");
  });

  test("a zone of a file is shown and exported as it is served; one of too many records is not", async () => {
    folder.write("zones/plain.test.zone", "$TTL 60\n@ SOA ns h 7 1 1 1 1\n@ NS ns\nns A 192.0.2.1\nWww A 192.0.2.2\n");
    await server.line(({ msg, zones }) => msg === "zones loaded" && zones === 1);
    const copy = join(folder.path, "plain.zone");
    expect(await fine(zone("export", "plain.test", copy))).toBe(`plain.test. file: 4 records in ${copy}\n`);
    const text = readFileSync(copy, "utf8");
    expect(text).toMatch(
      /^\$ORIGIN plain\.test\.\nplain\.test\. +60 +IN SOA .* 7 1 1 1 1\n[^]*\nWww\.plain\.test\. +60 +IN A +192\.0\.2\.2\n$/,
    );
    expect(await fine(zone("show", "PLAIN.test."))).toBe(text);
    const page = async (name: string): Promise<string> => (await server.page(`/_signpost/zones/show/${name}`)).body;
    expect(JSON.parse(await page("PLAIN.test"))).toEqual({
      name: "plain.test.",
      serial: 7,
      records: 4,
      source: "file",
      text,
    });
    folder.write("zones/many.test.zone", `${text.replaceAll("plain", "many")}$GENERATE 1-100000 $ 60 A 192.0.2.1\n`);
    await server.line(({ msg, zones }) => msg === "zones loaded" && zones === 2);
    expect(await page("many.test")).toBe(
      "many.test. has 100004 records, and 100000 are shown at most: a transfer (AXFR) has all.\n",
    );
  });

  test("while a server has the data directory, nobody else opens it", async () => {
    const { code, stderr } = await signpost(["zone", "list", "--data", data]);
    expect([code, stderr]).toEqual([
      1,
      `signpost: Another process already uses the data directory ${data}. Where its API listens, --api says.\n`,
    ]);
  });
});

describe("asked of the data directory of a server that does not run", () => {
  const zone = (...words: readonly string[]): Promise<Outcome> => signpost(["zone", ...words, "--data", data]);

  test("everything is there, and can be changed", async () => {
    expect(await fine(zone("list"))).toMatch(/^shop\.test\. +5 +6 {2}Z\w+\n$/);
    expect(await fine(zone("show", "shop.test"))).toContain(";!route53 ");
    expect(await fine(zone("history", "shop.test"))).toContain("rollback");
    expect(await fine(zone("import", file))).toContain(": 0 record sets created");
  });

  test("a directory that holds nothing is told", async () => {
    const { code, stderr } = await signpost(["zone", "list", "--data", join(folder.path, "none")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/and \S+none holds no zones\.\n$/);
  });
});
