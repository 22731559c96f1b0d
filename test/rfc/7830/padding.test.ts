// Padding: a padded query gets a padded answer.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";
import { composeQuery } from "../../peers/wire.ts";

const image = newImage();
serve(image, { "example.": head });
const asking = new Asking(image);
const padded = (size: number): Uint8Array =>
  composeQuery("ns1.example.", "A", { edns: { size, options: [[12, new Uint8Array(3)]] } });

test("RFC 7830 §4: padded to the block of RFC 8467 §4.1", () => {
  expect(asking.send(padded(1232), { protocol: 2 })).toHaveLength(468);
  expect(asking.send(composeQuery("ns1.example.", "A", { edns: {} }))!.length).toBeLessThan(100);
});

test("RFC 7830 §6: not where anybody can read along", () => {
  expect(asking.send(padded(1232))!.length).toBeLessThan(100);
  expect(asking.send(padded(1232), { protocol: 1 })!.length).toBeLessThan(100);
});
