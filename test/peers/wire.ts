// The tests' own reading and writing of messages (RFC 1035 §4): independent of src/ on purpose, and written for
// plainness, so that our codec and the peers' are judged by a third one. Names are arrays of labels, a label is a
// latin1 string with its case kept; RDATA comes decompressed. Throws on what it cannot read.
// askUdp and askTcp carry octets to a loopback port and back; a timeout is null.

import { createSocket } from "node:dgram";
import { connect } from "node:net";

export type Labels = readonly string[];

export const types: Record<string, number> = {
  A: 1, NS: 2, MD: 3, MF: 4, CNAME: 5, SOA: 6, MB: 7, MG: 8, MR: 9, NULL: 10, WKS: 11, PTR: 12, HINFO: 13, MINFO: 14,
  MX: 15, TXT: 16, RP: 17, AFSDB: 18, RT: 21, SIG: 24, KEY: 25, PX: 26, AAAA: 28, LOC: 29, NXT: 30, SRV: 33,
  NAPTR: 35, KX: 36, CERT: 37, DNAME: 39, OPT: 41, APL: 42, DS: 43, SSHFP: 44, IPSECKEY: 45, RRSIG: 46, NSEC: 47,
  DNSKEY: 48, DHCID: 49, NSEC3: 50, NSEC3PARAM: 51, TLSA: 52, SMIMEA: 53, HIP: 55, CDS: 59, CDNSKEY: 60,
  OPENPGPKEY: 61, CSYNC: 62, ZONEMD: 63, SVCB: 64, HTTPS: 65, SPF: 99, NXNAME: 128, TKEY: 249, TSIG: 250, IXFR: 251,
  AXFR: 252, MAILB: 253, MAILA: 254, ANY: 255, URI: 256, CAA: 257,
}; // prettier-ignore

const typeNames = new Map(Object.entries(types).map(([name, number]) => [number, name]));

export const typeText = (type: number): string => typeNames.get(type) ?? `TYPE${type}`;
export const typeNumber = (text: string): number => types[text] ?? Number(text.replace("TYPE", ""));

export const rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET"];
export const rcodeText = (rcode: number): string =>
  rcodes[rcode] ?? { 9: "NOTAUTH", 16: "BADVERS", 23: "BADCOOKIE" }[rcode] ?? `RCODE${rcode}`;

export const flags = { qr: 0x8000, aa: 0x0400, tc: 0x0200, rd: 0x0100, ra: 0x0080, z: 0x0040, ad: 0x0020, cd: 0x0010 };

export interface WireRecord {
  owner: Labels;
  type: number;
  class: number;
  ttl: number;
  /** Uncompressed; names inside as they came, case kept. */
  rdata: Uint8Array;
}

export interface Message {
  id: number;
  flags: number;
  opcode: number;
  /** With the upper bits from OPT. */
  rcode: number;
  questions: { name: Labels; type: number; class: number }[];
  answer: WireRecord[];
  authority: WireRecord[];
  /** Without OPT. */
  additional: WireRecord[];
  opt: { size: number; version: number; flags: number; options: { code: number; data: Uint8Array }[] } | null;
  octets: number;
}

// Text <-> labels: enough escapes for tests.

export function labelsOf(text: string): string[] {
  if (text === "." || text === "") return [];
  const labels: string[] = [];
  let label = "";
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\" && /^\d{3}/.test(text.slice(i + 1, i + 4))) {
      label += String.fromCharCode(Number(text.slice(i + 1, i + 4)));
      i += 3;
    } else if (text[i] === "\\") label += text[++i];
    else if (text[i] === ".") {
      labels.push(label);
      label = "";
    } else label += text[i];
  }
  if (label !== "") labels.push(label);
  return labels;
}

export function nameText(labels: Labels): string {
  if (labels.length === 0) return ".";
  return labels.map((label) => label.replace(/[^A-Za-z0-9_*-]/g, escapeOctet) + ".").join("");
}

function escapeOctet(octet: string): string {
  const code = octet.charCodeAt(0);
  if (code > 0x20 && code < 0x7f) return `\\${octet}`;
  return `\\${String(code).padStart(3, "0")}`;
}

export function nameWire(labels: Labels): Uint8Array {
  const octets: number[] = [];
  for (const label of labels) {
    octets.push(label.length);
    for (let i = 0; i < label.length; i++) octets.push(label.charCodeAt(i));
  }
  octets.push(0);
  return Uint8Array.from(octets);
}

// Composing questions.

export interface QueryOptions {
  id?: number;
  /** Flags and opcode as the 16-bit word. */
  flags?: number;
  class?: number;
  /** An OPT record: its fields, or null for none. */
  edns?: { size?: number; version?: number; flags?: number; rcode?: number; options?: [number, Uint8Array][] } | null;
}

export function composeQuery(name: string | Labels, type: string | number, options: QueryOptions = {}): Uint8Array {
  const labels = typeof name === "string" ? labelsOf(name) : name;
  const qtype = typeof type === "string" ? typeNumber(type) : type;
  const opt = options.edns ? composeOpt(options.edns) : new Uint8Array(0);
  const header = [...u16(options.id ?? 0x1234), ...u16(options.flags ?? 0), 0, 1, 0, 0, 0, 0, 0, options.edns ? 1 : 0];
  return Uint8Array.from([...header, ...nameWire(labels), ...u16(qtype), ...u16(options.class ?? 1), ...opt]);
}

export function composeOpt(edns: NonNullable<QueryOptions["edns"]>): Uint8Array {
  const rdata = (edns.options ?? []).flatMap(([code, data]) => [...u16(code), ...u16(data.length), ...data]);
  const ttl = [edns.rcode ?? 0, edns.version ?? 0, ...u16(edns.flags ?? 0)];
  return Uint8Array.from([0, ...u16(41), ...u16(edns.size ?? 1232), ...ttl, ...u16(rdata.length), ...rdata]);
}

export const u16 = (value: number): [number, number] => [(value >>> 8) & 255, value & 255];

// Reading answers.

export function parseMessage(bytes: Uint8Array): Message {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) throw new Error(`a message of ${bytes.length} octets`);
  const word = view.getUint16(2);
  const questions: Message["questions"] = [];
  let at = 12;
  for (let i = 0; i < view.getUint16(4); i++) {
    const name = parseName(bytes, at);
    questions.push({ name: name.labels, type: view.getUint16(name.next), class: view.getUint16(name.next + 2) });
    at = name.next + 4;
  }
  const sections: WireRecord[][] = [];
  for (let section = 0; section < 3; section++) {
    const records: WireRecord[] = [];
    for (let i = 0; i < view.getUint16(6 + 2 * section); i++) {
      const record = parseRecord(bytes, view, at);
      records.push(record.value);
      at = record.next;
    }
    sections.push(records);
  }
  const optRecord = sections[2].find((record) => record.type === 41);
  const opt = optRecord === undefined ? null : parseOpt(optRecord);
  const upper = optRecord === undefined ? 0 : Math.floor(optRecord.ttl / 0x1000000) << 4;
  return {
    id: view.getUint16(0),
    flags: word,
    opcode: (word >>> 11) & 15,
    rcode: (word & 15) | upper,
    questions,
    answer: sections[0],
    authority: sections[1],
    additional: sections[2].filter((record) => record.type !== 41),
    opt,
    octets: bytes.length,
  };
}

function parseOpt(record: WireRecord): NonNullable<Message["opt"]> {
  const options: { code: number; data: Uint8Array }[] = [];
  for (let at = 0; at < record.rdata.length;) {
    const size = (record.rdata[at + 2] << 8) | record.rdata[at + 3];
    options.push({
      code: (record.rdata[at] << 8) | record.rdata[at + 1],
      data: record.rdata.slice(at + 4, at + 4 + size),
    });
    at += 4 + size;
  }
  return { size: record.class, version: (record.ttl >>> 16) & 255, flags: record.ttl & 0xffff, options };
}

function parseName(bytes: Uint8Array, start: number): { labels: string[]; next: number } {
  const labels: string[] = [];
  let next = -1;
  let at = start;
  for (let hops = 0; ;) {
    const size = bytes[at];
    if (size === undefined) throw new Error(`a name runs out of the message at ${at}`);
    if (size === 0) return { labels, next: next < 0 ? at + 1 : next };
    if (size >= 0xc0) {
      if (++hops > 128) throw new Error(`a pointer loop at ${at}`);
      if (next < 0) next = at + 2;
      at = ((size & 0x3f) << 8) | bytes[at + 1];
    } else if (size > 63) throw new Error(`a label type ${size >>> 6} at ${at}`);
    else {
      labels.push(latin1(bytes.subarray(at + 1, at + 1 + size)));
      at += 1 + size;
    }
  }
}

/** Where names stand in the RDATA that senders may compress (RFC 3597 §4): octets before, then names. */
const compressed: Record<number, { prefix: number; names: number }> = {
  2: { prefix: 0, names: 1 }, 3: { prefix: 0, names: 1 }, 4: { prefix: 0, names: 1 }, 5: { prefix: 0, names: 1 },
  6: { prefix: 0, names: 2 }, 7: { prefix: 0, names: 1 }, 8: { prefix: 0, names: 1 }, 9: { prefix: 0, names: 1 },
  12: { prefix: 0, names: 1 }, 14: { prefix: 0, names: 2 }, 15: { prefix: 2, names: 1 }, 17: { prefix: 0, names: 2 },
  18: { prefix: 2, names: 1 }, 21: { prefix: 2, names: 1 }, 26: { prefix: 2, names: 2 }, 33: { prefix: 6, names: 1 },
  39: { prefix: 0, names: 1 },
}; // prettier-ignore

function parseRecord(bytes: Uint8Array, view: DataView, start: number): { value: WireRecord; next: number } {
  const owner = parseName(bytes, start);
  const at = owner.next;
  const type = view.getUint16(at);
  const next = at + 10 + view.getUint16(at + 8);
  if (next > bytes.length) throw new Error(`RDATA runs out of the message at ${at}`);
  const row = compressed[type];
  let rdata = bytes.slice(at + 10, next);
  if (row !== undefined && next > at + 10) {
    const parts = [...bytes.subarray(at + 10, at + 10 + row.prefix)];
    let cursor = at + 10 + row.prefix;
    for (let i = 0; i < row.names; i++) {
      const name = parseName(bytes, cursor);
      parts.push(...nameWire(name.labels));
      cursor = name.next;
    }
    rdata = Uint8Array.from([...parts, ...bytes.subarray(cursor, next)]);
  }
  const value = { owner: owner.labels, type, class: view.getUint16(at + 2), ttl: view.getUint32(at + 4), rdata };
  return { value, next };
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

// Carrying octets.

export interface AskOptions extends QueryOptions {
  timeoutMs?: number;
  host?: string;
  /** The address to ask from, over UDP. */
  from?: string;
}

export function askUdp(
  port: number,
  name: string | Labels,
  type: string | number,
  options: AskOptions = {},
): Promise<Uint8Array | null> {
  return exchangeUdp(port, composeQuery(name, type, options), options);
}

export function exchangeUdp(port: number, query: Uint8Array, options: AskOptions = {}): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const finish = (reply: Uint8Array | null): void => {
      clearTimeout(timer);
      socket.close();
      resolve(reply);
    };
    const timer = setTimeout(() => finish(null), options.timeoutMs ?? 1000);
    socket.once("message", (reply) => finish(reply));
    socket.once("error", () => finish(null));
    if (options.from !== undefined) socket.bind({ address: options.from });
    socket.connect(port, options.host ?? "127.0.0.1", () => socket.send(query));
  });
}

/** One message a connection; null when it closes or nothing comes in time. */
export function exchangeTcp(port: number, query: Uint8Array, options: AskOptions = {}): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: options.host ?? "127.0.0.1" });
    let received: Buffer = Buffer.alloc(0);
    const finish = (reply: Uint8Array | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reply);
    };
    const timer = setTimeout(() => finish(null), options.timeoutMs ?? 1000);
    socket.once("error", () => finish(null));
    socket.once("close", () => finish(null));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      finish(received.subarray(2, 2 + received.readUInt16BE(0)));
    });
    socket.write(Uint8Array.from([...u16(query.length), ...query]));
  });
}
