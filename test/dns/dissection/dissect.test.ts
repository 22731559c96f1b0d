// A message taken apart: what each part is called and says, that the parts are all of the octets, and what becomes of messages
// that cannot be read to their end.

import { expect, test } from "vitest";
import { dissect } from "../../../src/dns/dissection/dissect.ts";
import type { Part } from "../../../src/dns/dissection/part.ts";
import { octets } from "../../rfc/support.ts";

/** Parts as lines: where they are, how deep, what they say; a mark where they are wrong. */
function told(message: Uint8Array): string[] {
  const lines = (part: Part, depth: number): string[] => {
    const { name, text, start, end, bits, parts, state } = part;
    const mark = state === "wrong" ? "!" : "";
    const own = `${start}-${end} ${"  ".repeat(depth)}${mark}${name}: ${bits === null ? "" : `${bits} `}${text}`;
    return [own, ...parts.flatMap((one) => lines(one, depth + 1))];
  };
  return dissect(message).flatMap((part) => lines(part, 0));
}

const header = (flags: string, counts: string): string => `1234 ${flags} ${counts}`;
const question = "03777777 076578616d706c65 00 0001 0001";

test("RFC 1035 §4.1.1: the header is told bit by bit", () => {
  expect(told(octets(header("8523", "0000 0000 0000 0000")))).toEqual([
    "0-12 header: 12 octets",
    "0-2   ID: 4660",
    "2-4   flags: QUERY QR AA RD AD NXDOMAIN",
    "2-4     QR: 1... .... .... .... a response",
    "2-4     OPCODE: .000 0... .... .... QUERY",
    "2-4     AA: .... .1.. .... .... an authority for the name answers",
    "2-4     TC: .... ..0. .... .... not cut short",
    "2-4     RD: .... ...1 .... .... recursion desired",
    "2-4     RA: .... .... 0... .... recursion not available",
    "2-4     Z: .... .... .0.. .... zero, as it must be",
    "2-4     AD: .... .... ..1. .... authentic data",
    "2-4     CD: .... .... ...0 .... checking not disabled",
    "2-4     RCODE: .... .... .... 0011 NXDOMAIN",
    "4-6   QDCOUNT: 0",
    "6-8   ANCOUNT: 0",
    "8-10   NSCOUNT: 0",
    "10-12   ARCOUNT: 0",
  ]);
});

test("RFC 6840 §5.7: AD of a query asks, of a response says", () => {
  const ad = (flags: string): string | undefined =>
    told(octets(header(flags, "0000 0000 0000 0000"))).find((line) => line.includes("AD:"));
  expect(ad("0120")).toMatch(/asks whether data is authentic$/);
  expect(ad("8120")).toMatch(/authentic data$/);
});

test("RFC 1035 §4.1.4: a name is told label by label, and where a pointer leads", () => {
  const answer = "04706c7573 c010 000f 0001 0000003c 0006 000a 0161 c010";
  const message = octets(`${header("8180", "0001 0001 0000 0000")} ${question} ${answer}`);
  expect(told(message).slice(17)).toEqual([
    "12-29 question: www.example. IN A",
    "12-25   QNAME: www.example.",
    "12-16     label: www",
    "16-24     label: example",
    "24-25     root: the root, and with it the name's end",
    "25-27   QTYPE: A: a host's IPv4 address",
    "27-29   QCLASS: IN",
    "29-52 answer: plus.example. MX",
    "29-36   NAME: plus.example.",
    "29-34     label: plus",
    "34-36     pointer: to octet 16 (0x10): example.",
    "36-38   TYPE: MX: a mail exchange",
    "38-40   CLASS: IN",
    "40-44   TTL: 60 seconds",
    "44-46   RDLENGTH: 6 octets",
    "46-48   preference: 10",
    "48-52   exchange: a.example.",
    "48-50     label: a",
    "50-52     pointer: to octet 16 (0x10): example.",
  ]);
});

test("RFC 6891 §6.1.3: OPT uses class and TTL for things of its own, and each option is told", () => {
  const opt = "00 0029 04d0 00 00 8000 000e 000f 0006 0014 6e6f7065 0003 0000";
  const message = octets(`${header("8105", "0000 0000 0000 0001")} ${opt}`);
  expect(told(message).slice(17)).toEqual([
    "12-37 additional: . OPT",
    "12-13   NAME: .",
    "12-13     root: the root, and with it the name's end",
    "13-15   TYPE: OPT: EDNS",
    "15-17   UDP size: 1232 octets may come over UDP",
    "17-18   extended RCODE: 0: the response code's upper bits",
    "18-19   version: 0",
    "19-21   flags: DO",
    "19-21     DO: 1... .... .... .... DNSSEC records are welcome",
    "19-21     CO: .0.. .... .... .... nothing said of compact denials",
    "19-21     Z: ..00 0000 0000 0000 zero",
    "21-23   RDLENGTH: 14 octets",
    "23-33   option EDE: 20 (Not Authoritative): (nope)",
    "23-25     OPTION-CODE: 15: EDE",
    "25-27     OPTION-LENGTH: 6 octets",
    "27-33     OPTION-DATA: 20 (Not Authoritative): (nope)",
    "33-37   option NSID: ",
    "33-35     OPTION-CODE: 3: NSID",
    "35-37     OPTION-LENGTH: 0 octets",
  ]);
});

test("RFC 2136 §2: in UPDATE the sections go by other names, and a record without data means something", () => {
  const zone = "0474657374 00 0006 0001";
  const gone = "c00c 0001 00ff 00000000 0000";
  const message = octets(`${header("2800", "0001 0000 0001 0000")} ${zone} ${gone}`);
  const lines = told(message);
  expect(lines.slice(13, 18)).toEqual([
    "4-6   ZOCOUNT: 1",
    "6-8   PRCOUNT: 0",
    "8-10   UPCOUNT: 1",
    "10-12   ADCOUNT: 0",
    "12-22 zone: test. IN SOA",
  ]);
  expect(lines.at(-1)).toBe("32-34   RDLENGTH: 0 octets");
  expect(lines.filter((line) => line.includes("!"))).toEqual([]);
});

test.each([
  ["a header cut short", "1234 0100 0001", "0-6 !rest: less than a header"],
  ["a message that ends too early", `${header("0100", "0001 0000 0000 0001")} ${question}`, "29-29 !additional: the message ends before it"], // prettier-ignore
  ["octets behind the last record", `${header("0100", "0001 0000 0000 0000")} ${question} ffff`, "29-31 rest: 2 octets that belong to no section"], // prettier-ignore
  ["a label that does not fit", `${header("0100", "0001 0000 0000 0000")} 0a6162`, "12-15     !name: a label of 10 octets does not fit"], // prettier-ignore
  ["a name that goes on for ever", `${header("0100", "0001 0000 0000 0000")} 0161`, "14-14     !name: the octets end within a name"], // prettier-ignore
  ["a pointer forwards", `${header("8100", "0000 0001 0000 0000")} c040 0001 0001 00000000 0004 01020304`, "12-14     !pointer: to octet 64, which does not stand before"], // prettier-ignore
  ["a pointer to no name", `${header("8100", "0000 0001 0000 0000")} c002 0001 0001 00000000 0004 01020304`, "12-14     !pointer: to octet 2, where no name stands"], // prettier-ignore
  ["half a pointer", `${header("0100", "0001 0000 0000 0000")} c0`, "12-13     !name: half a pointer"],
  ["a label type that nobody uses", `${header("0100", "0001 0000 0000 0000")} 41 00`, "12-14     !name: 0x41 begins no label"], // prettier-ignore
  ["an RDLENGTH beyond the end", `${header("8100", "0000 0001 0000 0000")} 00 0001 0001 00000000 0008 01020304`, "21-23   !RDLENGTH: 8, of which 4 are there"], // prettier-ignore
  ["RDATA that is none", `${header("8100", "0000 0001 0000 0000")} 00 0001 0001 00000000 0003 010203`, "23-26   !RDATA: no data of type A: not an IPv4 address"], // prettier-ignore
  ["RDATA that is empty", `${header("8100", "0000 0001 0000 0000")} 00 0001 0001 00000000 0000`, "23-23   !RDATA: empty, which data of type A is not"], // prettier-ignore
  ["an option that does not fit", `${header("0100", "0000 0000 0000 0001")} 00 0029 04d0 00000000 0005 000a000801`, "23-28   !option: an option does not fit"], // prettier-ignore
  ["an unknown type", `${header("8100", "0000 0001 0000 0000")} 00 ff00 0001 00000000 0002 abcd`, "23-25   RDATA: abcd"], // prettier-ignore
])("%s", (_title, hex, line) => {
  expect(told(octets(hex))).toContain(line);
});
