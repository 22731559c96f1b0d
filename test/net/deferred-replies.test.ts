// Questions that another thread answers: whatever the transport, the reply finds its asker, from the address that was
// asked, and is limited, counted and logged as any other.

import { createSocket } from "node:dgram";
import { networkInterfaces } from "node:os";
import { encode } from "dns-packet";
import { describe, expect, test } from "vitest";
import { Protocol } from "../../src/authority/client.ts";
import {
  maxDeferredMs,
  maxDeferredQueryOctets,
  maxDeferredReplies,
  maxPipelinedQuestions,
} from "../../src/base/limits.ts";
import { createClient, type ReturnPath } from "../../src/net/client.ts";
import { Connections } from "../../src/net/connections.ts";
import { Cell, counterRow, createCounters } from "../../src/net/counters.ts";
import { openDatagram } from "../../src/net/datagram.ts";
import { Deferrals } from "../../src/net/deferrals.ts";
import { Exchange, type ExchangeSettings, type Responder } from "../../src/net/exchange.ts";
import { printMetrics } from "../../src/net/metrics-text.ts";
import { createQueryLogRing, drainQueryLog, QueryLogWriter } from "../../src/net/query-log.ts";
import { defaultRateLimit, RateLimiter } from "../../src/net/rate-limit.ts";
import { defaultStreamLimits, StreamServer } from "../../src/net/stream-server.ts";
import { mmsgUnavailable } from "../../src/net/udp-mmsg.ts";
import { createResponder } from "./echo-responder.ts";
import { cleanUp, dial, framed, message, reply, until } from "./stream-client.ts";

const kinds = mmsgUnavailable() === null ? (["mmsg", "dgram"] as const) : (["dgram"] as const);
const ways = [
  ...kinds.flatMap((kind) => [
    { way: kind, address: "127.0.0.1" },
    { way: kind, address: "::1" },
    { way: kind, address: "0.0.0.0" },
    { way: kind, address: "::" },
  ]),
  { way: "tcp" as const, address: "127.0.0.1" },
  { way: "tcp" as const, address: "::1" },
];

function set(settings: Partial<ExchangeSettings> = {}) {
  const shared = createCounters(1);
  const counters = counterRow(shared, 0);
  const deferrals = new Deferrals();
  const exchange = new Exchange({
    responder: createResponder(0, { row: 0, deferrals }),
    counters, deferrals, allowQuery: null, rateLimiter: null, rateExempt: null, queryLog: null,
    report: () => {}, ...settings,
  }); // prettier-ignore
  return { exchange, counters, deferrals, lines: () => printMetrics(shared).split("\n") };
}

/** A server of one way, and a client of it: what it sends, and what came back in order, with where from. */
async function connect(way: (typeof ways)[number]["way"], address: string, server: ReturnType<typeof set>) {
  const { exchange, counters } = server;
  const isIPv6 = address.includes(":");
  const to = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  if (way === "tcp") {
    const limits = { ...defaultStreamLimits, drainTimeoutMs: 500 };
    const streams = new StreamServer(exchange, limits, new Connections(limits, counters));
    const { port } = await streams.listen({ address, port: 0 });
    cleanUp.push(() => streams.close());
    const client = await dial(port, to);
    return {
      send: (query: Buffer) => void client.socket.write(framed(query)),
      next: async () => ({ octets: await client.next(), from: to }),
      close: () => streams.close(),
    };
  }
  const transport = await openDatagram(way, { address, port: 0 }, exchange);
  const socket = createSocket(isIPv6 ? "udp6" : "udp4");
  const came: { octets: Buffer; from: string }[] = [];
  socket.on("message", (octets, from) => came.push({ octets, from: from.address }));
  await new Promise<void>((resolve) => socket.bind(0, isIPv6 ? "::" : "0.0.0.0", resolve));
  cleanUp.push(() => transport.close(), () => void socket.close()); // prettier-ignore
  return {
    send: (query: Buffer, asked = to) => socket.send(query, transport.endpoint.port, asked),
    async next() {
      await until(() => came.length > 0);
      return came.shift()!;
    },
    close: () => transport.close(),
  };
}

describe.each(ways)("$way on $address", ({ way, address }) => {
  test("replies come when they are there, each to its question", async () => {
    const server = set();
    const client = await connect(way, address, server);
    for (const [id, word] of ["late3", "late1", "at once", "never", "late2"].entries()) client.send(message(word, id));
    const ids = [];
    for (let i = 0; i < 4; i++) ids.push((await client.next()).octets.readUInt16BE(0));
    expect(ids).toEqual([2, 1, 4, 0]);
    expect(server.deferrals.count).toBe(1);
    expect(server.counters[Cell.deferred]).toBe(1);
  });

  test("many wait at once, and each gets its own", async () => {
    const client = await connect(way, address, set());
    for (let id = 0; id < 100; id++) client.send(message(`late${1 + (id % 4)} of ${id}`, id));
    const seen = new Set<string>();
    for (let i = 0; i < 100; i++) seen.add((await client.next()).octets.subarray(12).toString());
    expect(seen).toEqual(new Set(Array.from({ length: 100 }, (_, id) => `late${1 + (id % 4)} of ${id}`)));
  });

  test("a socket that closes under a waiting question does no harm", async () => {
    const server = set();
    const client = await connect(way, address, server);
    client.send(message("late5", 1));
    await until(() => server.deferrals.count === 1);
    await client.close();
    await until(() => server.deferrals.count === 0);
    expect(server.counters[Cell.panics]).toBe(0);
  });
});

test.each(kinds)("RFC 2181 §4.1: on a wildcard, %s replies late from the address that was asked", async (kind) => {
  const client = await connect(kind, "0.0.0.0", set());
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []).filter((one) => one.family === "IPv4"); // prettier-ignore
  const addresses = kind === "mmsg" ? [...own.map((one) => one.address), "127.0.0.2", "127.9.8.7"] : own.map((one) => one.address); // prettier-ignore
  for (const asked of addresses) {
    client.send(message("late1", 7), asked);
    client.send(message("other", 8), "127.0.0.1"); // a later batch must not bend the way back
    const both = [await client.next(), await client.next()];
    expect(both.find(({ octets }) => octets.readUInt16BE(0) === 7)?.from).toBe(asked);
  }
});

describe("a connection", () => {
  const open = async () => {
    const server = set();
    const limits = { ...defaultStreamLimits, idleTimeoutMs: 100, drainTimeoutMs: 1000 };
    const streams = new StreamServer(server.exchange, limits, new Connections(limits, server.counters));
    const { port } = await streams.listen({ address: "127.0.0.1", port: 0 });
    cleanUp.push(() => streams.close());
    return { ...server, streams, client: await dial(port) };
  };

  test("RFC 7766 §6.2.3: is not idle while a question waits", async () => {
    const { client } = await open();
    client.socket.write(framed(message("later", 1))); // 2 s: twenty times the idle time
    expect(await client.next()).toEqual(reply(message("later", 1)));
    await client.closed;
  });

  test("RFC 7766 §6.2.4: half closed by the client, it still gets what waits", async () => {
    const { client } = await open();
    client.socket.end(framed(message("late4", 1)));
    expect(await client.next()).toEqual(reply(message("late4", 1)));
    await client.closed;
  });

  test("is read no further while too many of its questions wait", async () => {
    const { client, deferrals } = await open();
    const burst = Array.from({ length: 300 }, (_, id) => framed(message("late9", id)));
    client.socket.write(Buffer.concat(burst));
    await until(() => deferrals.count > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(deferrals.count).toBe(128);
    const seen = new Set<number>();
    for (let i = 0; i < 300; i++) seen.add((await client.next()).readUInt16BE(0));
    expect(seen.size).toBe(300);
  });

  test("is read no further either where each piece ends in the middle of a message", async () => {
    const { client, deferrals } = await open();
    const whole = framed(message("never", 1));
    client.socket.write(whole.subarray(0, 5));
    for (let i = 0; i < maxPipelinedQuestions + 50; i++) {
      client.socket.write(Buffer.concat([whole.subarray(5), whole.subarray(0, 5)]));
      // Each by itself, as the system would put together what comes at once.
      const before = deferrals.count;
      for (let turns = 0; turns < 20 && deferrals.count === before; turns++) await new Promise(setImmediate);
    }
    expect(deferrals.count).toBe(maxPipelinedQuestions);
  });

  test("that is gone takes its replies with it", async () => {
    const { client, deferrals, counters } = await open();
    for (let id = 0; id < 5; id++) client.socket.write(framed(message("late3", id)));
    await until(() => deferrals.count === 5);
    client.socket.resetAndDestroy();
    await until(() => deferrals.count === 0);
    expect(counters[Cell.dropped + Protocol.tcp]).toBe(5);
  });

  test("of a server that stops stays open for what waits", async () => {
    const { client, streams, deferrals } = await open();
    client.socket.write(framed(message("late4", 1)));
    await until(() => deferrals.count === 1);
    const closing = streams.close();
    expect(await client.next()).toEqual(reply(message("late4", 1)));
    await closing;
  });
});

describe("the exchange", () => {
  const questions = [{ type: "A" as const, name: "a.test" }];
  const query = encode({ type: "query", id: 7, flags: 0x100, questions });
  const answer = encode({ type: "response", id: 7, flags: 0x180, questions });

  /** An exchange whose responder holds every question; `ask` returns the token, `sent` is what left in the end. */
  function holding(settings: Partial<ExchangeSettings> = {}) {
    const deferrals = new Deferrals();
    const responder: Responder = {
      accountKey: 5, addressProven: 0, enter() {}, leave() {},
      respond: (rx, start, end, _tx, _txStart, _room, client) => (deferrals.hold(rx, start, end, client), 0),
    }; // prettier-ignore
    const server = set({ responder, deferrals, ...settings });
    const sent: Buffer[] = [];
    const path = (): ReturnPath => ({
      send: (octets) => sent.push(Buffer.from(octets)) > 0,
      abandon: () => void sent.push(Buffer.alloc(0)),
    });
    const ask = (protocol: Protocol = Protocol.udp): number => {
      server.exchange.enter();
      server.exchange.respond(query, 0, query.length, Buffer.alloc(512), 0, 512, createClient(protocol, 4, path));
      server.exchange.leave();
      return deferrals.newest;
    };
    return { ...server, deferrals, sent, ask };
  }

  test("counts and logs a held question once, when its reply leaves", () => {
    const ring = createQueryLogRing();
    const { deferrals, sent, ask, lines } = holding({ queryLog: new QueryLogWriter(ring, 1) });
    const token = ask();
    expect(drainQueryLog(ring, () => {})).toBe(0);
    expect(lines()).toContain("signpost_dns_replies_deferred 1");
    expect(lines()).toContain('signpost_dns_request_duration_seconds_count{proto="udp"} 0');
    deferrals.reply(token, answer);
    deferrals.reply(token, answer); // twice is once
    expect(sent).toEqual([answer]);
    expect(lines()).toEqual(expect.arrayContaining([
      'signpost_dns_requests_total{proto="udp",family="1",type="A"} 1',
      'signpost_dns_responses_total{proto="udp",rcode="NOERROR"} 1',
      'signpost_dns_request_duration_seconds_count{proto="udp"} 1',
      "signpost_dns_replies_deferred 0",
    ])); // prettier-ignore
    const logged: string[] = [];
    drainQueryLog(ring, (entry) => void logged.push(`${entry.name} ${entry.rcode} ${entry.replyOctets}`));
    expect(logged).toEqual([`a.test. 0 ${answer.length}`]);
  });

  test("answers SERVFAIL to a question that fails, or waits too long", () => {
    const { deferrals, sent, ask } = holding();
    deferrals.fail(ask(Protocol.tcp));
    ask(Protocol.tcp);
    deferrals.sweep(performance.now() + maxDeferredMs - 1000);
    expect(deferrals.count).toBe(1);
    deferrals.sweep(performance.now() + maxDeferredMs + 1000);
    expect(sent.map((octets) => octets.subarray(0, 4).toString("hex"))).toEqual(["00078102", "00078102"]);
  });

  test("limits the rate of late replies, but not over streams", () => {
    const rateLimiter = new RateLimiter({ ...defaultRateLimit, nodataPerSecond: 1, slip: 2 }, 1);
    const { deferrals, sent, ask, lines } = holding({ rateLimiter });
    for (let i = 0; i < 3; i++) deferrals.reply(ask(), answer);
    expect(sent.map((octets) => octets.length)).toEqual([answer.length, 0, query.length]);
    expect(sent[2][2] & 0x02).toBe(0x02); // TC
    for (let i = 0; i < 3; i++) deferrals.reply(ask(Protocol.tcp), answer);
    expect(sent.slice(3).map((octets) => octets.length)).toEqual([answer.length, answer.length, answer.length]);
    expect(lines()).toContain("signpost_rrl_responses_exceeded_total 1");
  });

  test("DNSBomb: discards what comes too late over UDP, and sends it over TCP", async () => {
    const { deferrals, sent, ask, lines } = holding();
    const tokens = [ask(), ask(Protocol.tcp)];
    await new Promise((resolve) => setTimeout(resolve, 1950));
    for (const token of tokens) deferrals.reply(token, answer);
    expect(sent.map((octets) => octets.length)).toEqual([0, answer.length]);
    expect(lines()).toContain("signpost_dns_replies_discarded_total 1");
  });

  test("holds no more than the limit, nor a message that is no honest question", () => {
    const { deferrals } = holding();
    const client = createClient(Protocol.udp, 4);
    expect(deferrals.hold(new Uint8Array(5000), 0, maxDeferredQueryOctets + 1, client)).toBe(0);
    for (let i = 0; i < maxDeferredReplies; i++) expect(deferrals.hold(query, 0, query.length, client)).not.toBe(0);
    expect(deferrals.hold(query, 0, query.length, client)).toBe(0);
  });

  test("a token of a question that ended is nobody's, though its slot is used again", () => {
    const { deferrals, sent, ask } = holding();
    const old = ask();
    deferrals.fail(old);
    const young = ask();
    deferrals.reply(old, answer);
    expect([sent.length, deferrals.count, old === young]).toEqual([1, 1, false]);
  });
});
