// One look at a primary that means no good: it ends by a named limit, and nothing of what came stays.

import { expect, test } from "vitest";
import { type FetchPlan, fetchZone } from "../../../src/server/secondaries/zone-fetch.ts";
import type { Image } from "../../../src/zone/image.ts";
import { nameOf, newImage } from "../../authority/asking.ts";
import { response, soa } from "../../authority/transfer-messages.ts";
import { ScriptedPrimary } from "./scripted-primary.ts";

/** Nothing is held yet, nothing is signed, and no digest is asked for. */
function wholeZone({ endpoint }: ScriptedPrimary, image: Image, mostOctets: number): FetchPlan {
  const zone = nameOf("example.");
  const { signal } = new AbortController();
  return { image, zone, server: { endpoint, tls: null }, zonemd: "ignore", key: null, held: null, mostOctets, signal };
}

test("a zone whose large RRsets are scattered over the transfer is laid down no further", async () => {
  const primary = await ScriptedPrimary.start();
  const lines = Array.from(
    { length: 6_000 },
    (_, i) => `a${i % 6} 1 A 10.0.${(i / 6) >> 8}.${Math.trunc(i / 6) & 255}`,
  );
  const parts = [0, 2_000, 4_000].map((from) => lines.slice(from, from + 2_000));
  primary.says = (_question, id) =>
    [[soa(1), "@ 300 NS ns1"], ...parts, [soa(1)]].map((part) => response(part, { id, question: null }));
  const image = newImage();
  const before = image.usedOctets;
  const fetched = await fetchZone(wholeZone(primary, image, 2 ** 20));
  expect(fetched).toMatchObject({ kind: "failed", reason: expect.stringMatching(/scattered/) as string });
  expect(image.usedOctets).toBe(before);
  await primary.stop();
});

test("a transfer that never ends is left when no zone of its length could be served", async () => {
  const primary = await ScriptedPrimary.start();
  primary.says = (_question, id) => [
    response([soa(1), "@ 300 NS ns1"], { id, question: null }),
    ...Array.from({ length: 100 }, () => response(["x.other. 1 A 192.0.2.1"], { id, question: null })),
  ];
  const image = newImage();
  const before = image.usedOctets;
  const fetched = await fetchZone(wholeZone(primary, image, 2_000));
  expect(fetched).toEqual({ kind: "failed", reason: "the transfer is longer than any zone that there is room for" });
  expect(image.usedOctets).toBe(before);
  await primary.stop();
});
