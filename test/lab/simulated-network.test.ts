// The simulated network: what links do to packets, when they arrive, what the log says, and that a seed replays a run.

import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import { type Link, plainLink } from "../../src/lab/link.ts";
import { RealTime } from "../../src/lab/real-time.ts";
import { type Asked, type Handler, SimulatedNetwork } from "../../src/lab/simulated-network.ts";
import { runUntilIdle } from "../../src/lab/virtual-time.ts";
import type { Endpoint, Transport, TransportFault } from "../../src/resolver/port.ts";

const there: Endpoint = { address: "192.0.2.1", port: 53 };
const there6: Endpoint = { address: "2001:db8::1", port: 53 };
const query = Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 0, 0, 1, 0, 1]);

/** One thing that a client saw, as text: `20 got 1234 from 192.0.2.1` or `20 refused`. */
class Stub {
  readonly seen: string[] = [];
  readonly clock = new VirtualClock();
  readonly network: SimulatedNetwork;
  nextWakeMs = Number.POSITIVE_INFINITY;
  #exchange = 0;

  constructor(seed = 1, options: ConstructorParameters<typeof SimulatedNetwork>[2] = {}) {
    this.network = new SimulatedNetwork(this.clock, seededRandom(seed), options);
    this.network.connect(this);
  }

  ask(transport: Transport = "udp", to = there, octets = query): number {
    const exchange = ++this.#exchange;
    this.network.send({ exchange, to, transport, octets });
    return exchange;
  }

  received(_exchange: number, octets: Uint8Array, from: Endpoint): void {
    this.seen.push(`${this.clock.nowMs()} got ${octets.toHex()} from ${from.address}`);
  }

  failed(_exchange: number, fault: TransportFault): void {
    this.seen.push(`${this.clock.nowMs()} ${fault}`);
  }

  wake(): void {
    this.nextWakeMs = Number.POSITIVE_INFINITY;
    this.seen.push(`${this.clock.nowMs()} woke`);
  }

  run(untilMs?: number): string[] {
    runUntilIdle(this.clock, this.network, this, untilMs);
    return this.seen;
  }
}

const answer =
  (...octets: number[]): Handler =>
  () => [{ octets: Uint8Array.from(octets), delayMs: 0 }];

test("a datagram goes there and back in a round trip, a stream in two", () => {
  const stub = new Stub();
  stub.network.serve(there.address, answer(1));
  stub.ask("tcp");
  stub.ask("udp");
  expect(stub.run()).toEqual(["20 got 01 from 192.0.2.1", "40 got 01 from 192.0.2.1"]);
});

test("a server sees who asks, over what, and when", () => {
  const stub = new Stub();
  const asked: Asked[] = [];
  stub.network.serve(there.address, (one) => (asked.push(one), []));
  stub.ask("udp");
  stub.run();
  expect(asked).toMatchObject([{ exchange: 1, transport: "udp", server: there, nowMs: 10, octets: query }]);
  expect(asked[0].client.address).toBe("127.53.255.53");
});

const cases: { title: string; link: Partial<Link>; transport?: Transport; to?: Endpoint; sees: string[] }[] = [
  { title: "UDP blocked: silence", link: { udp: "blocked" }, sees: [] },
  { title: "UDP refused: told after a round trip", link: { udp: "refused" }, sees: ["20 refused"] },
  { title: "TCP blocked: silence", link: { tcp: "blocked" }, transport: "tcp", sees: [] },
  { title: "TCP refused: told after a round trip", link: { tcp: "refused" }, transport: "tcp", sees: ["20 refused"] },
  { title: "all lost, UDP: silence", link: { lossPercent: 100 }, sees: [] },
  { title: "all lost, TCP: silence", link: { lossPercent: 100 }, transport: "tcp", sees: [] },
  { title: "each datagram twice", link: { duplicatePercent: 100 }, sees: Array(4).fill("20 got 07 from 192.0.2.1") },
  { title: "all held back", link: { reorderPercent: 100 }, sees: ["60 got 07 from 192.0.2.1"] },
  { title: "another way is longer", link: { rttMs: 300 }, sees: ["300 got 07 from 192.0.2.1"] },
  { title: "a query fits IPv4's MTU", link: { mtuOctets: 28 + 19 }, sees: ["20 got 07 from 192.0.2.1"] },
  { title: "a query does not fit IPv6's MTU", link: { mtuOctets: 48 + 18 }, to: there6, sees: [] },
  { title: "streams know no MTU", link: { mtuOctets: 40 }, transport: "tcp", sees: ["40 got 07 from 192.0.2.1"] },
];

test.each(cases)("$title", ({ link, transport, to = there, sees }) => {
  const stub = new Stub();
  stub.network.serve(to.address, answer(7), { ...plainLink, ...link });
  stub.ask(transport, to);
  expect(stub.run()).toEqual(sees);
});

test("a reply beyond the MTU is lost over UDP and comes over TCP", () => {
  const stub = new Stub();
  stub.network.serve(there.address, () => [{ octets: new Uint8Array(1500), delayMs: 0 }], { ...plainLink });
  stub.ask("udp");
  expect(stub.run()).toEqual([]);
  stub.ask("tcp");
  expect(stub.run()).toHaveLength(1);
});

test("replies come as late as the server says, in the order of their times, from where they say", () => {
  const stub = new Stub();
  stub.network.serve(there.address, () => [
    { octets: Uint8Array.of(2), delayMs: 50, from: there6 },
    { octets: Uint8Array.of(1), delayMs: 5 },
  ]);
  stub.ask();
  expect(stub.run()).toEqual(["25 got 01 from 192.0.2.1", "70 got 02 from 2001:db8::1"]);
});

test("a server can break the connection", () => {
  const stub = new Stub();
  stub.network.serve(there.address, () => "closed");
  stub.ask("tcp");
  expect(stub.run()).toEqual(["40 closed"]);
});

test.each([
  { elsewhere: "silent", sees: [] },
  { elsewhere: "unreachable", sees: ["20 unreachable"] },
] as const)("where nobody is: $elsewhere", ({ elsewhere, sees }) => {
  const stub = new Stub(1, { elsewhere });
  stub.ask();
  expect(stub.run()).toEqual(sees);
});

test("what is closed gets nothing more", () => {
  const stub = new Stub();
  stub.network.serve(there.address, answer(1));
  stub.network.close(stub.ask());
  expect(stub.run()).toEqual([]);
  expect(stub.network.openExchanges).toBe(0);
});

test("a forged packet arrives at an open exchange, before the server's, and at no closed one", () => {
  const stub = new Stub();
  stub.network.serve(there.address, answer(1));
  stub.network.onSend = ({ exchange, to }) => stub.network.inject(exchange, Uint8Array.of(0xff), to, 3);
  const exchange = stub.ask();
  expect(stub.run()).toEqual(["3 got ff from 192.0.2.1", "20 got 01 from 192.0.2.1"]);
  stub.network.close(exchange);
  stub.network.inject(exchange, Uint8Array.of(0xff), there);
  expect(stub.run()).toHaveLength(2);
});

test("the log knows the question, the times and the sizes", () => {
  const stub = new Stub();
  stub.network.serve(there.address, answer(1, 2, 3));
  stub.ask("udp");
  stub.ask("tcp");
  stub.run();
  const { log } = stub.network;
  expect(log.lines()).toEqual(["192.0.2.1 udp a. A", "192.0.2.1 tcp a. A"]);
  expect(log.exchanges.map(({ replies }) => replies.map(({ atMs }) => atMs))).toEqual([[20], [40]]);
  expect([log.queries, log.octetsSent, log.octetsReceived]).toEqual([2, 2 * 19 + 2, 3 + 3 + 2]);
});

test("the log of a long run keeps the latest and counts all", () => {
  const stub = new Stub(1, { loggedExchanges: 2 });
  for (let i = 0; i < 5; i++) stub.ask();
  expect(stub.network.log.exchanges.map(({ exchange }) => exchange)).toEqual([4, 5]);
  expect(stub.network.log.queries).toBe(5);
});

test("the same seed takes the same way, another one another", () => {
  const way = (seed: number): string[] => {
    const stub = new Stub(seed);
    const link = { ...plainLink, jitterMs: 30, lossPercent: 30, duplicatePercent: 20, reorderPercent: 20 };
    stub.network.serve(there.address, ({ exchange }) => [{ octets: Uint8Array.of(exchange), delayMs: 0 }], link);
    for (let i = 0; i < 40; i++) stub.ask(i % 4 === 0 ? "tcp" : "udp");
    return stub.run();
  };
  expect(way(7)).toEqual(way(7));
  expect(way(7)).not.toEqual(way(8));
  expect(way(7).length).toBeGreaterThan(20);
});

test("the clock also goes to when the asker wants to be woken, and no further than it is told", () => {
  const stub = new Stub();
  stub.network.serve(there.address, answer(1));
  stub.ask();
  stub.nextWakeMs = 15;
  expect(stub.run(18)).toEqual(["15 woke"]);
  expect(stub.clock.nowMs()).toBe(18);
  expect(stub.run()).toEqual(["15 woke", "20 got 01 from 192.0.2.1"]);
});

test("an asker that always wants to be woken at once is found out", () => {
  const stub = new Stub();
  stub.wake = () => {};
  stub.nextWakeMs = 5;
  expect(() => stub.run()).toThrow("always something more to do");
});

test("in real time the same happens by itself", async () => {
  const seen: number[] = [];
  const clock = { nowMs: () => performance.now(), wallSeconds: () => 0 };
  const network = new SimulatedNetwork(clock, seededRandom(1));
  const startMs = clock.nowMs();
  const asker = { nextWakeMs: Number.POSITIVE_INFINITY, wake(): void {} };
  const time = new RealTime(clock, network, asker);
  network.serve(there.address, answer(1));
  await new Promise<void>((resolve) => {
    network.connect({ received: () => (seen.push(clock.nowMs() - startMs), resolve()), failed: () => {} });
    network.send({ exchange: 1, to: there, transport: "udp", octets: query });
    time.settle();
  });
  expect(seen[0]).toBeGreaterThanOrEqual(19);
  time.stop();
});
