// The padding block of responses.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";
import { composeQuery } from "../../peers/wire.ts";

test("RFC 8467 §4.1: responses are multiples of 468 octets", () => {
  const image = newImage();
  const text = Array.from({ length: 8 }, (_, i) => `big TXT ${i}${"x".repeat(120)}\n`).join("");
  serve(image, { "example.": head + text });
  const query = composeQuery("big.example.", "TXT", { edns: { size: 1232, options: [[12, new Uint8Array(0)]] } });
  expect(new Asking(image).send(query, { protocol: 2 })).toHaveLength(468 * 3);
});
