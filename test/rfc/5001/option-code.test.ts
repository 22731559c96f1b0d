import { expect, test } from "vitest";
import { EdnsOption } from "../../../src/dns/codes.ts";

test("RFC 5001 §2.3: NSID is option 3", () => {
  expect(EdnsOption.NSID).toBe(3);
});
