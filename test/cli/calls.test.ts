// What a call says and how it ends: exit codes 0, 1 and 2, one plain sentence on stderr, data on stdout.

import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main, signpost } from "./signpost.ts";

const folder = mkdtempSync(join(tmpdir(), "signpost-cli-"));
const zones = join(folder, "zones");
writeFile(
  "zones/example.test.zone",
  "$TTL 300\n@ SOA ns1 hostmaster 7 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.53\nwww CNAME ns1\n",
);
writeFile("faulty.yaml", "dns:\n  listn: []\n");
writeFile(
  "broken/example.test.zone",
  "$TTL 300\n@ SOA ns1 hostmaster 7 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.53\nwww A 192.0.2\n",
);
afterAll(() => rmSync(folder, { recursive: true }));

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test.each([
  [["serv"], 2, "signpost: unknown command 'serv' (Did you mean serve?)\n"],
  [["dig", "--tpc", "a.test"], 2, "signpost: unknown option '--tpc' (Did you mean --tcp?)\n"],
  [["zone", "lits"], 2, "signpost: unknown command 'lits' (Did you mean list?)\n"],
  [["zone", "show"], 2, "signpost: missing required argument 'zone'\n"],
  [
    ["serve", "--workers", "many"],
    2,
    'signpost: --workers: dns.workers is "many": expected a whole number from 1 to 246, or null.\n',
  ],
  [
    ["serve", "--listen", "53"],
    2,
    expect.stringMatching(/^signpost: --listen: dns\.listen\[0\] is "53": expected ADDRESS:PORT/),
  ],
  [["serve", "-c", join(folder, "none.yaml")], 1, `signpost: ${join(folder, "none.yaml")}: there is no such file.\n`],
  [
    ["serve", "-c", join(folder, "faulty.yaml")],
    1,
    `signpost: ${join(folder, "faulty.yaml")}:2:3: unknown key "listn" in dns; the nearest known key is "listen".\n`,
  ],
  [["dig", "a..test"], 2, 'signpost: "a..test" has an empty label.\n'],
  [["dig", "a.test", "IXFR"], 2, "signpost: IXFR asks for what has changed since a version: IXFR=SERIAL says which.\n"],
  [
    ["dig", "a.test", "--short", "--json"],
    2,
    "signpost: --short prints the data of the answer alone: without --json and --octets.\n",
  ],
  [["dig", "a.test", "AXFR", "--short"], 2, "signpost: --short is for one reply: a zone is records of many names.\n"],
  [["dig", "a.test", "MXX"], 2, 'signpost: "MXX" is no record type; the nearest is MX.\n'],
  [
    ["dig", "a.test", "--subnet", "192.0.2.0/33"],
    2,
    expect.stringMatching(/^signpost: "192\.0\.2\.0\/33" is no address prefix/),
  ],
  [["dig", "-x", "192.0.2"], 2, expect.stringMatching(/^signpost: "192\.0\.2" is no address/)],
  [["dig", "a.test", "@[::1"], 2, expect.stringMatching(/^signpost: @\[::1 is no server/)],
  [["dig", "a.test", "@127.0.0.1:9"], 1, "signpost: no server answers at 127.0.0.1:9: is `signpost serve` running?\n"],
  [
    ["dig", "a.test", "@127.0.0.1:9", "--tcp"],
    1,
    "signpost: no server answers at 127.0.0.1:9: is `signpost serve` running?\n",
  ],
  [
    ["zone", "show", "exmaple.test", "--zones", zones],
    1,
    `signpost: ${zones} has no zone exmaple.test: did you mean example.test?
`,
  ],
])("signpost %j ends with %i", async (words, code, stderr) => {
  expect(await signpost(words)).toEqual({ code, stdout: "", stderr });
});

test("no word at all shows the help and ends with 2", async () => {
  const { code, stderr } = await signpost([]);
  expect(code).toBe(2);
  expect(stderr).toContain("Usage: signpost");
  for (const command of ["serve", "dig", "check", "zone", "bench"]) expect(stderr).toContain(`  ${command} `);
});

test("--help and --version go to stdout and end with 0", async () => {
  expect(await signpost(["serve", "--help"])).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringContaining("--listen <host:port>"),
  });
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await signpost(["--version"])).toEqual({ code: 0, stderr: "", stdout: `${version}\n` });
});

test("zone list names the hosted zones, zone show prints one as a master file", async () => {
  expect((await signpost(["zone", "list", "--zones", zones])).stdout).toMatch(/^example\.test\. +7 +4\n$/);
  expect((await signpost(["zone", "list", "--zones", zones, "--json"])).stdout).toBe(
    '{"name":"example.test.","serial":7,"records":4,"source":"file"}\n',
  );
  const { stdout } = await signpost(["zone", "show", "EXAMPLE.test", "--zones", zones]);
  expect(stdout).toBe(
    [
      "$ORIGIN example.test.",
      "example.test.     300    IN SOA    ns1.example.test. hostmaster.example.test. 7 3600 600 86400 300",
      "example.test.     300    IN NS     ns1.example.test.",
      "ns1.example.test. 300    IN A      192.0.2.53",
      "www.example.test. 300    IN CNAME  ns1.example.test.",
      "",
    ].join("\n"),
  );
  writeFile("again/example.test.zone", stdout);
  expect((await signpost(["zone", "show", "example.test", "--zones", join(folder, "again")])).stdout).toBe(stdout);
});

test("a broken zone file is told on stderr, and the exit code is 1", async () => {
  const file = join(folder, "broken/example.test.zone");
  const outcome = { code: 1, stdout: "", stderr: `${file}:5:7: "192.0.2" is not an IPv4 address\n` };
  expect(await signpost(["zone", "list", "--zones", join(folder, "broken")])).toEqual(outcome);
  expect(await signpost(["zone", "show", "example.test", "--zones", join(folder, "broken")])).toEqual(outcome);
});

test.skipIf(!existsSync("/dev/full"))("output that a full disk does not take is told in a sentence", () => {
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, [main, "zone", "list", "--zones", zones], {
    stdio: ["ignore", full, "pipe"],
    encoding: "utf8",
  });
  closeSync(full);
  expect([status, stderr]).toEqual([
    1,
    "signpost: Standard output cannot be written: ENOSPC: no space left on device, write.\n",
  ]);
});
