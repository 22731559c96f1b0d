import fc from "fast-check";
import { expect, test } from "vitest";
import { OctetWriter } from "../../src/base/octets.ts";
import { canonicalRdata, decodeRdata, parseRdata, printRdata, scanRdata, validateRdata } from "../../src/dns/rdata.ts";
import { Lexer } from "../../src/dns/text/lexer.ts";
import { RRType, allTypes } from "../../src/dns/types.ts";
import { digitsOf, scanText } from "../rfc/support.ts";
import { rdataCases } from "./rdata-cases.ts";

const numbers = allTypes().map((row) => row.number);
const samples = rdataCases.flatMap(({ type, good }) =>
  good.map(([text]) => ({ type: RRType[type] as number, wire: scanText(RRType[type], text) as Uint8Array })),
);

/** Good RDATA with some octets changed, cut or added: near enough to valid to reach the deep branches. */
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
    fc.nat(3),
    fc.uint8Array({ maxLength: 3 }),
  )
  .map(([{ type, wire }, changes, cut, added]) => {
    const changed = Uint8Array.from(wire);
    for (const [at, octet] of changes) if (changed.length > 0) changed[at % changed.length] = octet;
    return { type, wire: Uint8Array.from([...changed.subarray(0, Math.max(0, changed.length - cut)), ...added]) };
  });

const random = fc.record({ type: fc.constantFrom(...numbers), wire: fc.uint8Array({ maxLength: 80 }) });

test("whatever octets: nothing throws, and valid RDATA survives text, parsing and canonical form", () => {
  fc.assert(
    fc.property(fc.oneof(mutated, random), ({ type, wire }) => {
      const printed = printRdata(type, wire);
      const valid = validateRdata(type, wire, 0, wire.length);
      const parsed = new OctetWriter();
      const isParsed = parseRdata(type, wire, 0, wire.length, parsed);
      expect(decodeRdata(type, wire) === null).toBe(!valid);
      if (!valid) {
        expect(typeof scanText(type, printed), "what is invalid stays so in text").toBe("string");
        return;
      }
      expect(isParsed).toBe(true);
      expect(digitsOf(parsed.copy())).toBe(digitsOf(wire));
      const back = scanText(type, printed);
      expect(typeof back === "string" ? `${printed}: ${back}` : digitsOf(back)).toBe(digitsOf(wire));
      const once = new OctetWriter();
      const twice = new OctetWriter();
      canonicalRdata(type, wire, 0, wire.length, once);
      canonicalRdata(type, once.copy(), 0, once.length, twice);
      expect(digitsOf(twice.copy())).toBe(digitsOf(once.copy()));
      expect(validateRdata(type, once.bytes, 0, once.length)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

test("parsing out of a hostile message never throws, and what it yields is valid", () => {
  const message = fc
    .uint8Array({ minLength: 12, maxLength: 120 })
    .map((bytes) => bytes.map((octet, i) => (i % 7 === 0 ? 0xc0 : octet % 64)));
  fc.assert(
    fc.property(message, fc.constantFrom(...numbers), fc.nat(100), fc.nat(60), (bytes, type, start, size) => {
      const out = new OctetWriter();
      const ok = parseRdata(type, bytes, start, start + size, out);
      if (ok) expect(validateRdata(type, out.bytes, 0, out.length)).toBe(true);
      else expect(out.length).toBe(0);
    }),
    { numRuns: 20_000 },
  );
});

test("whatever text: nothing throws, and what scans is valid", () => {
  const word = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      "\\#",
      "0",
      "1",
      "10",
      "AwEA",
      "abcd",
      ".",
      "a.b.",
      "192.0.2.1",
      "2001:db8::",
      "alpn=h2",
      'alpn="h2,h3"',
      "key1=",
      "N",
      "E",
      "1:1.2.3.4/8",
      "A",
      "-",
      "(",
      ")",
      '"',
      "\\",
      "\\300",
      "1:2:3:4",
    ),
    fc.nat(0x1_0000_0000).map(String),
  );
  fc.assert(
    fc.property(fc.constantFrom(...numbers), fc.array(word, { maxLength: 9 }), (type, words) => {
      const lexer = new Lexer(new TextEncoder().encode(`TYPE ${words.join(" ")}\n`));
      const out = new OctetWriter();
      lexer.nextEntry();
      const scanned = scanRdata(type, lexer, null, out);
      expect(scanned).toBe(lexer.faultCount === 0);
      if (scanned) expect(validateRdata(type, out.bytes, 0, out.length)).toBe(true);
      else expect(out.length).toBe(0);
    }),
    { numRuns: 20_000 },
  );
});
