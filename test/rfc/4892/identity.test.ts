// Who a server is, in class CH: what is configured is told, the rest is refused.

import { expect, test } from "vitest";
import { Asking, newImage } from "../../authority/asking.ts";

test("RFC 4892 §3: ID.SERVER in class CH", () => {
  const asking = new Asking(newImage(), { identity: "ams1", version: null });
  expect(asking.ask("id.server.", "TXT", { class: 3 })).toBe('NOERROR an[id.server. 0 TXT "\\u0004ams1"]');
  expect(asking.ask("version.bind.", "TXT", { class: 3 })).toBe("REFUSED");
  expect(asking.ask("id.server.", "TXT")).toBe("REFUSED");
});
