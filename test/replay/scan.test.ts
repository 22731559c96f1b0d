// The scenario format: what is read out of it, and that faults are told with their place.

import { expect, test } from "vitest";
import { scanScenario } from "../../src/lab/scenario/scan.ts";
import type { Scenario } from "../../src/lab/scenario/model.ts";
import { printFault } from "../../src/zone/file-fault.ts";

function scan(text: string): { scenario: Scenario | null; faults: string[] } {
  const { scenario, faults } = scanScenario("x.rpl", new TextEncoder().encode(text));
  return { scenario, faults: faults.map(printFault) };
}

const entry = `ENTRY_BEGIN
MATCH opcode qname ; a comment
ADJUST copy_id sleep=3
REPLY QR AA DO NXDOMAIN
SECTION QUESTION
Example.test. IN TXT
SECTION ANSWER
example.test. 60 TXT "a; b" c
	example.test. IN 1h SOA ns hostmaster ( 1 2
		3 4 5 )
ENTRY_END
`;

function body(text: string): string {
  return `stub-addr: 192.0.2.1 # a root\nCONFIG_END\nSCENARIO_BEGIN it's a title (of sorts\n${text}SCENARIO_END\n`;
}

test("a range holds its addresses and its entries, records are in zone text", () => {
  const { scenario, faults } = scan(body(`RANGE_BEGIN 0 10 192.0.2.1\n\tADDRESS 2001:DB8:0::1\n${entry}RANGE_END\n`));
  expect(faults).toEqual([]);
  expect(scenario).toMatchObject({ title: "it's a title (of sorts", dialect: "deckard" });
  expect(scenario?.config[0].lines).toEqual([{ key: "stub-addr", value: "192.0.2.1", line: 1 }]);
  const [range] = scenario?.ranges ?? [];
  expect(range).toMatchObject({ first: 0, last: 10, addresses: ["192.0.2.1", "2001:db8::1"] });
  const [{ match, adjust, sleepSeconds, packets }] = range.entries;
  expect({ match, adjust, sleepSeconds }).toEqual({
    match: ["opcode", "qname"],
    adjust: ["copy_id"],
    sleepSeconds: 3,
  });
  const { rcode, flags, edns, answer } = packets[0].message;
  expect({ rcode, flags, dnssecOk: edns?.dnssecOk }).toEqual({ rcode: 3, flags: 0x8400, dnssecOk: true });
  expect(answer.map(({ type, ttlSeconds }) => [type, ttlSeconds])).toEqual([
    [16, 60],
    [6, 3600],
  ]);
});

test("Unbound's configuration makes its dialect", () => {
  const text = `server:\n\tqname-minimisation: "no"\nstub-zone:\n name: "."\n stub-addr: 192.0.2.1\nCONFIG_END\n`;
  const { scenario } = scan(`${text}SCENARIO_BEGIN t\nSCENARIO_END\n`);
  expect(scenario?.dialect).toBe("unbound");
  expect(scenario?.config.map(({ name, lines }) => [name, lines.length])).toEqual([
    ["server", 0],
    ["server", 1],
    ["stub-zone", 2],
  ]);
});

test("every step of the format is known", () => {
  const steps = `STEP 1 QUERY ADDRESS 192.0.2.9\n${entry}STEP 2 CHECK_OUT_QUERY\n${entry}STEP 3 REPLY\n${entry}
STEP 4 TIMEOUT\nSTEP 5 ERROR\nSTEP 6 TIME_PASSES ELAPSE 2.5\nSTEP 7 TRAFFIC\nSTEP 8 NOTHING
STEP 9 CHECK_AUTOTRUST test\nFILE_BEGIN\n; x\nFILE_END\nSTEP 10 ASSIGN t = \${time}\nSTEP 11 CHECK_ANSWER\n${entry}`;
  const { scenario, faults } = scan(body(steps));
  expect(faults).toEqual([]);
  expect(scenario?.steps.map(({ action }) => action.kind)).toEqual([
    "query",
    "check-out-query",
    "reply",
    "timeout",
    "error",
    "time-passes",
    "traffic",
    "nothing",
    "other",
    "other",
    "check-answer",
  ]);
});

test("raw octets replace a message", () => {
  const raw = `ENTRY_BEGIN\nRAW\n0102ff\nENTRY_END\n`;
  const hex = `ENTRY_BEGIN\nSECTION QUESTION\nx. A\nHEX_ANSWER_BEGIN\n00 01 ; 2\n02\nHEX_ANSWER_END\nENTRY_END\n`;
  const { scenario } = scan(body(`RANGE_BEGIN 0 9\n${raw}${hex}RANGE_END\n`));
  expect(scenario?.ranges[0].entries.map(({ packets }) => [...(packets[0].raw ?? [])])).toEqual([
    [1, 2, 255],
    [0, 1, 2],
  ]);
});

const faulty: readonly (readonly [text: string, fault: string])[] = [
  ["nonsense\nCONFIG_END\nSCENARIO_BEGIN\nSCENARIO_END\n", "x.rpl:1:1: not a line of configuration: key: value"],
  ["CONFIG_END\n", "x.rpl:2:1: the text ends before SCENARIO_BEGIN"],
  ["CONFIG_END\nSCENARIO_BEGIN x\n\n; c\n", "x.rpl:5:1: the text ends before SCENARIO_END"],
  ["CONFIG_END\nSCENARIO_BEGIN x\nRANGE_BEGIN 0 9\n", "x.rpl:4:1: the text ends within a range"],
  ["CONFIG_END\nSCENARIO_BEGIN x\nRANGE_BEGIN 0 9", "x.rpl:3:16: the text ends within a range"],
  ["SCENARIO_BEGIN\nSCENARIO_END\n", "x.rpl:1:1: SCENARIO_BEGIN stands before CONFIG_END"],
  [body("RANGE_BEGIN 5 1\nRANGE_END\n"), 'x.rpl:4:15: the range ends before it begins: "1"'],
  [body("RANGE_BEGIN 0 1 here\nRANGE_END\n"), 'x.rpl:4:17: not an IP address: "here"'],
  [body("STEP 2 NOTHING\nSTEP 2 NOTHING\n"), 'x.rpl:5:6: steps are numbered upwards: "2"'],
  [body("STEP 2 DANCE\n"), 'x.rpl:4:8: not an action of a step: "DANCE"'],
  [body("STEP 1 REPLY\nENTRY_BEGIN\nMATCH colour\nENTRY_END\n"), 'x.rpl:6:7: nothing that can be matched: "colour"'],
  [
    body("RANGE_BEGIN 0 9\nENTRY_BEGIN\nSECTION ANSWER\nx. A 192.0.2.3\nRANGE_END\nSTEP 1 NOTHING\n"),
    'x.rpl:8:1: the entry that begins in line 5 has no ENTRY_END: "RANGE_END"',
  ],
  [
    body("STEP 1 REPLY\nENTRY_BEGIN\nREPLY QR\nSTEP 2 NOTHING\n"),
    'x.rpl:7:1: the entry that begins in line 5 has no ENTRY_END: "STEP"',
  ],
  [
    body("STEP 1 REPLY\nENTRY_BEGIN\nSECTION ANSWER\nx. A 192.0.2.300\nENTRY_END\n"),
    'x.rpl:7:6: "300" is not an octet of an IPv4 address: "192.0.2.300"',
  ],
];

test.each(faulty)("a fault is told with its place: %j", (text, fault) => {
  const { scenario, faults } = scan(text);
  expect(scenario).toBeNull();
  expect(faults[0]).toBe(fault);
});
