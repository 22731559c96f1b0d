// Attacks on what the resolver remembers and on what questions share: an attacker's question must not make a stranger's
// name fail, nor spend a stranger's time or budget, though their walks are merged.

import { expect, test } from "vitest";
import { maxOctetsPerQuestion, maxResolutionMs, maxTaskDepth } from "../../../src/base/limits.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { internet, type Script, type Sites, usual } from "../internet.ts";
import { attacker, expectUnharmed, mount, victim } from "./world.ts";

/** shop.org. is served by ns.example.com., which lies in another zone: its address must be looked up. */
const shop: Sites = {
  "127.53.0.10": {
    "com.":
      "@ NS a.gtld\na.gtld A 127.53.0.10\nexample NS ns.example\nns.example A 127.53.0.20\nevil NS ns.evil\nns.evil A 127.53.0.66",
    "org.": "@ NS a.gtld.com.\nshop NS ns.example.com.",
  },
  [victim]: {
    "example.com.": "@ NS ns\nns A 127.53.0.20\nwww A 192.0.2.1",
    "shop.org.": "@ NS ns.example.com.\nns A 127.53.0.20\nwww A 192.0.2.8",
  },
};

test("a walk that is too deep says nothing about the name at its bottom", () => {
  // z0's server lies in z1, whose server lies in z2, and so on; the last one is a stranger's name.
  const script: Script = ({ name }) => {
    const zone = /z(\d+)\.evil\.com\.$/.exec(name);
    if (zone === null) return { authority: "evil.com. 60 SOA ns.evil.com. h. 1 2 3 4 60" };
    const next = Number(zone[1]) + 1;
    const server = next === maxTaskDepth ? "ns.shop.org." : `ns.z${next}.evil.com.`;
    return { flags: [], authority: `${zone[0]} 60 NS ${server}` };
  };
  const { events, net } = mount({ ask: "www.z0.evil.com.", script, sites: shop });
  expectSteps({ events }, ["limit.depth", "answer.done"]);
  const asked = net.ask("ns.shop.org.");
  expect(asked.rcode).toBe("NOERROR");
  expect(asked.events.map(({ step }) => step)).not.toContain("cache.failure");
  // The attacker's own question is remembered as failed.
  expectSteps(net.ask("www.z0.evil.com."), ["cache.failure"]);
});

test("he who joins another's walk late ends in his own time, and he who led it in his", () => {
  const net = internet({ ...usual, [attacker]: () => "silence" });
  net.ask("www.example.com.");
  const startMs = net.clock.nowMs();
  const first = net.begin("slow.evil.com.");
  net.run(startMs + 4000);
  const second = net.begin("slow.evil.com.");
  net.run();
  expect(first.outcome().elapsedMs).toBeLessThanOrEqual(maxResolutionMs);
  expect(second.outcome().elapsedMs).toBeLessThanOrEqual(maxResolutionMs);
  expectUnharmed(net);
});

test("he whose walk joins a younger one does not wait longer than his own time", () => {
  // far.evil.com. is slow to refer to a server whose address a younger question is looking for already.
  const net = internet({
    ...usual,
    [attacker]: ({ name }) => {
      if (name === "evil.com.") return { authority: "evil.com. 60 SOA ns.evil.com. h. 1 2 3 4 60" };
      if (name.endsWith("far.evil.com.")) {
        return { flags: [], authority: "far.evil.com. 60 NS ns.dead.evil.com.", delayMs: 300 };
      }
      if (name.endsWith("near.evil.com.")) return { flags: [], authority: "near.evil.com. 60 NS ns.dead.evil.com." };
      return {
        flags: [],
        authority: "dead.evil.com. 60 NS ns0.dead.evil.com.",
        additional: [7, 8, 9].map((last) => `ns0.dead.evil.com. 60 A 127.53.9.${last}`).join("\n"),
      };
    },
  });
  net.ask("www.example.com.");
  const startMs = net.clock.nowMs();
  const old = net.begin("www.far.evil.com.");
  net.run(startMs + 200);
  const young = net.begin("www.near.evil.com.");
  net.run();
  expectSteps(old.outcome(), ["server.lookup", "question.merged", "answer.done"]);
  expect(old.outcome().elapsedMs).toBeLessThanOrEqual(maxResolutionMs);
  expect(young.outcome().elapsedMs).toBeLessThanOrEqual(maxResolutionMs);
});

test("who floods a query's port from off the path spends nothing of what the question may cost", () => {
  const net = internet({
    ...usual,
    [victim]: { serves: { "example.com.": "@ NS ns\nns A 127.53.0.20\nwww A 192.0.2.1" }, link: { rttMs: 100 } },
  });
  net.network.onSend = ({ exchange, to }) => {
    if (to.address !== victim) return;
    for (let i = 0; i < 5; i++) net.network.inject(exchange, new Uint8Array(maxOctetsPerQuestion / 2), to, 1);
  };
  const asked = net.ask("www.example.com.");
  expect(asked.answer).toEqual(["www.example.com. 3600 IN A 192.0.2.1"]);
  expect(asked.octets).toBeGreaterThan(maxOctetsPerQuestion);
});
