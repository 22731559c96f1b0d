// What our resolver answers by itself, for the tests of the RFCs that say which names those are.

import { expect } from "vitest";
import { codeName, Rcode } from "../../src/dns/codes.ts";
import { Name } from "../../src/dns/name.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { nameFromText } from "../../src/dns/text/name-text.ts";
import { RRType } from "../../src/dns/types.ts";
import type { Mnemonic } from "../../src/dns/types.ts";
import { localAnswer } from "../../src/resolver/local-zones.ts";

/** `expected`: a response code, or the data of the one record of the answer; null: the name is others' to answer. */
export function expectLocal(
  text: string,
  type: Mnemonic,
  expected: string | null,
  designated: readonly Uint8Array[] = [],
): void {
  const name = nameFromText(text);
  if (!(name instanceof Name)) throw new Error(name);
  const answer = localAnswer({ name, type: RRType[type] }, { localZones: "all", designated });
  if (answer === null) {
    expect(expected, `${text} ${type} is not local`).toBeNull();
    return;
  }
  const [set] = answer.answer;
  const got = set === undefined ? codeName(Rcode, answer.rcode, "RCODE") : printRdata(set.type, set.rdatas[0]);
  expect(got, `${text} ${type}`).toBe(expected);
  // A denial has the zone's SOA, so that it is kept (RFC 2308 §3).
  expect(answer.authority.map((one) => one.type)).toEqual(set === undefined ? [RRType.SOA] : []);
}
