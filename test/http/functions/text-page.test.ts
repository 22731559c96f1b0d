// The page on which the texts of an instance's calls lie: what was written is read, whatever it is; and whatever stands there, nothing
// else is read, for a handler can reach it.

import fc from "fast-check";
import { expect, test } from "vitest";
import { TextPage } from "../../../src/http/functions/text-page.ts";
import { mostTogether } from "../../../src/http/functions/batch-progress.ts";

function pages(): readonly [outside: TextPage, inside: TextPage] {
  const outside = new TextPage();
  return [outside, new TextPage(outside.shared)];
}

test("what is written on one side is read on the other, batch after batch; null is a message", () => {
  const answer = fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 200 }), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.array(answer, { maxLength: mostTogether }), { maxLength: 20 }), (batches) => {
      const [outside, inside] = pages();
      for (const batch of batches) {
        for (const page of [outside, inside]) page.begin();
        const written = batch.map((text) => (text === null ? inside.leaveOut() : inside.write(text)));
        expect(written).toEqual(batch.map((text) => text !== null));
        expect(batch.map(() => outside.read())).toEqual(batch);
      }
    }),
  );
});

test("what finds no room is a message, and the next may find some", () => {
  const [outside, inside] = pages();
  expect(["a", "b".repeat(200_000), "c"].map((text) => inside.write(text))).toEqual([true, false, true]);
  expect([outside.read(), outside.read(), outside.read()]).toEqual(["a", null, "c"]);
});

test("the other side is told once, until it hears", () => {
  const [outside, inside] = pages();
  expect([inside.tell(), inside.tell()]).toEqual([true, false]);
  outside.hear();
  expect([inside.tell(), inside.tell()]).toEqual([true, false]);
});

test("nothing is read beyond the page, whatever stands in it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: mostTogether }), (words) => {
      const [outside] = pages();
      new Int32Array(outside.shared).set(words, 1);
      for (let i = 0; i < mostTogether + 5; i++)
        expect((outside.read() ?? "").length).toBeLessThanOrEqual(outside.shared.byteLength);
    }),
  );
});
