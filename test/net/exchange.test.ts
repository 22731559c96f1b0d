// The packet boundary: what is counted, who is refused, and what a fault costs.

import { encode } from "dns-packet";
import { expect, test } from "vitest";
import { Protocol } from "../../src/authority/client.ts";
import { AccessList } from "../../src/net/access.ts";
import { createClient } from "../../src/net/client.ts";
import { Cell, counterRow, createCounters } from "../../src/net/counters.ts";
import { Deferrals } from "../../src/net/deferrals.ts";
import { Exchange, type ExchangeSettings, type Responder } from "../../src/net/exchange.ts";
import { printMetrics } from "../../src/net/metrics-text.ts";
import { defaultRateLimit, RateLimiter } from "../../src/net/rate-limit.ts";

/** A responder that answers with the octets it was given, the message's id put in. */
function replies(hex: string | null, proven: 0 | 1 = 0): Responder {
  return {
    accountKey: 1,
    addressProven: proven,
    enter() {},
    leave() {},
    respond(rx, start, _end, tx, txStart) {
      if (hex === null) throw new Error("a fault of ours");
      const bytes = Buffer.from(hex, "hex");
      tx.set(bytes, txStart);
      if (bytes.length > 1) tx.set(rx.subarray(start, start + 2), txStart);
      return bytes.length;
    },
  };
}

function setUp(settings: Partial<ExchangeSettings>) {
  const shared = createCounters(2);
  const reports: string[] = [];
  const exchange = new Exchange({
    responder: replies("000080000001000000000000"),
    counters: counterRow(shared, 1), allowQuery: null, rateLimiter: null, rateExempt: null, queryLog: null,
    deferrals: new Deferrals(), report: (fault) => reports.push(fault), ...settings,
  }); // prettier-ignore
  const tx = Buffer.alloc(600);
  const ask = (rx: Uint8Array, protocol: Protocol = Protocol.udp, address = [192, 0, 2, 1]): Buffer => {
    const client = createClient(protocol, 4);
    client.address.set(address);
    const padded = Buffer.concat([Buffer.alloc(7), rx, Buffer.alloc(3)]); // messages stand anywhere in a slab
    exchange.enter();
    const length = exchange.respond(padded, 7, 7 + rx.length, tx, 5, 512, client);
    exchange.leave();
    return Buffer.from(tx.subarray(5, 5 + length));
  };
  return { exchange, ask, reports, shared, lines: () => printMetrics(shared).split("\n") };
}

const query = (type: string, additionals: object[] = []): Buffer =>
  encode({
    type: "query",
    id: 0x1234,
    flags: 0x100,
    questions: [{ type: type as "A", name: "www.example.test" }],
    additionals: additionals as never[],
  });
const doOpt = {
  type: "OPT",
  name: ".",
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0x8000,
  options: [],
};

test("messages and replies are counted by transport, family, type, code and size", () => {
  const { ask, lines } = setUp({});
  ask(query("A"));
  ask(query("A", [doOpt]), Protocol.tcp);
  ask(query("NULL"));
  ask(Buffer.alloc(3));
  expect(lines()).toEqual(expect.arrayContaining([
    'signpost_dns_requests_total{proto="udp",family="1",type="A"} 1',
    'signpost_dns_requests_total{proto="tcp",family="1",type="A"} 1',
    'signpost_dns_requests_total{proto="udp",family="1",type="other"} 2',
    'signpost_dns_do_requests_total{proto="udp"} 0',
    'signpost_dns_do_requests_total{proto="tcp"} 1',
    'signpost_dns_responses_total{proto="udp",rcode="NOERROR"} 3',
    'signpost_dns_request_size_bytes_bucket{proto="udp",le="0"} 0',
    'signpost_dns_request_size_bytes_bucket{proto="udp",le="100"} 3',
    'signpost_dns_request_size_bytes_bucket{proto="udp",le="+Inf"} 3',
    'signpost_dns_request_size_bytes_sum{proto="udp"} 71',
    'signpost_dns_request_size_bytes_count{proto="udp"} 3',
    'signpost_dns_response_size_bytes_sum{proto="udp"} 36',
    'signpost_dns_request_duration_seconds_count{proto="udp"} 3',
  ])); // prettier-ignore
});

test.each([
  ["NXDOMAIN", "000084030000000000000000"],
  ["REFUSED", "000080050000000000000000"],
  ["15", "0000800f0000000000000000"],
])("a reply with %s is counted as such", (rcode, hex) => {
  const { ask, lines } = setUp({ responder: replies(hex) });
  ask(query("A"));
  expect(lines()).toContain(`signpost_dns_responses_total{proto="udp",rcode="${rcode}"} 1`);
});

test("BADVERS, whose upper bits stand in OPT, is counted as BADVERS", () => {
  const question = query("A").subarray(12).toString("hex");
  const { ask, lines } = setUp({ responder: replies(`000080000001000000000001${question}00002904d0010000000000`) });
  ask(query("A", [doOpt]));
  expect(lines()).toContain('signpost_dns_responses_total{proto="udp",rcode="BADVERS"} 1');
});

test("silence and truncation are counted", () => {
  const silent = setUp({ responder: replies("") });
  expect(silent.ask(query("A"))).toHaveLength(0);
  expect(silent.lines()).toContain('signpost_dns_messages_unanswered_total{proto="udp"} 1');
  const truncated = setUp({ responder: replies("000082000000000000000000") });
  truncated.ask(query("A"));
  expect(truncated.lines()).toContain('signpost_dns_responses_truncated_total{proto="udp"} 1');
});

test("a fault while answering is SERVFAIL with the question, a counter, and one report a second", () => {
  const { ask, reports, lines } = setUp({ responder: replies(null) });
  const reply = ask(query("A"));
  expect(reply.subarray(0, 4).toString("hex")).toBe("12348102");
  expect(reply.subarray(12)).toEqual(query("A").subarray(12));
  ask(query("A"));
  expect(reports).toHaveLength(1);
  expect(reports[0]).toContain("a fault of ours");
  expect(lines()).toEqual(
    expect.arrayContaining(["signpost_panics_total 2", 'signpost_dns_responses_total{proto="udp",rcode="SERVFAIL"} 2']),
  );
});

test("who may not ask is refused, until the list changes", () => {
  const { ask, exchange, lines } = setUp({ allowQuery: new AccessList(["10.0.0.0/8"]) });
  expect(ask(query("A"))[3] & 15).toBe(5);
  expect(ask(query("A"), Protocol.udp, [10, 1, 2, 3])[3] & 15).toBe(0);
  exchange.setAllowQuery(null);
  expect(ask(query("A"))[3] & 15).toBe(0);
  expect(lines()).toContain("signpost_acl_blocked_requests_total 1");
});

test.each([
  ["answers", "000084000000000100000000", { responsesPerSecond: 1 }],
  ["nodata", "000084000000000000010000", { nodataPerSecond: 1 }],
  ["names that are not", "000084030000000000010000", { nxdomainsPerSecond: 1 }],
  ["referrals", "000080000000000000020000", { referralsPerSecond: 1 }],
  ["errors", "000080050000000000000000", { errorsPerSecond: 1 }],
])("%s have their own rate", (_, hex, rate) => {
  const off = {
    responsesPerSecond: 0,
    nodataPerSecond: 0,
    nxdomainsPerSecond: 0,
    referralsPerSecond: 0,
    errorsPerSecond: 0,
  };
  const { ask, lines } = setUp({
    responder: replies(hex),
    rateLimiter: new RateLimiter({ ...defaultRateLimit, ...off, ...rate, slip: 2 }, 1),
  });
  const lengths = [ask(query("A")), ask(query("A")), ask(query("A"))].map((reply) => reply.length);
  expect(lengths).toEqual([12, 0, query("A").length]); // a slipped reply is never longer than its question
  expect(lines()).toEqual(
    expect.arrayContaining(["signpost_rrl_responses_exceeded_total 1", "signpost_rrl_responses_slipped_total 1"]),
  );
});

test("who may not ask is refused at the rate of errors, or a forger would have a mirror", () => {
  const { ask } = setUp({
    allowQuery: new AccessList(["10.0.0.0/8"]),
    rateLimiter: new RateLimiter({ ...defaultRateLimit, errorsPerSecond: 1, slip: 0 }, 1),
  });
  const lengths = [ask(query("A")), ask(query("A")), ask(query("A"))].map((reply) => reply.length);
  expect(lengths).toEqual([query("A").length, 0, 0]);
  expect(ask(query("A"), Protocol.tcp).length).toBeGreaterThan(0);
});

test("streams and exempt clients are not limited", () => {
  const rateLimiter = new RateLimiter({ ...defaultRateLimit, nodataPerSecond: 1, slip: 0 }, 1);
  const { ask, lines } = setUp({ rateLimiter, rateExempt: new AccessList(["192.0.2.0/24"]) });
  for (let i = 0; i < 5; i++) {
    expect(ask(query("A"), Protocol.tcp, [198, 51, 100, 1])).toHaveLength(12);
    expect(ask(query("A"))).toHaveLength(12);
  }
  expect(ask(query("A"), Protocol.udp, [198, 51, 100, 1])).toHaveLength(12);
  expect(ask(query("A"), Protocol.udp, [198, 51, 100, 1])).toHaveLength(0);
  expect(lines()).toContain("signpost_rrl_responses_exceeded_total 1");
});

test("rows of several workers add up, and each has its own", () => {
  const shared = createCounters(3);
  for (const row of [0, 1, 2]) counterRow(shared, row)[Cell.panics] = row + 1;
  expect(printMetrics(shared)).toContain("signpost_panics_total 6\n");
});
