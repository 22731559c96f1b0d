// Random zones, all questions worth asking: our engine answers as the naive walk does (RFC 1034 §4.3.2).
// A failure prints fast-check's seed and the smallest zones it found; run again with SEED=… to see it once more.

import fc from "fast-check";
import { expect, test } from "vitest";
import { composeQuery, nameText, parseMessage, typeText } from "../peers/wire.ts";
import { essence, isFairAny, naiveEssence } from "./compare.ts";
import { allQuestions, randomZones } from "./generate.ts";
import { naiveAnswer, type Question } from "./naive.ts";
import { OurEngine } from "./ours.ts";
import { zoneText, type PlainZone } from "./plain.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin + performance.now()) % 2 ** 31);
const runs = Number(process.env["RUNS"] ?? 60);
const engine = new OurEngine();

test(`random zones are answered as the naive walk answers, seed ${seed}`, { timeout: 60_000 }, () => {
  const property = fc.property(randomZones, (zones) => {
    engine.serve(zones);
    expect(
      allQuestions(zones)
        .map((question) => complaint(zones, question))
        .find((text) => text !== null) ?? "none",
    ).toBe("none");
  });
  fc.assert(property, { seed, numRuns: runs, endOnFailure: false });
});

test("the generator reaches every path of the walk", () => {
  const met = new Set<string>();
  for (const zones of fc.sample(randomZones, { seed: 1, numRuns: 60 }))
    for (const question of allQuestions(zones)) for (const step of naiveAnswer(zones, question).met) met.add(step);
  const paths = ["any", "any-synthesised", "cname", "cname-synthesised", "dname", "loop", "negative", "other-zone", "outside", "overflow", "referral", "wildcard"]; // prettier-ignore
  expect([...met].toSorted()).toEqual(paths);
});

/** What is wrong with our answer, or null. Asked over TCP, so that size has no say. */
function complaint(zones: readonly PlainZone[], question: Question): string | null {
  const reply = engine.ask(composeQuery(question.name, question.type), "tcp");
  const naive = naiveAnswer(zones, question);
  if (naive.anyOf && reply !== null && isFairAny(parseMessage(reply), naive)) return null;
  const [ours, theirs] = [essence(reply), naiveEssence(naive)];
  if (ours === theirs) return null;
  // A loop of wildcard CNAMEs stops at the CNAME, not at the name: one record earlier than the oracle.
  if (naive.met.has("loop") && naiveEssence({ ...naive, answer: naive.answer.slice(0, -1) }) === ours) return null;
  const texts = zones.map((zone) => `; ${nameText(zone.origin)}\n${zoneText(zone)}`).join("");
  return `${nameText(question.name)} ${typeText(question.type)}\nours:  ${ours}\nnaive: ${theirs}\n${texts}`;
}
