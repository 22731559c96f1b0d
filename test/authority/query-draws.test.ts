// Chances of a query that waits: the answer that comes later follows the same CNAME, and from query to query the draws
// are as even as any others.

import { expect, test } from "vitest";
import { nowhere } from "../../src/authority/client.ts";
import { QueryDraws } from "../../src/authority/query-draws.ts";
import { bareGround } from "../../src/authority/policies.ts";
import { MessageView } from "../../src/dns/message-view.ts";
import { rrsetOf } from "../resolver/cache/cases.ts";
import { composeQuery, parseMessage } from "../peers/wire.ts";
import { Asking, newImage } from "./asking.ts";
import { host, policy, type SetText } from "./hosting.ts";
import { TableRecursion } from "./table-recursion.ts";

const RD = 0x0100;
const targets = ["a.elsewhere.", "b.elsewhere.", "c.elsewhere."];

test("RFC 6604 §3: a CNAME that was drawn and leads out is the same one when the rest of the chain is there", () => {
  const image = newImage();
  const sets = targets.map((value, i): SetText => ({ id: value, routing: { policy: "weighted", weight: i + 1 }, values: [value] })); // prettier-ignore
  image.apply([policy(host(image, "home."), "www.home.", "CNAME", sets)]);
  const recursion = new TableRecursion();
  const asking = new Asking(image, { recursion, routing: { ground: bareGround(), vpcs: [] } });
  const seen = new Set<string>();
  const tx = new Uint8Array(4096);
  const client = { protocol: 0, family: 4, address: new Uint8Array(16), port: 5353, local: nowhere } as const;
  client.address.set([127, 0, 0, 1]);
  for (let id = 0; id < 200; id++) {
    const query = composeQuery("www.home.", "A", { flags: RD, id });
    asking.responder.enter();
    expect(asking.responder.respond(query, 0, query.length, tx, 0, 4096, client)).toBe(0);
    const [target] = recursion.deferred.pop()!.split("/");
    const ready = new TableRecursion().know(target, "A", { answer: [rrsetOf(target, "A", 60, "198.51.100.1")] });
    const length = asking.responder.deliver(query, 0, query.length, tx, 0, 4096, client, ready);
    asking.responder.leave();
    const { rcode, answer } = parseMessage(tx.slice(0, length));
    expect([id, rcode, answer.length]).toEqual([id, 0, 2]);
    seen.add(target);
  }
  expect([...seen].toSorted()).toEqual(targets);
});

test("draws are even over ids, ports and addresses, and differ within a query", () => {
  const draws = new QueryDraws(12_345);
  const view = new MessageView();
  const address = new Uint8Array(16);
  const counts = [0, 0, 0, 0];
  const pairs = new Set<number>();
  const client = { protocol: 0 as const, family: 4 as const, address, port: 0, local: nowhere };
  for (let i = 0; i < 40_000; i++) {
    const query = composeQuery("www.home.", "A", { id: i & 0xff });
    view.parse(query, 0, query.length);
    client.port = 1024 + (i >>> 8);
    address[3] = i % 3;
    draws.begin(view, client);
    const first = draws.below(4);
    counts[first]++;
    pairs.add(first * 4 + draws.below(4));
  }
  // Chi-square with three degrees of freedom: 16.27 is passed once in a thousand.
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(16.27);
  expect(pairs.size).toBe(16);
});
