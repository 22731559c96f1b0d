// Lame delegations: servers that are named for a zone and do not serve it.

import { expect, test } from "vitest";
import { holds } from "../../replay/holds.ts";

test.each(["lame-refused", "lame-upward"])("RFC 1912 §2.8: a lame server is left for a sound one: %s", (name) => {
  for (let seed = 1; seed <= 10; seed++) {
    const { log } = holds(name, seed);
    const asked = log.filter((line) => line.startsWith("192.0.2.3 "));
    // Once found out it is remembered: the second question, a minute later, does not go to it.
    expect(asked.length, `seed ${seed}`).toBeLessThanOrEqual(2);
    expect(log.at(-1)).toBe("192.0.2.4 was asked www.example.test. A");
  }
});
