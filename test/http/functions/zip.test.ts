// Zip files of function code (PKWARE APPNOTE §4.3): what is read, and what hostile ones are refused for.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryCode } from "../../../src/gateway/functions/code.ts";
import { UnpackedCode } from "../../../src/http/functions/unpacked-code.ts";
import { readZip, zipFault } from "../../../src/http/functions/zip.ts";
import { type Entry, zip, zipOf } from "./zip-file.ts";

function filesOf(archive: Uint8Array): Record<string, string> {
  return Object.fromEntries(readZip(archive).map(({ path, read }) => [path, Buffer.from(read()).toString()]));
}

test("stored and deflated files are read, folders passed over, the later of two wins", () => {
  const archive = zip(
    [
      { name: "src/", mode: 0o040755 },
      { name: "src/index.js", contents: "one" },
      { name: "./a/./b.txt", contents: "b".repeat(5000), method: "deflated" },
      { name: "windows\\c.txt", contents: "c" },
      { name: "src/index.js", contents: "two", method: "deflated" },
      { name: "empty" },
      { name: "ünïcode.js", contents: "ü" },
    ],
    "a comment with PK in it",
  );
  expect(filesOf(archive)).toEqual({
    "src/index.js": "two",
    "a/b.txt": "b".repeat(5000),
    "windows/c.txt": "c",
    empty: "",
    "ünïcode.js": "ü",
  });
});

test.each<[what: string, archive: Uint8Array, fault: RegExp]>([
  ["nothing", new Uint8Array(), /no zip file/],
  ["a text", Buffer.from("exports.handler = 1;".repeat(10)), /no zip file/],
  ["no files", zip([]), /it has no files/],
  ["a folder alone", zip([{ name: "src/" }]), /it has no files/],
  ["a way up", zip([{ name: "../evil.js", contents: "x" }]), /leads out/],
  ["a way up inside", zip([{ name: "a/../../evil.js" }]), /leads out/],
  ["a way up with backslashes", zip([{ name: "..\\evil.js" }]), /leads out/],
  ["a root", zip([{ name: "/etc/passwd" }]), /leads out/],
  ["a drive", zip([{ name: "C:\\evil.js" }]), /leads out/],
  ["a zero octet", zip([{ name: "a\0.js" }]), /leads out/],
  ["no name", zip([{ name: "." }]), /leads out/],
  ["a link", zip([{ name: "link", contents: "/etc/passwd", mode: 0o120777 }]), /is a link/],
  ["a secret", zip([{ name: "secret", flags: 1 }]), /is encrypted/],
  ["another method", zip([{ name: "a", contents: "x", method: 12 }]), /method 12/],
  ["a wrong sum", zip([{ name: "a", contents: "x", crc: 1 }]), /is damaged/],
  ["a size too small", zip([{ name: "a", contents: "x".repeat(100), size: 10, method: "deflated" }]), /is damaged/],
  ["a size too large", zip([{ name: "a", contents: "x", size: 10 }]), /is damaged/],
  ["a bomb by its own words", zip([{ name: "a", contents: "x", size: 2 ** 31, method: "deflated" }]), /grows to more/],
  ["no deflated octets", zip([{ name: "a", contents: "nonsense", method: 8, size: 20 }]), /is damaged/],
  ["a wrong place", zip([{ name: "a", contents: "x", offset: 1 }]), /is not where/],
  ["a place outside", zip([{ name: "a", contents: "x", offset: 2 ** 31 }]), /is not where/],
  [
    "a file as a folder",
    zip([
      { name: "a", contents: "x" },
      { name: "a/b", contents: "y" },
    ]),
    /is a file and a folder/,
  ],
  ["an end cut off", zipOf({ a: "x" }).subarray(0, -5), /no zip file/],
  ["a beginning cut off", zipOf({ a: "x" }).subarray(10), /lies outside|is damaged|not where/],
])("%s is refused", (_what, archive, fault) => {
  expect(zipFault(archive)).toMatch(fault);
});

test("many files that are large together are refused before anything is inflated", () => {
  const entry: Entry = { name: "", contents: "x".repeat(60_000), size: 60_000_000 };
  const entries = Array.from({ length: 5 }, (_, i) => ({ ...entry, name: `a${i}` }));
  expect(zipFault(zip(entries))).toMatch(/unzips to more than/);
});

test("a real bomb is cut at what it says", () => {
  const contents = "\0".repeat(10_000_000);
  expect(zipFault(zip([{ name: "a", contents, method: "deflated" }]))).toBeNull();
  expect(zipFault(zip([{ name: "a", contents, size: 1_000_000, method: "deflated" }]))).toMatch(/is damaged/);
});

test("octets changed anywhere are refused or make no difference to what is read", () => {
  const sound = zip([
    { name: "index.js", contents: "exports.handler = 1;".repeat(20), method: "deflated" },
    { name: "b/c", contents: "stored" },
  ]);
  fc.assert(
    fc.property(fc.nat(sound.length - 1), fc.nat(255), (at, value) => {
      const changed = Uint8Array.from(sound);
      changed[at] = value;
      const fault = zipFault(changed);
      if (fault === null) for (const { path } of readZip(changed)) expect(path).not.toMatch(/(^|\/)\.\.(\/|$)|^\//);
    }),
    { numRuns: 2000 },
  );
});

const hasZip = spawnSync("zip", ["--version"]).status === 0;

test.skipIf(!hasZip)("what the zip program writes is read (skipped: zip is not installed)", () => {
  const folder = mkdtempSync(join(tmpdir(), "signpost-zip-"));
  writeFileSync(join(folder, "index.js"), "exports.handler = async () => 1;\n".repeat(50));
  spawnSync("zip", ["-q", "-r", "out.zip", "index.js"], { cwd: folder });
  expect(Object.keys(filesOf(readFileSync(join(folder, "out.zip"))))).toEqual(["index.js"]);
  rmSync(folder, { recursive: true });
});

test("an unpacked zip is a folder of its own, gone when nobody needs it", () => {
  const code = new MemoryCode();
  code.put("aa", zipOf({ "index.js": "1", "lib/x.js": "2" }));
  const unpacked = new UnpackedCode(null, code);
  const folder = unpacked.folderOf("aa") ?? "";
  expect(readFileSync(join(folder, "lib/x.js"), "utf8")).toBe("2");
  expect(unpacked.folderOf("aa")).toBe(folder);
  expect(unpacked.folderOf("bb")).toBeNull();
  unpacked.forgetUnused();
  expect(readFileSync(join(folder, "index.js"), "utf8")).toBe("1");
  code.delete("aa");
  unpacked.forgetUnused();
  expect(() => readFileSync(join(folder, "index.js"))).toThrow("ENOENT");
  unpacked.close();
  expect(() => readFileSync(join(folder, "../package.json"))).toThrow("ENOENT");
});
