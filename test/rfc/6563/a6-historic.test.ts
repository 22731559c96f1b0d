import { expect, test } from "vitest";
import { RRType, typeRow } from "../../../src/dns/types.ts";

test("RFC 6563 §3: A6 is historic: carried, but its names draw no addresses", () => {
  expect(typeRow(RRType.A6)).toMatchObject({ target: null, compressible: null });
});
