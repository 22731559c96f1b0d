// Answers that are given as they were written for somebody else: they say what an answer made anew says, whoever asks and
// however much room there is, and nothing of an earlier version of the zones.

import fc from "fast-check";
import { expect, test } from "vitest";
import { allQuestions, randomZones } from "../differential/generate.ts";
import { zoneText } from "../differential/plain.ts";
import { composeQuery, nameText, typeText } from "../peers/wire.ts";
import { Asking, head, newImage, nobody, serve } from "./asking.ts";

const cut = `${head}child NS ns1.child\nchild NS ns2.child\nns1.child A 192.0.2.8\nns2.child A 192.0.2.9\n`;
const referral =
  "NOERROR au[child.example. 3600 NS ns1.child.example.+ns2.child.example.] ad[ns1.child.example. 3600 A 192.0.2.8, ns2.child.example. 3600 A 192.0.2.9]";

test("a referral is the same for all names below the cut, whatever their length and case", () => {
  const image = newImage();
  serve(image, { "example.": cut });
  const asking = new Asking(image);
  const names = [
    "www.child.example.",
    "a.b.c.child.example.",
    "child.example.",
    "x.child.example.",
    "ns1.child.example.",
  ];
  for (const name of [...names, ...names]) expect(asking.ask(name, "A"), name).toBe(referral);
  expect(asking.ask("WWW.Child.eXample.", "MX")).toBe(referral.replaceAll("child.example.", "Child.eXample."));
});

test("it is taken from there", () => {
  const image = newImage();
  serve(image, { "example.": cut });
  // Made anew, the reply has a pointer to the question where one written for another name has a label.
  const query = composeQuery("ns1.child.example.", "A");
  const [warm, fresh] = [new Asking(image), new Asking(image)];
  expect(warm.ask("www.child.example.", "A")).toBe(referral);
  expect(warm.send(query)?.length).toBe((fresh.send(query)?.length ?? 0) + 4);
  // What was written with pointers to the name asked for is nobody else's.
  const other = new Asking(image);
  other.send(query);
  expect(other.ask("x.child.example.", "A")).toBe(referral);
});

test("a chain of aliases is kept for each type, and by a wildcard for no name", () => {
  const image = newImage();
  serve(image, { "example.": `${head}www CNAME web\nweb CNAME host\nhost A 192.0.2.7\n*.wild CNAME host\n` });
  const asking = new Asking(image);
  const chain = "web.example. 3600 CNAME host.example., www.example. 3600 CNAME web.example.";
  for (let i = 0; i < 2; i++) {
    expect(asking.ask("www.example.", "A")).toBe(`NOERROR aa an[host.example. 3600 A 192.0.2.7, ${chain}]`);
    expect(asking.ask("www.example.", "TXT")).toBe(`NOERROR aa an[${chain}] au[example. 300 SOA soa]`);
    expect(asking.ask("www.example.", "CNAME")).toBe("NOERROR aa an[www.example. 3600 CNAME web.example.]");
    for (const name of ["a.wild.example.", "bcd.wild.example."])
      expect(asking.ask(name, "A")).toBe(
        `NOERROR aa an[${name} 3600 CNAME host.example., host.example. 3600 A 192.0.2.7]`,
      );
  }
});

test("a denial is the zone's, a missing name's and a missing type's apart", () => {
  const image = newImage();
  serve(image, { "example.": head, "sub.example.": `${head}host A 192.0.2.7\n` });
  const asking = new Asking(image);
  for (let i = 0; i < 2; i++) {
    expect(asking.ask("nowhere.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
    expect(asking.ask("far.away.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
    expect(asking.ask("ns1.example.", "TXT")).toBe("NOERROR aa au[example. 300 SOA soa]");
    expect(asking.ask("host.sub.example.", "TXT")).toBe("NOERROR aa au[sub.example. 300 SOA soa]");
    expect(asking.ask("nowhere.sub.example.", "A")).toBe("NXDOMAIN aa au[sub.example. 300 SOA soa]");
  }
});

test("another version of the zones is answered from at once", () => {
  const image = newImage();
  const asking = new Asking(image);
  for (const address of ["192.0.2.9", "192.0.2.10", "192.0.2.11"]) {
    serve(image, { "example.": cut.replace("192.0.2.9", address) });
    for (let i = 0; i < 2; i++)
      expect(asking.ask("www.child.example.", "A")).toBe(referral.replace("192.0.2.9", address));
  }
});

test("whoever has little room, or an option to be told, gets what fits beside it", () => {
  const image = newImage();
  const servers = Array.from({ length: 12 }, (_, i) => `child NS ns${i}.child\nns${i}.child A 192.0.2.${i}\n`).join("");
  serve(image, { "example.": head + servers });
  const asking = new Asking(image);
  const query = (size: number): Uint8Array => composeQuery("www.child.example.", "A", { edns: { size } });
  const large = asking.send(query(1232))?.length ?? 0;
  for (const size of [1232, 1232, 512, large, large - 1, 1232, 512]) {
    const [warm, anew] = [asking, new Asking(image)].map((one) => one.send(query(size)));
    expect(warm).toEqual(anew);
  }
});

test("all questions to random zones are answered as by a server that answers its first", () => {
  fc.assert(
    fc.property(randomZones, (zones) => {
      const image = newImage();
      serve(image, Object.fromEntries(zones.map((zone) => [nameText(zone.origin), zoneText(zone)])));
      const warm = new Asking(image);
      const questions = allQuestions(zones).map(({ name, type }) => [nameText(name), typeText(type)] as const);
      for (const [name, type] of questions) warm.ask(name, type);
      const anew = new Asking(image);
      anew.responder.trace = nobody;
      for (const [name, type] of questions)
        expect(caseless(warm.ask(name, type)), `${name} ${type}`).toBe(caseless(anew.ask(name, type)));
    }),
    { numRuns: 8 },
  );
}, 60_000);

/** Names in RDATA that point to the question have its case, and records are told in an order that case has a say in. */
function caseless(reply: string): string {
  return reply
    .toLowerCase()
    .split(/[ ,+[\]]+/)
    .toSorted()
    .join(" ");
}
