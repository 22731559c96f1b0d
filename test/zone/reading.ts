// What the tests of the zone-file reader share: a text in, printed records and faults out.

import type { Name } from "../../src/dns/name.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { nameFromText, printName } from "../../src/dns/text/name-text.ts";
import { typeName } from "../../src/dns/types.ts";
import { readMasterFile } from "../../src/zone/master-file.ts";
import type { FileFault } from "../../src/zone/file-fault.ts";
import type { OpenInclude, RecordSink } from "../../src/zone/master-file.ts";

export interface Reading {
  /** `owner TTL type data`, one a record. */
  readonly records: string[];
  /** `line:column` of each record. */
  readonly places: string[];
  readonly faults: readonly FileFault[];
}

export function name(text: string): Name {
  const made = nameFromText(text);
  if (typeof made === "string") throw new Error(made);
  return made;
}

export const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Files by name, all in one directory. */
export function filesOf(files: Readonly<Record<string, string>>): OpenInclude {
  return (path) => (path in files ? { file: path, text: octets(files[path]) } : "no such file");
}

export function read(
  text: string | Uint8Array,
  { origin = "example.test", files = {} }: { origin?: string | null; files?: Readonly<Record<string, string>> } = {},
): Reading {
  const records: string[] = [];
  const places: string[] = [];
  const sink: RecordSink = {
    record(owner, _ownerLength, type, ttl, rdata, rdataLength, place) {
      records.push(`${printName(owner, 0)} ${ttl} ${typeName(type)} ${printRdata(type, rdata, 0, rdataLength)}`);
      places.push(`${place.file}:${place.line}:${place.column}`);
    },
  };
  const options = { origin: origin === null ? null : name(origin), open: filesOf(files) };
  const faults = readMasterFile("z", typeof text === "string" ? octets(text) : text, options, sink);
  return { records, places, faults };
}

/** `file:line:column: message`, the file left out where it is the outer one. */
export function printed(faults: readonly FileFault[]): string[] {
  return faults.map(({ file, line, column, message, text }) => {
    return `${file === "z" ? "" : `${file}:`}${line}:${column}: ${message}${text === "" ? "" : ` <${text}>`}`;
  });
}
