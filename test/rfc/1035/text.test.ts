import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 1035 §5.1: a dot and a backslash in a label are escaped", () => {
  expectRdata("NS", "a\\.b.c\\\\d.", "03612e62 03635c64 00");
});

test("RFC 1035 §5.1: \\DDD is an octet in decimal, \\X any other character", () => {
  expectRdata("TXT", '"\\065\\;\\""', "03413b22", '"A;\\""');
  expectRefused("TXT", '"\\256"', /above 255/);
});

test("RFC 1035 §5.1: @ is the origin, and a name without a last dot is relative to it", () => {
  expectRdata("NS", "@", "076578616d706c65 00", "example.");
  expectRdata("NS", "a", "0161 076578616d706c65 00", "a.example.");
  expectRdata("NS", "a.", "016100");
});

test("RFC 1035 §2.3.4: labels of 63 octets, names of 255", () => {
  expectRdata("NS", `${"a".repeat(63)}.`, null);
  expectRefused("NS", `${"a".repeat(64)}.`, /label of 64 octets/);
  expectRdata("NS", "a.".repeat(127), null);
  expectRefused("NS", "a.".repeat(128), /name of 257 octets/);
});

test("RFC 1035 §3.3: a character-string holds 255 octets", () => {
  expectRdata("TXT", `"${"a".repeat(255)}"`, null);
  expectRefused("TXT", `"${"a".repeat(256)}"`, /256 octets/);
});
