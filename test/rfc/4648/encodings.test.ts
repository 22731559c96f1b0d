import { expect, test } from "vitest";
import { base32hex, base64, encodeDigits, hex } from "../../../src/base/encodings.ts";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 4648 §4, §7, §8: base64, base32hex and hex of the same octets", () => {
  const bytes = new TextEncoder().encode("fooba");
  expect([base64, base32hex, hex].map((alphabet) => encodeDigits(alphabet, bytes))).toEqual([
    "Zm9vYmE=",
    "cpnmuoj1",
    "666f6f6261",
  ]);
});

test("RFC 4648 §3.5: bits that no octet uses are zero", () => {
  expectRefused("OPENPGPKEY", "Zh==", /amid an octet/);
  expectRdata("OPENPGPKEY", "Zg==", "66");
});
