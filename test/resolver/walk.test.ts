// The ordinary walk: from the root to an answer (RFC 1034 §5.3.3), with what is hidden from whom (RFC 9156), and the zones
// that are not walked to: local ones, stubs and forwarders.

import { expect, test } from "vitest";
import { expectSteps } from "../trace/expect-steps.ts";
import { type Case, checkCase } from "./cases.ts";
import { internet, name, type Script } from "./internet.ts";

const wwwAnswer = ["www.example.com. 3600 A 192.0.2.1"];
const quadNine = { name: name("."), address: "127.53.0.99" };

/** A server that knows com., example.com. and nothing of minimisation: empty names do not exist for it. */
const deniesEmptyNames: Script = ({ name, type }) => {
  if (name === "a.b.c.d.example.com." && type === "TXT") return { answer: `${name} 60 TXT "far down"` };
  return { rcode: "NXDOMAIN", authority: "example.com. 60 SOA ns.example.com. h. 1 2 3 4 60" };
};

const forwarder: Script = ({ name, type, query }) => {
  if ((query.flags & 0x0100) === 0) return { rcode: "REFUSED", flags: [] };
  return { flags: ["RA"], answer: type === "A" ? `${name} 60 A 192.0.2.77` : "" };
};

const cases: Case[] = [
  {
    title: "root, TLD, authoritative; the root is primed first (RFC 9609 §3)",
    ask: "www.example.com.",
    answer: wwwAnswer,
    queries: [
      "127.53.0.1 udp . NS",
      "127.53.0.1 udp com. A",
      "127.53.0.10 udp example.com. A",
      "127.53.0.20 udp www.example.com. A",
    ],
    elapsedMs: 80,
    steps: [
      "question.asked",
      "cache.miss",
      "root.prime",
      "root.primed",
      "delegation.known",
      "server.chosen",
      "minimise.hide",
      "query.sent",
      "response.referral",
      "response.answer",
      "cache.stored",
      "answer.done",
    ],
  },
  {
    title: "RFC 9156 §2.3: names that are no zones are revealed label by label to their zone's servers only",
    before: (net) => net.ask("www.example.com."),
    ask: "a.b.c.d.example.com.",
    type: "TXT",
    answer: ['a.b.c.d.example.com. 3600 TXT "far down"'],
    queries: ["d", "c.d", "b.c.d"]
      .map((labels) => `127.53.0.20 udp ${labels}.example.com. A`)
      .concat("127.53.0.20 udp a.b.c.d.example.com. TXT"),
    steps: ["minimise.hide", "response.nodata", "minimise.exists", "minimise.hide", "response.answer"],
  },
  {
    title: "RFC 9156 §2.3: a server that says NXDOMAIN to a shortened question is shown all of it",
    sites: { "127.53.0.20": deniesEmptyNames },
    ask: "a.b.c.d.example.com.",
    type: "TXT",
    answer: ['a.b.c.d.example.com. 60 TXT "far down"'],
    steps: ["response.nxdomain", "minimise.full", "response.answer"],
  },
  {
    title: "RFC 9156 §2.3: so is one that answers an error",
    sites: {
      "127.53.0.20": ({ name, type }) =>
        type === "TXT" ? { answer: `${name} 60 TXT "far down"` } : { rcode: "SERVFAIL" },
    },
    ask: "a.b.c.d.example.com.",
    type: "TXT",
    answer: ['a.b.c.d.example.com. 60 TXT "far down"'],
    steps: ["response.error", "minimise.full", "response.answer"],
  },
  {
    title: "without minimisation everybody sees the whole question",
    options: { qnameMinimisation: false },
    ask: "www.example.com.",
    answer: wwwAnswer,
    queries: ["127.53.0.1 udp . NS"].concat(["1", "10", "20"].map((host) => `127.53.0.${host} udp www.example.com. A`)),
    steps: ["query.sent"],
    never: ["minimise.hide"],
  },
  {
    title: "RFC 9609 §2: hints serve when the root cannot be primed",
    sites: {
      "127.53.0.1": ({ name, type }) =>
        type === "NS"
          ? "silence"
          : name === "com."
            ? { flags: [], authority: "com. 60 NS a.gtld.com.", additional: "a.gtld.com. 60 A 127.53.0.10" }
            : { rcode: "NXDOMAIN" },
    },
    ask: "www.example.com.",
    answer: wwwAnswer,
    steps: ["root.prime", "query.timeout", "root.unprimed", "server.chosen", "response.answer"],
  },
  {
    title: "RFC 4035 §3.1.4.1: the DS of a zone is asked of its parent's servers",
    before: (net) => net.ask("www.example.com."),
    ask: "example.com.",
    type: "DS",
    answer: [],
    queries: ["127.53.0.10 udp example.com. DS"],
    steps: ["response.nodata"],
  },
  {
    title: "RFC 8482 §4: what is given to ANY is taken, whatever part of the whole it is",
    sites: { "127.53.0.20": ({ name }) => ({ answer: `${name} 60 A 192.0.2.1\n${name} 60 TXT "one of many"` }) },
    options: { qnameMinimisation: false },
    ask: "www.example.com.",
    type: "ANY",
    answer: ["www.example.com. 60 A 192.0.2.1", 'www.example.com. 60 TXT "one of many"'],
    steps: ["response.answer", "answer.done"],
  },
  {
    title: "RFC 6761 §6.3: localhost never leaves this machine",
    ask: "anything.localhost.",
    answer: ["anything.localhost. 10800 A 127.0.0.1"],
    queries: [],
    steps: ["local.answered", "answer.done"],
  },
  {
    title: "RFC 1034 §5.3.3 step 2: a stub zone is asked at its servers, without recursion",
    options: { stubZones: [{ zone: name("example.net."), servers: [{ address: "127.53.0.40", port: 53 }] }] },
    sites: { "127.53.0.40": { "example.net.": "@ NS ns\nns A 127.53.0.40\nwww A 192.0.2.40" } },
    ask: "www.example.net.",
    answer: ["www.example.net. 3600 A 192.0.2.40"],
    queries: ["127.53.0.40 udp www.example.net. A"],
    steps: ["delegation.configured", "response.answer"],
  },
  {
    title: "RFC 1034 §5.3.3 step 2: a forward zone is asked with RD, all of it at once, and believed without AA",
    options: { forwardZones: [{ zone: quadNine.name, servers: [{ address: quadNine.address, port: 53 }] }] },
    sites: { [quadNine.address]: forwarder },
    ask: "a.b.c.example.net.",
    answer: ["a.b.c.example.net. 60 A 192.0.2.77"],
    queries: ["127.53.0.99 udp a.b.c.example.net. A"],
    steps: ["delegation.configured", "response.answer"],
    never: ["minimise.hide"],
  },
  {
    title: "RFC 7686 §2: names that nobody else is to hear of are not forwarded with all others",
    options: { forwardZones: [{ zone: quadNine.name, servers: [{ address: quadNine.address, port: 53 }] }] },
    sites: { [quadNine.address]: forwarder },
    ask: "hidden.onion.",
    rcode: "NXDOMAIN",
    queries: [],
    steps: ["local.answered", "answer.done"],
  },
  {
    title: "a zone of its own at or below such a name is asked where the operator says",
    options: { stubZones: [{ zone: name("box.localhost."), servers: [{ address: "127.53.0.40", port: 53 }] }] },
    sites: { "127.53.0.40": { "box.localhost.": "@ NS ns\nns A 127.53.0.40\nwww A 192.0.2.40" } },
    ask: "www.box.localhost.",
    answer: ["www.box.localhost. 3600 A 192.0.2.40"],
    steps: ["delegation.configured", "response.answer"],
  },
  {
    title: "RFC 6303 §4: reverse names of private networks are a forwarder's to answer, which may know them",
    options: { forwardZones: [{ zone: quadNine.name, servers: [{ address: quadNine.address, port: 53 }] }] },
    sites: { [quadNine.address]: forwarder },
    ask: "1.0.0.10.in-addr.arpa.",
    answer: ["1.0.0.10.in-addr.arpa. 60 A 192.0.2.77"],
    steps: ["delegation.configured", "response.answer"],
  },
  {
    title: "a forwarder that refers on is no forwarder",
    options: { forwardZones: [{ zone: quadNine.name, servers: [{ address: quadNine.address, port: 53 }] }] },
    sites: {
      [quadNine.address]: {
        ".": "@ NS a.root-servers.net.\ncom. NS a.gtld.com.\na.gtld.com. A 127.53.0.10\na.root-servers.net. A 127.53.0.1",
      },
    },
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    errors: [22],
    steps: ["response.referral", "servers.exhausted"],
  },
  {
    title: "RFC 6147 §5.1: DNS64 makes AAAA records for a name that has none",
    options: { dns64Prefix: Uint8Array.of(0, 0x64, 0xff, 0x9b, ...new Array<number>(12).fill(0)) },
    ask: "www.example.com.",
    type: "AAAA",
    answer: ["www.example.com. 60 AAAA 64:ff9b::c000:201"],
    steps: ["response.nodata", "dns64.synthesised", "answer.done"],
  },
];

test.each(cases)("$title", (one) => expectSteps(checkCase(one), one.steps));

test("equal questions at a time are one walk (RFC 5452 §5)", () => {
  const net = internet();
  const [first, second, third] = [
    net.begin("www.example.com."),
    net.begin("WWW.example.com."),
    net.begin("x.example.com."),
  ];
  net.run();
  expect(second.outcome().answer).toEqual(first.outcome().answer.map((record) => record.replace("www", "www")));
  expectSteps(second.outcome(), ["question.merged"]);
  expect(third.outcome().rcode).toBe("NXDOMAIN");
  // Four for the first, none for the second, and of the third only what the first did not ask.
  expect(net.network.log.queries).toBeLessThanOrEqual(7);
});

test("RFC 9156 §2.3: a name of a hundred labels costs ten hidden queries at most", () => {
  const net = internet();
  const asked = net.ask(`${"a.".repeat(100)}example.com.`);
  expect(asked.rcode).toBe("NXDOMAIN");
  expect(asked.queries.length).toBeLessThanOrEqual(12);
});
