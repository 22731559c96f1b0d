// A client whose cookie is valid has proven its address; limiting its rate would protect nobody.

import { expect, test } from "vitest";
import { createClient } from "../../../src/net/client.ts";
import { counterRow, createCounters } from "../../../src/net/counters.ts";
import { Deferrals } from "../../../src/net/deferrals.ts";
import { Exchange } from "../../../src/net/exchange.ts";
import { defaultRateLimit, RateLimiter } from "../../../src/net/rate-limit.ts";
import { createResponder } from "../../net/echo-responder.ts";

test.each([
  [0, 3],
  [1, 50],
])("RFC 7873 §5.2.3: with a valid cookie (%i) %i of 50 replies go out", async (addressProven, expected) => {
  const deferrals = new Deferrals();
  const exchange = new Exchange({
    responder: { ...createResponder(0, { row: 0, deferrals }), addressProven },
    counters: counterRow(createCounters(1), 0),
    deferrals, allowQuery: null, rateExempt: null, queryLog: null, report: () => {},
    rateLimiter: new RateLimiter({ ...defaultRateLimit, nodataPerSecond: 3, slip: 0 }, 1),
  }); // prettier-ignore
  const [rx, tx] = [new Uint8Array(20), new Uint8Array(512)];
  exchange.enter();
  let sent = 0;
  for (let i = 0; i < 50; i++) sent += exchange.respond(rx, 0, 20, tx, 0, 512, createClient(0, 4)) > 0 ? 1 : 0;
  exchange.leave();
  expect(sent).toBe(expected);
});
