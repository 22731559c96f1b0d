// Every fault, put round a sound server and asked: what its name says is what comes back. A fault without a case here fails.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import { codeName, Rcode } from "../../src/dns/codes.ts";
import { Name } from "../../src/dns/name.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { RRType, typeName } from "../../src/dns/types.ts";
import type { FaultDeclaration } from "../../src/lab/behaviour.ts";
import { faultKinds } from "../../src/lab/faults/table.ts";
import { faulty } from "../../src/lab/faulty.ts";
import { type Message, readMessage } from "../../src/lab/scenario/message.ts";
import { SimulatedNetwork } from "../../src/lab/simulated-network.ts";
import { readZoneFile } from "../../src/lab/zone-file.ts";
import { ZoneHost } from "../../src/lab/zone-host.ts";
import { u16At } from "../../src/base/octets.ts";
import { composeMessage, emptyMessage } from "../../src/lab/scenario/message.ts";
import { Asker, labDirectory, nameOf } from "./support.ts";

const server = "192.0.2.1";

/** What a server with faults says, in a few words; each reply on its own. */
function ask(
  words: string,
  parameters: Record<string, unknown> = {},
  { name = "WWW.example.com", type = RRType.A, edns = true, transport = "udp", scope = {} }: Question = {},
): string[] {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const zone = readZoneFile(`${labDirectory}/example.com.zone`);
  if (typeof zone === "string") throw new Error(zone);
  const host = new ZoneHost([zone]);
  const sound = (): ReturnType<ZoneHost["handler"]> => host.handler("server", clock, random);
  const declared = words.split(" ").map((word): FaultDeclaration => {
    const kind = faultKinds.get(word);
    if (kind === undefined) throw new Error(word);
    return { word, kind, parameters, below: null, types: null, transport: null, ...scope };
  });
  const network = new SimulatedNetwork(clock, random);
  network.serve(server, faulty(sound(), declared, { random, serverOf: sound }));
  const question = { name: nameOf(name), type, class: 1 };
  const query = { ...emptyMessage, question, edns: edns ? { dnssecOk: false, options: new Uint8Array(0) } : null };
  const replies = new Asker(network, clock).send(server, composeMessage(query, 77), transport);
  if (typeof replies === "string") return [replies];
  return replies.map(describe);
}

interface Question {
  name?: string;
  type?: number;
  edns?: boolean;
  transport?: "udp" | "tcp";
  scope?: Partial<Pick<FaultDeclaration, "below" | "types" | "transport">>;
}

function describe(octets: Uint8Array): string {
  const message = readMessage(octets);
  if (message === null) return "unreadable";
  const id = u16At(octets, 0) === 77 ? [] : ["other id"];
  const { rcode, flags, question, answer, authority, additional, edns } = message;
  const bits = [flags & 0x400 ? "AA" : "", flags & 0x200 ? "TC" : "", flags & 0x80 ? "RA" : ""].filter(Boolean);
  const records = ([...answer, ...authority, ...additional] satisfies Message["answer"]).map(
    ({ owner, type }) => `${printName(owner.wire)}${typeName(type)}`,
  );
  const asked = question === null ? "" : printName(question.name.wire);
  return [...id, codeName(Rcode, rcode, "RCODE"), ...bits, asked, ...records, ...(edns === null ? ["plain"] : [])].join(
    " ",
  );
}

const sound = "NOERROR AA WWW.example.com. WWW.example.com.A";
const absent = { name: "labs.example.com" };
const more = { records: "example.com. 60 NS ns.attacker.test." };

const cases: readonly (readonly [string, Record<string, unknown>, Question, string[]])[] = [
  ["refused", {}, {}, ["REFUSED WWW.example.com. plain"]],
  ["servfail", {}, {}, ["SERVFAIL WWW.example.com. plain"]],
  ["notimp", {}, {}, ["NOTIMP WWW.example.com. plain"]],
  ["formerr-on-edns", {}, {}, ["FORMERR WWW.example.com. plain"]],
  ["formerr-on-edns", {}, { edns: false }, [`${sound} plain`]],
  ["drops-edns", {}, {}, []],
  ["drops-edns", {}, { edns: false }, [`${sound} plain`]],
  ["strips-edns", {}, {}, [`${sound} plain`]],
  ["badvers", {}, {}, ["BADVERS WWW.example.com."]],
  ["not-authoritative", {}, {}, [sound.replace(" AA", "")]],
  ["lame-upward", {}, {}, ["NOERROR WWW.example.com. .NS .NS .NS plain"]],
  ["recursive-lame", { zones: [] }, {}, [sound.replace("AA", "RA")]],
  ["stale-copy", { zones: [] }, {}, [sound]],
  ["drops", {}, {}, []],
  ["drops", {}, { scope: { types: [RRType.AAAA] } }, [sound]],
  ["drops", {}, { scope: { below: nameOf("example.org") } }, [sound]],
  ["drops", {}, { scope: { below: nameOf("example.com") } }, []],
  ["drops", {}, { scope: { transport: "tcp" } }, [sound]],
  ["slow", { delayMs: 9000 }, {}, [sound]],
  ["slow", { delayMs: 20_000 }, {}, []],
  ["tcp-only", {}, {}, []],
  ["tcp-only", {}, { transport: "tcp" }, [sound]],
  ["udp-only", {}, {}, [sound]],
  ["udp-only", {}, { transport: "tcp" }, []],
  ["tcp-refused", {}, { transport: "tcp" }, ["refused"]],
  ["tcp-closes", {}, { transport: "tcp" }, ["closed"]],
  ["rate-limited", { queriesPerSecond: 0 }, {}, []],
  ["rate-limited", { queriesPerSecond: 1 }, {}, [sound]],
  ["flapping", { awayMs: 1000, upMs: 1000 }, {}, []],
  ["flapping", { awayMs: 0, upMs: 1000 }, {}, [sound]],
  ["changes", { afterMs: 0, zones: [] }, {}, [sound]],
  ["dies", { answers: 0 }, {}, []],
  ["dies", { answers: 1 }, {}, [sound]],
  ["sets-ttl", { seconds: 5 }, {}, [sound]],
  ["truncates-always", {}, {}, ["NOERROR AA TC WWW.example.com."]],
  ["truncates-always", {}, { transport: "tcp" }, [sound]],
  ["lower-cases", {}, {}, ["NOERROR AA www.example.com. www.example.com.A"]],
  ["wrong-id", {}, {}, [`other id ${sound}`]],
  ["wrong-question", { name: nameOf("x.test") }, {}, ["NOERROR AA x.test. www.example.com.A"]],
  ["answers-from-elsewhere", { address: "192.0.2.9" }, {}, [sound]],
  ["garbage", {}, {}, ["unreadable"]],
  ["too-large", { octets: 1300 }, {}, [`${sound} WWW.example.com.TXT`]],
  ["too-large", { octets: 1500 }, {}, []], // beyond what the link carries
  ["nxdomain-for-empty-non-terminals", {}, absent, ["NXDOMAIN AA labs.example.com. example.com.SOA"]],
  ["nxdomain-for-empty-non-terminals", {}, { type: RRType.TXT }, ["NOERROR AA WWW.example.com. example.com.SOA"]],
  ["nodata-without-soa", {}, absent, ["NOERROR AA labs.example.com."]],
  ["adds-answers", more, {}, [`${sound} example.com.NS`]],
  ["forges-addresses", { address: "192.0.2.66" }, {}, [sound]],
  ["adds-authority", more, {}, [`${sound} example.com.NS`]],
  ["adds-additional", more, {}, [`${sound} example.com.NS`]],
  ["not-authoritative lower-cases", {}, {}, ["NOERROR www.example.com. www.example.com.A"]],
];

test.each(cases)("%s %j %j", (words, parameters, question, expected) => {
  expect(ask(words, parameters, question)).toEqual(expected);
});

test("every fault has a case, a sentence, and a line on the page", () => {
  const tried = new Set(cases.flatMap(([words]) => words.split(" ")));
  expect([...faultKinds.keys()].filter((word) => !tried.has(word))).toEqual([]);
  const page = readFileSync(new URL("../../docs/lab.md", import.meta.url), "utf8");
  for (const [word, { about, parameters }] of faultKinds) {
    const said = Object.keys(parameters).map((parameter) => `\`${parameter}\``);
    expect(page).toContain(`| \`${word}\` | ${about} | ${said.join(", ")} |`);
  }
});

test("a forged address is that of the forger, of its kind alone, and all else stays", () => {
  const forged = (address: string): string[] => {
    const clock = new VirtualClock();
    const zone = readZoneFile(`${labDirectory}/example.com.zone`);
    if (typeof zone === "string") throw new Error(zone);
    const inner = new ZoneHost([zone]).handler("server", clock, seededRandom(1));
    const world = { random: seededRandom(1), serverOf: () => inner };
    const network = new SimulatedNetwork(clock, seededRandom(1));
    network.serve(server, faultKinds.get("forges-addresses")!.wrap(inner, { address }, world));
    const reply = new Asker(network, clock).ask(server, nameOf("ftp.example.com"), RRType.A);
    return (reply?.answer ?? []).map(({ type, rdata }) => `${typeName(type)} ${printRdata(type, rdata)}`);
  };
  expect(forged("192.0.2.66")).toEqual(["CNAME www.example.com.", "A 192.0.2.66"]);
  expect(forged("2001:db8::66")).toEqual(["CNAME www.example.com.", "A 192.0.2.80"]);
});

test("what comes from elsewhere says so", () => {
  const seen: string[] = [];
  const clock = new VirtualClock();
  const network = new SimulatedNetwork(clock, seededRandom(1));
  const kind = faultKinds.get("answers-from-elsewhere")!;
  const world = { random: seededRandom(1), serverOf: () => () => [] };
  const inner = (): { octets: Uint8Array; delayMs: number }[] => [{ octets: Name.root.wire, delayMs: 0 }];
  network.serve(server, kind.wrap(inner, { address: "192.0.2.9" }, world));
  network.connect({ received: (_exchange, _octets, from) => void seen.push(from.address), failed: () => {} });
  network.send({ exchange: 1, to: { address: server, port: 53 }, transport: "udp", octets: new Uint8Array(12) });
  clock.advanceTo(1000);
  network.deliver();
  network.deliver();
  expect(seen).toEqual([]);
  clock.advanceTo(2000);
  network.deliver();
  expect(seen).toEqual(["192.0.2.9"]);
});
