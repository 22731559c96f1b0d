// Answers over UDP that need no fragments.

import { expect, test } from "vitest";
import { seededRandom } from "../../../src/base/random.ts";
import { MessageFault, MessageView } from "../../../src/dns/message-view.ts";
import { Name } from "../../../src/dns/name.ts";
import { RRType } from "../../../src/dns/types.ts";
import { composeQuery } from "../../../src/resolver/upstream-query.ts";
import { holds } from "../../replay/holds.ts";

test("RFC 9715 §3.2: a query offers room for 1232 octets", () => {
  const form = { casing: "not mixed", recursion: "not desired", edns: null } as const;
  const { octets } = composeQuery({ name: Name.root, type: RRType.NS }, form, seededRandom(1));
  const view = new MessageView();
  expect(view.parse(octets, 0, octets.length)).toBe(MessageFault.none);
  expect(view.edns).toMatchObject({ present: true, udpSize: 1232 });
});

test("RFC 9715 §3.2: what is larger comes over TCP", () => {
  expect(holds("tcp-on-tc").log.at(-1)).toBe("192.0.2.3 was asked big.example.test. TXT over TCP");
});
