// TSIG is the last record or none.

import { expect, test } from "vitest";
import { MessageFault, MessageView } from "../../../src/dns/message-view.ts";
import { Asking, newImage } from "../../authority/asking.ts";
import { digitsOf, octets } from "../support.ts";

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

const key = "036b6579 00 00fa 00ff 00000000";
const rdata = "0b686d61632d73686132353600 00006543 2100 012c 0004 deadbeef 0001 0000 0000";

test("RFC 8945 §5.2.1: a key we do not have is NOTAUTH with BADKEY, unsigned", () => {
  const asking = new Asking(newImage());
  const query = octets(`000100000001000000000001 ${question} ${key} 0021 ${rdata}`);
  const reply = asking.send(query)!;
  expect(digitsOf(reply)).toBe(
    digitsOf(
      octets(
        `000180090001000000000001 ${question} ${key} 001d 0b686d61632d73686132353600 00006543 2100 012c 0000 0001 0011 0000`,
      ),
    ),
  );
});

test("RFC 8945 §4.2: TSIG data whose sizes do not add up is FORMERR", () => {
  const asking = new Asking(newImage());
  for (const data of [
    rdata.replace("0004 dead", "0005 dead"),
    rdata.replace("0b68", "3f68"),
    rdata.replace(/0000$/, "0001"),
  ]) {
    expect(asking.send(octets(`000100000001000000000001 ${question} ${key} 0021 ${data}`))?.[3], data).toBe(1);
  }
});
