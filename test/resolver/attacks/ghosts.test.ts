// Domains that were revoked and want to live on in caches: ghosts (a child lengthens its own delegation; CVE-2022-30698),
// Phoenix domains (it delegates ever further down; CVE-2022-30699), and answers that keep themselves fresh.

import { expect, test } from "vitest";
import { type Internet, internet, type Script, usual } from "../internet.ts";
import { attacker } from "./world.ts";

const delegated = (line: string) => ({
  "com.": `@ NS a.gtld
a.gtld A 127.53.0.10
example NS ns.example
ns.example A 127.53.0.20
${line}`,
});
const alive = delegated("evil 3600 NS ns.evil\nns.evil A 127.53.0.66");

/** The registry takes evil.com. away. */
function revoke(net: Internet): void {
  net.serve("127.53.0.10", delegated(""));
}

/** When, in seconds after the revocation, the name still had an answer that was no stale one. */
function lastAlive(net: Internet, ask: (i: number) => string, stepSeconds: number, forSeconds: number): number {
  let last = 0;
  const startMs = net.clock.nowMs();
  for (let i = 0; i * stepSeconds < forSeconds; i++) {
    net.passSeconds(stepSeconds);
    const { rcode, resolution } = net.ask(ask(i));
    if (rcode === "NOERROR" && !resolution.stale) last = (net.clock.nowMs() - startMs) / 1000;
  }
  return last;
}

const claimsItself: Script = ({ name }) => ({
  answer: `${name} 300 A 192.0.2.66`,
  authority: "evil.com. 86400 NS ns.evil.com.",
  additional: "ns.evil.com. 86400 A 127.53.0.66",
});

test("ghost domain: the child's own NS do not lengthen the life that its parent gave it", () => {
  const net = internet({ ...usual, "127.53.0.10": alive, [attacker]: claimsItself });
  expect(net.ask("www.evil.com.").rcode).toBe("NOERROR");
  revoke(net);
  const last = lastAlive(net, (i) => `x${i}.evil.com.`, 60, 3 * 3600);
  expect(last).toBeLessThanOrEqual(3600 + 60);
  expect(net.ask("www.evil.com.").rcode).toBe("NXDOMAIN");
});

test("ghost domain: nor do NS that are asked for, under new names each time", () => {
  const net = internet({
    ...usual,
    "127.53.0.10": alive,
    [attacker]: ({ name, type }) =>
      type === "NS"
        ? { answer: `${name} 86400 NS ns${name.length}.evil.com.` }
        : claimsItself({ name, type } as never, null as never),
  });
  net.ask("evil.com.", "NS");
  revoke(net);
  const last = lastAlive(net, (i) => (net.ask("evil.com.", "NS"), `x${i}.evil.com.`), 300, 4 * 3600);
  expect(last).toBeLessThanOrEqual(3600 + 600);
});

test("Phoenix domain: delegating ever further down does not outlive the parent's word", () => {
  // Below evil.com. each label is a zone of its own, delegated for a day, at the same server.
  const net = internet({
    ...usual,
    "127.53.0.10": alive,
    [attacker]: ({ name }, { nowMs }) => {
      const depth = Math.min(name.split(".").length - 1, 3 + Math.floor(nowMs / 1_800_000));
      const zone = name
        .split(".")
        .slice(-depth - 1)
        .join(".");
      if (zone === name) return { answer: `${name} 60 A 192.0.2.66` };
      return { flags: [], authority: `${zone} 86400 NS ns.evil.com.`, additional: "ns.evil.com. 86400 A 127.53.0.66" };
    },
  });
  net.ask("a.b.c.d.e.f.g.evil.com.");
  revoke(net);
  const last = lastAlive(net, (i) => `${i}.a.b.c.d.e.f.g.evil.com.`, 600, 6 * 3600);
  expect(last).toBeLessThanOrEqual(3600 + 600);
});

test("a prefetch asks the servers that the parent named, and those no longer than it named them", () => {
  const net = internet({
    ...usual,
    "127.53.0.10": alive,
    [attacker]: ({ name }) => ({ answer: `${name} 50 A 192.0.2.66` }),
  });
  net.ask("www.evil.com.");
  revoke(net);
  const last = lastAlive(net, () => "www.evil.com.", 47, 2 * 3600);
  expect(last).toBeLessThanOrEqual(3600 + 100);
});
