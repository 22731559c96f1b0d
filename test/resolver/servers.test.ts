// Servers as they are: lame, dead, deaf to EDNS, truncating, forging, slow; which one is asked, how often, and over what.

import { expect, test } from "vitest";
import { changing, changingOctets } from "../../src/lab/faults/kind.ts";
import { distortions } from "../../src/lab/faults/distortion.ts";
import { flagBits } from "../../src/lab/scenario/message.ts";
import type { Handler } from "../../src/lab/simulated-network.ts";
import { expectSteps } from "../trace/expect-steps.ts";
import { type Case, checkCase } from "./cases.ts";
import { type Internet, internet, type Script, type Sites, usual, type Zones } from "./internet.ts";

const honest: Zones = { "example.com.": "@ NS ns\nns A 127.53.0.20\nwww A 192.0.2.1" };
const answer = ["www.example.com. 3600 A 192.0.2.1"];
const good: Script = ({ name, type }) => ({ answer: type === "A" ? `${name} 3600 A 192.0.2.1` : "" });

/** example.com. with two servers: the one under test at .20, an honest one at .21. */
const two = (first: Script): Sites => ({ ...twoServers, "127.53.0.20": first, "127.53.0.21": honest });
const twoServers: Sites = {
  "127.53.0.10": {
    "com.": `@ NS a.gtld
a.gtld A 127.53.0.10
example NS ns1.example
example NS ns2.example
ns1.example A 127.53.0.20
ns2.example A 127.53.0.21`,
  },
};

/** com. refers to servers of example.com. with these glue or no glue records. */
const referral = (servers: string, glue = ""): Sites => ({
  "127.53.0.10": ({ name }) =>
    name === "com."
      ? { authority: "com. 60 SOA a.gtld.com. h. 1 2 3 4 60" }
      : { flags: [], authority: servers, additional: glue },
});

/** Seeds are chosen so that the server under test is asked first. */
const firstOfTwo = { seed: 3, qnameMinimisation: false } as const;

/** A wrapped honest server. */
const wrapped =
  (wrap: (inner: Handler) => Handler) =>
  (net: Internet): void =>
    net.wrap("127.53.0.20", honest, wrap);

const noWorld = null as never;
const lame = (title: string, reason: Script, options: Case["options"] = firstOfTwo): Case => ({
  title,
  sites: two(reason),
  options,
  ask: "www.example.com.",
  answer,
  steps: ["response.lame", "server.chosen", "response.answer"],
});

const cases: Case[] = [
  lame("RFC 1912 §2.8: lame, as it refers upwards", () => ({ flags: [], authority: ". 60 NS a.root-servers.net." })),
  lame("RFC 1912 §2.8: lame, as it knows nothing and says so without AA", () => ({ flags: [] })),
  lame("RFC 1912 §2.8: lame, as it asks others", ({ name }) => ({ flags: ["RA"], answer: `${name} 60 A 192.0.2.66` })),
  {
    title: "RFC 1912 §2.8: lame, as it refuses; it is not asked again for that zone",
    sites: two(() => ({ rcode: "REFUSED", flags: [] })),
    options: firstOfTwo,
    before: (net) => net.ask("www.example.com."),
    ask: "other.example.com.",
    rcode: "NXDOMAIN",
    queries: ["127.53.0.21 udp other.example.com. A"],
    steps: ["server.lame-known", "server.chosen", "response.nxdomain"],
  },
  {
    title: "a server that answers as a recursive one is asked as such when there is no better one",
    sites: {
      "127.53.0.20": ({ name, type }) => ({ flags: ["RA"], answer: type === "A" ? `${name} 60 A 192.0.2.1` : "" }),
    },
    options: { qnameMinimisation: false },
    ask: "www.example.com.",
    answer: ["www.example.com. 60 A 192.0.2.1"],
    steps: ["response.lame", "server.chosen", "response.answer"],
  },
  {
    title: "RFC 9520 §3.1: a silent server gets three datagrams and a connection, then another is asked",
    sites: { "127.53.0.20": () => "silence" },
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    steps: ["query.timeout", "query.timeout", "query.timeout", "query.timeout", "servers.exhausted"],
  },
  {
    title: "RFC 9520 §3.2: a server that keeps silent is passed over",
    sites: two(() => "silence"),
    options: { qnameMinimisation: false, seed: 3 },
    before: (net) => {
      for (let i = 0; i < 8; i++) net.ask(`x${i}.example.com.`);
      net.serve("127.53.0.21", honest);
    },
    ask: "www.example.com.",
    answer,
    steps: ["response.answer"],
  },
  {
    title: "a machine where nobody listens is left at once",
    sites: { ...two(good), "127.53.0.20": { serves: good, link: { udp: "refused", tcp: "refused" } } },
    options: firstOfTwo,
    ask: "www.example.com.",
    answer,
    elapsedMs: 100,
    steps: ["query.undelivered", "server.chosen", "response.answer"],
  },
  {
    title: "RFC 7766 §5: TC sends the question over TCP",
    before: wrapped((inner) => distortions["truncates-always"].wrap(inner, {}, noWorld)),
    ask: "www.example.com.",
    answer,
    steps: ["query.tcp", "query.sent", "response.answer"],
  },
  {
    title: "RFC 2181 §9: what is truncated over TCP as well is no answer and no denial",
    sites: { "127.53.0.20": () => ({ flags: ["AA", "TC"] }) },
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    errors: [22],
    steps: ["query.tcp", "servers.exhausted"],
  },
  {
    title: "RFC 6891 §7: FORMERR without EDNS: the question goes without it",
    sites: {
      "127.53.0.20": (asked) =>
        asked.query.edns === null
          ? good(asked, noWorld)
          : { rcode: "FORMERR", change: (message) => ({ ...message, edns: null }) },
    },
    ask: "www.example.com.",
    answer,
    steps: ["query.no-edns", "response.answer"],
  },
  {
    title: "RFC 6891 §6.1.3: so it does after BADVERS",
    sites: { "127.53.0.20": (asked) => (asked.query.edns === null ? good(asked, noWorld) : { rcode: "BADVERS" }) },
    ask: "www.example.com.",
    answer,
    steps: ["query.no-edns", "response.answer"],
  },
  {
    title: "RFC 6891 §7: a server that drops EDNS is asked without it in the end",
    sites: { "127.53.0.20": (asked) => (asked.query.edns === null ? good(asked, noWorld) : "silence") },
    ask: "www.example.com.",
    answer,
    steps: ["query.timeout", "query.timeout", "response.answer"],
  },
  {
    title: "RFC 5452 §9.1: a packet with another id sends the question over TCP",
    before: wrapped((inner) => {
      const liar = distortions["wrong-id"].wrap(inner, {}, noWorld);
      return (asked) => (asked.transport === "udp" ? liar(asked) : inner(asked));
    }),
    ask: "www.example.com.",
    answer,
    steps: ["packet.near-miss", "query.sent", "response.answer"],
  },
  {
    title: "RFC 5452 §9.1: a packet from elsewhere is ignored and the wait goes on",
    before: wrapped((inner) => (asked) => {
      const replies = inner(asked);
      if (typeof replies === "string") return replies;
      return [
        { octets: replies[0].octets, delayMs: 0, from: { address: "127.53.0.77", port: 53 } },
        { ...replies[0], delayMs: 9 },
      ];
    }),
    ask: "www.example.com.",
    answer,
    steps: ["packet.ignored", "response.answer"],
  },
  {
    title: "RFC 3597 §3: a record that cannot be read spoils its own set only",
    before: wrapped((inner) =>
      changing(inner, (message) => ({
        ...message,
        additional: [{ owner: message.question!.name, type: 1, class: 1, ttlSeconds: 1, rdata: new Uint8Array(3) }],
      })),
    ),
    ask: "www.example.com.",
    answer,
    steps: ["record.unreadable", "response.answer"],
  },
  {
    title: "RFC 2181 §5.4.1: what lies outside the zone, or was not asked for, is put aside",
    sites: {
      "127.53.0.20": ({ name }) => ({
        answer: `${name} 60 A 192.0.2.1\nwww.example.org. 60 A 192.0.2.66\nother.example.com. 60 A 192.0.2.67`,
        authority: "example.com. 60 NS ns.evil.com.",
      }),
    },
    options: { qnameMinimisation: false },
    ask: "www.example.com.",
    answer: ["www.example.com. 60 A 192.0.2.1"],
    steps: ["record.outside", "record.unasked", "record.unneeded", "response.answer"],
  },
  {
    title: "RFC 9471 §2.3: glue outside the zone that gives it is looked up instead",
    sites: referral("example.com. 60 NS ns.example.org.", "ns.example.org. 60 A 127.53.0.66"),
    options: { qnameMinimisation: false },
    before: (net) => net.serve("127.53.0.30", { ...honest, "example.org.": "@ NS ns\nns A 127.53.0.30" }),
    ask: "www.example.com.",
    rcode: "SERVFAIL", // the root refers org. to the same server, which refers everything on
    steps: ["glue.rejected", "server.lookup"],
  },
  {
    title: "RFC 1034 §5.3.3 step 2: a server without an address is none",
    sites: referral("example.com. 60 NS nobody.example.net."),
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    steps: ["server.lookup", "server.no-address", "servers.exhausted"],
  },
  {
    title: "RFC 2181 §10.3: a server's name that is an alias is none",
    sites: {
      ...referral("example.com. 60 NS ns.evil.com.\nevil.com. 60 NS ns.example.com."),
      "127.53.0.10": ({ name }) =>
        name === "ns.evil.com."
          ? { answer: "ns.evil.com. 60 CNAME a.gtld.com.\na.gtld.com. 60 A 127.53.0.10" }
          : { flags: [], authority: "example.com. 60 NS ns.evil.com." },
    },
    options: { qnameMinimisation: false },
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    steps: ["server.lookup", "server.is-alias", "servers.exhausted"],
  },
  {
    title: "RFC 6890 §2.2.2: addresses that are no server's are not asked",
    sites: referral(
      "example.com. 60 NS ns.example.com.",
      "ns.example.com. 60 A 0.0.0.0\nns.example.com. 60 A 224.0.0.1",
    ),
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    steps: ["server.forbidden", "server.forbidden", "servers.exhausted"],
  },
  {
    title: "RFC 6890 §2.2.2: nor are private ones, but in a laboratory",
    options: { allowPrivateUpstreams: false },
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    queries: [],
    steps: ["server.forbidden", "servers.exhausted"],
  },
];

test.each(cases)("$title", (one) => expectSteps(checkCase(one), one.steps));

test("a dead server is known as dead, and asked once more when nothing else is left", () => {
  const net = internet({ ...usual, "127.53.0.20": () => "silence" });
  net.ask("one.example.com.");
  const again = net.ask("two.example.com.");
  expectSteps(again, ["server.dead-known", "query.timeout", "servers.exhausted"]);
  expect(again.queries).toHaveLength(2);
  net.serve("127.53.0.20", honest);
  expect(net.ask("www.example.com.").rcode).toBe("NOERROR");
});

test("CVE-2026-52690: that a server lacks EDNS is not remembered", () => {
  let first = 0;
  const net = internet({
    ...usual,
    "127.53.0.20": (asked) =>
      asked.query.edns !== null && first++ === 0
        ? { rcode: "FORMERR", change: (message) => ({ ...message, edns: null }) }
        : good(asked, noWorld),
  });
  net.ask("www.example.com.");
  expect(net.ask("two.example.com.").queries).toHaveLength(1);
});

test("draft-vixie-dnsext-dns0x20: a server that answers in lower case is asked over TCP, once in an hour", () => {
  const net = internet();
  wrapped((inner) => distortions["lower-cases"].wrap(inner, {}, noWorld))(net);
  const first = net.ask("www.example.com.");
  expect(first.answer).toEqual(["www.example.com. 3600 IN A 192.0.2.1"]);
  expect(first.queries.at(-1)).toBe("127.53.0.20 tcp www.example.com. A");
  expectSteps(first, ["packet.near-miss", "response.answer"]);
  expect(net.ask("ns.example.com.").queries).toEqual(["127.53.0.20 udp ns.example.com. A"]);
});

test("RFC 7873 §5.3: a server's cookie goes back to it; without it an answer is no answer", () => {
  const net = internet();
  net.ask("www.example.com.");
  net.ask("ns.example.com.");
  const last = net.network.log.exchanges.at(-1)!;
  // The client's 8 octets and the 16 that the server gave.
  expect(last.octets.toHex()).toContain(`000a0018`);
  wrapped((inner) => changing(inner, (message) => ({ ...message, edns: null })))(net);
  const bare = net.ask("other.example.com.");
  expectSteps(bare, ["packet.near-miss", "response.nxdomain"]);
  expect(bare.queries.map((query) => query.split(" ")[1])).toEqual(["udp", "tcp"]);
});

test("RFC 7873 §5.3: a forged cookie is a near miss", () => {
  const net = internet();
  wrapped((inner) =>
    changingOctets(inner, (octets, { transport }) => {
      const at = octets.toHex().indexOf("000a0018") / 2;
      if (transport === "udp" && at > 0) octets[at + 4] ^= 1;
    }),
  )(net);
  expectSteps(net.ask("www.example.com."), ["packet.near-miss", "response.answer"]);
});

test("RFC 7873 §5.3: BADCOOKIE brings a new cookie, with which it is asked again", () => {
  const cookie = "0123456789abcdef";
  const net = internet({
    ...usual,
    "127.53.0.20": ({ name, query }) => {
      const given = query.edns === null ? "" : query.edns.options.toHex();
      const options = Uint8Array.fromHex(`000a0010${given.slice(8, 24)}${cookie}`);
      return {
        rcode: given.endsWith(cookie) ? "NOERROR" : "BADCOOKIE",
        answer: given.endsWith(cookie) ? `${name} 60 A 192.0.2.1` : "",
        change: (message) => ({ ...message, edns: { dnssecOk: false, options } }),
      };
    },
  });
  const asked = net.ask("www.example.com.");
  expect(asked.rcode).toBe("NOERROR");
  expect(asked.queries.slice(-2)).toEqual(["127.53.0.20 udp www.example.com. A", "127.53.0.20 udp www.example.com. A"]);
});

test("the fast server is asked most, and the slow one now and then", () => {
  const net = internet(
    {
      ...usual,
      ...twoServers,
      "127.53.0.20": { serves: good, link: { rttMs: 700 } },
      "127.53.0.21": { serves: good, link: { rttMs: 10 } },
    },
    { qnameMinimisation: false },
  );
  for (let i = 0; i < 400; i++) net.ask(`x${i}.example.com.`);
  const asked = (address: string) => net.network.log.exchanges.filter(({ to }) => to.address === address).length;
  expect(asked("127.53.0.20")).toBeGreaterThan(2);
  expect(asked("127.53.0.20")).toBeLessThan(40);
  expect(asked("127.53.0.21")).toBeGreaterThan(360);
});

test("queries are random in id and case, and say nothing of the client (RFC 5452 §9.2, RFC 7871 §7.1)", () => {
  const net = internet();
  for (let i = 0; i < 50; i++) net.ask(`long-enough-name-${i}.example.com.`);
  const { exchanges } = net.network.log;
  expect(new Set(exchanges.map(({ octets }) => octets.toHex().slice(0, 4))).size).toBeGreaterThan(45);
  expect(exchanges.filter(({ name }) => name !== name.toLowerCase()).length).toBeGreaterThan(48);
  for (const { octets } of exchanges) expect(octets[2] & (flagBits.RD >> 8)).toBe(0);
});
