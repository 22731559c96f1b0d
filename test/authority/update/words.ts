// Updates in the words of nsupdate, one a line, as messages and as values; and zones as lines of records, which updates are carried
// out on in memory. Names without a last dot are below the zone, "@" is its apex. RDATA is zone text.
//   yxdomain NAME | nxdomain NAME | yxrrset NAME TYPE [RDATA] | nxrrset NAME TYPE
//   add NAME TTL TYPE RDATA | delete NAME [TYPE [RDATA]]

import { expect } from "vitest";
import { checkPrerequisites } from "../../../src/authority/update/prerequisites.ts";
import { readUpdate, type UpdateMessage } from "../../../src/authority/update/update-message.ts";
import { carryOut, prescan } from "../../../src/authority/update/updates.ts";
import type { HeldRRset, ZoneContents } from "../../../src/authority/update/zone-contents.ts";
import { MessageFault, MessageView } from "../../../src/dns/message-view.ts";
import { Name } from "../../../src/dns/name.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { printRdata } from "../../../src/dns/rdata.ts";
import { typeName } from "../../../src/dns/types.ts";
import { composeOpt, labelsOf, nameWire, rcodeText, typeNumber, u16 } from "../../peers/wire.ts";
import { scanText } from "../../rfc/support.ts";

const zoneName = "example.";

const classes = { IN: 1, NONE: 254, ANY: 255 };
const opcodeUpdate = 5 << 11;

/** An absolute name. */
function absolute(name: string): string {
  if (name.endsWith(".")) return name;
  return name === "@" ? zoneName : `${name}.${zoneName}`;
}

export function rdataOf(type: string, text: string): Uint8Array {
  const rdata = scanText(typeNumber(type), text);
  if (typeof rdata === "string") throw new Error(`${type} ${text}: ${rdata}`);
  return rdata;
}

export interface RawRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttl?: number;
  readonly rdata?: ArrayLike<number>;
}

function octetsOf({ name, type, class: recordClass, ttl = 0, rdata = [] }: RawRecord): number[] {
  const ttls = [...u16(ttl >>> 16), ...u16(ttl & 0xffff)];
  return [
    ...nameWire(labelsOf(absolute(name))), ...u16(type), ...u16(recordClass), ...ttls, ...u16(rdata.length),
    ...Array.from(rdata),
  ]; // prettier-ignore
}

export interface Composed {
  readonly id?: number;
  readonly zone?: string;
  readonly zoneType?: number;
  readonly zoneClass?: number;
  readonly prerequisites?: readonly (string | RawRecord)[];
  readonly updates?: readonly (string | RawRecord)[];
  readonly edns?: Parameters<typeof composeOpt>[0];
}

/** An update message, from words or from records as they are. */
export function composeUpdate(composed: Composed): Uint8Array {
  const {
    id = 0x1234,
    zone = zoneName,
    zoneType = 6,
    zoneClass = 1,
    prerequisites = [],
    updates = [],
    edns,
  } = composed;
  const records = [...prerequisites, ...updates].map((one) => (typeof one === "string" ? recordOf(one) : one));
  return Uint8Array.from([
    ...u16(id), ...u16(opcodeUpdate), ...u16(1), ...u16(prerequisites.length), ...u16(updates.length),
    ...u16(edns === undefined ? 0 : 1), ...nameWire(labelsOf(zone)), ...u16(zoneType), ...u16(zoneClass),
    ...records.flatMap(octetsOf), ...(edns === undefined ? [] : composeOpt(edns)),
  ]); // prettier-ignore
}

function recordOf(line: string): RawRecord {
  const [word, name, ...rest] = line.split(" ");
  if (word === "add") {
    const [ttl, type, ...text] = rest;
    return { name, type: typeNumber(type), class: classes.IN, ttl: Number(ttl), rdata: rdataOf(type, text.join(" ")) };
  }
  const [type = "ANY", ...text] = rest;
  const record = { name, type: typeNumber(type) };
  if (text.length > 0) {
    const rdata = rdataOf(type, text.join(" "));
    return { ...record, class: word === "delete" ? classes.NONE : classes.IN, rdata };
  }
  return { ...record, class: word.startsWith("nx") ? classes.NONE : classes.ANY };
}

export function viewOf(message: Uint8Array): MessageView {
  const view = new MessageView();
  expect(view.parse(message, 0, message.length)).toBe(MessageFault.none);
  return view;
}

export function read(composed: Composed): UpdateMessage | null {
  return readUpdate(viewOf(composeUpdate(composed)));
}

/** A zone as lines "NAME TTL TYPE RDATA"; RDATA "*" stands for a set whose records a question decides. */
export class TextZone implements ZoneContents {
  readonly apex = new Name(nameWire(labelsOf(zoneName)));
  readonly #sets = new Map<string, Map<number, HeldRRset & { readonly rdatas: Uint8Array[] | null }>>();

  constructor(lines: readonly string[]) {
    for (const line of lines) {
      const [name, ttl, type, ...text] = line.split(" ");
      const key = new Name(nameWire(labelsOf(absolute(name)))).key;
      const sets = this.#sets.get(key) ?? new Map();
      this.#sets.set(key, sets);
      const number = typeNumber(type);
      const isClosed = text.join(" ") === "*";
      const set = sets.get(number) ?? { type: number, ttlSeconds: Number(ttl), rdatas: isClosed ? null : [] };
      sets.set(number, set);
      if (!isClosed) set.rdatas?.push(rdataOf(type, text.join(" ")));
    }
  }

  at(name: Name): HeldRRset[] {
    return [...(this.#sets.get(name.key)?.values() ?? [])];
  }
}

/** What becomes of a zone: an RCODE, or what differs, as lines in a fixed order: "-NAME TTL TYPE RDATA" and "+…". */
export function update(zone: readonly string[], composed: Composed): string[] {
  const message = read(composed);
  if (message === null) return ["FORMERR"];
  const contents = new TextZone(zone);
  const rcode = checkPrerequisites(message, contents) || prescan(message, contents.apex);
  if (rcode !== 0) return [rcode === 8 ? "NXRRSET" : rcode === 10 ? "NOTZONE" : rcodeText(rcode)];
  const outcome = carryOut(message, contents);
  if (outcome.kind === "closed") return [`closed ${printName(outcome.name.wire)} ${typeName(outcome.type)}`];
  return outcome.changes
    .flatMap(({ name, type, before, after }) => {
      const line = (ttl: number, rdata: Uint8Array): string =>
        `${relative(printName(name.wire))} ${ttl} ${typeName(type)} ${printRdata(type, rdata)}`;
      const [was, is] = [before, after].map((set) =>
        (set?.rdatas ?? []).map((rdata) => line(set?.ttlSeconds ?? 0, rdata)),
      );
      return [
        ...was.filter((one) => !is.includes(one)).map((one) => `-${one}`),
        ...is.filter((one) => !was.includes(one)).map((one) => `+${one}`),
      ];
    })
    .toSorted();
}

function relative(name: string): string {
  if (name === zoneName) return "@";
  return name.endsWith(`.${zoneName}`) ? name.slice(0, -zoneName.length - 1) : name;
}
