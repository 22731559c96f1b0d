import { expect, test } from "vitest";
import { one, rollingRoot } from "../../server/rolling-root.ts";

test("RFC 8145 §5: the zone hears which keys are trusted", () => {
  const { net, rollover, has, passDays } = rollingRoot(null);
  has(one);
  rollover.begin();
  passDays(0.01);
  const asked = net.network.log.exchanges.map(({ name, type }) => `${name.toLowerCase()} ${type}`);
  expect(asked).toContain(`_ta-${one.tag.toString(16).padStart(4, "0")}. NULL`);
});
