// Private zones and same-name zones: which zone answers whom. AWS guide: hosted-zone-private-considerations.

import { expect, test } from "vitest";
import { bareGround } from "../../src/authority/policies.ts";
import { firstVpcView, hostsView, publicView } from "../../src/zone/views.ts";
import { nameOf } from "./asking.ts";
import { prefixOf } from "../routing/world.ts";
import { expectSteps, newRecorder } from "../trace/expect-steps.ts";
import { Asking, head, newImage, serve } from "./asking.ts";
import { build, host, policy, show } from "./hosting.ts";
import type { Image } from "../../src/zone/image.ts";

const inside = [10, 1, 2, 3];
const other = [10, 2, 0, 1];
const outside = [192, 0, 2, 1];
const view = firstVpcView;

function asking(image: Image): Asking {
  const vpcs = [
    { view, region: "eu-central-1", clients: [prefixOf("10.1.0.0/16")] },
    { view: view + 1, region: "us-west-2", clients: [prefixOf("10.2.0.0/16"), prefixOf("fd00::/8")] },
  ];
  return new Asking(image, { routing: { ground: bareGround(), vpcs } });
}

const record = (address: string): string[] => [`www 60 A ${address}`];
const answer = (address: string): string => `NOERROR aa an[www.example. 60 A ${address}]`;

test("hosted-zone-private-considerations: the private zone for its VPC, the public one for everybody else", () => {
  const image = newImage();
  host(image, "example.", [...record("192.0.2.1"), "open 60 A 192.0.2.2"]);
  show(image, build(image, "example.", record("192.0.2.9")), [view], 2);
  const ask = asking(image);
  expect(ask.ask("www.example.", "A", { address: inside })).toBe(answer("192.0.2.9"));
  expect(ask.ask("www.example.", "A", { address: other })).toBe(answer("192.0.2.1"));
  expect(ask.ask("www.example.", "A", { address: outside })).toBe(answer("192.0.2.1"));
  expect(ask.ask("open.example.", "A", { address: inside }), "no fall-through").toBe(
    "NXDOMAIN aa au[example. 300 SOA soa]",
  );
});

test("hosted-zone-private-considerations: the most specific private zone, even below a nearer public one", () => {
  const image = newImage();
  host(image, "a.example.", ["www 60 A 192.0.2.1"]);
  show(image, build(image, "example.", ["www.b 60 A 192.0.2.2"]), [view]);
  show(image, build(image, "b.example.", ["x 60 A 192.0.2.3"]), [view]);
  const ask = asking(image);
  const recorder = newRecorder();
  ask.responder.trace = recorder;
  expect(ask.ask("www.a.example.", "A", { address: inside })).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  expectSteps(recorder, ["zone.private", "zone.found", "zone.nxdomain"]);
  expect(ask.ask("www.b.example.", "A", { address: inside })).toBe("NXDOMAIN aa au[b.example. 300 SOA soa]");
  expect(ask.ask("x.b.example.", "A", { address: inside })).toContain("192.0.2.3");
  expect(ask.ask("x.b.example.", "A", { address: outside })).toBe("REFUSED");
});

test("routing-policy-latency-phz: in a VPC its region counts, whatever the client subnet says", () => {
  const image = newImage();
  const hosted = build(image, "example.");
  show(image, hosted, [view, view + 1]);
  const latency = (id: string, region: string, address: string): object => ({
    id,
    routing: { policy: "latency", region },
    values: [address],
  });
  image.apply([
    policy(hosted, "www.example.", "A", [
      latency("e", "eu-west-1", "192.0.2.1"),
      latency("u", "us-west-1", "192.0.2.2"),
    ]),
  ]);
  const ask = asking(image);
  const edns = { options: [[8, Uint8Array.of(0, 1, 8, 0, 3)]] as [number, Uint8Array][] };
  expect(ask.ask("www.example.", "A", { address: inside, edns })).toContain("192.0.2.1");
  expect(ask.ask("www.example.", "A", { address: other, edns })).toContain("192.0.2.2");
  expect(ask.ask("www.example.", "A", { address: inside, edns }), "scope 0").toContain("8:0001080003");
});

test("of several public zones of one name the oldest answers; a file's zone goes before all of them", () => {
  const image = newImage();
  const [old, young] = [build(image, "example.", record("192.0.2.1")), build(image, "example.", record("192.0.2.2"))];
  show(image, young, [publicView], 2);
  const ask = asking(image);
  const now = (): string => ask.ask("www.example.", "A");
  expect(now()).toBe(answer("192.0.2.2"));
  show(image, old, [publicView], 1);
  expect(now()).toBe(answer("192.0.2.1"));
  serve(image, { "example.": `${head}www 60 A 192.0.2.3` });
  expect(now()).toBe(answer("192.0.2.3"));
  // Both hosted zones change behind the file's zone, and are moved in memory.
  image.apply([policy(old, "www.example.", "A", [{ values: ["192.0.2.4"] }])]);
  image.compact(old.zone);
  image.compact(young.zone);
  image.compact(image.zones.get(nameOf("example.").key)!);
  expect(now()).toBe(answer("192.0.2.3"));
  image.publish([], [nameOf("example.")]);
  expect(now()).toBe(answer("192.0.2.4"));
  image.apply([{ zone: old.zone, views: [], rank: 0 }]);
  expect(now()).toBe(answer("192.0.2.2"));
  image.apply([{ zone: young.zone, views: [], rank: 0 }]);
  expect(now()).toBe("REFUSED");
  image.reclaim();
  expect([...image.hostedZones]).toEqual([]);
});

test("a zone whose only view is its own is seen by aliases alone", () => {
  const image = newImage();
  const hidden = build(image, "hidden.", ["www 60 A 192.0.2.1"]);
  show(image, hidden, []);
  const hosted = host(image, "example.");
  image.apply([policy(hosted, "www.example.", "A", [{ alias: "www.hidden.", view: hidden.own }])]);
  const ask = asking(image);
  expect(ask.ask("www.example.", "A")).toBe(answer("192.0.2.1"));
  expect(ask.ask("www.hidden.", "A")).toBe("REFUSED");
  expect(hostsView).toBeLessThan(firstVpcView);
});
