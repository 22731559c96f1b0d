// The odd questions: headers, EDNS, opcodes, classes and meta types whose answers the RFCs leave open or servers see
// differently, and one question for every rule of the answer sections. The matrix prints what every peer says to each;
// oddities.test.ts holds us to it. All names stand in test/differential/zones/.
// Octets are composed by hand (test/peers/wire.ts): nothing of src/ has a say in what is asked.

import { composeOpt, composeQuery, flags, labelsOf, nameWire, u16, type QueryOptions } from "../peers/wire.ts";

export interface Oddity {
  title: string;
  message: Uint8Array;
  transport: "udp" | "tcp";
}

const udp = (title: string, message: Uint8Array): Oddity => ({ title, message, transport: "udp" });
const tcp = (title: string, message: Uint8Array): Oddity => ({ title, message, transport: "tcp" });
const ask = (name: string, type: string | number, options: QueryOptions = {}): Uint8Array =>
  composeQuery(name, type, options);
const opcode = (value: number): number => value << 11;

/** A message put together from parts: header words, then whatever follows. */
function raw(
  headerFlags: number,
  counts: readonly [number, number, number, number],
  ...parts: (Uint8Array | number[])[]
): Uint8Array {
  return Uint8Array.from([
    0x12,
    0x34,
    ...u16(headerFlags),
    ...counts.flatMap(u16),
    ...parts.flatMap((part) => [...part]),
  ]);
}

const question = (name: string, type: number, qclass = 1): number[] => [
  ...nameWire(labelsOf(name)),
  ...u16(type),
  ...u16(qclass),
];
const record = (name: string, type: number, ttl: number, rdata: number[], rclass = 1): number[] => [
  ...nameWire(labelsOf(name)), ...u16(type), ...u16(rclass), ...u16(ttl >>> 16), ...u16(ttl), ...u16(rdata.length), ...rdata,
]; // prettier-ignore
const opt = composeOpt({});
const option = (code: number, ...data: number[]): QueryOptions => ({
  edns: { options: [[code, Uint8Array.from(data)]] },
});

/** Questions about names: what stands in the sections. */
export function sectionOddities(): Oddity[] {
  const list: [string, string | number][] = [
    ["m.test", "SOA"], ["m.test", "NS"], ["m.test", "MX"], ["m.test", "A"], ["m.test", "AAAA"], ["m.test", "ANY"], ["m.test", "DS"],
    ["multi.m.test", "A"], ["multi.m.test", "ANY"], ["multi.m.test", "MX"], ["MuLtI.M.tEsT", "A"], ["_srv._tcp.m.test", "SRV"],
    ["svcb.m.test", "SVCB"], ["https.m.test", "HTTPS"], ["httpsalias.m.test", "HTTPS"], ["nsmx.m.test", "MX"],
    ["naptr.m.test", "NAPTR"], ["afsdb.m.test", "AFSDB"], ["hinfo.m.test", "HINFO"], ["mixedttl.m.test", "A"], ["unknown.m.test", 65280],
    ["nowhere.m.test", "A"], ["nowhere.m.test", "ANY"], ["below.multi.m.test", "A"], ["b.ent.m.test", "A"], ["ent.m.test", "ANY"], ["x.ent.m.test", "A"],
    ["cname.m.test", "A"], ["cname.m.test", "CNAME"], ["cname.m.test", "ANY"], ["cname.m.test", "MX"], ["chain1.m.test", "A"],
    ["dangling.m.test", "A"], ["tonodata.m.test", "TXT"], ["loop1.m.test", "A"], ["selfloop.m.test", "A"], ["outside.m.test", "A"], ["across.m.test", "A"],
    ["acrossnx.m.test", "A"], ["back.other.test", "A"], ["tounserved.m.test", "A"], ["tosub.m.test", "A"], ["towild.m.test", "A"],
    ["some.wild.m.test", "A"], ["SoMe.wild.m.test", "A"], ["a.b.wild.m.test", "A"], ["some.wild.m.test", "MX"], ["some.wild.m.test", "ANY"], ["wild.m.test", "A"],
    ["*.wild.m.test", "A"], ["a.*.wild.m.test", "A"], ["in.wild.m.test", "A"], ["x.in.wild.m.test", "A"], ["x.wildcname.m.test", "A"],
    ["x.wildcname.m.test", "CNAME"], ["x.wildnx.m.test", "A"], ["x.wildmx.m.test", "MX"],
    ["dname.m.test", "DNAME"], ["dname.m.test", "A"], ["host.dname.m.test", "A"], ["host.dname.m.test", "CNAME"], ["host.dname.m.test", "DNAME"], ["host.dname.m.test", "ANY"],
    ["nowhere.dname.m.test", "A"], ["x.dnout.m.test", "A"], ["www.dnacross.m.test", "A"], [`${"d".repeat(60)}.dnlong.m.test`, "A"], ["x.dnlong.m.test", "A"], ["x.dnloop.m.test", "A"],
    ["unserved.m.test", "A"], ["unserved.m.test", "NS"], ["unserved.m.test", "DS"], ["unserved.m.test", "SOA"], ["unserved.m.test", "ANY"], ["host.unserved.m.test", "A"],
    ["x.y.unserved.m.test", "DS"], ["ns.unserved.m.test", "A"], ["noglue.m.test", "A"], ["noglue.m.test", "DS"], ["x.manyns.m.test", "A"],
    ["sub.m.test", "A"], ["sub.m.test", "NS"], ["sub.m.test", "DS"], ["sub.m.test", "SOA"], ["www.sub.m.test", "A"], ["x.sub.m.test", "A"], ["other.test", "DS"],
    [".", "A"], [".", "NS"], ["test", "A"], ["test", "NS"], ["example.net", "A"], ["m.test", "RRSIG"], ["m.test", "NSEC"], ["m.test", "DNSKEY"], ["nowhere.m.test", "DS"],
    ["big.m.test", "TXT"], ["tobig.m.test", "TXT"], ["bigmx.m.test", "MX"],
  ]; // prettier-ignore
  const plain = list.map(([name, type]) => udp(`${name} ${type}`, ask(name, type)));
  return [
    ...plain,
    ...list
      .filter(([name]) => /big|many/.test(name))
      .map(([name, type]) => udp(`${name} ${type}, EDNS 4096`, ask(name, type, { edns: { size: 4096 } }))),
    udp("big.m.test TXT, EDNS 512", ask("big.m.test", "TXT", { edns: { size: 512 } })),
    udp("big.m.test TXT, EDNS size 0", ask("big.m.test", "TXT", { edns: { size: 0 } })),
    udp("x.manyns.m.test A, EDNS 600", ask("x.manyns.m.test", "A", { edns: { size: 600 } })),
    tcp("big.m.test TXT over TCP", ask("big.m.test", "TXT")),
    tcp("multi.m.test ANY over TCP", ask("multi.m.test", "ANY")),
    tcp("unserved.m.test ANY over TCP", ask("unserved.m.test", "ANY")),
    udp("multi.m.test A, RD", ask("multi.m.test", "A", { flags: flags.rd })),
    udp("m.test MX, RD", ask("m.test", "MX", { flags: flags.rd })),
    udp("unserved.m.test A, DO", ask("unserved.m.test", "A", { edns: { flags: 0x8000 } })),
  ];
}

/** Header and EDNS oddities. */
export function headerOddities(): Oddity[] {
  return [
    ...headerFlagOddities(),
    ...opcodeOddities(),
    ...shapeOddities(),
    ...classOddities(),
    ...metaTypeOddities(),
    ...ednsOddities(),
  ];
}

function headerFlagOddities(): Oddity[] {
  const set = (title: string, value: number): Oddity => udp(title, ask("multi.m.test", "A", { flags: value }));
  return [
    set("RD", flags.rd), set("RA in the query", flags.ra), set("AA in the query", flags.aa), set("TC in the query", flags.tc),
    set("Z", flags.z), set("AD", flags.ad), set("CD", flags.cd), set("RD AD CD", flags.rd | flags.ad | flags.cd),
    set("rcode 5 in the query", 5), set("QR", flags.qr), udp("NXDOMAIN with RD AD CD Z", ask("nowhere.m.test", "A", { flags: 0x0170 })),
    udp("REFUSED with RD AD CD", ask("example.net", "A", { flags: 0x0130 })),
    udp("AD and CD with DO", ask("multi.m.test", "A", { flags: 0x0030, edns: { flags: 0x8000 } })),
  ]; // prettier-ignore
}

function opcodeOddities(): Oddity[] {
  const names = ["QUERY", "IQUERY", "STATUS", "3", "NOTIFY", "UPDATE", "DSO", "7"];
  const all = [1, 2, 3, 6, 7, 15].map((code) =>
    udp(`opcode ${names[code] ?? code}`, ask("m.test", "SOA", { flags: opcode(code) })),
  );
  const withRd = udp("opcode STATUS, RD CD", ask("m.test", "SOA", { flags: opcode(2) | 0x0110 }));
  const update = raw(opcode(5), [1, 0, 1, 0], question("m.test", 6), record("new.m.test", 1, 60, [192, 0, 2, 99]));
  return [
    ...all,
    withRd,
    udp("opcode STATUS with OPT", ask("m.test", "SOA", { flags: opcode(2), edns: {} })),
    udp("opcode STATUS without a question", raw(opcode(2), [0, 0, 0, 0])),
    udp("opcode IQUERY with an answer record", raw(opcode(1), [0, 1, 0, 0], record("", 1, 0, [192, 0, 2, 3]))),
    udp("NOTIFY of a zone served", ask("m.test", "SOA", { flags: opcode(4) | flags.aa })),
    udp("NOTIFY of no zone", ask("example.net", "SOA", { flags: opcode(4) | flags.aa })),
    udp("NOTIFY of a name in a zone", ask("multi.m.test", "SOA", { flags: opcode(4) | flags.aa })),
    udp("NOTIFY with type A", ask("m.test", "A", { flags: opcode(4) | flags.aa })),
    udp("UPDATE of a zone served", update),
    udp("UPDATE of no zone", raw(opcode(5), [1, 0, 0, 0], question("example.net", 6))),
    udp("UPDATE with type A in the zone section", raw(opcode(5), [1, 0, 0, 0], question("m.test", 1))),
    udp("UPDATE class CH", raw(opcode(5), [1, 0, 0, 0], question("m.test", 6, 3))),
    udp("DSO header alone", raw(opcode(6), [0, 0, 0, 0])),
  ];
}

function shapeOddities(): Oddity[] {
  const q = question("multi.m.test", 1);
  const answer = record("multi.m.test", 1, 60, [1, 2, 3, 4]);
  const pointer = (...name: number[]): Uint8Array => raw(0, [1, 0, 0, 0], name, u16(1), u16(1));
  return [
    udp("QDCOUNT 0", raw(0, [0, 0, 0, 0])), udp("QDCOUNT 0 with OPT", raw(0, [0, 0, 0, 1], opt)), udp("QDCOUNT 0 but a question follows", raw(0, [0, 0, 0, 0], q)),
    udp("QDCOUNT 2", raw(0, [2, 0, 0, 0], q, question("m.test", 6))), udp("QDCOUNT 2, one question", raw(0, [2, 0, 0, 0], q)),
    udp("ANCOUNT 1 with a record", raw(0, [1, 1, 0, 0], q, answer)), udp("ANCOUNT 1 without a record", raw(0, [1, 1, 0, 0], q)),
    udp("NSCOUNT 1 with a record", raw(0, [1, 0, 1, 0], q, answer)), udp("ARCOUNT 1 with an A record", raw(0, [1, 0, 0, 1], q, answer)),
    udp("ARCOUNT 1 without a record", raw(0, [1, 0, 0, 1], q)), udp("ARCOUNT 2: an A record, then OPT", raw(0, [1, 0, 0, 2], q, answer, opt)),
    udp("ARCOUNT 2: OPT, then an A record", raw(0, [1, 0, 0, 2], q, opt, answer)),
    udp("trailing garbage", raw(0, [1, 0, 0, 0], q, [1, 2, 3, 4, 5])), udp("trailing garbage after OPT", raw(0, [1, 0, 0, 1], q, opt, [1, 2, 3, 4, 5])),
    tcp("trailing garbage over TCP", raw(0, [1, 0, 0, 0], q, [1, 2, 3, 4, 5])),
    udp("empty datagram", new Uint8Array(0)), udp("1 octet", Uint8Array.of(18)), udp("2 octets", Uint8Array.of(18, 52)), udp("11 octets", raw(0, [1, 0, 0, 0]).subarray(0, 11)),
    udp("12 octets, QDCOUNT 1", raw(0, [1, 0, 0, 0])), udp("question cut in its name", raw(0, [1, 0, 0, 0], q.slice(0, 4))), udp("question without a class", raw(0, [1, 0, 0, 0], q.slice(0, -2))),
    udp("a reply (QR, answers)", raw(flags.qr, [1, 1, 0, 0], q, answer)), udp("QNAME a pointer to itself", pointer(0xc0, 12)), udp("QNAME a pointer to the header", pointer(0xc0, 0)),
    udp("QNAME a pointer ahead", raw(0, [1, 0, 0, 0], [0xc0, 18], u16(1), u16(1), [0])), udp("QNAME with label type 01", pointer(0x41, 1, 0)), udp("QNAME with label type 10", pointer(0x81, 1, 0)),
    udp("QNAME of 256 octets", pointer(...Array.from({ length: 127 }, () => [1, 97]).flat(), 1, 97, 0)), udp("QNAME of 255 octets", ask("a.".repeat(127), "A")), udp("QNAME with a label of 63", ask(`${"a".repeat(63)}.m.test`, "A")),
    udp("QNAME with binary labels", ask("\\000\\255\\..m.test", "A")),
  ]; // prettier-ignore
}

function classOddities(): Oddity[] {
  const chaos = [
    "version.bind",
    "version.server",
    "id.server",
    "hostname.bind",
    "authors.bind",
    "other.bind",
    "multi.m.test",
  ];
  return [
    ...chaos.map((name) => udp(`${name} TXT CH`, ask(name, "TXT", { class: 3 }))),
    udp("version.bind ANY CH", ask("version.bind", "ANY", { class: 3 })),
    udp("version.bind A CH", ask("version.bind", "A", { class: 3 })),
    udp("VERSION.bind TXT CH", ask("VERSION.bind", "TXT", { class: 3 })),
    udp("version.bind TXT IN", ask("version.bind", "TXT")),
    udp("version.bind SOA CH", ask("version.bind", "SOA", { class: 3 })),
    udp("version.bind TXT CH, RD", ask("version.bind", "TXT", { class: 3, flags: flags.rd })),
    udp("version.bind TXT CH, EDNS", ask("version.bind", "TXT", { class: 3, edns: {} })),
    ...([["HS", 4], ["ANY", 255], ["NONE", 254], ["0", 0], ["CS", 2], ["4660", 4660], ["65535", 65535]] as const).map(([title, value]) =>
      udp(`multi.m.test A class ${title}`, ask("multi.m.test", "A", { class: value }))),
    udp("nowhere.m.test A class ANY", ask("nowhere.m.test", "A", { class: 255 })),
    udp("m.test SOA class ANY", ask("m.test", "SOA", { class: 255 })),
    udp("example.net A class ANY", ask("example.net", "A", { class: 255 })),
  ]; // prettier-ignore
}

function metaTypeOddities(): Oddity[] {
  const meta: [string, number][] = [["0", 0], ["OPT", 41], ["NXNAME", 128], ["200", 200], ["TKEY", 249], ["TSIG", 250], ["IXFR", 251], ["AXFR", 252], ["MAILB", 253], ["MAILA", 254], ["65535", 65535]]; // prettier-ignore
  const ixfr = raw(
    0,
    [1, 0, 1, 0],
    question("m.test", 251),
    record("m.test", 6, 0, [0, 0, ...u16(0), ...u16(1), ...Array.from({ length: 16 }, () => 0)]),
  );
  return [
    ...meta.map(([title, type]) => udp(`m.test type ${title}`, ask("m.test", type))),
    ...meta.map(([title, type]) => udp(`nowhere.m.test type ${title}`, ask("nowhere.m.test", type))),
    ...[251, 252].map((type) => udp(`example.net type ${type}`, ask("example.net", type))),
    udp("m.test IXFR with an SOA", ixfr),
    tcp("m.test AXFR over TCP", ask("m.test", "AXFR")),
    tcp("m.test IXFR over TCP", ixfr),
    tcp("multi.m.test AXFR over TCP", ask("multi.m.test", "AXFR")),
    tcp("example.net AXFR over TCP", ask("example.net", "AXFR")),
    tcp("m.test AXFR class CH over TCP", ask("m.test", "AXFR", { class: 3 })),
  ];
}

function ednsOddities(): Oddity[] {
  const a = (title: string, options: QueryOptions): Oddity => udp(title, ask("multi.m.test", "A", options));
  const q = question("multi.m.test", 1);
  const optWith = (owner: number[], ttl: number, rdata: number[]): number[] => [
    ...owner,
    ...u16(41),
    ...u16(1232),
    ...u16(ttl >>> 16),
    ...u16(ttl),
    ...u16(rdata.length),
    ...rdata,
  ];
  return [
    a("EDNS 1232", { edns: {} }), a("EDNS 4096", { edns: { size: 4096 } }), a("EDNS 100", { edns: { size: 100 } }), a("EDNS DO", { edns: { flags: 0x8000 } }),
    a("EDNS other flags", { edns: { flags: 0x7fff } }), a("EDNS all flags", { edns: { flags: 0xffff } }), a("EDNS extended rcode 1 in the query", { edns: { rcode: 1 } }),
    a("EDNS version 1", { edns: { version: 1 } }), a("EDNS version 255 with DO", { edns: { version: 255, flags: 0x8000 } }), a("EDNS version 1 with an unknown option", { edns: { version: 1, options: [[100, Uint8Array.of(1)]] } }),
    udp("EDNS version 1, nowhere.m.test", ask("nowhere.m.test", "A", { edns: { version: 1 } })), udp("EDNS version 1, example.net", ask("example.net", "A", { edns: { version: 1 } })),
    a("option unknown 65001", option(65001, 1, 2, 3)), a("option unknown, empty", option(100)),
    a("option NSID", option(3)), a("option NSID with data", option(3, 1, 2)), a("option COOKIE 8", option(10, 1, 2, 3, 4, 5, 6, 7, 8)), a("option COOKIE 7", option(10, 1, 2, 3, 4, 5, 6, 7)),
    a("option COOKIE 24 not ours", option(10, ...Array.from({ length: 24 }, (_, i) => i))), a("option COOKIE 41", option(10, ...Array.from({ length: 41 }, (_, i) => i))),
    a("option ECS", option(8, 0, 1, 24, 0, 192, 0, 2)), a("option ECS family 9", option(8, 0, 9, 24, 0, 192, 0, 2)), a("option ECS host bits", option(8, 0, 1, 20, 0, 192, 0, 255)), a("option ECS prefix 33", option(8, 0, 1, 33, 0, 192, 0, 2, 1, 1)), a("option ECS short", option(8, 0, 1)), a("option ECS scope set", option(8, 0, 1, 24, 24, 192, 0, 2)),
    a("option KEEPALIVE over UDP", option(11)), a("option PADDING 20", option(12, ...Array.from({ length: 20 }, () => 0))), a("option EXPIRE", option(9)), a("option EDE in the query", option(15, 0, 1)),
    tcp("option KEEPALIVE over TCP", ask("multi.m.test", "A", option(11))), tcp("option KEEPALIVE with 2 octets over TCP", ask("multi.m.test", "A", option(11, 0, 1))), tcp("option PADDING over TCP", ask("multi.m.test", "A", option(12, 0, 0))),
    udp("OPT twice", raw(0, [1, 0, 0, 2], q, opt, opt)), udp("OPT twice, nowhere.m.test", raw(0, [1, 0, 0, 2], question("nowhere.m.test", 1), opt, opt)),
    udp("OPT with an owner", raw(0, [1, 0, 0, 1], q, optWith([1, 97, 0], 0, []))), udp("OPT in the answer section", raw(0, [1, 1, 0, 0], q, opt)), udp("OPT in the authority section", raw(0, [1, 0, 1, 0], q, opt)),
    udp("OPT with RDLENGTH beyond the message", raw(0, [1, 0, 0, 1], q, [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 9])), udp("OPT with an option beyond RDLENGTH", raw(0, [1, 0, 0, 1], q, optWith([0], 0, [0, 3, 0, 9, 1]))),
    udp("OPT with 3 octets of RDATA", raw(0, [1, 0, 0, 1], q, optWith([0], 0, [0, 3, 0]))), udp("OPT cut in its header", raw(0, [1, 0, 0, 1], q, opt.subarray(0, 6))),
    udp("EDNS, NXDOMAIN", ask("nowhere.m.test", "A", { edns: {} })), udp("EDNS, REFUSED", ask("example.net", "A", { edns: {} })), udp("EDNS, referral", ask("unserved.m.test", "A", { edns: {} })),
    udp("EDNS, QDCOUNT 2", raw(0, [2, 0, 0, 1], q, q, opt)), udp("TSIG record unknown key", raw(0, [1, 0, 0, 1], q, record("key", 250, 0, [...nameWire(labelsOf("hmac-sha256")), 0, 0, 0, 0, 0, 0, 1, 44, 0, 32, ...Array.from({ length: 32 }, () => 7), 18, 52, 0, 0, 0, 0], 255))),
    udp("TSIG record, not last", raw(0, [1, 0, 0, 2], q, record("key", 250, 0, [...nameWire(labelsOf("hmac-sha256")), 0, 0, 0, 0, 0, 0, 1, 44, 0, 0, 18, 52, 0, 0, 0, 0], 255), opt)),
  ]; // prettier-ignore
}
