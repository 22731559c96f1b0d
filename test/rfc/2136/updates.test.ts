// Updates, carried out one by one: what differs afterwards, or nothing.

import { expect, test } from "vitest";
import { update } from "../../authority/update/words.ts";
import { raised, soa, zone } from "./zones.ts";

const nothing: readonly string[] = [];

test.each<[clause: string, updates: readonly string[], differs: readonly string[]]>([
  ["§3.4.2.2: a record comes beside others", ["add www 300 A 192.0.2.9"], ["+www 300 A 192.0.2.9"]],
  ["§3.4.2.2: a set comes", ["add new 60 AAAA 2001:db8::1"], ["+new 60 AAAA 2001:db8::1"]],
  ["§3.4.2.2: a duplicate is ignored", ["add www 300 A 192.0.2.1"], nothing],
  ["§3.4.2.2: a name in RDATA in other case is a duplicate", ["add alias 300 CNAME WWW.example."], nothing],
  ["§3.4.2.2: a CNAME takes the place of another", ["add alias 60 CNAME b.example."], ["+alias 60 CNAME b.example.", "-alias 300 CNAME www.example."]], // prettier-ignore
  ["§3.4.2.2: no CNAME beside other data", ["add www 300 CNAME b.example."], nothing],
  ["§3.4.2.2: no CNAME at the apex", ["add @ 300 CNAME b.example."], nothing],
  ["§3.4.2.2: no CNAME beside an alias", ["add lb 300 CNAME b.example."], nothing],
  ["§3.4.2.2: no data beside a CNAME", ["add alias 300 A 192.0.2.9"], nothing],
  ["§3.4.2.2: but where the CNAME went before", ["delete alias CNAME", "add alias 300 A 192.0.2.9"], ["+alias 300 A 192.0.2.9", "-alias 300 CNAME www.example."]], // prettier-ignore
  ["§3.4.2.2: and a CNAME where the data went", ["delete www", "add www 300 CNAME b.example."], ["+www 300 CNAME b.example.", "-www 300 A 192.0.2.1", "-www 300 A 192.0.2.2", '-www 300 TXT "a" "b"']], // prettier-ignore
  ["§3.4.2.2: of two CNAMEs the later holds", ["add new 1 CNAME a.example.", "add new 2 CNAME b.example."], ["+new 2 CNAME b.example."]], // prettier-ignore
  ["§3.4.2.2: of WKS one for an address and a protocol", ["add new 9 WKS 192.0.2.1 6 25", "add new 9 WKS 192.0.2.1 6 53", "add new 9 WKS 192.0.2.1 17 53"], ["+new 9 WKS 192.0.2.1 17 53", "+new 9 WKS 192.0.2.1 6 53"]], // prettier-ignore
  ["§3.4.2.3: everything at a name goes", ["delete www"], ["-www 300 A 192.0.2.1", "-www 300 A 192.0.2.2", '-www 300 TXT "a" "b"']], // prettier-ignore
  ["§3.4.2.3: all of a type go", ["delete www A"], ["-www 300 A 192.0.2.1", "-www 300 A 192.0.2.2"]],
  ["§3.4.2.3: nothing goes where nothing is", ["delete none", "delete www AAAA", "delete deep"], nothing],
  ["§3.4.2.3: at the apex SOA and NS stay", ["delete @"], ["-@ 300 MX 10 mail.example."]],
  ["§3.4.2.3: also when they are named", ["delete @ SOA", "delete @ NS"], nothing],
  ["§3.4.2.3: elsewhere NS go", ["delete sub NS"], ["-sub 300 NS ns.sub.example."]],
  ["§3.4.2.4: a record goes", ["delete www A 192.0.2.1"], ["-www 300 A 192.0.2.1"]],
  ["§3.4.2.4: names are compared as names", ["delete alias CNAME WWW.EXAMPLE."], ["-alias 300 CNAME www.example."]],
  ["§3.4.2.4: a record that is not there does not go", ["delete www A 192.0.2.9", "delete alias CNAME x."], nothing],
  ["§3.4.2.4: the SOA does not go", [`delete ${soa(10).replace("3600 ", "")}`], nothing],
  ["§3.4.2.4: an NS goes where others are left", ["delete @ NS ns1.example."], ["-@ 3600 NS ns1.example."]],
  [
    "§3.4.2.4: the last does not",
    ["delete @ NS ns1.example.", "delete @ NS ns2.example."],
    ["-@ 3600 NS ns1.example."],
  ],
  ["§3.4.2.4: elsewhere the last goes, too", ["delete sub NS ns.sub.example."], ["-sub 300 NS ns.sub.example."]],
  ["§3.4.2.4: NS may be exchanged", ["add @ 60 NS a.", "delete @ NS ns1.example.", "delete @ NS ns2.example."], ["+@ 60 NS a.", "-@ 3600 NS ns1.example.", "-@ 3600 NS ns2.example."]], // prettier-ignore
  ["§3.4.2.7: what went and came is as it was", ["delete www TXT", 'add www 300 TXT "a" "b"'], nothing],
  ["§3.4.2.7: and what came and went", ["add new 60 A 192.0.2.1", "delete new"], nothing],
  ["§3.4.2.7: glue below a cut is the zone's", ["add ns.sub 300 A 192.0.2.7"], ["+ns.sub 300 A 192.0.2.7"]],
  ["§3.4.2.7: an update of nothing", [], nothing],
])("RFC 2136 %s: %j", (_, updates, differs) => {
  const expected = differs.length === 0 ? [] : [...differs, ...raised];
  expect(update(zone, { updates })).toEqual(expected.toSorted());
});

test("RFC 2181 §5.2: a set has one TTL, the one that was given last", () => {
  const all = ["+www 60 A 192.0.2.1", "+www 60 A 192.0.2.2", "-www 300 A 192.0.2.1", "-www 300 A 192.0.2.2"];
  expect(update(zone, { updates: ["add www 60 A 192.0.2.1"] })).toEqual([...all, ...raised].toSorted());
  const more = ["add www 5 A 192.0.2.9", "add www 60 A 192.0.2.9"];
  expect(update(zone, { updates: more })).toEqual([...all, "+www 60 A 192.0.2.9", ...raised].toSorted());
});

test("RFC 2181 §8: a TTL with the highest bit set is zero", () => {
  expect(update(zone, { updates: ["add new 2147483648 A 192.0.2.1"] })).toContain("+new 0 A 192.0.2.1");
  expect(update(zone, { updates: ["add new 2147483647 A 192.0.2.1"] })).toContain("+new 2147483647 A 192.0.2.1");
});

test("RFC 2136 §3.4.2.2: an SOA is taken where its serial is newer, by RFC 1982", () => {
  const from = (serial: number, to: number): string[] =>
    update([soa(serial), ...zone.slice(1)], { updates: [`add ${soa(to)}`] });
  for (const [serial, to] of [
    [10, 11],
    [10, 2_147_483_657],
    [4_294_967_295, 0],
    [4_294_967_295, 5],
  ])
    expect(from(serial, to), `${serial} ${to}`).toEqual([`+${soa(to)}`, `-${soa(serial)}`]);
  for (const [serial, to] of [
    [10, 10],
    [10, 9],
    [10, 2_147_483_658],
    [0, 4_294_967_295],
  ])
    expect(from(serial, to), `${serial} ${to}`).toEqual([]);
  expect(update(zone, { updates: [`add ${soa(11).replace("@", "www")}`] })).toEqual([]);
});

test("RFC 2136 §3.6: who brings a serial has it; else it is raised, and never to zero (RFC 2136 §7.11)", () => {
  const serials = (before: number, ...updates: readonly string[]): string[] =>
    update([soa(before), ...zone.slice(1)], { updates }).filter((line) => line.startsWith("+@ 3600 SOA"));
  expect(serials(10, "delete www", `add ${soa(77)}`)).toEqual([`+${soa(77)}`]);
  expect(serials(10, "delete www", `add ${soa(9)}`)).toEqual([`+${soa(11)}`]);
  expect(serials(4_294_967_294, "delete www")).toEqual([`+${soa(4_294_967_295)}`]);
  expect(serials(4_294_967_295, "delete www")).toEqual([`+${soa(1)}`]);
  expect(serials(10, "delete none")).toEqual([]);
});

test("what a question decides is changed by nobody, and then nothing is", () => {
  for (const touch of ["add lb 60 A 192.0.2.1", "delete lb", "delete lb A", "delete lb A 192.0.2.1"])
    expect(update(zone, { updates: ["delete www", touch] }), touch).toEqual(["closed lb.example. A"]);
  expect(update(zone, { updates: ['add lb 60 TXT "x"'] })).toContain('+lb 60 TXT "x"');
});
