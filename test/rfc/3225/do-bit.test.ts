// The DO bit is echoed; other EDNS flags are not.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";

test("RFC 3225 §3: DO comes back as it was", () => {
  const image = newImage();
  serve(image, { "example.": head });
  const asking = new Asking(image);
  expect(asking.ask("ns1.example.", "A", { edns: { flags: 0x8000 } })).toMatch(/opt\{1232 v0 f8000\}$/);
  expect(asking.ask("ns1.example.", "A", { edns: { flags: 0x7fff } })).toMatch(/opt\{1232 v0\}$/);
});
