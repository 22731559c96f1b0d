import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alphabet } from "../../src/base/encodings.ts";
import { DigitDecoder, base32hex, base64, encodeDigits, hex } from "../../src/base/encodings.ts";
import { OctetWriter } from "../../src/base/octets.ts";

const encoder = new TextEncoder();

function decode(alphabet: Alphabet, ...words: string[]): string | null {
  const decoder = new DigitDecoder(alphabet);
  const out = new OctetWriter(1);
  for (const word of words) {
    const text = encoder.encode(word);
    if (decoder.feed(text, 0, text.length, out) >= 0) return null;
  }
  return decoder.finish() ? encodeDigits(hex, out.bytes, 0, out.length) : null;
}

test("RFC 4648 §10: the test vectors", () => {
  const vectors = [
    ["", "", "", ""],
    ["f", "66", "Zg==", "co"],
    ["fo", "666f", "Zm8=", "cpng"],
    ["foo", "666f6f", "Zm9v", "cpnmu"],
    ["foob", "666f6f62", "Zm9vYg==", "cpnmuog"],
    ["fooba", "666f6f6261", "Zm9vYmE=", "cpnmuoj1"],
    ["foobar", "666f6f626172", "Zm9vYmFy", "cpnmuoj1e8"],
  ];
  for (const [text, ...digits] of vectors) {
    [hex, base64, base32hex].forEach((alphabet, i) => {
      expect(encodeDigits(alphabet, encoder.encode(text))).toBe(digits[i]);
      expect(decode(alphabet, digits[i])).toBe(digits[0]);
    });
  }
});

test("digits may come in pieces and in either case where case is nothing", () => {
  expect(decode(base64, "Z", "g=", "=")).toBe("66");
  expect(decode(hex, "6", "66F")).toBe("666f");
  expect(decode(base32hex, "CpNmU")).toBe("666f6f");
});

test.each([
  ["hex", hex, "6"],
  ["hex", hex, "6g"],
  ["base64", base64, "Zg"],
  ["base64", base64, "Zg="],
  ["base64", base64, "Z==="],
  ["base64", base64, "===="],
  ["base64", base64, "Zg==Zg=="],
  ["base64", base64, "Zh=="],
  ["base64", base64, "Zm8=="],
  ["base64", base64, "Z-_="],
  ["base32hex", base32hex, "c"],
  ["base32hex", base32hex, "cp"],
  ["base32hex", base32hex, "cw"],
] as const)("refuses as %s what does not end with an octet or is no digit: %s %s", (_, alphabet, text) =>
  expect(decode(alphabet, text)).toBeNull(),
);

test("every octet string comes back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.constantFrom(hex, base64, base32hex), (bytes, alphabet) => {
      expect(decode(alphabet, encodeDigits(alphabet, bytes))).toBe(encodeDigits(hex, bytes));
    }),
  );
});
