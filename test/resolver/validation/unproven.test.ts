// Answers that say more than was proven: a record that has no say about what was asked, a wildcard that nothing allows, a chain
// that ended before it was looked at. Whoever is on the path has all that was ever signed, and puts it where he likes.

import { expect, test } from "vitest";
import { maxProofsPerAnswer } from "../../../src/base/limits.ts";
import { u16At } from "../../../src/base/octets.ts";
import { type Mnemonic, RRType } from "../../../src/dns/types.ts";
import { composeMessage, type Message, readMessage } from "../../../src/lab/scenario/message.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { type Internet, name } from "../internet.ts";
import { servedBy, type SignedSites, type Signing, signed, signedInternet, sites } from "./signed.ts";

const example = "example.com.";
const address = "127.53.0.20";

/** The signed internet, and somebody before the server of example.com. who changes what it says. */
class OnPath {
  readonly net: Internet;
  change: (reply: Message) => Message = (reply) => reply;
  readonly #overheard: Message[] = [];

  constructor(zones: SignedSites, signing: Readonly<Record<string, Signing>> = signed) {
    this.net = signedInternet(zones, signing);
    this.net.wrap(address, servedBy(address, zones, signing), (inner) => (asked) => {
      const replies = inner(asked);
      if (typeof replies === "string") return replies;
      return replies.map((reply) => {
        const message = readMessage(reply.octets)!;
        this.#overheard.push(message);
        return { ...reply, octets: composeMessage(this.change(message), u16At(asked.octets, 0)) };
      });
    });
  }

  /** What the server said to a question like this. */
  overheard(text: string, type: Mnemonic): Message {
    this.net.ask(text, type);
    return this.#overheard.findLast(({ question }) => question!.type === RRType[type])!;
  }
}

function withZone(text: string): SignedSites {
  return { ...sites, [address]: { [example]: `${sites[address][example]}\n${text}` } };
}

function isAsked({ question }: Message, text: string, type: Mnemonic): boolean {
  return question!.name.equals(name(text)) && question!.type === RRType[type];
}

for (const denial of ["nsec", "nsec3"] as const) {
  const signing = { ...signed, [example]: { denial } };

  test(`RFC 4035 §5.4: a record of a name's types does not deny ANY of them (${denial})`, () => {
    const path = new OnPath(sites, signing);
    const { authority } = path.overheard("www.example.com.", "TXT");
    path.net.resolver.world.proofs.flush(name("."), "subtree");
    path.change = (reply) => (isAsked(reply, "www.example.com.", "ANY") ? { ...reply, answer: [], authority } : reply);
    expect(path.net.ask("www.example.com.", "ANY")).toMatchObject({ rcode: "SERVFAIL", errors: [12] });
  });

  test(`RFC 8198 §5: what is known of a name's types is no answer to ANY (${denial})`, () => {
    const { net } = new OnPath(sites, signing);
    expect(net.ask("www.example.com.", "TXT").answer).toEqual([]);
    expect(net.ask("www.example.com.", "ANY").answer).not.toEqual([]);
    expect(net.ask("c.example.com.", "ANY")).toMatchObject({ answer: [], resolution: { security: "secure" } });
    expect(net.ask("nothing.example.com.", "ANY")).toMatchObject({
      rcode: "NXDOMAIN",
      resolution: { security: "secure" },
    });
  });

  test(`RFC 4035 §5.3.4: a wildcard's alias without proof does not make a cut none (${denial})`, () => {
    const path = new OnPath(withZone("* CNAME www"), signing);
    const wildcard = path.overheard("any.example.com.", "A");
    const owner = name("sub.example.com.");
    const forged = wildcard.answer
      .filter((one) => one.owner.equals(name("any.example.com.")))
      .map((one) => ({ ...one, owner }));
    path.change = (reply) => {
      if (isAsked(reply, "sub.example.com.", "DS")) return { ...reply, answer: forged, authority: [] };
      // Nothing of the DS beside the referral: it must be asked for.
      return { ...reply, authority: reply.authority.filter(({ type }) => type === RRType.NS) };
    };
    expect(path.net.ask("www.sub.example.com.").rcode).toBe("SERVFAIL");
    path.change = (reply) => reply;
    path.net.passSeconds(61);
    expect(path.net.ask("www.sub.example.com.")).toMatchObject({
      rcode: "NOERROR",
      resolution: { security: "insecure" },
    });
  });

  test(`RFC 4035 §5.3.4: with its proof it does (${denial})`, () => {
    const path = new OnPath(withZone("* CNAME www"), signing);
    const forged = path.overheard("www.example.com.", "A").answer.filter(({ type }) => type === RRType.A);
    const owner = name("any.example.com.");
    path.change = (reply) =>
      isAsked(reply, "any.example.com.", "A") ? { ...reply, answer: forged.map((one) => ({ ...one, owner })) } : reply;
    const asked = path.net.ask("any.example.com.");
    expect(asked).toMatchObject({ rcode: "SERVFAIL", errors: [10] });
    expectSteps(asked, ["validate.no-cut", "validate.unsigned"]);
  });
}

const long = Array.from({ length: 3 }, () => "l".repeat(60)).join(".");

test("RFC 6672 §2.2: a name that becomes too long is YXDOMAIN, and as secure as the DNAME", () => {
  const zones = withZone(`far DNAME ${long}`);
  const below = `${long}.far.example.com.`;
  const sound = signedInternet(zones, signed);
  for (const from of ["server", "cache"]) {
    expect(sound.ask(below), from).toMatchObject({ rcode: "YXDOMAIN", resolution: { security: "secure" } });
  }
  const forged = signedInternet(zones, { ...signed, [example]: { faults: ["forged"], types: ["DNAME"] } });
  for (const from of ["server", "cache"]) {
    expect(forged.ask(below), from).toMatchObject({ rcode: "SERVFAIL", answer: [], resolution: { security: "bogus" } });
  }
});

test("RFC 4035 §3.2.3: beside what is secure stands nothing that nobody checked", () => {
  for (const denial of ["nsec", "nsec3"] as const) {
    const path = new OnPath(sites, { ...signed, [example]: { denial } });
    const rdata = Uint8Array.of(0, 0, 1, 0x40); // an NSEC that leads to the root
    const added = { owner: name("zzz.example.com."), type: RRType.NSEC, class: 1, ttlSeconds: 60, rdata };
    path.change = (reply) => ({ ...reply, authority: [...reply.authority, added] });
    for (const [ask, type] of [
      ["nothing", "A"],
      ["www", "TXT"],
      ["any.wild", "A"],
    ] as const) {
      for (const from of ["server", "cache"]) {
        const asked = path.net.ask(`${ask}.${example}`, type);
        expect(asked.resolution.security, from).toBe("secure");
        expect(asked.authority.length).toBeGreaterThan(0);
        expect(asked.authority.filter((one) => one.startsWith("zzz."))).toEqual([]);
      }
    }
  }
});

test("RFC 4035 §3.2.3: nor do name servers that were only told of by the zone above", () => {
  const net = signedInternet(sites, signed, { minimalResponses: false });
  const servers = ["example.com. 3600 IN NS ns.example.com."];
  expect(net.ask("www.example.com.")).toMatchObject({ authority: [], resolution: { security: "secure" } });
  expect(net.ask("www.plain.com.").authority).toHaveLength(1);
  expect(net.ask(example, "NS").answer).toEqual(servers);
  expect(net.ask("ns.example.com.")).toMatchObject({ authority: servers, resolution: { security: "secure" } });
});

test("of hundreds of proofs no more are taken than any answer needs", () => {
  const path = new OnPath(sites, { ".": {}, "com.": {} });
  const rdata = Uint8Array.of(0, 0, 1, 0x40);
  const owners = Array.from({ length: 300 }, (_, i) => name(`n${i}.example.com.`));
  const many = owners.map((owner) => ({ owner, type: RRType.NSEC, class: 1, ttlSeconds: 60, rdata }));
  path.change = (reply) => ({ ...reply, authority: [...reply.authority, ...many] });
  const asked = path.net.ask("nothing.example.com.");
  expect(asked).toMatchObject({ rcode: "NXDOMAIN", resolution: { security: "insecure" } });
  expect(asked.authority).toHaveLength(1 + maxProofsPerAnswer);
});
