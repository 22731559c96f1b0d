// `signpost zone keygen`, `zone sign` and `zone verify`, as a user calls them.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { richZone } from "../dnssec/zones.ts";
import { Folder } from "../e2e/running-server.ts";
import { type Outcome, signpost } from "./signpost.ts";

const folder = new Folder();
afterAll(() => folder.remove());
folder.write("example.test.zone", richZone);
folder.write("broken.test.zone", "@ 60 SOA ns host 1 2 3 4 5\n@ 60 NS ns.other.\nwww 60 A 192.0.2\n");
const file = join(folder.path, "example.test.zone");
const signed = `${file}.signed`;
const keys = ["--keys", folder.path];
const zone = (...words: readonly string[]): Promise<Outcome> => signpost(["zone", ...words]);

test("a key is made, signs the zone, and the zone verifies until it is changed", async () => {
  const seed = ["--algorithm", "ed25519", "--seed", "07".repeat(32)];
  const keygen = await zone("keygen", "example.test", ...seed, ...keys);
  expect([keygen.code, keygen.stderr]).toEqual([0, ""]);
  const [base, record] = keygen.stdout.split("\n");
  expect(base).toMatch(/^Kexample\.test\.\+015\+\d{5}$/);
  expect(record.split(" ").slice(0, 3).join(" ")).toBe("example.test. IN DS");
  const sign = await zone("sign", file, ...keys);
  expect(sign).toEqual({
    code: 0,
    stdout: `${record}\n`,
    stderr: `example.test.: 37 signatures by 1 key in ${signed}\n`,
  });
  expect(await zone("verify", signed)).toEqual({
    code: 0,
    stdout: "example.test.: 37 signatures hold, and the chain is whole\n",
    stderr: "",
  });
  writeFileSync(signed, readFileSync(signed, "utf8").replace("A 192.0.2.1\n", "A 192.0.2.66\n"));
  const verify = await zone("verify", signed);
  expect(verify.code).toBe(1);
  expect(verify.stdout).toMatch(/^ns1\.example\.test\. A: the signature by key \d+ does not hold: invalid\n$/);
  expect(verify.stderr).toBe("signpost: example.test. is not signed as it should be: 1 finding.\n");
});

test("by hashes, with times, to another file: the same every time", async () => {
  const words = [
    "--nsec3",
    "--opt-out",
    "--cds",
    "--serial",
    "increment",
    "--inception",
    "2026-01-01",
    "--expiration",
    "20460101000000",
  ];
  const texts: string[] = [];
  for (const output of ["one", "two"].map((name) => join(folder.path, name))) {
    const { code, stderr } = await zone("sign", file, ...keys, ...words, "-o", output);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/signatures by 1 key in .*\n$/)]);
    texts.push(readFileSync(output, "utf8"));
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toMatch(/ CDS .*\n/);
  expect(texts[0]).toContain(" SOA ns1.example.test. host.example.test. 2 7200 ");
  expect(texts[0]).toMatch(/ IN NSEC3 1 1 0 - /);
  const at = (time: string): Promise<Outcome> => zone("verify", join(folder.path, "one"), "--at", time);
  expect((await at("2046-01-01")).code).toBe(0);
  expect((await at("20460101000001")).stdout).toContain("does not hold: expired");
});

test("a digest of the zone is made, told of, and missed (RFC 8976)", async () => {
  const output = join(folder.path, "digested");
  expect(await zone("sign", file, ...keys, "--zonemd", "-o", output)).toMatchObject({ code: 0 });
  expect(readFileSync(output, "utf8")).toMatch(/^example\.test\. 3600 IN ZONEMD 1 1 1 [0-9A-F]{96}$/im);
  expect((await zone("verify", output)).stdout).toBe(
    "example.test.: 38 signatures hold, and the chain is whole, and so is the zone by its SHA-384 digest\n",
  );
  // Signed anew it has a digest anew: the old one would be of the zone as it was.
  const again = join(folder.path, "digested-again");
  expect(await zone("sign", output, ...keys, "-o", again)).toMatchObject({ code: 0 });
  expect((await zone("verify", again)).stdout).toContain("and so is the zone by its SHA-384 digest");
  // Glue is not signed: only the digest misses it.
  writeFileSync(output, `${readFileSync(output, "utf8")}glue.below.example.test. 60 IN A 192.0.2.7\n`);
  expect((await zone("verify", output)).stdout).toContain(
    "example.test. ZONEMD: its digest by SHA-384 is of another zone",
  );
});

test.each([
  [["sign", file, "--zonemd", "md5"], 2, /Allowed choices are sha384, sha512/],
  [["keygen", "a..b"], 2, /empty label/],
  [["keygen", "a.test", "--algorithm", "rsamd5"], 2, /Allowed choices are ecdsap256sha256, ed25519/],
  [["keygen", "a.test", "--algorithm", "15", "--seed", "00"], 2, /the seed of algorithm 15 has 32 octets, not 1\./],
  [["keygen", "a.test", "--seed", "xyz"], 2, /option '--seed <hex>' argument 'xyz' is invalid\. Wanted: octets in hex/],
  [
    ["sign", "a.test.zone", "--nsec3", "--iterations", "ten"],
    2,
    /'--iterations <number>' argument 'ten' is invalid\. Wanted: a whole/,
  ],
  [["verify", "a.test.zone", "--at", "soon"], 2, /'--at <time>' argument 'soon' is invalid\. Wanted: YYYYMMDDHHMMSS/],
  [["keygen", "a.test", "--ksk", "--zsk"], 2, /cannot be used with/],
  [["keygen", "a.test", "--keys", "/nowhere"], 1, /cannot be written: ENOENT/],
  [["sign", "/nowhere"], 1, /\/nowhere: there is no such file\./],
  [["sign", file, "--keys", "/nowhere"], 1, /\/nowhere cannot be read/],
  [["sign", file, "--keys", "/usr"], 1, /\/usr has no key of example\.test\.: signpost zone keygen makes one\./],
  [["sign", join(folder.path, "broken.test.zone")], 1, /broken\.test\.zone:3:10: .*192\.0\.2/],
  [["sign", file, ...keys, "-o", folder.path], 1, /cannot be written: EISDIR/],
  [["sign", file, "--salt", "aa"], 2, /--salt, --iterations and --opt-out want --nsec3\./],
  [["sign", file, ...keys, "--nsec3", "--iterations", "51"], 2, /at most 50/],
  [["sign", file, "--inception", "2026-02-30"], 2, /'--inception <time>' argument '2026-02-30' is invalid/],
  [
    ["sign", file, "--inception", "2026-02-02", "--expiration", "2026-02-01"],
    2,
    /--expiration comes before --inception/,
  ],
  [["verify", file], 1, /is not signed as it should be: 1 finding/],
] as const)("signpost zone %j says what is wrong", async (words, code, sentence) => {
  const outcome = await zone(...words);
  expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringMatching(sentence)]);
});
