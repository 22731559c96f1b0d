// Random zones, signed in every way: an answer without DO is the naive walk's, as if nothing were signed; with DO it is the
// same with signatures, and what it denies is proven (RFC 4035 §3.1, RFC 5155 §7.2) to a checker that knows only the answer.
// A failure prints fast-check's seed and the smallest zones; run again with SEED=… to see it once more.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  composeQuery,
  flags,
  nameText,
  parseMessage,
  types,
  typeText,
  type Labels,
  type Message,
} from "../peers/wire.ts";
import { essence, naiveEssence } from "./compare.ts";
import { fakeSign, type FakeDenial } from "./fake-signer.ts";
import { allQuestions, randomZones } from "./generate.ts";
import { longestChain, naiveAnswer, nearestZone, type Question } from "./naive.ts";
import { OurEngine } from "./ours.ts";
import { nameRdata, soaRdata, zoneText, type PlainRecord, type PlainZone } from "./plain.ts";
import { proofFault } from "./proofs.ts";
import { signedEssence } from "./signed-essence.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin + performance.now()) % 2 ** 31);
const runs = Number(process.env["RUNS"] ?? 8);
const engine = new OurEngine();

const denials: readonly FakeDenial[] = [
  { kind: "nsec" },
  { kind: "nsec3", iterations: 0, salt: "", span: "all" },
  { kind: "nsec3", iterations: 3, salt: "aabb", span: "opt-out" },
];

for (const denial of denials) {
  const what = denial.kind === "nsec" ? "NSEC" : `NSEC3, ${denial.span}`;
  test(`every denial is proven (${what}), seed ${seed}`, { timeout: 120_000 }, () => {
    const property = fc.property(randomZones, (zones) => {
      engine.serve(zones.map((zone) => fakeSign(zone, denial)));
      const asked = allQuestions(zones).filter(({ type }) => type !== types["ANY"]);
      expect(asked.map((question) => complaint(zones, question)).find((text) => text !== null) ?? "none").toBe("none");
    });
    fc.assert(property, { seed, numRuns: runs, endOnFailure: false });
  });
}

test("the checker misses whatever proof is taken away", () => {
  // Where spans opt out, less is proven.
  for (const denial of denials.slice(0, 2)) {
    engine.serve([fakeSign(sample, denial)]);
    let taken = 0;
    for (const question of allQuestions([sample]).filter(({ type }) => type !== types["ANY"])) {
      const reply = engine.ask(composeQuery(question.name, question.type, { edns: { flags: 0x8000 } }), "tcp");
      const message = parseMessage(reply!);
      expect(proofFault(question, message, sample.origin)).toBeNull();
      const proofs = message.authority.filter((r) => r.type === types["NSEC"] || r.type === types["NSEC3"]);
      for (const proof of proofs) {
        const authority = message.authority.filter((r) => r !== proof);
        expect(proofFault(question, { ...message, authority }, sample.origin), nameText(question.name)).not.toBeNull();
        taken++;
      }
    }
    expect(taken).toBeGreaterThan(50);
  }
});

const sample: PlainZone = ((origin: Labels): PlainZone => {
  const record = (path: string[], type: string, rdata: Uint8Array): PlainRecord => ({
    owner: [...path, ...origin], type: types[type], ttl: 60, rdata,
  }); // prettier-ignore
  const address = Uint8Array.of(192, 0, 2, 1);
  const ns = nameRdata(["ns", ...origin]);
  return {
    origin,
    records: [
      record([], "SOA", soaRdata(["ns", ...origin], 1, 300)),
      record([], "NS", ns),
      record(["ns"], "A", address),
      record(["b", "a"], "A", address),
      record(["*", "w"], "TXT", Uint8Array.of(1, 0x61)),
      record(["cut"], "NS", ns),
    ],
  };
})(["p", "test"]);

function complaint(zones: readonly PlainZone[], question: Question): string | null {
  const naive = naiveAnswer(zones, question);
  if (naive.met.has("loop")) return null;
  const plain = engine.ask(composeQuery(question.name, question.type), "tcp");
  const texts = (): string => zones.map((zone) => `; ${nameText(zone.origin)}\n${zoneText(zone)}`).join("");
  const told = `${nameText(question.name)} ${typeText(question.type)}`;
  if (essence(plain) !== naiveEssence(naive))
    return `${told}, plain\nours:  ${essence(plain)}\nnaive: ${naiveEssence(naive)}\n${texts()}`;
  const secure = engine.ask(composeQuery(question.name, question.type, { edns: { flags: 0x8000 } }), "tcp");
  if (secure === null) return `${told}: silence`;
  const message = parseMessage(secure);
  const whole = withoutGlue(signedEssence(secure));
  const stripped = essence(plainReply(message));
  if (stripped !== naiveEssence(naive))
    return `${told}, secure\nours:  ${stripped}\nnaive: ${naiveEssence(naive)}\n${texts()}`;
  const short = shortFault(question, whole);
  if (short !== null) return `${told}: ${short}\n${texts()}`;
  const zone = nearestZone(zones, question.name, question.type);
  // A chain through several zones has proofs of each, and the checker looks at one; one that is too long proves nothing.
  if (zone === undefined || naive.met.has("other-zone") || naive.followed > longestChain) return null;
  const fault = proofFault(question, message, zone.origin);
  return fault === null ? null : `${told}: ${fault}\n${texts()}`;
}

/** RFC 4035 §3.1.1: in less room there is all of the answer and authority sections, signatures included, or TC. */
function shortFault({ name, type }: Question, whole: string): string | null {
  const size = 512 + ((name.length * 97 + type * 31) % 300);
  const reply = engine.ask(composeQuery(name, type, { edns: { flags: 0x8000, size } }));
  if (reply === null || reply.length > size) return `${reply?.length} octets where ${size} are allowed`;
  if ((parseMessage(reply).flags & flags.tc) !== 0) return null;
  return withoutGlue(signedEssence(reply)) === whole ? null : `less than everything in ${size} octets, without TC`;
}

const withoutGlue = (text: string): string => text.replace(/ glue\[.*/, "");

/** The reply as one who set no DO would get it. */
function plainReply(message: Message): Message {
  const proofs = new Set(["RRSIG", "NSEC", "NSEC3"].map((type) => types[type]));
  const isReferral = message.authority.some((r) => r.type === types["NS"]);
  const [answer, authority] = [message.answer, message.authority].map((section) =>
    section.filter((r) => !proofs.has(r.type)),
  );
  return { ...message, answer, authority: authority.filter((r) => !isReferral || r.type !== types["DS"]) };
}
