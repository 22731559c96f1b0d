// Proven denials that are given as they were written for another name, but for its own proof: they say what one made anew
// says, in the same order, whoever asks and however much room there is, and nothing of an earlier version of the zones.

import fc from "fast-check";
import { expect, test } from "vitest";
import { RRType } from "../../src/dns/types.ts";
import { fakeSign, fakeSigned, type FakeDenial } from "../differential/fake-signer.ts";
import { allQuestions, randomZones } from "../differential/generate.ts";
import { zoneText } from "../differential/plain.ts";
import { composeQuery, nameText, parseMessage, types, type Labels, type WireRecord } from "../peers/wire.ts";
import { Asking, head, nameOf, newImage, nobody, serve } from "./asking.ts";
import { rdataOf } from "./hosting.ts";

const denials: readonly FakeDenial[] = [
  { kind: "nsec" },
  { kind: "nsec3", iterations: 0, salt: "", span: "all" },
  { kind: "nsec3", iterations: 2, salt: "aabb", span: "opt-out" },
];
const text = `${head}b A 192.0.2.1\nd A 192.0.2.2\nb.d A 192.0.2.3\n`;

const query = (name: Labels | string, type: string | number, size = 4096): Uint8Array =>
  composeQuery(name, type, { edns: { size, flags: 0x8000 } });

for (const denial of denials) {
  const what = denial.kind === "nsec" ? "NSEC" : `NSEC3, ${denial.span}`;

  test(`names of one zone, each asked for after every other (${what})`, () => {
    const image = newImage();
    serve(image, { "example.": fakeSigned("example.", text, denial) });
    const names = ["a", "aa", "c", "cc", "z", "zz.z", "A.D", "c.d", "ccc.d", "a.b", "x.ns1", "host"].map((name) => `${name}.example.`);
    const asking = new Asking(image);
    for (const first of names) {
      for (const second of names) {
        for (const name of [first, second]) {
          expect(meaning(asking, query(name, "A")), `${name} after ${first}`).toEqual(
            meaning(new Asking(image), query(name, "A")),
          );
        }
      }
    }
  }); // prettier-ignore

  test(`all questions to random zones are answered as by a server that answers its first (${what})`, () => {
    fc.assert(
      fc.property(randomZones, fc.integer({ min: 512, max: 1300 }), (zones, size) => {
        const image = newImage();
        serve(
          image,
          Object.fromEntries(zones.map((zone) => [nameText(zone.origin), zoneText(fakeSign(zone, denial))])),
        );
        const warm = new Asking(image);
        const asked = allQuestions(zones).flatMap(({ name, type }) => [
          query(name, type),
          ...(type === types["A"] ? ["0", "mm", "zzz"].map((label) => query([label, ...name], type)) : []),
        ]);
        // The encloser's proofs are found, kept in parts, taken from there, kept whole, taken whole: each in a round of its own.
        for (let round = 0; round < 5; round++) for (const packet of asked) warm.send(packet);
        const anew = new Asking(image);
        anew.responder.trace = nobody;
        for (const packet of asked) {
          expect(meaning(warm, packet)).toEqual(meaning(anew, packet));
          const small = packet.slice();
          small[packet.length - 8] = size >> 8;
          small[packet.length - 7] = size;
          expect(meaning(warm, small), `in ${size} octets`).toEqual(meaning(anew, small));
        }
      }),
      { numRuns: 4 },
    );
  }, 120_000);
}

test("it is taken from there", () => {
  // Made anew, the SOA's mailbox is a pointer to the question where one written for another name has a label.
  for (const denial of denials.slice(0, 2)) {
    const image = newImage();
    serve(image, { "example.": fakeSigned("example.", text, denial) });
    const [warm, anew] = [new Asking(image), new Asking(image)];
    for (const name of ["c", "cc", "ccc"]) warm.send(query(`${name}.example.`, "A"));
    const mailbox = query("host.example.", "A");
    for (const asking of [warm, anew]) asking.send(query("z.example.", "A"));
    expect(warm.send(mailbox)?.length).toBe((new Asking(image).send(mailbox)?.length ?? 0) + 5);
    // What was written with pointers to the name asked for is nobody else's.
    for (let i = 0; i < 3; i++) anew.send(mailbox);
    expect(meaning(anew, query("c.example.", "A"))).toEqual(meaning(new Asking(image), query("c.example.", "A")));
  }
});

test("another version of the zones is answered from at once", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": fakeSigned("example.", text, denials[0]) });
  const asking = new Asking(image);
  const packet = query("c.example.", "A");
  for (let serial = 1; serial < 4; serial++) {
    for (let i = 0; i < 3; i++) expect(meaning(asking, packet)).toEqual(meaning(new Asking(image), packet));
    const rdata = [rdataOf("SOA", `ns1.example. host.example. ${serial + 1} 7200 3600 1209600 300`)];
    image.apply([{ zone, owner: nameOf("example."), type: RRType.SOA, ttlSeconds: 60, rdata }]);
  }
});

test("a client without DO gets no proof that was written for one with it", () => {
  const image = newImage();
  serve(image, { "example.": fakeSigned("example.", text, denials[0]) });
  const asking = new Asking(image);
  for (const name of ["c", "cc", "ccc", "cccc"]) {
    asking.send(query(`${name}.example.`, "A"));
    expect(asking.ask(`${name}.example.`, "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  }
});

/** The reply's flags and records, in order; case is the question's where a name points to it. */
function meaning(asking: Asking, packet: Uint8Array): unknown {
  const { flags, answer, authority, additional, opt } = parseMessage(asking.send(packet)!);
  return { flags, opt, records: [answer, authority, additional].map((section) => section.map(caseless)) };
}

function caseless({ owner, type, ttl, rdata }: WireRecord): unknown[] {
  const octets = [...rdata].map((octet) => (octet >= 0x41 && octet <= 0x5a ? octet + 32 : octet));
  return [owner.map((label) => label.toLowerCase()), type, ttl, octets];
}
