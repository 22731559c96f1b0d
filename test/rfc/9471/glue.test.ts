// In-domain glue is part of a referral: what is missing of it must show.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";

const servers = Array.from(
  { length: 12 },
  (_, i) => `sub NS ns${i}.sub\nns${i}.sub A 192.0.2.${i}\nns${i}.sub AAAA 2001:db8::${i}\n`,
).join("");
const others = Array.from(
  { length: 12 },
  (_, i) => `far NS h${i}.else\nh${i}.else A 192.0.2.${i}\nh${i}.else AAAA 2001:db8::${i}\n`,
).join("");

test("RFC 9471 §3.1: a referral whose in-domain glue does not fit is truncated", () => {
  const image = newImage();
  serve(image, { "example.": head + servers });
  const asking = new Asking(image);
  expect(asking.ask("www.sub.example.", "A")).toMatch(/^NOERROR tc au\[sub.example. 3600 NS\*12\] ad\[/);
  const whole = asking.ask("www.sub.example.", "A", { edns: { size: 1232 } });
  expect(whole).toMatch(/^NOERROR au/);
  expect(whole.match(/192\.0\.2\./g)).toHaveLength(12);
});

test("RFC 9471 §3.2: other glue is left out in silence", () => {
  const image = newImage();
  serve(image, { "example.": head + others });
  expect(new Asking(image).ask("www.far.example.", "A")).toMatch(/^NOERROR au\[far.example. 3600 NS\*12\] ad\[/);
});
