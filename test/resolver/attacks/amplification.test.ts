// Attacks that make one question cost many queries: the client's packet is the lever, the victim's servers (or ours) bear
// the load. Each has its own limit, and the budget of the question stands behind all of them.

import { expect, test } from "vitest";
import {
  maxMinimisedQueries,
  maxPacketsPerExchange,
  maxQueriesPerQuestion,
  maxQueriesPerTask,
  maxRecordsPerAnswer,
  maxResolutionMs,
  maxResolverAliases,
  maxServerLookups,
  maxServersPerDelegation,
  maxServerLookupsPerQuestion,
  maxTaskDepth,
  maxTriesPerServer,
  maxWaitersPerTask,
} from "../../../src/base/limits.ts";
import { ipv4 } from "../../../src/dns/fields/addresses.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { internet, type Script, usual, type Zones } from "../internet.ts";
import { attacker, expectUnharmed, mount, victim } from "./world.ts";

const many = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");
const soa = "evil.com. 60 SOA ns.evil.com. h. 1 2 3 4 60";

/** Refers everything below a label of evil.com. to what `servers` says for it. */
const referring =
  (servers: (zone: string) => string): Script =>
  ({ name }) => {
    const labels = name.split(".");
    if (labels.length < 4) return { authority: soa };
    const zone = labels.slice(-4).join(".");
    return { flags: [], authority: servers(zone) };
  };

test("NXNSAttack: a referral to many servers without glue looks few of them up", () => {
  const { events, at, net } = mount({
    ask: "a.sub.evil.com.",
    script: referring((zone) => many(100, (i) => `${zone} 60 NS ns${i}.fake.example.com.`)),
  });
  expectSteps({ events }, ["servers.cut", "server.lookup", "server.no-address", "limit.lookups", "servers.exhausted"]);
  // Each lookup asks for fake.example.com. and, as some servers deny empty names, for the whole name (RFC 9156 §2.3).
  expect(at(victim)).toBeLessThanOrEqual(2 * maxServerLookups + 1);
  expect(net.resolver.world.statistics.questions).toBe(2);
});

test("NXNSAttack: fifty questions cost the victim no more than as many lookups each", () => {
  const net = internet({
    ...usual,
    [attacker]: referring((zone) => many(13, (i) => `${zone} 60 NS ${zone.slice(0, 3)}${i}.example.com.`)),
  });
  for (let i = 0; i < 50; i++) net.ask(`a.${100 + i}.evil.com.`);
  const load = net.network.log.exchanges.filter(({ to }) => to.address === victim).length;
  expect(load).toBeLessThanOrEqual(50 * maxServerLookups);
  expectUnharmed(net);
});

test("NRDelegation (CVE-2022-3204): of 1500 servers so many are kept, before any is looked for", () => {
  const script = referring((zone) => many(1500, (i) => `${zone} 60 NS n${i}.example.com.`));
  const { events, net } = mount({ ask: "a.sub.evil.com.", script });
  // A set beyond maxRecordsPerAnswer is no set.
  expect(events.map(({ step }) => step)).toContain("record.unreadable");
  const kept = [...net.resolver.world.delegations.all()].map(({ servers }) => servers.length);
  expect(Math.max(...kept)).toBeLessThanOrEqual(maxServersPerDelegation);
});

test("CAMP: aliases, name servers and minimisation multiplied stay within one budget, which nothing resets", () => {
  // Every name is an alias of a name far down another zone, whose servers are as far down in still others.
  const deep = (i: number) => `a.b.c.d.e.f.g.h.i.j.k.z${i}.evil.com.`;
  let zones = 0;
  const script: Script = ({ name, type }) => {
    const labels = name.split(".");
    if (labels.length < 4) return { authority: soa };
    const zone = labels.slice(-4).join(".");
    if (name === zone) return { flags: [], authority: many(13, () => `${zone} 1 NS ns.${deep(++zones)}`) };
    if (type !== "A" || labels.length < 14) return { authority: soa };
    return { answer: `${name} 1 CNAME x.${deep(++zones)}` };
  };
  const { queries, rcode, events } = mount({ ask: `x.${deep(0)}`, script });
  expect(rcode).toBe("SERVFAIL");
  expect(queries.length).toBeLessThanOrEqual(maxQueriesPerQuestion);
  expectSteps({ events }, ["limit.depth", "limit.lookups"]);
  expect(events.filter(({ step }) => step === "server.lookup").length).toBeLessThanOrEqual(
    maxServerLookupsPerQuestion + 1,
  );
});

/** Aliases that lead from zone to zone, each zone with servers that never answer the question but take time. */
const campWithAnswers: Script = ({ name, type }) => {
  const labels = name.split(".");
  const number = Number(/z(\d+)\.evil/.exec(name)?.[1] ?? 0);
  if (labels.length < 16 || type !== "A") return { authority: soa };
  return { answer: `${name} 1 CNAME a.b.c.d.e.f.g.h.i.j.k.l.z${number + 1}.evil.com.` };
};

test("CAMP: a chain of aliases through deep names costs its links times ten, under the budget", () => {
  const { queries, events } = mount({ ask: "a.b.c.d.e.f.g.h.i.j.k.l.z0.evil.com.", script: campWithAnswers });
  expect(queries.length).toBeLessThanOrEqual((maxResolverAliases + 1) * (maxMinimisedQueries + 1) + 3);
  expect(queries.length).toBeLessThanOrEqual(maxQueriesPerQuestion);
  expectSteps({ events }, ["response.alias", "limit.budget"]);
});

test("budget reset (CVE-2026-50045): asked again at once, a question that spent its budget costs nothing", () => {
  const { net, queries } = mount({ ask: "a.b.c.d.e.f.g.h.i.j.k.l.z0.evil.com.", script: campWithAnswers });
  expect(queries.length).toBeGreaterThan(maxQueriesPerTask - 1);
  const again = net.ask("a.b.c.d.e.f.g.h.i.j.k.l.z0.evil.com.");
  expect(again.queries).toEqual([]);
  expectSteps(again, ["cache.failure"]);
});

test("CNAME chains (DNS Unchained): so many links are followed", () => {
  const script: Script = ({ name }) => {
    const number = Number(/^c(\d+)\./.exec(name)?.[1] ?? -1);
    return number < 0 ? { authority: soa } : { answer: `${name} 60 CNAME c${number + 1}.evil.com.` };
  };
  const { queries, events } = mount({ ask: "c0.evil.com.", script });
  expectSteps({ events }, ["limit.aliases"]);
  expect(queries.length).toBeLessThanOrEqual(maxResolverAliases + 5);
});

test("CNAME chains: nor does one message of a thousand links lead further", () => {
  const script: Script = ({ query }) => {
    const chain = many(1000, (i) => `c${i}.evil.com. 60 CNAME c${i + 1}.evil.com.`);
    return query.question!.name.labelCount < 3 ? { authority: soa } : { answer: chain };
  };
  const { resolution } = mount({ ask: "c0.evil.com.", script, sites: {} });
  expect(resolution.answer.length).toBeLessThanOrEqual(2 * maxResolverAliases);
});

test("CacheFlush: sets of thousands of records are not kept", () => {
  const address = (i: number) => ipv4.print(Uint8Array.of(198, 51, i >> 8, i & 255), 0, 4, 0);
  const script: Script = ({ name, type }) =>
    type === "A" && name.startsWith("big")
      ? { answer: many(3000, (i) => `${name} 60 A ${address(i)}`) }
      : { authority: soa };
  const { rcode, net } = mount({ ask: "big.evil.com.", script });
  expect(rcode).toBe("SERVFAIL");
  const sizes = [...net.cache.entries()].map(({ entry }) => (entry.kind === "data" ? entry.rrset.rdatas.length : 0));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(maxRecordsPerAnswer);
});

test("TsuNAME: servers that lie in each other's zones are seen as a circle, not walked", () => {
  const circle: Zones = {
    "com.": `@ NS a.gtld
a.gtld A 127.53.0.10
example NS ns.example
ns.example A 127.53.0.20
evil NS ns.b
b NS ns.evil`,
  };
  const { events, queries, net } = mount({
    ask: "www.evil.com.",
    script: () => "silence",
    sites: { "127.53.0.10": circle },
  });
  expectSteps({ events }, ["server.lookup", "server.cycle", "servers.exhausted"]);
  expect(queries.length).toBeLessThanOrEqual(6);
  const again = net.ask("other.evil.com.");
  expect(again.queries).toEqual([]);
  expect(again.rcode).toBe("SERVFAIL");
});

test("TsuNAME: a thousand clients who ask for names in the circle cost the parents nothing", () => {
  const net = internet({
    ...usual,
    "127.53.0.10": {
      "com.":
        "@ NS a.gtld\na.gtld A 127.53.0.10\nexample NS ns.example\nns.example A 127.53.0.20\nevil NS ns.b\nb NS ns.evil",
    },
  });
  net.ask("www.evil.com.");
  const before = net.network.log.queries;
  for (let i = 0; i < 1000; i++) net.begin(`n${i}.evil.com.`);
  net.run();
  expect(net.network.log.queries - before).toBe(0);
  expectUnharmed(net);
});

test("servers within servers within servers: lookups nest so deep and no deeper", () => {
  const script = referring((zone) => {
    const number = Number(/z(\d+)/.exec(zone)?.[1] ?? 0);
    return `${zone} 60 NS ns.z${number + 1}.evil.com.`;
  });
  const { events, queries } = mount({ ask: "www.z0.evil.com.", script });
  expectSteps({ events }, ["server.lookup", "limit.depth", "servers.exhausted"]);
  expect(Math.max(...events.map(({ depth }) => depth))).toBeLessThanOrEqual(maxTaskDepth + 1);
  expect(queries.length).toBeLessThanOrEqual(maxTaskDepth + 6);
});

test("lame delegations: thirteen servers that refuse are asked once each, and not again for the next question", () => {
  const addresses = Array.from({ length: 13 }, (_, i) => `127.53.1.${i}`);
  const script = referring((zone) => many(13, (i) => `${zone} 60 NS n${i}.${zone}`));
  const { net, queries } = mount({
    ask: "www.sub.evil.com.",
    script: (question, asked) => {
      const said = script(question, asked);
      return typeof said === "object" && "flags" in said
        ? { ...said, additional: many(13, (i) => `n${i}.sub.evil.com. 60 A ${addresses[i]}`) }
        : said;
    },
    sites: Object.fromEntries(addresses.map((address) => [address, () => ({ rcode: "REFUSED", flags: [] }) as const])),
  });
  expect(queries.length).toBeLessThanOrEqual(13 + 6);
  expect(net.ask("other.sub.evil.com.").queries).toEqual([]);
});

test("slow servers: thirteen that keep silent end with the question's time, and cost the next one little", () => {
  const script: Script = ({ name }) =>
    name.endsWith("sub.evil.com.")
      ? {
          flags: [],
          authority: many(13, (i) => `sub.evil.com. 600 NS n${i}.sub.evil.com.`),
          additional: many(13, (i) => `n${i}.sub.evil.com. 600 A 127.53.2.${i}`),
        }
      : { authority: soa };
  const { queries, elapsedMs, net, events } = mount({ ask: "www.sub.evil.com.", script });
  expect(elapsedMs).toBe(maxResolutionMs);
  expectSteps({ events }, ["query.timeout", "limit.budget"]);
  expect(queries.length).toBeLessThanOrEqual(13 * (maxTriesPerServer + 1));
  for (let i = 0; i < 5; i++)
    expect(net.ask(`x${i}.sub.evil.com.`).queries.length).toBeLessThanOrEqual(maxQueriesPerTask);
});

test("slow drip: a server that answers each query at the last moment holds a task no longer than its time", () => {
  const script: Script = ({ name }) => ({ authority: name.length > 9 ? soa : "", delayMs: 2900 });
  const { elapsedMs } = mount({ ask: "a.b.c.d.e.f.g.h.i.evil.com.", script, options: { seed: 5 } });
  expect(elapsedMs).toBeLessThanOrEqual(maxResolutionMs);
});

test("DNSBomb (CVE-2024-33655): so many wait for one answer; the others are turned away at once", () => {
  const net = internet({
    ...usual,
    [attacker]: { serves: () => ({ answer: "x.evil.com. 60 A 192.0.2.66" }), link: { rttMs: 300 } },
  });
  net.ask("www.example.com.");
  const waiting = Array.from({ length: maxWaitersPerTask + 500 }, () => net.begin("x.evil.com."));
  expect(waiting.filter(({ isDone }) => isDone)).toHaveLength(500);
  net.run();
  expect(waiting.every(({ isDone }) => isDone)).toBe(true);
  expect(net.network.log.exchanges.filter(({ to }) => to.address === attacker)).toHaveLength(1);
});

test("a flood of packets for one query: so many are looked at, and the question goes over TCP", () => {
  const { net, queries, events } = mount({
    ask: "www.evil.com.",
    script: () => ({ answer: "www.evil.com. 60 A 192.0.2.66", delayMs: 100 }),
    options: { qnameMinimisation: false },
  });
  expect(queries).toHaveLength(4);
  expect(events.length).toBeGreaterThan(5);
  net.network.onSend = ({ exchange, to, transport }) => {
    if (to.address !== attacker || transport === "tcp") return;
    for (let i = 0; i < 5000; i++) net.network.inject(exchange, new Uint8Array(3), to, 1);
  };
  const flooded = net.ask("two.evil.com.");
  expect(flooded.events.filter(({ step }) => step === "packet.ignored").length).toBeLessThan(maxPacketsPerExchange);
  expect(flooded.queries.map((query) => query.split(" ")[1])).toEqual(["udp", "tcp"]);
});
