// Failures are cached, and failing servers are not asked again and again.

import { expect, test } from "vitest";
import { maxTriesPerServer } from "../../../src/base/limits.ts";
import { holds } from "../../replay/holds.ts";

test("RFC 9520 §3.1: a silent server is asked a few times over UDP, once over TCP, and no more", () => {
  const { log } = holds("all-servers-dead");
  for (const server of ["192.0.2.3", "192.0.2.4"]) {
    const asked = log.filter((line) => line.startsWith(`${server} `));
    expect(asked.filter((line) => !line.endsWith("over TCP"))).toHaveLength(maxTriesPerServer);
    expect(asked.filter((line) => line.endsWith("over TCP"))).toHaveLength(1);
  }
});

test("RFC 9520 §3.2: a failure is remembered, for five minutes at most", () => {
  // Asked for the first question and for the last one, not for that between them.
  expect(holds("failure-cached").log.filter((line) => line.endsWith("www.example.test. A"))).toHaveLength(2);
});

test("RFC 9520 §3.2: a circle of name servers is a failure that is remembered, too", () => {
  expect(holds("cyclic-ns").upstreamQueries).toBeLessThan(10);
});
