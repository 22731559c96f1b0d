// TSIG is the last record or none.

import { expect, test } from "vitest";
import { MessageFault, MessageView } from "../../../src/dns/message-view.ts";
import { octets } from "../support.ts";

const question = "0161 00 0001 0001";
const tsig = "00 00fa 00ff 00000000 0000";
const opt = "00 0029 04d0 00000000 0000";

test("RFC 8945 §5.1: nothing stands after TSIG", () => {
  const view = new MessageView();
  const last = octets(`000100000001000000000002 ${question} ${opt} ${tsig}`);
  expect(view.parse(last, 0, last.length)).toBe(MessageFault.none);
  expect(view.tsig).toBe(last.length - 11);
  const first = octets(`000100000001000000000002 ${question} ${tsig} ${opt}`);
  expect(view.parse(first, 0, first.length)).toBe(MessageFault.body);
});
