import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 1876 §3: the examples of the text form", () => {
  expectRdata(
    "LOC",
    "42 21 54 N 71 06 18 W -24m 30m",
    "00 33 16 13 89172dd0 70be15f0 00988d20",
    "42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m",
  );
  expectRdata(
    "LOC",
    "42 21 43.952 N 71 5 6.344 W -24m 1m 200m",
    null,
    "42 21 43.952 N 71 5 6.344 W -24.00m 1.00m 200.00m 10.00m",
  );
  expectRdata("LOC", "52 14 05 N 00 08 50 E 10m", null, "52 14 5.000 N 0 8 50.000 E 10.00m 1.00m 10000.00m 10.00m");
});

test("RFC 1876 §2: sizes are a digit times a power of ten, angles stay on the globe", () => {
  expectMalformed("LOC", "00a3161389172dd070be15f000988d20");
  expectMalformed("LOC", "00331613ffffffff70be15f000988d20");
  expectRefused("LOC", "91 N 0 E 0", /up to 90 degrees/);
});

test("RFC 1876 §2: another version has no text form", () => {
  expectRdata("LOC", "\\# 2 0102", "0102");
});
