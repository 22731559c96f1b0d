// TTLs in text.

import { expect, test } from "vitest";
import { scanPeriod } from "../../../src/dns/text/ttl.ts";

const scan = (text: string): number => scanPeriod(new TextEncoder().encode(`<${text}>`), 1, text.length + 1);

test.each([
  ["0", 0],
  ["90", 90],
  ["1h30m", 5400],
  ["1H30M", 5400],
  ["30m1h", 5400],
  ["2w", 1_209_600],
  ["1w2d3h4m5s", 788_645],
  ["0h", 0],
  ["4294967295", 4_294_967_295],
])("%s is %d seconds", (text, seconds) => {
  expect(scan(text)).toBe(seconds);
});

test.each(["", "h", "1h30", "0h5", "-1", "1.5", "1x", "1hh", "4294967296", "8000w", "99999999999999999999", "1 h"])(
  "%j is no period",
  (text) => {
    expect(scan(text)).toBe(-1);
  },
);
