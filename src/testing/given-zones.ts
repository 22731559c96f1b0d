// The zones that a test gives, as text or as files, laid down in the image as a zones directory's are.
// Text without an SOA record gets one and an NS record, so that a line is a zone; lines are counted without them.

import { readFileSync } from "node:fs";
import { includeAnyFile, zoneNamedBy } from "../disk/zone-files.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import type { Name } from "../dns/name.ts";
import { type FileFault, printFault } from "../zone/file-fault.ts";
import type { Image } from "../zone/image.ts";
import { loadZone } from "../zone/load.ts";
import { findOrigin } from "../zone/origin.ts";
import type { SignpostOptions } from "./options.ts";

const header = [
  "$TTL 60",
  "@ SOA ns.signpost.invalid. hostmaster.signpost.invalid. 1 60 60 60 60",
  "@ NS ns.signpost.invalid.",
];

interface GivenZone {
  readonly file: string;
  readonly text: string;
  /** Whose zone it is, where that is said outside the text. */
  readonly name: Name | null;
}

/** Throws an Error with every fault of the zones, one a line. */
export function loadGivenZones(image: Image, zones: NonNullable<SignpostOptions["zones"]>): void {
  const faults: string[] = [];
  const loaded = givenZones(zones).flatMap((given) => {
    const { zone, said } = load(image, given);
    faults.push(...said);
    return zone === null ? [] : [zone];
  });
  if (faults.length > 0) throw new Error(faults.join("\n"));
  image.publish(loaded);
}

function givenZones(zones: NonNullable<SignpostOptions["zones"]>): GivenZone[] {
  if (isPaths(zones)) return zones.map((file) => ({ file, text: readFileSync(file, "utf8"), name: zoneNamedBy(file) }));
  return Object.entries(zones).map(([said, text]) => {
    const name = nameFromText(said.endsWith(".") ? said : `${said}.`);
    if (typeof name === "string") throw new Error(`"${said}" is no name of a zone: ${name}.`);
    return { file: said, text, name };
  });
}

function isPaths(zones: NonNullable<SignpostOptions["zones"]>): zones is readonly string[] {
  return Array.isArray(zones);
}

function load(
  image: Image,
  { file, text, name }: GivenZone,
): { zone: ReturnType<typeof loadZone>["zone"]; said: string[] } {
  const isWhole = /\bSOA\b/i.test(text);
  const octets = new TextEncoder().encode(isWhole ? text : `${header.join("\n")}\n${text}`);
  const origin = findOrigin(octets, name);
  if (origin === null) return { zone: null, said: [`${file}: nothing says whose zone it is`] };
  const { zone, faults } = loadZone(image, { file, text: octets, ...origin, open: includeAnyFile });
  const errors = faults.filter(({ severity }) => severity === "error");
  return { zone, said: errors.map((fault) => printFault(isWhole ? fault : withoutHeader(fault, file))) };
}

function withoutHeader(fault: FileFault, file: string): FileFault {
  return fault.file === file ? { ...fault, line: Math.max(1, fault.line - header.length) } : fault;
}
