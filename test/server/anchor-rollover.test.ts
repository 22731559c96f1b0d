// Trust anchors that follow their zones, as the resolver's thread has it: asked when they are due, believed at once, kept over a
// restart.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { name } from "../dnssec/records.ts";
import { internet } from "../resolver/internet.ts";
import { address, one, revoked, rollingRoot, two } from "./rolling-root.ts";

function someFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "signpost-anchors-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "trust-anchors.json");
}

test("a new key is trusted after thirty days, and the old one no more when it is taken back", () => {
  const { net, rollover, news, trusted, has, passDays } = rollingRoot(null);
  has(one);
  rollover.begin();
  passDays(0.01);
  has(one, two);
  passDays(1);
  expect(trusted()).toEqual([one.tag]);
  for (let days = 0; days < 30; days += 10) passDays(10);
  expect(new Set(trusted())).toEqual(new Set([one.tag, two.tag]));
  has(revoked(one), two);
  passDays(1);
  expect(trusted()).toEqual([two.tag]);
  expect(news).toEqual([
    `${one.tag} null -> valid`,
    `${two.tag} null -> pending`,
    `${two.tag} pending -> valid`,
    `${one.tag} valid -> revoked`,
  ]);
  expect(rollover.states).toMatchObject([{ zone: ".", keys: [{ state: "revoked" }, { state: "valid" }] }]);
  expect(net.resolver.world.settings.trustAnchors).toHaveLength(1);
});

test("what was found out outlives a restart, and is begun anew where the operator vouches for other keys", () => {
  const file = someFile();
  const first = rollingRoot(file);
  first.has(one, two);
  first.rollover.begin();
  first.passDays(0.01);
  first.has(revoked(one), two);
  first.passDays(1);
  expect(first.trusted()).toEqual([]);
  expect(first.news.at(-1)).toBe(`${one.tag} valid -> revoked`);
  expect(first.news).toContain("no key left");

  const second = rollingRoot(file);
  second.rollover.begin();
  expect([second.trusted(), second.news]).toEqual([[], ["no key left"]]);
  expect(second.rollover.states[0].keys.map(({ state }) => state).toSorted()).toEqual(["pending", "revoked"]);

  const other = internet({}, { trustAnchors: [{ zone: name("."), signers: [], keys: [two.read] }] });
  const third = rollingRoot(file, other);
  third.rollover.begin();
  expect([third.trusted(), third.rollover.states[0].keys]).toEqual([[two.tag], []]);
});

test("a file that says nothing is told of, and written anew", () => {
  const file = someFile();
  writeFileSync(file, "{}");
  const { rollover, news, has, passDays, trusted } = rollingRoot(file);
  has(one);
  rollover.begin();
  expect(news).toEqual([`${file} does not say how far trust anchors are (it has no list of anchors): they begin anew`]);
  passDays(0.01);
  expect(trusted()).toEqual([one.tag]);
  expect(readFileSync(file, "utf8")).toContain('"state": "valid"');
});

test("a file that cannot be written costs the file, and nothing else", () => {
  const file = join(someFile(), "in", "a", "file");
  writeFileSync(join(file, "..", "..", ".."), "a file in the way");
  const { rollover, news, has, passDays, trusted } = rollingRoot(file);
  has(one, two);
  rollover.begin();
  passDays(0.01);
  expect(news.filter((line) => line.includes(" cannot be "))).toHaveLength(2);
  expect(trusted()).toEqual([one.tag]);
});

test("a zone that does not answer is looked at again within the hour, and what is trusted stays", () => {
  const { net, rollover, trusted, has, passDays, news } = rollingRoot(null);
  net.serve(address, () => "silence");
  rollover.begin();
  passDays(0.01);
  expect([trusted(), news]).toEqual([[one.tag], []]);
  has(one);
  passDays(0.05);
  expect(news).toEqual([`${one.tag} null -> valid`]);
});

test("nothing is asked before somebody asked for a name outside our zones", () => {
  const { net, rollover, has } = rollingRoot(null);
  has(one);
  rollover.begin();
  net.passSeconds(86_400);
  rollover.look();
  expect(net.network.log.queries).toBe(0);
  net.ask("somebody.asks.");
  rollover.look();
  net.run();
  expect(net.network.log.exchanges.map(({ type }) => type)).toContain("DNSKEY");
});

test("a clock that was wrong for a while does not put the next look off for years", () => {
  const { net, rollover, trusted, has, passDays } = rollingRoot(null);
  has(one);
  rollover.begin();
  passDays(0.01);
  const right = net.clock.wallSeconds.bind(net.clock);
  net.clock.wallSeconds = () => right() + 20 * 365 * 86_400;
  rollover.look();
  net.run();
  net.clock.wallSeconds = right;
  has(one, two);
  for (let days = 0; days < 40; days += 5) passDays(5);
  expect(new Set(trusted())).toEqual(new Set([one.tag, two.tag]));
});
