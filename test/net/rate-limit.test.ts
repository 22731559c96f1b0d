// Response rate limiting by the clock of the test.

import { expect, test } from "vitest";
import { parseAddress } from "../../src/net/address.ts";
import {
  defaultRateLimit,
  RateLimiter,
  type RateLimitOptions,
  ResponseKind,
  Verdict,
} from "../../src/net/rate-limit.ts";

const address = (text: string): Uint8Array => {
  const room = new Uint8Array(16);
  room.set(parseAddress(text)!.octets);
  return room;
};

/** How many of `count` responses at one moment are sent, dropped and slipped. */
function burst(
  limiter: RateLimiter,
  count: number,
  nowMs: number,
  client = "192.0.2.1",
  subject = 7,
  kind: ResponseKind = ResponseKind.answer,
): number[] {
  const verdicts = [0, 0, 0];
  const family = client.includes(":") ? 6 : 4;
  for (let i = 0; i < count; i++) verdicts[limiter.account(family, address(client), kind, subject, nowMs)]++;
  return verdicts;
}

const limiter = (options: Partial<RateLimitOptions> = {}): RateLimiter =>
  new RateLimiter({ ...defaultRateLimit, responsesPerSecond: 10, slip: 0, ...options }, 42);

test("a second's worth of responses goes out, then no more", () => {
  expect(burst(limiter(), 100, 0)).toEqual([10, 90, 0]);
});

test("every slip-th limited response goes out truncated", () => {
  expect(burst(limiter({ slip: 2 }), 110, 0)).toEqual([10, 50, 50]);
  expect(burst(limiter({ slip: 1 }), 110, 0)).toEqual([10, 0, 100]);
  expect(burst(limiter({ slip: 10 }), 110, 0)).toEqual([10, 90, 10]);
});

test("credits come back with time, and never more than a second's worth", () => {
  const limited = limiter({ windowSeconds: 1 });
  expect(burst(limited, 10, 0)).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 500)).toEqual([5, 5, 0]);
  expect(burst(limited, 1, 600)).toEqual([0, 1, 0]); // in debt by then
  expect(burst(limited, 100, 3_600_000)[0]).toBe(10);
});

test("debt is bounded by the window", () => {
  const limited = limiter({ windowSeconds: 5 });
  burst(limited, 100_000, 0);
  expect(burst(limited, 1, 4_900)).toEqual([0, 1, 0]);
  expect(burst(limited, 1, 5_200)).toEqual([1, 0, 0]);
});

test("a prefix shares an account, its neighbours have their own", () => {
  const limited = limiter();
  expect(burst(limited, 10, 0, "192.0.2.1")).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 0, "192.0.2.254")).toEqual([0, 10, 0]);
  expect(burst(limited, 10, 0, "192.0.3.1")).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 0, "2001:db8:0:1100::1")).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 0, "2001:db8:0:11ff:ffff::1")).toEqual([0, 10, 0]);
  expect(burst(limited, 10, 0, "2001:db8:0:1200::1")).toEqual([10, 0, 0]);
});

test("prefix lengths inside an octet count bits", () => {
  const limited = limiter({ ipv4PrefixLength: 25 });
  expect(burst(limited, 10, 0, "192.0.2.1")).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 0, "192.0.2.127")).toEqual([0, 10, 0]);
  expect(burst(limited, 10, 0, "192.0.2.128")).toEqual([10, 0, 0]);
});

test("subjects and kinds have accounts of their own, errors one for all", () => {
  const limited = limiter({ errorsPerSecond: 5 });
  expect(burst(limited, 10, 0, "192.0.2.1", 1)).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 0, "192.0.2.1", 2)).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 0, "192.0.2.1", 1, ResponseKind.nxdomain)).toEqual([10, 0, 0]);
  expect(burst(limited, 3, 0, "192.0.2.1", 1, ResponseKind.error)).toEqual([3, 0, 0]);
  expect(burst(limited, 3, 0, "192.0.2.1", 2, ResponseKind.error)).toEqual([2, 1, 0]);
});

test("rate 0 does not limit; allPerSecond limits what subjects do not", () => {
  expect(burst(limiter({ responsesPerSecond: 0 }), 1000, 0)).toEqual([1000, 0, 0]);
  const limited = limiter({ allPerSecond: 15 });
  expect(burst(limited, 10, 0, "192.0.2.1", 1)).toEqual([10, 0, 0]);
  expect(burst(limited, 10, 0, "192.0.2.1", 2)).toEqual([5, 5, 0]);
});

test("the table is bounded: a flood of networks takes no room, and a busy account keeps its debt amid it", () => {
  const limited = limiter({ maxTableSize: 1024 });
  burst(limited, 200, 0);
  let sent = 0;
  for (let i = 0; i < 50_000; i++) {
    limited.account(4, Uint8Array.of(10, i >> 16, i >> 8, 0), ResponseKind.answer, i, 1);
    if (i % 50 === 0) sent += burst(limited, 1, 2)[Verdict.send];
  }
  expect(sent).toBe(0);
});

test("clocks that pass 2^31 and 2^32 change nothing", () => {
  for (const wrap of [2 ** 31, 2 ** 32]) {
    const limited = limiter();
    expect(burst(limited, 12, wrap - 200)).toEqual([10, 2, 0]);
    expect(burst(limited, 5, wrap + 300)).toEqual([3, 2, 0]);
  }
});

test("another seed spreads accounts another way, with the same verdicts", () => {
  for (const seed of [0, 1, 0xffff_ffff]) {
    const limited = new RateLimiter({ ...defaultRateLimit, responsesPerSecond: 3, slip: 1 }, seed);
    expect(limited.account(4, address("192.0.2.1"), ResponseKind.answer, 0, 0)).toBe(Verdict.send);
    expect(burst(limited, 3, 0, "192.0.2.1", 0)).toEqual([2, 0, 1]);
  }
});
