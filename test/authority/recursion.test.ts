import { describe, expect, test } from "vitest";
import { nowhere, Protocol } from "../../src/authority/client.ts";
import { traceOption } from "../../src/authority/recursion.ts";
import { Wish } from "../../src/dns/ready-reply.ts";
import { rrsetOf, signature } from "../resolver/cache/cases.ts";
import { composeQuery, parseMessage } from "../peers/wire.ts";
import { fakeSigned } from "../differential/fake-signer.ts";
import { proofFault } from "../differential/proofs.ts";
import { renderReply } from "../differential/render.ts";
import { Asking, head, newImage, serve } from "./asking.ts";
import { TableRecursion } from "./table-recursion.ts";

const RD = 0x0100;
const CD = 0x0010;
const AD = 0x0020;
const stranger = [192, 0, 2, 7];
const zone = `${head}www A 192.0.2.80
out CNAME www.elsewhere.
far CNAME out
down CNAME www.sub
sub NS ns.sub
ns.sub A 192.0.2.81
old DNAME elsewhere.
`;

function begin(): { asking: Asking; recursion: TableRecursion } {
  const recursion = new TableRecursion();
  const image = newImage();
  serve(image, { "home.": zone });
  return { asking: new Asking(image, { recursion }), recursion };
}

/** The reply to the question once the resolver has answered it. */
function deliver(asking: Asking, ready: Uint8Array, name: string): string {
  const query = composeQuery(name, "A", { flags: RD, edns: { size: 4096 } });
  const client = {
    protocol: Protocol.udp,
    family: 4,
    address: Uint8Array.from([127, 0, 0, 1]),
    port: 53,
    local: nowhere,
  } as const;
  const tx = new Uint8Array(4096);
  asking.responder.enter();
  const length = asking.responder.deliver(query, 0, query.length, tx, 0, tx.length, client, ready);
  asking.responder.leave();
  return renderReply(tx.slice(0, length));
}

const address = rrsetOf("www.elsewhere.", "A", 60, "198.51.100.1");

describe("who may recurse", () => {
  const cases: readonly (readonly [string, readonly number[], number, string, number])[] = [
    ["www.home. A", [127, 0, 0, 1], RD, "NOERROR aa rd ra an[www.home. 3600 A 192.0.2.80]", 0],
    ["www.home. A", stranger, RD, "NOERROR aa rd an[www.home. 3600 A 192.0.2.80]", 0],
    ["www.else. A", [127, 0, 0, 1], RD, "silence", 1],
    ["www.else. A", [127, 0, 0, 1], 0, "REFUSED ra", 0],
    ["www.else. A", stranger, RD, "REFUSED rd", 0],
    ["www.sub.home. A", stranger, RD, "NOERROR rd au[sub.home. 3600 NS ns.sub.home.] ad[ns.sub.home. 3600 A 192.0.2.81]", 0],
    ["www.sub.home. A", [127, 0, 0, 1], 0, "NOERROR ra au[sub.home. 3600 NS ns.sub.home.] ad[ns.sub.home. 3600 A 192.0.2.81]", 0],
    ["www.sub.home. A", [127, 0, 0, 1], RD, "silence", 1],
    ["no.home. A", [127, 0, 0, 1], RD, "NXDOMAIN aa rd ra au[home. 300 SOA soa]", 0],
    ["out.home. A", stranger, RD, "NOERROR aa rd an[out.home. 3600 CNAME www.elsewhere.]", 0],
    ["out.home. A", [127, 0, 0, 1], 0, "NOERROR aa ra an[out.home. 3600 CNAME www.elsewhere.]", 0],
    ["out.home. A", [127, 0, 0, 1], RD, "silence", 1],
    ["out.home. CNAME", [127, 0, 0, 1], RD, "NOERROR aa rd ra an[out.home. 3600 CNAME www.elsewhere.]", 0],
  ]; // prettier-ignore
  for (const [question, from, flags, reply, deferred] of cases) {
    test(`${question} from ${from.join(".")} ${flags === RD ? "with" : "without"} RD`, () => {
      const { asking, recursion } = begin();
      const [name, type] = question.split(" ");
      expect(asking.ask(name, type, { flags, address: from })).toBe(reply);
      expect(recursion.deferred.length).toBe(deferred);
      expect(asking.responder.deferred).toBe(deferred);
    });
  }

  test("a stranger hears why (RFC 8914: Prohibited)", () => {
    const { asking } = begin();
    const reply = parseMessage(
      asking.send(composeQuery("a.test.", "A", { flags: RD, edns: {} }), { address: stranger })!,
    );
    const [option] = reply.opt!.options;
    expect([option.code, option.data[1], new TextDecoder().decode(option.data.subarray(2))]).toEqual([
      15,
      18,
      "this client may not ask for recursion",
    ]);
  });

  test("who finds no room to wait hears SERVFAIL", () => {
    const { asking, recursion } = begin();
    recursion.hasRoom = false;
    expect(asking.ask("a.test.", "A", { flags: RD })).toBe("SERVFAIL rd ra");
  });
});

describe("below a cut of our own", () => {
  const referral = "au[sub.home. 3600 NS ns.sub.home.] ad[ns.sub.home. 3600 A 192.0.2.81]";
  const ask = (asking: Asking, name = "www.sub.home."): string | null => asking.ask(name, "A", { flags: RD });
  const soaOf = (owner: string): ReturnType<typeof rrsetOf> =>
    rrsetOf(owner, "SOA", 30, "ns.test. host.test. 1 2 3 4 5");

  test.each([
    ["a zone above it denies the name", { rcode: 3, authority: [soaOf("home.")] }],
    ["the world has no such zone", { rcode: 3, authority: [soaOf(".")] }],
    ["a zone above it denies the type", { rcode: 0, authority: [soaOf("home.")] }],
    ["nobody says whose denial it is", { rcode: 3 }],
    ["its servers are not to be reached", { rcode: 2, extendedErrors: [{ code: 22, text: "" }] }],
  ])("the referral is ours to give where %s", (_, parts) => {
    const { asking, recursion } = begin();
    recursion.know("www.sub.home.", "A", parts);
    expect(ask(asking)).toBe(`NOERROR rd ra ${referral}`);
  });

  test("what its own servers say is given", () => {
    const { asking, recursion } = begin();
    recursion.know("www.sub.home.", "A", { rcode: 3, authority: [soaOf("sub.home.")] });
    expect(ask(asking)).toBe("NXDOMAIN rd ra au[sub.home. 30 SOA soa]");
    recursion.know("a.sub.home.", "A", { answer: [rrsetOf("a.sub.home.", "A", 60, "198.51.100.1")] });
    expect(ask(asking, "a.sub.home.")).toBe("NOERROR rd ra an[a.sub.home. 60 A 198.51.100.1]");
  });

  test("an alias of ours that leads there stands before the referral", () => {
    const { asking, recursion } = begin();
    recursion.know("www.sub.home.", "A", { rcode: 3, authority: [soaOf("home.")] });
    expect(ask(asking, "down.home.")).toBe(`NOERROR aa rd ra an[down.home. 3600 CNAME www.sub.home.] ${referral}`);
  });

  test("who finds no room to wait gets the referral", () => {
    const { asking, recursion } = begin();
    recursion.hasRoom = false;
    expect(ask(asking)).toBe(`NOERROR rd ra ${referral}`);
  });

  test("who waited gets it as well", () => {
    const { asking, recursion } = begin();
    expect(ask(asking)).toBe("silence");
    const ready = recursion.know("www.sub.home.", "A", { rcode: 3, authority: [soaOf("home.")] });
    expect(deliver(asking, ready, "www.sub.home.")).toBe(`NOERROR rd ra ${referral} opt{1232 v0}`);
  });
});

describe("a known answer", () => {
  test("is given with its TTLs aged, the question's case and the client's id, until it ends", () => {
    const { asking, recursion } = begin();
    recursion.know("www.elsewhere.", "A", { answer: [address] });
    recursion.now += 15;
    expect(asking.ask("wWw.eLSewhere.", "A", { flags: RD, id: 0xbeef })).toBe(
      "NOERROR rd ra an[wWw.eLSewhere. 45 A 198.51.100.1]",
    );
    const reply = parseMessage(asking.send(composeQuery("wWw.elsewhere.", "A", { flags: RD, id: 0xbeef }))!);
    expect([reply.id, reply.questions[0].name.join(".")]).toEqual([0xbeef, "wWw.elsewhere"]);
    recursion.now += 45;
    expect(asking.ask("www.elsewhere.", "A", { flags: RD })).toBe("silence");
    expect(recursion.deferred).toEqual(["www.elsewhere./1/0/0"]);
  });

  test("is for the same wishes only", () => {
    const { asking, recursion } = begin();
    const signed = { ...address, signatures: [signature] };
    recursion.know("www.elsewhere.", "A", { answer: [signed], security: "secure" });
    recursion.know("www.elsewhere.", "A", { answer: [signed], security: "secure" }, Wish.dnssec);
    const plain = asking.ask("www.elsewhere.", "A", { flags: RD });
    expect(plain).toBe("NOERROR rd ra an[www.elsewhere. 60 A 198.51.100.1]");
    expect(asking.ask("www.elsewhere.", "A", { flags: RD | AD })).toContain("ra ad an[");
    const withDo = asking.ask("www.elsewhere.", "A", { flags: RD, edns: { flags: 0x8000 } });
    expect(withDo).toContain("ra ad an[");
    expect(withDo).toContain("RRSIG");
    expect(asking.ask("www.elsewhere.", "A", { flags: RD | CD })).toBe("silence");
    expect(recursion.deferred).toEqual(["www.elsewhere./1/2/0"]);
  });

  test("carries its extended errors to who speaks EDNS", () => {
    const { asking, recursion } = begin();
    const extendedErrors = [{ code: 3, text: "old" }, { code: 22, text: "" }]; // prettier-ignore
    recursion.know("www.elsewhere.", "A", { answer: [address], extendedErrors });
    expect(asking.ask("www.elsewhere.", "A", { flags: RD })).not.toContain("opt");
    expect(asking.ask("www.elsewhere.", "A", { flags: RD, edns: {} })).toContain("opt{1232 v0 15:00036f6c64 15:0016}");
    expect(asking.ask("www.home.", "A", { flags: RD, edns: {} })).toContain("opt{1232 v0}");
  });

  test("loses its additional data first, then everything with TC", () => {
    const { asking, recursion } = begin();
    const many = Array.from({ length: 28 }, (_, i) => `198.51.100.${i}`);
    const answer = [rrsetOf("many.test.", "A", 60, ...many)];
    const additional = [rrsetOf("more.test.", "A", 60, ...many)];
    recursion.know("many.test.", "A", { answer, additional });
    recursion.know("more.test.", "A", { answer: [rrsetOf("more.test.", "A", 60, ...many, "198.51.100.99", "198.51.100.98", "198.51.100.97", "198.51.100.96")] }); // prettier-ignore
    expect(asking.ask("many.test.", "A", { flags: RD })).toBe("NOERROR rd ra an[many.test. 60 A*28]");
    expect(asking.ask("many.test.", "A", { flags: RD, edns: {} })).toContain("ad[more.test. 60 A*28]");
    expect(asking.ask("more.test.", "A", { flags: RD })).toBe("NOERROR tc rd ra");
    expect(asking.ask("more.test.", "A", { flags: RD, protocol: Protocol.tcp })).toContain("A*32");
  });

  test("may be a denial", () => {
    const { asking, recursion } = begin();
    const soa = rrsetOf("test.", "SOA", 30, "ns.test. host.test. 1 2 3 4 5");
    recursion.know("no.test.", "A", { rcode: 3, authority: [soa], ttlSeconds: 30 });
    recursion.now += 10;
    expect(asking.ask("no.test.", "A", { flags: RD })).toBe("NXDOMAIN rd ra au[test. 20 SOA soa]");
  });

  test("does not count when the steps are wanted, and the client may know them", () => {
    const { asking, recursion } = begin();
    recursion.know("www.elsewhere.", "A", { answer: [address] });
    const edns = { options: [[traceOption, new Uint8Array(0)]] as [number, Uint8Array][] };
    expect(asking.ask("www.elsewhere.", "A", { flags: RD, edns })).toBe("silence");
    expect(recursion.deferred).toEqual(["www.elsewhere./1/0/1"]);
    expect(asking.ask("www.elsewhere.", "A", { flags: RD, edns, address: [127, 0, 0, 2] })).toContain("198.51.100.1");
  });
});

describe("an alias of ours that leaves our zones", () => {
  test("is completed from what is known, negative answers included", () => {
    const { asking, recursion } = begin();
    recursion.know("www.elsewhere.", "A", { answer: [address] });
    recursion.now += 10;
    expect(asking.ask("far.home.", "A", { flags: RD })).toBe(
      "NOERROR aa rd ra an[far.home. 3600 CNAME out.home., out.home. 3600 CNAME www.elsewhere., www.elsewhere. 50 A 198.51.100.1]",
    );
    const mx = rrsetOf("mx.elsewhere.", "MX", 60, "10 mx.elsewhere.");
    recursion.know("mx.elsewhere.", "MX", { answer: [mx] });
    expect(asking.ask("mx.old.home.", "MX", { flags: RD })).toBe(
      "NOERROR aa rd ra an[mx.elsewhere. 60 MX mx.elsewhere., mx.old.home. 3600 CNAME mx.elsewhere., old.home. 3600 DNAME elsewhere.]",
    );
    const soa = rrsetOf("elsewhere.", "SOA", 60, "ns.elsewhere. host.elsewhere. 1 2 3 4 5");
    recursion.know("www.elsewhere.", "AAAA", { rcode: 3, authority: [soa] });
    expect(asking.ask("out.home.", "AAAA", { flags: RD })).toMatch(
      /^NXDOMAIN aa rd ra an\[.*\] au\[elsewhere\. 60 SOA/,
    );
  });

  test("waits for its end to be resolved, not for itself", () => {
    const { asking, recursion } = begin();
    expect(asking.ask("far.home.", "A", { flags: RD })).toBe("silence");
    expect(recursion.deferred).toEqual(["www.elsewhere./1/0/0"]);
  });

  test("is truncated when the end does not fit", () => {
    const { asking, recursion } = begin();
    const many = Array.from({ length: 30 }, (_, i) => `198.51.100.${i}`);
    recursion.know("www.elsewhere.", "A", { answer: [rrsetOf("www.elsewhere.", "A", 60, ...many)] });
    expect(asking.ask("out.home.", "A", { flags: RD })).toContain("NOERROR aa tc rd ra");
  });
});

describe("a delivered answer", () => {
  test("becomes the reply, even of lifetime 0, which no table keeps", () => {
    const { asking, recursion } = begin();
    const ready = recursion.know("www.elsewhere.", "A", { answer: [{ ...address, ttlSeconds: 0 }], ttlSeconds: 0 });
    expect(recursion.table.entryCount).toBe(0);
    expect(deliver(asking, ready, "www.elsewhere.")).toBe(
      "NOERROR rd ra an[www.elsewhere. 0 A 198.51.100.1] opt{1232 v0}",
    );
    expect(deliver(asking, ready, "out.home.")).toContain("www.elsewhere. 0 A 198.51.100.1");
  });

  test("that answers something else is SERVFAIL: our zones changed meanwhile", () => {
    const { asking, recursion } = begin();
    const ready = recursion.know("www.elsewhere.", "A", { answer: [address] });
    expect(deliver(asking, ready, "mail.elsewhere.")).toBe("SERVFAIL rd ra opt{1232 v0}");
    expect(deliver(asking, ready, "www.home.")).toContain("192.0.2.80");
  });
});

test("RFC 4035 §3.1.3.3: an alias made from a wildcard of ours, ended by others, keeps the proof that it was", () => {
  const recursion = new TableRecursion();
  const image = newImage();
  const text = `${head}*.wild CNAME www.elsewhere.\n`;
  serve(image, { "home.": fakeSigned("home.", text, { kind: "nsec" }) });
  const asking = new Asking(image, { recursion });
  recursion.know("www.elsewhere.", "A", { answer: [address] }, Wish.dnssec);
  const secure = { flags: RD, edns: { flags: 0x8000, size: 1232 } };
  const message = parseMessage(asking.send(composeQuery("x.wild.home.", "A", secure))!);
  const typesOf = (section: typeof message.answer): number[] => section.map(({ type }) => type);
  expect(typesOf(message.answer)).toEqual([5, 46, 1]);
  expect(typesOf(message.authority)).toEqual([47, 46]);
  expect(proofFault({ name: ["x", "wild", "home"], type: 1 }, message, ["home"])).toBeNull();
  const plain = asking.ask("x.wild.home.", "A", { flags: RD, edns: { size: 1232 } });
  expect(plain).not.toContain("NSEC");
});
