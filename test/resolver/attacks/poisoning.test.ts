// Attacks that want something false in the cache: records beside an answer that nobody asked for, delegations of others'
// zones, aliases over others' names, answers that arrive before the real ones. The attacker's server says what it likes;
// what it may speak about is evil.com. and nothing else.

import { expect, test } from "vitest";
import { maxNearMisses } from "../../../src/base/limits.ts";
import { putU16 } from "../../../src/base/octets.ts";
import type { LoggedExchange } from "../../../src/lab/exchange-log.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import {
  type Internet,
  internet,
  name,
  replyTo,
  type Script,
  type ScriptReply,
  type Sites,
  usual,
} from "../internet.ts";
import { attacker, expectUnharmed, mount, victim } from "./world.ts";

const mine = "www.evil.com. 60 A 192.0.2.66";
const whole = { qnameMinimisation: false } as const;

/** What the attacker's server adds to an answer, and the step that puts it aside. */
const poisons: {
  title: string;
  reply: ScriptReply;
  step: "record.outside" | "record.unneeded" | "record.unasked" | null;
}[] = [
  {
    title: "promiscuous NS (CVE-2025-40778): the victim's NS in the authority section",
    reply: {
      answer: mine,
      authority: "example.com. 86400 NS ns.evil.com.",
      additional: "ns.evil.com. 60 A 127.53.0.66",
    },
    step: "record.unneeded",
  },
  {
    title: "promiscuous NS: those of com., and of the root",
    reply: { answer: mine, authority: "com. 86400 NS ns.evil.com.\n. 86400 NS ns.evil.com." },
    step: "record.unneeded",
  },
  {
    title: "promiscuous DNAME (CVE-2025-59023): in the authority section",
    reply: { answer: mine, authority: "com. 86400 DNAME evil.com." },
    step: "record.unneeded",
  },
  {
    title: "poisoned answer: the victim's address beside ours",
    reply: { answer: `${mine}\nwww.example.com. 86400 A 192.0.2.66` },
    step: "record.outside",
  },
  {
    title: "poisoned answer: an alias that leads to the victim, and where the victim is said to be",
    reply: { answer: "www.evil.com. 60 CNAME www.example.com.\nwww.example.com. 86400 A 192.0.2.66" },
    step: "record.outside",
  },
  {
    title: "DNAME poisoning: a DNAME over com., with the CNAME that follows from it",
    reply: { answer: "com. 86400 DNAME evil.com.\nwww.evil.com. 60 CNAME www.evil.evil.com." },
    step: "record.outside",
  },
  {
    title: "poisoned additional: the addresses of the victim's server and of com.'s",
    reply: { answer: mine, additional: "ns.example.com. 86400 A 127.53.0.66\na.gtld.com. 86400 A 127.53.0.66" },
    step: null,
  },
  {
    title: "a denial with the victim's SOA",
    reply: { rcode: "NXDOMAIN", authority: "example.com. 86400 SOA ns.evil.com. h. 1 2 3 4 86400" },
    step: null,
  },
  {
    title: "a referral to the victim's zone",
    reply: { flags: [], authority: "example.com. 86400 NS ns.evil.com.", additional: "ns.evil.com. 60 A 127.53.0.66" },
    step: "record.outside",
  },
  {
    title: "a referral of its own with the victim's server as its, and a new address for that",
    reply: {
      flags: [],
      authority: "www.evil.com. 60 NS ns.example.com.",
      additional: "ns.example.com. 86400 A 127.53.0.66",
    },
    step: null,
  },
];

test.each(poisons)("$title", ({ reply, step }) => {
  const { events } = mount({ ask: "www.evil.com.", script: () => reply, options: whole });
  if (step !== null) expect(events.map((event) => event.step)).toContain(step);
  else expect(events.at(-1)!.step).toBe("answer.done");
});

/** The usual internet at public addresses, so that private ones are as wrong as they are outside of laboratories. */
function publicSites(): Sites {
  const moved = (text: string) => text.replaceAll("127.53.", "93.184.");
  return Object.fromEntries(
    Object.entries(usual).map(([address, zones]) => [
      moved(address),
      Object.fromEntries(Object.entries(zones).map(([origin, text]) => [origin, moved(text as string)])),
    ]),
  );
}

test("self-pointing and empty glue (CVE-2026-50251): nobody is asked, and nothing forgotten", () => {
  const addresses = ["0.0.0.0", "127.0.0.1", "255.255.255.255", "224.0.0.251", "10.0.0.1", "169.254.169.254"];
  const net = internet(publicSites(), {
    allowPrivateUpstreams: false,
    rootHints: [{ name: name("a.root-servers.net."), addresses: ["93.184.0.1"] }],
  });
  expect(net.ask("www.example.com.").rcode).toBe("NOERROR");
  const known = net.cache.entryCount;
  net.serve("93.184.0.10", () => ({
    flags: [],
    authority: "evil.com. 60 NS ns.evil.com.",
    additional: addresses.map((address) => `ns.evil.com. 60 A ${address}`).join("\n"),
  }));
  const asked = net.ask("www.evil.com.");
  expect(asked.rcode).toBe("SERVFAIL");
  expectSteps(asked, ["server.forbidden", "servers.exhausted"]);
  expect(asked.queries.every((query) => query.startsWith("93.184.0.10 "))).toBe(true);
  expect(net.cache.entryCount).toBe(known);
  expect(net.ask("www.example.com.").queries).toEqual([]);
});

test("MaginotDNS: a forwarder is believed about its zone and nothing else", () => {
  const forwardZones = [{ zone: name("corp.evil.com."), servers: [{ address: attacker, port: 53 }] }];
  const script: Script = ({ name }) => ({
    flags: ["RA"],
    answer: `${name} 60 A 192.0.2.66\nwww.example.com. 86400 A 192.0.2.66`,
    authority: "com. 86400 NS ns.evil.com.\nexample.com. 86400 NS ns.evil.com.",
    additional: "ns.evil.com. 86400 A 127.53.0.66\na.gtld.com. 86400 A 127.53.0.66",
  });
  const { events, net } = mount({ ask: "x.corp.evil.com.", script, options: { forwardZones } });
  expectSteps({ events }, ["delegation.configured", "record.outside", "response.answer"]);
  expect(
    [...net.resolver.world.delegations.all()].every(({ servers }) =>
      servers.every((one) => !one.name.isWithin(name("evil.com."))),
    ),
  ).toBe(true);
});

test("MaginotDNS: nor may one send us elsewhere", () => {
  const forwardZones = [{ zone: name("corp.evil.com."), servers: [{ address: attacker, port: 53 }] }];
  const script: Script = () => ({ flags: ["RA"], authority: "x.corp.evil.com. 86400 NS ns.example.com." });
  const { rcode } = mount({ ask: "x.corp.evil.com.", script, options: { forwardZones } });
  expect(rcode).toBe("SERVFAIL");
});

/** A victim who is far away, so that an attacker has time; com. delegates evil.com. to the attacker. */
const slow: Sites = {
  ...usual,
  [victim]: { serves: { "example.com.": "@ NS ns\nns A 127.53.0.20\nwww A 192.0.2.1" }, link: { rttMs: 200 } },
};

/** Sends forged answers to each query for the victim's names, with ids that are drawn. */
function race(net: Internet, guesses: number, forge: (exchange: LoggedExchange) => Uint8Array): { packets: number } {
  const sent = { packets: 0 };
  net.network.onSend = (exchange) => {
    if (exchange.to.address !== victim || exchange.transport === "tcp") return;
    const octets = forge(exchange);
    for (let i = 0; i < guesses; i++) {
      putU16(octets, 0, net.random.below(0x1_0000));
      net.network.inject(exchange.exchange, octets, exchange.to, 1);
      sent.packets++;
    }
  };
  return sent;
}

/** The attacker does not see the query: he knows the name, but neither its case nor the id. */
const blind = ({ octets, name }: LoggedExchange): Uint8Array =>
  replyTo(lowerCased(octets), {
    answer: `${name.toLowerCase()} 86400 A 192.0.2.66`,
    authority: "example.com. 86400 NS ns.evil.com.",
    additional: "ns.evil.com. 86400 A 127.53.0.66",
  });

function lowerCased(octets: Uint8Array): Uint8Array {
  return octets.map((octet, i) => (i > 12 && octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet));
}

test("Kaminsky: a hundred guesses for each of a hundred names, over fifty seeds: the first wrong one sends us to TCP", () => {
  let packets = 0;
  let nearMisses = 0;
  for (let seed = 1; seed <= 50; seed++) {
    const net = internet(slow, { ...whole, seed });
    net.ask("example.com.", "NS");
    const sent = race(net, 100, blind);
    for (let i = 0; i < 100; i++) {
      const asked = net.ask(`r${i}.example.com.`);
      expect(asked.rcode).toBe("NXDOMAIN");
    }
    net.network.onSend = null;
    packets += sent.packets;
    nearMisses += net.resolver.world.statistics.nearMisses;
    expect(net.falsehoods()).toEqual([]);
  }
  // One packet in so many is looked at before the exchange ends, so a race is worth one guess, not a hundred.
  expect(nearMisses).toBe(packets / 100);
  expect(maxNearMisses).toBe(1);
});

test("Kaminsky: the chance of one race is 2^-16 for the id, times 2^-1 for each letter of the name", () => {
  // The attacker is spared the id, and the server knows no cookies: only the case stands between him and the cache.
  const races = 3000;
  let won = 0;
  const denial: ScriptReply = { rcode: "NXDOMAIN", authority: "example.com. 60 SOA ns.example.com. h. 1 2 3 4 60" };
  const net = internet({ ...slow, [victim]: { serves: () => denial, link: { rttMs: 200 } } }, whole);
  net.ask("example.com.", "NS");
  net.network.onSend = (exchange) => {
    if (exchange.to.address !== victim || exchange.transport === "tcp") return;
    const octets = blind(exchange);
    octets.set(exchange.octets.subarray(0, 2));
    net.network.inject(exchange.exchange, octets, exchange.to, 1);
  };
  for (let i = 0; i < races; i++) {
    net.cache.flush(name("."), null, "subtree");
    if (net.ask("0.0.example.com.").rcode === "NOERROR") won++;
  }
  const letters = "examplecom".length;
  // About three races in three thousand; with the id and 16 bits of port, that is one in 2^42 packets that arrive in time.
  expect(won).toBeGreaterThan(0);
  expect(won / races).toBeLessThan(4 * 2 ** -letters);
});

test("Kaminsky: he who knows id and case but not the cookie wins nothing after the first exchange (RFC 7873)", () => {
  const net = internet(slow, whole);
  net.ask("www.example.com."); // the server gave its cookie
  net.network.onSend = (exchange) => {
    if (exchange.to.address !== victim || exchange.transport === "tcp") return;
    const forged = replyTo(exchange.octets, { answer: `${exchange.name} 60 A 192.0.2.66` });
    net.network.inject(exchange.exchange, forged, exchange.to, 1);
  };
  const asked = net.ask("ns.example.com.");
  expect(asked.answer).toEqual(["ns.example.com. 3600 IN A 127.53.0.20"]);
  expectSteps(asked, ["packet.near-miss", "query.sent", "response.answer"]);
  net.network.onSend = null;
  expectUnharmed(net);
});

/** Packets that end no wait: "TuDoor" and forged errors. */
const stray: { title: string; forge: (query: Uint8Array) => Uint8Array }[] = [
  { title: "an empty one", forge: () => new Uint8Array() },
  { title: "a header alone, id right", forge: (query) => Uint8Array.of(query[0], query[1], 0x84, 0) },
  { title: "our own query sent back", forge: (query) => query.slice() },
  { title: "another opcode", forge: (query) => flip(replyTo(query, { rcode: "SERVFAIL" }), 2, 0x28) },
  { title: "counts that lie", forge: (query) => flip(replyTo(query, { answer: mine }), 7, 0x7f) },
  { title: "SERVFAIL under another id", forge: (query) => flip(replyTo(query, { rcode: "SERVFAIL" }), 1, 1) },
  { title: "REFUSED to another question", forge: (query) => flip(replyTo(query, { rcode: "REFUSED" }), 13, 1) },
];

function flip(octets: Uint8Array, at: number, bits: number): Uint8Array {
  octets[at] ^= bits;
  return octets;
}

test.each(stray)("TuDoor: a malformed packet does not end a wait: $title", ({ forge }) => {
  const net = internet(slow, whole);
  net.ask("example.com.", "NS");
  net.network.onSend = (exchange) => {
    if (exchange.to.address === victim && exchange.transport === "udp") {
      net.network.inject(exchange.exchange, forge(exchange.octets), exchange.to, 1);
    }
  };
  const asked = net.ask("www.example.com.");
  expect(asked.answer).toEqual(["www.example.com. 3600 IN A 192.0.2.1"]);
  net.network.onSend = null;
  expectUnharmed(net);
});

test("EDNS downgrade (CVE-2026-52690): a FORMERR forged with id and case right costs one query, once", () => {
  const net = internet(slow, whole);
  net.network.onSend = (exchange) => {
    if (exchange.to.address !== victim || exchange.name.toLowerCase() !== "www.example.com.") return;
    const formerr = replyTo(exchange.octets, { rcode: "FORMERR", change: (message) => ({ ...message, edns: null }) });
    net.network.inject(exchange.exchange, formerr, exchange.to, 1);
    net.network.onSend = null;
  };
  const asked = net.ask("www.example.com.");
  expect(asked.answer).toEqual(["www.example.com. 3600 IN A 192.0.2.1"]);
  expectSteps(asked, ["query.no-edns", "response.answer"]);
  net.ask("ns.example.com.");
  expect(net.network.log.exchanges.at(-1)!.octets.toHex()).toContain("000a00"); // EDNS with a cookie again
});
