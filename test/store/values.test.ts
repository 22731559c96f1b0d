// Record values: what each type takes, what it refuses and in which words, and the way back from RDATA.

import fc from "fast-check";
import { expect, test } from "vitest";
import { printRdata } from "../../src/dns/rdata.ts";
import { typeNumber } from "../../src/dns/types.ts";
import { isValueProblem, parseValue, printValue, sameValue } from "../../src/store/values.ts";

/** Value, and its RDATA as a master file writes it. AWS guide: ResourceRecordTypes, with its own examples. */
test.each([
  ["A", "192.0.2.1", "192.0.2.1"],
  ["AAAA", "2001:0db8:85a3:0:0:8a2e:0370:7334", "2001:db8:85a3::8a2e:370:7334"],
  ["CAA", '0 issue "ca.example.com;account=123456"', '0 issue "ca.example.com;account=123456"'],
  ["CNAME", "hostname.example.com", "hostname.example.com."],
  ["CNAME", String.raw`\052.Example.com.`, "*.Example.com."],
  ["CNAME", String.raw`a\056b.example.com`, String.raw`a\.b.example.com.`],
  ["CNAME", "@", String.raw`\@.`],
  ["DS", "123 4 5 0123456789ABCDEF0123456789ABCDEF01234567", "123 4 5 0123456789abcdef0123456789abcdef01234567"],
  ["HTTPS", '16 host.example.com alpn="h2,h3" port=443', '16 host.example.com. alpn="h2,h3" port=443'],
  ["MX", "10 mail.example.com.", "10 mail.example.com."],
  [
    "NAPTR",
    String.raw`100 50 "u" "E2U+sip" "!^(\\+441632960083)$!sip:\\1@example.com!" .`,
    String.raw`100 50 "u" "E2U+sip" "!^(\\+441632960083)$!sip:\\1@example.com!" .`,
  ],
  ["NS", "ns-1.example.com", "ns-1.example.com."],
  [
    "SOA",
    "ns-2048.awsdns-64.net hostmaster.awsdns.com 1 1 1 1 60",
    "ns-2048.awsdns-64.net. hostmaster.awsdns.com. 1 1 1 1 60",
  ],
  ["SRV", "10 5 80 hostname.example.com", "10 5 80 hostname.example.com."],
  ["SSHFP", "1 1 09F6A01D2175742B257C6B98B7C72C44C4040683", "1 1 09f6a01d2175742b257c6b98b7c72c44c4040683"],
  ["TLSA", "3 0 0 30820307308201efa003020102020123", "3 0 0 30820307308201efa003020102020123"],
  ["TXT", '"Sample Text Entries" "with two strings"', '"Sample Text Entries" "with two strings"'],
  ["TXT", String.raw`"octal \344 and \"quotes\" and \\"`, String.raw`"octal \228 and \"quotes\" and \\"`],
  ["TXT", '""', '""'],
  ["SPF", '"v=spf1 ip4:192.168.0.1/16 -all"', '"v=spf1 ip4:192.168.0.1/16 -all"'],
])("%s takes %s", (type, value, master) => {
  const parsed = parseValue(type, value);
  expect(isValueProblem(parsed) ? parsed.problem : printRdata(typeNumber(type) ?? 0, parsed)).toBe(master);
});

test.each([
  ["A", "not-an-ip", "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'not-an-ip'"],
  [
    "A",
    "1.2.3.4 ; home",
    "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '1.2.3.4 ; home'",
  ],
  [
    "A",
    String.raw`\# 4 01020304`,
    String.raw`UnsupportedCharacter (Value contains unsupported characters) encountered with '\'`,
  ],
  ["AAAA", "1.2.3.4", "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address) encountered with '1.2.3.4'"],
  [
    "TXT",
    "unquoted",
    "InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'unquoted'",
  ],
  ["TXT", '"open', `InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '"open'`],
  ["TXT", '"a" b', `InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '"a" b'`],
  ["TXT", "", "InvalidCharacterString (Value should be enclosed in quotation marks) encountered with ''"],
  ["TXT", `"${"x".repeat(256)}"`, `CharacterStringTooLong (Value is too long) encountered with '"${"x".repeat(256)}"'`],
  ["TXT", '"ü"', "UnsupportedCharacter (Value contains unsupported characters) encountered with 'ü'"],
  ["TXT", '"a\nb"', "UnsupportedCharacter (Value contains unsupported characters) encountered with '\n'"],
  ["CNAME", "a..example.com", "DomainLabelEmpty (Domain label is empty) encountered with 'a..example.com'"],
  ["CNAME", "", "DomainNameEmpty (Domain name is empty) encountered with ''"],
  [
    "CNAME",
    "a.example.com b.example.com",
    "RRDATANotSingleField (Value contains spaces) encountered with 'a.example.com b.example.com'",
  ],
  [
    "MX",
    "mail.example.com",
    "MXRRDATANotTwoFields (MX record doesn't have 2 fields) encountered with 'mail.example.com'",
  ],
  [
    "SRV",
    "10 5 hostname.example.com",
    "SRVRRDATANotFourFields (SRV record doesn't have 4 fields) encountered with '10 5 hostname.example.com'",
  ],
])("%s refuses %j", (type, value, problem) => {
  expect(parseValue(type, value)).toEqual({ problem: `FATAL problem: ${problem}` });
});

test.each([
  ["MX", "70000 mail.example.com"],
  ["SOA", "a. b. 1 1h 1 1 60"],
  ["CAA", "0 iss%e x"],
  ["DS", "1 2 3 xyz"],
  ["SRV", "1 2 x a.example.com"],
])("%s refuses %s with a reason", (type, value) => {
  const parsed = parseValue(type, value);
  expect(isValueProblem(parsed) && parsed.problem).toContain(`${type}RRDATAIllegalValue (Value is not valid: `);
});

test("values are the same when they say the same", () => {
  expect(sameValue("CNAME", "a.example.com", "a.example.com.")).toBe(true);
  expect(sameValue("AAAA", "::1", "0:0:0:0:0:0:0:1")).toBe(true);
  expect(sameValue("TXT", '"a" "b"', '"ab"')).toBe(false);
  expect(sameValue("CNAME", "A.example.com", "a.example.com")).toBe(true);
  expect(sameValue("MX", "10 Mail.Example.com", "10 mail.example.com.")).toBe(true);
  expect(sameValue("MX", "10 mail.example.com", "20 mail.example.com")).toBe(false);
  expect(sameValue("TXT", '"A"', '"a"')).toBe(false);
});

test("RDATA as a value leads back to the same RDATA", () => {
  const text = fc.uint8Array({ maxLength: 20 });
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 3 }),
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      (strings, label) => {
        const txt = Uint8Array.from(strings.flatMap((string) => [string.length, ...string]));
        expect(parseValue("TXT", printValue(typeNumber("TXT") ?? 0, txt))).toEqual(txt);
        const name = Uint8Array.from([label.length, ...label, 0]);
        expect(parseValue("CNAME", printValue(typeNumber("CNAME") ?? 0, name))).toEqual(name);
      },
    ),
  );
});

test("whatever text stands there, it is a value or a problem", () => {
  const pieces = fc.constantFrom(
    '"',
    "\\",
    " ",
    ";",
    "(",
    ")",
    "@",
    "#",
    ".",
    "a",
    "7",
    "\\000",
    "\\777",
    "=",
    ",",
    "\t",
    "é",
    "\u0000",
  );
  const types = fc.constantFrom(
    "A",
    "AAAA",
    "CAA",
    "CNAME",
    "DS",
    "HTTPS",
    "MX",
    "NAPTR",
    "NS",
    "SOA",
    "SPF",
    "SRV",
    "SSHFP",
    "SVCB",
    "TLSA",
    "TXT",
  );
  fc.assert(
    fc.property(types, fc.array(pieces, { maxLength: 12 }), (type, parts) => {
      const parsed = parseValue(type, parts.join(""));
      if (isValueProblem(parsed)) expect(parsed.problem).toMatch(/^FATAL problem: \w+ \(/);
      else expect(parseValue(type, printValue(typeNumber(type) ?? 0, parsed))).toEqual(parsed);
    }),
    { numRuns: 3000 },
  );
});
