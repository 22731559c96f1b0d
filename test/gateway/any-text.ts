// Texts of any characters, those of the signs that languages are made of among them.

import fc from "fast-check";

const character = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCodePoint(code)) },
  { weight: 1, arbitrary: fc.integer({ min: 0x1_0000, max: 0x10_ffff }).map((code) => String.fromCodePoint(code)) },
);

export const anyText: fc.Arbitrary<string> = fc.array(character, { maxLength: 20 }).map((parts) => parts.join(""));
