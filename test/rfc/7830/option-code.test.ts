import { expect, test } from "vitest";
import { EdnsOption } from "../../../src/dns/codes.ts";

test("RFC 7830 §3: padding is option 12", () => {
  expect(EdnsOption.PADDING).toBe(12);
});
