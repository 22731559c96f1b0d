// Declarations: each fault of a network file is told at its line and column, and what zones and network say of each other
// is checked.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openLab } from "../../src/lab/lab.ts";
import { printFault } from "../../src/zone/file-fault.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-network-"));
afterAll(() => rmSync(home, { recursive: true }));
let labs = 0;

const rootZone = `@ 1h SOA a hostmaster 1 1h 1h 1h 1h\n@ 1h NS a\na 1h A 127.53.0.1\n`;

function open(files: Readonly<Record<string, string>>): { faults: string[]; servers: string[] | null } {
  const directory = join(home, String(labs++));
  for (const [path, text] of Object.entries({ "root.zone": `$ORIGIN .\n${rootZone}`, ...files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const { lab, faults } = openLab(directory);
  const servers = lab?.servers.map(({ name }) => name) ?? null;
  return { faults: faults.map((fault) => printFault(fault).replaceAll(`${directory}/`, "")), servers };
}

const server = "servers:\n  - { name: a, addresses: [127.53.0.1], zones: [root.zone], ";

const cases: readonly { title: string; text: string; fault: RegExp }[] = [
  {
    title: "an unknown key",
    text: "server: []",
    fault: /^network\.yaml:1:1: unknown key "server" in a network; known are/u,
  },
  { title: "an unknown link", text: `${server}link: fast }`, fault: /^network\.yaml:2:67: there is no link "fast"/u },
  {
    title: "an unknown fault",
    text: `${server}faults: [lazy] }`,
    fault: /^network\.yaml:2:70: there is no fault "lazy"; known are refused,/u,
  },
  { title: "a missing parameter", text: `${server}faults: [slow] }`, fault: /:2:70: the fault slow needs delayMs/u },
  {
    title: "a wrong parameter",
    text: `${server}faults: [{ slow: { delayMs: soon } }] }`,
    fault: /slow\.delayMs is "soon": expected a whole number from 0 to 3600000/u,
  },
  {
    title: "a wrong scope",
    text: `${server}faults: [{ drops: { types: [AAAAA] } }] }`,
    fault: /an item of drops\.types is "AAAAA": expected a record type/u,
  },
  { title: "no address", text: "servers:\n  - { name: a }", fault: /^network\.yaml:2:5: a needs addresses/u },
  { title: "no such address", text: "silent: [127.53.0.256]", fault: /:1:10: .*expected an IP address/u },
  {
    title: "a wrong link value",
    text: "links: { default: { lossPercent: 101 } }",
    fault: /default\.lossPercent is "101"/u,
  },
  { title: "no YAML", text: "servers: [", fault: /^network\.yaml:1:11: /u },
  {
    title: "a zone file that is not there",
    text: "servers:\n  - { name: a, addresses: [127.53.0.1], zones: [no.zone] }",
    fault: /^network\.yaml:2:5: a: no\.zone: there is no such file/u,
  },
  {
    title: "an address twice",
    text: `${server}}\n  - { name: b, addresses: [127.53.0.1], zones: [root.zone] }`,
    fault: /127\.53\.0\.1 of b is a's already/u,
  },
];

test.each(cases)("$title is told with its place", ({ text, fault }) => {
  const { faults, servers } = open({ "network.yaml": text });
  expect(servers).toBeNull();
  expect(faults.join("\n")).toMatch(fault);
});

test("a sound network has no faults", () => {
  expect(open({ "network.yaml": `${server}}` })).toEqual({ faults: [], servers: ["a"] });
});

test("an alias stands for what its anchor names, texts too", () => {
  const text =
    "silent: [&nobody 127.53.0.8, *nobody]\nservers:\n  - { name: a, addresses: [127.53.0.1], zones: &z [root.zone] }\n";
  expect(open({ "network.yaml": text }).faults).toEqual([]);
});

test("folders below bring their own servers and paths, and use the links of all", () => {
  const files = {
    "network.yaml": `links: { far: { rttMs: 300 } }\n${server}}`,
    "lessons/one/network.yaml": "servers:\n  - { name: b, addresses: [127.53.0.2], zones: [x.zone], link: far }",
    "lessons/one/x.zone": rootZone.replaceAll("127.53.0.1", "127.53.0.2"),
    "lessons/two.network.yaml": "silent: [127.53.0.9]",
  };
  expect(open(files)).toEqual({ faults: [], servers: ["a", "b"] });
});

const child = "@ 1h SOA ns.x.test. hostmaster 1 1h 1h 1h 1h\n@ 1h NS ns\nns 1h A 127.53.0.7\n";

test("what parent and child both lead to is told once", () => {
  const files = {
    "root.zone": `$ORIGIN .\n${rootZone}child 1h NS ns.child\nns.child 1h A 127.53.0.7\n`,
    "child.zone": "$ORIGIN child.\n@ 1h SOA ns a 1 1h 1h 1h 1h\n@ 1h NS ns\nns 1h A 127.53.0.2\n",
    "network.yaml":
      "servers:\n  - { name: a, addresses: [127.53.0.1], zones: [root.zone] }\n  - { name: b, addresses: [127.53.0.2], zones: [child.zone] }\n",
  };
  const { faults } = open(files);
  expect(faults).toEqual([expect.stringMatching(/^root\.zone:6:1: ns\.child\..* 127\.53\.0\.7, where no server/u)]);
});

test("an NS that leads to nobody is a fault at its address, unless the address is declared silent", () => {
  const files = {
    "x.test.zone": child,
    "network.yaml": `${server}}\n  - { name: x, addresses: [127.53.0.8], zones: [x.test.zone] }`,
  };
  expect(open(files).faults.join()).toMatch(
    /^x\.test\.zone:3:1: ns\.x\.test\., a name server of x\.test\., has the address 127\.53\.0\.7/u,
  );
  expect(open({ ...files, "network.yaml": `${files["network.yaml"]}\nsilent: [127.53.0.7]` }).faults).toEqual([]);
});

test("a lame delegation is a fault, unless the server has faults", () => {
  const network = (faults: string): string =>
    `${server}}\n  - { name: x, addresses: [127.53.0.8], zones: [x.test.zone] }\n  - { name: y, addresses: [127.53.0.7], zones: [root.zone]${faults} }`;
  const lame = { "x.test.zone": child, "network.yaml": network("") };
  expect(open(lame).faults.join()).toMatch(/ns\.x\.test\. at 127\.53\.0\.7 does not serve x\.test\./u);
  expect(open({ ...lame, "network.yaml": network(", faults: [refused]") }).faults).toEqual([]);
});

test("a zone's own faults are told with their places", () => {
  const { faults } = open({ "network.yaml": `${server}}`, "root.zone": `${rootZone}b 1h A 127.0.0\n` });
  expect(faults.join()).toMatch(/^root\.zone:4:/u);
});

test("a folder below with a fault is left out and told; the rest of the lab opens", () => {
  const opened = open({
    "network.yaml": `${server}}`,
    "lessons/broken/network.yaml": "servers:\n  - { name: b, addresses: [127.53.0.2], zones: [no.zone] }",
    "lessons/whole/network.yaml": "servers:\n  - { name: c, addresses: [127.53.0.3], zones: [../../root.zone] }",
  });
  expect(opened.servers).toEqual(["a", "c"]);
  expect(opened.faults).toHaveLength(1);
  expect(opened.faults[0]).toMatch(/^lessons\/broken\/network\.yaml:2:5: b: .*no\.zone: there is no such file/u);
});
