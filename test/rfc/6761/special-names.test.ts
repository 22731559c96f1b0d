// Special-use names that a resolver answers by itself.

import { expect, test } from "vitest";
import { holds } from "../../replay/holds.ts";
import type { Name } from "../../../src/dns/name.ts";
import { nameFromText } from "../../../src/dns/text/name-text.ts";
import { RRType } from "../../../src/dns/types.ts";
import { localAnswer } from "../../../src/resolver/local-zones.ts";
import { expectLocal } from "../local-names.ts";

test("RFC 6761 §6.3: localhost and all below it are the loopback addresses", () => {
  expectLocal("localhost.", "A", "127.0.0.1");
  expectLocal("www.LocalHost.", "AAAA", "::1");
  expectLocal("localhost.", "MX", "NOERROR");
  expectLocal("localhost.example.", "A", null);
});

test("RFC 6761 §6.2: test. is answered here, RFC 6761 §6.4: invalid. does not exist", () => {
  expectLocal("www.test.", "A", "NXDOMAIN");
  expectLocal("www.invalid.", "AAAA", "NXDOMAIN");
});

test("RFC 6761 §6.5: example. is a name as any other", () => {
  expectLocal("www.example.", "A", null);
});

test("RFC 6761 §6.3 and §6.4: nobody is asked about them", () => {
  expect(holds("local-names").upstreamQueries).toBe(0);
});

test("RFC 6761 §6.3: localhost stays this machine's even where other special names are a laboratory's", () => {
  const localhost = nameFromText("localhost.") as Name;
  const lesson = nameFromText("www.broken.test.") as Name;
  expect(
    localAnswer({ name: localhost, type: RRType.A }, { localZones: "this machine", designated: [] })?.answer,
  ).toHaveLength(1);
  expect(localAnswer({ name: lesson, type: RRType.A }, { localZones: "this machine", designated: [] })).toBeNull();
  expect(localAnswer({ name: localhost, type: RRType.A }, { localZones: "none", designated: [] })).toBeNull();
});
