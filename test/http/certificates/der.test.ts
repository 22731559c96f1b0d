// Values of ASN.1 and the octets that X.690 gives them.

import { expect, test } from "vitest";
import {
  bitString,
  context,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
  yes,
} from "../../../src/http/certificates/der.ts";

test.each([
  ["zero", integer(Buffer.of(0)), "020100"],
  ["no leading zeros", integer(Buffer.of(0, 0, 5)), "020105"],
  ["a high bit is no sign", integer(Buffer.of(0x80)), "02020080"],
  ["true", yes, "0101ff"],
  ["an arc of one septet", objectIdentifier("2.5.29.17"), "0603551d11"],
  ["arcs of several septets", objectIdentifier("1.2.840.10045.4.3.2"), "06082a8648ce3d040302"],
  ["a first arc beyond 127", objectIdentifier("2.999.3"), "0603883703"],
  ["bits", bitString(Buffer.of(0b0000_0110), 1), "03020106"],
  ["text", utf8String("é"), "0c02c3a9"],
  ["nothing", sequence(), "3000"],
  ["a set", set(yes), "31030101ff"],
  ["a tag round a value", context(3, yes), "a3030101ff"],
  ["a tag of its own", tagged(0x82, Buffer.from("a")), "820161"],
  ["the longest short length", octetString(Buffer.alloc(127)).subarray(0, 2), "047f"],
  ["the shortest long length", octetString(Buffer.alloc(128)).subarray(0, 3), "048180"],
  ["two octets of length", octetString(Buffer.alloc(256)).subarray(0, 4), "04820100"],
])("%s", (_, der, hex) => {
  expect(Buffer.from(der).toString("hex")).toBe(hex);
});

test.each([
  [Date.UTC(2026, 10, 22, 1, 2, 3), 0x17, "261122010203Z"],
  [Date.UTC(2049, 11, 31, 23, 59, 59), 0x17, "491231235959Z"],
  [Date.UTC(2050, 0, 1), 0x18, "20500101000000Z"],
])("RFC 5280 §4.1.2.5: the time %i has the form of its year", (ms, tag, text) => {
  const der = time(ms);
  expect(der[0]).toBe(tag);
  expect(der.subarray(2).toString()).toBe(text);
});
