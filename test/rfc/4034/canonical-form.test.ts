import { expect, test } from "vitest";
import { canonicalOrder } from "../../../src/dns/rrset.ts";
import { RRType } from "../../../src/dns/types.ts";
import { canonicalText, scanText } from "../support.ts";

test("RFC 4034 §6.2: names in RDATA are lower-cased", () => {
  expect(canonicalText("MX", "10 MAIL.Example.")).toBe("10 mail.example.");
  expect(canonicalText("SOA", "NS.A. Me.A. 1 2 3 4 5")).toBe("ns.a. me.a. 1 2 3 4 5");
  expect(canonicalText("SRV", "0 0 1 HOST.")).toBe("0 0 1 host.");
  expect(canonicalText("NAPTR", '1 1 "S" "X" "" A.B.')).toBe('1 1 "S" "X" "" a.b.');
});

test("RFC 4034 §6.2: and nothing else is", () => {
  expect(canonicalText("TXT", '"ABC"')).toBe('"ABC"');
  expect(canonicalText("SVCB", "1 A.B. alpn=H2")).toBe('1 A.B. alpn="H2"');
  expect(canonicalText("CAA", '0 ISSUE "A"')).toBe('0 ISSUE "A"');
});

test("RFC 4034 §6.3: RDATA in order of its canonical octets", () => {
  const scan = (text: string): Uint8Array => scanText(RRType.A, text) as Uint8Array;
  expect(canonicalOrder(RRType.A, [scan("10.0.0.2"), scan("10.0.0.1")])).toEqual([scan("10.0.0.1"), scan("10.0.0.2")]);
});
