// Root hints: the table that comes along is IANA's, and a file's faults have their place.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { printName } from "../../src/dns/text/name-text.ts";
import { parseAddress, printAddress } from "../../src/net/address.ts";
import type { Hint } from "../../src/resolver/settings.ts";
import { ianaHints, readHints } from "../../src/server/root-hints.ts";

/** named.root as InterNIC publishes it, where there is a copy beside the project. */
const published = new URL("../../../shared/data/root/root.hints", import.meta.url).pathname;

const text = (hints: readonly Hint[]): string[] =>
  hints.map(({ name, addresses }) => `${printName(name.wire).toLowerCase()} ${addresses.join(" ")}`);

test("RFC 9609 §2: thirteen letters, each with both families, in canonical text", () => {
  expect(ianaHints).toHaveLength(13);
  for (const { addresses } of ianaHints) {
    const parsed = addresses.map((address) => parseAddress(address)!);
    expect(parsed.map(({ family }) => family)).toEqual([4, 6]);
    expect(parsed.map(({ family, octets }) => printAddress(family, octets))).toEqual(addresses);
  }
});

test.skipIf(!existsSync(published))("the table says what IANA publishes", () => {
  const { hints, faults } = readHints(published);
  expect(faults).toEqual([]);
  expect(text(hints)).toEqual(text(ianaHints));
});

const server = ". NS a.root.\na.root. A 192.0.2.1\n";
test.each([
  ["hints without TTLs, in any case", ".\tNS\tA.Root.\na.ROOT. A 192.0.2.1\nA.root. AAAA 2001:DB8::1\n", ["a.root. 192.0.2.1 2001:db8::1"], []],
  ["a server without an address", `${server}. NS b.root.\n`, null, [":3:1: this server has no address here"]],
  ["no server", "a.root. A 192.0.2.1\n", null, [": names no server of the root"]],
  ["a broken record", `${server}b.root. A 192.0.2\n`, null, [":3:14: "]],
  ["an include", `${server}$INCLUDE other\n`, null, ["hints include no other file"]],
])("%s", (_, contents, hints, faults) => {
  const folder = mkdtempSync(join(tmpdir(), "signpost-hints-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "hints");
  writeFileSync(file, contents.replaceAll(/(?<=[\s.])(NS|A|AAAA)(?=\s)/g, "60 $1"));
  const read = readHints(file);
  if (hints !== null) expect(text(read.hints)).toEqual(hints);
  expect(read.faults).toHaveLength(faults.length);
  for (const [i, fault] of faults.entries()) expect(read.faults[i]).toContain(fault);
}); // prettier-ignore

test("a file that is not there", () => {
  expect(readHints("/nowhere/hints").faults).toEqual(["/nowhere/hints: there is no such file"]);
});
