// Who may change what: rules of dns.updates, and what is wrong with them.

import { expect, test } from "vitest";
import { readConfig } from "../../../src/server/config/read.ts";
import { updateDoor, updateFaults } from "../../../src/server/updates/update-policy.ts";
import { change, setOf } from "../../store/fixture.ts";
import { Desk, key, otherKey, type Sent } from "./desk.ts";

function read(text: object) {
  return readConfig({ name: "signpost.yaml", text: JSON.stringify({ dns: text }) }, []);
}

const [ours, theirs] = ["192.0.2.77", "198.51.100.1"];
const add = (name: string, type = "TXT", text = '"x"'): Sent => ({
  updates: [`add ${name}.example.test. 60 ${type} ${text}`],
});
const apexNs = { updates: ["add example.test. 60 NS ns.example.org."] };
const apexSoa = { updates: ["add example.test. 900 SOA ns.test. host.test. 77 1 2 3 4"] };

test.each<[rule: object, allowed: readonly Sent[], prohibited: readonly Sent[]]>([
  [
    { key: key.name },
    [
      { key, ...add("a") },
      { key, from: theirs, ...add("a") },
    ],
    [add("a"), { key: otherKey, ...add("a") }],
  ],
  [{ key: "DHCP.test" }, [{ key, ...add("a") }], []],
  [
    { from: ["192.0.2.0/24"] },
    [add("a"), { key: otherKey, ...add("a") }],
    [
      { from: theirs, ...add("a") },
      { from: "::1", ...add("a") },
    ],
  ],
  [
    { from: ["2001:db8::/32"] },
    [{ from: "2001:db8::7", ...add("a") }],
    [{ from: "2001:db9::7", ...add("a") }, add("a")],
  ],
  [
    { key: key.name, from: ["192.0.2.0/24"] },
    [{ key, from: ours, ...add("a") }],
    [{ key, from: theirs, ...add("a") }, add("a")],
  ],
  [{ from: [ours], zone: "EXAMPLE.test" }, [add("a")], []],
  [{ from: [ours], zone: "other.test" }, [], [add("a")]],
  [
    { from: [ours], names: ["_acme-challenge.www.example.test"] },
    [add("_acme-challenge.WWW")],
    [add("a._acme-challenge.www"), add("www"), apexNs],
  ],
  [
    { from: [ours], names: ["*.dyn.example.test"] },
    [add("a.dyn"), add("b.a.dyn"), add("*.dyn")],
    [add("dyn"), add("adyn"), add("a")],
  ],
  [{ from: [ours], names: [] }, [], [add("a")]],
  [
    { from: [ours], types: ["txt"] },
    [add("a")],
    [add("a", "A", "192.0.2.1"), { updates: ["delete www.example.test. A"] }],
  ],
  [
    { from: [ours] },
    [add("a", "NS", "ns.a.example.test."), add("a", "DS", `1 13 2 ${"00".repeat(32)}`)],
    [apexNs, apexSoa, { updates: ["delete example.test. NS"] }],
  ],
  [{ from: [ours], types: ["NS"] }, [apexNs], [apexSoa, add("a")]],
  [{ from: [ours], types: ["SOA", "NS"] }, [apexNs, apexSoa], [add("a")]],
])("a rule %j", async (rule, allowed, prohibited) => {
  for (const sent of allowed) expect(await new Desk([rule]).ask(sent), JSON.stringify(sent)).toBe("NOERROR");
  for (const sent of prohibited) expect(await new Desk([rule]).ask(sent), JSON.stringify(sent)).toMatch(/^REFUSED 18/);
});

test("rules add up: each change is allowed by one of them, and nothing is forbidden again", async () => {
  const desk = new Desk([
    { key: key.name, types: ["TXT"] },
    { key: key.name, names: ["*.dyn.example.test"] },
    { key: otherKey.name },
  ]);
  const mixed = [...(add("a").updates ?? []), ...(add("b.dyn", "A", "192.0.2.1").updates ?? [])];
  expect(await desk.ask({ key, updates: mixed })).toBe("NOERROR");
  expect(await desk.ask({ key, ...add("c", "A", "192.0.2.1") })).toBe(
    "REFUSED 18 this client may not change c.example.test. A",
  );
  expect(await desk.ask({ key: otherKey, ...add("c", "A", "192.0.2.1") })).toBe("NOERROR");
});

test("who deletes all that is at a name must be allowed to delete what is there", async () => {
  const desk = new Desk([{ from: [ours], types: ["TXT", "MX"] }]);
  const all = (name: string): Sent => ({ updates: [`delete ${name}`] });
  change(
    desk.world,
    ["CREATE", setOf("t.example.test", "TXT", ['"x"'])],
    ["CREATE", setOf("t.example.test", "MX", ["1 a."])],
  );
  expect(await desk.ask(all("www.example.test."))).toBe("REFUSED 18 this client may not change www.example.test. A");
  expect(await desk.ask(all("t.example.test."))).toBe("NOERROR");
  expect(await desk.ask(all("none.example.test."))).toBe("NOERROR");
  expect(await desk.ask(all("example.test."))).toBe("NOERROR");
  change(desk.world, ["CREATE", setOf("example.test", "A", ["192.0.2.1"])]);
  expect(await desk.ask(all("example.test."))).toBe("REFUSED 18 this client may not change example.test. A");
});

test("nobody may change anything unless it is said, and the door is open to those who need no key", () => {
  expect(read({}).config.dns.updates).toEqual([]);
  const { updates } = read({ updates: [{ from: [ours] }, { key: "a.test", from: [theirs] }, { from: ["::/0"] }] })
    .config.dns;
  expect(updateDoor(updates)).toEqual({ opcode: 5, from: [ours, "::/0"] });
  expect(updates[0]).toEqual({ key: null, from: [ours], zone: null, names: null, types: null });
});

test("a rule for nobody, or for a key that there is not, keeps the server from starting", () => {
  const secret = "c2VjcmV0c2VjcmV0c2VjcmV0";
  const updates = [{ key: "ONE.test." }, { zone: "example.test" }, { key: "two.test" }];
  expect(updateFaults(read({ tsigKeys: [{ name: "one.test", secret }], updates }).config.dns)).toEqual([
    "dns.updates[1] says neither key nor from: a rule is for somebody.",
    "dns.updates names two.test, and dns.tsigKeys has no such key.",
  ]);
});

test("a rule that can allow nothing keeps the server from starting: whoever wrote it meant something else", () => {
  const rule = (more: object): object => ({ from: [ours], ...more });
  const updates = [
    { names: ["*"] },
    { names: ["*."] },
    { zone: "example.test", names: ["www", "*.example.test", "EXAMPLE.test.", "*.example.org"] },
    { names: [], types: [] },
  ];
  expect(updateFaults(read({ updates: updates.map(rule) }).config.dns)).toEqual([
    'dns.updates[0].names has "*", which no zone has: leave names out to allow all.',
    'dns.updates[1].names has "*", which no zone has: leave names out to allow all.',
    "dns.updates[2].names has www, which is not in its zone, example.test.",
    "dns.updates[2].names has *.example.org, which is not in its zone, example.test.",
    "dns.updates[3].names is empty, which allows nothing: leave it out to allow all.",
    "dns.updates[3].types is empty, which allows nothing: leave it out to allow all.",
  ]);
});

test("what is wrong with a rule is said with its key and line", () => {
  const text = [
    "dns:",
    "  updates:",
    "    - from: [10.0.0.0/33]",
    "      types: [A, ANY]",
    "      name: [a.test]",
    "      zone: a..b",
  ];
  const { faults } = readConfig({ name: "signpost.yaml", text: text.join("\n") }, []);
  expect(faults.map(({ place, message }) => `${place}: ${message}`)).toEqual([
    'signpost.yaml:3:14: dns.updates[0].from[0] is "10.0.0.0/33": expected an address prefix, such as 192.0.2.0/24 or 2001:db8::/32',
    'signpost.yaml:4:18: dns.updates[0].types[1] is "ANY": expected a record type, such as A or TXT',
    'signpost.yaml:5:7: unknown key "name" in dns.updates[0]; the nearest known key is "names"',
    'signpost.yaml:6:13: dns.updates[0].zone is "a..b": expected a domain name, or null',
  ]);
});
