// How a server behaves beside what its zones say: the link to it, and its faults. Read from a network file (./declaration.ts), or
// from the few words of somebody who breaks a server by hand (./workbench.ts). Nothing is guessed: what cannot be read is a
// fault with its place. Read next: ./faults/table.ts.

import { dirname, join } from "node:path";
import { isMap, isScalar, type Node } from "yaml";
import type { Name } from "../dns/name.ts";
import type { Transport } from "../resolver/port.ts";
import { FaultList } from "../zone/file-fault.ts";
import type { FaultKind, ParameterKind } from "./faults/kind.ts";
import { faultKinds } from "./faults/table.ts";
import { address, anyText, domainName, passage, percent, recordType, transport, wholeNumber } from "./forms.ts";
import { type Link, plainLink } from "./link.ts";
import { type Form, sourceOf, YamlReader } from "./yaml-reader.ts";

export interface Behaviour {
  readonly link: Link;
  readonly faults: readonly FaultDeclaration[];
}

export interface FaultDeclaration {
  readonly word: string;
  readonly kind: FaultKind;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Which queries meet the fault: those for names below one, of some types, over one transport; null: any. */
  readonly below: Name | null;
  readonly types: readonly number[] | null;
  readonly transport: Transport | null;
}

/** What is said of a server by hand, as `{ faults: [drops], link: { lossPercent: 30 } }`; what is not said is as it was declared. */
export function readBehaviour(text: string, declared: Behaviour, file: string): Behaviour | string {
  const found = new FaultList();
  const reader = new YamlReader(file, text, found);
  const keys =
    reader.root === null ? new Map<string, Node | null>() : reader.section(reader.root, "a server", ["faults", "link"]);
  if (reader.root === null && found.errorCount === 0) return "say what is broken: { faults: [drops] }, say";
  const faults = keys.get("faults");
  const link = keys.get("link");
  const behaviour = {
    faults: faults === undefined ? declared.faults : readFaults(reader, faults, "the faults"),
    link: link === undefined ? declared.link : readLink(reader, link, "the link", declared.link),
  };
  if (found.errorCount === 0) return behaviour;
  const [{ line, column, message }] = found.faults;
  return `line ${line}, column ${column}: ${message}`;
}

const linkForms: { readonly [Key in keyof Link]: Form<Link[Key]> } = {
  rttMs: wholeNumber(60_000),
  jitterMs: wholeNumber(60_000),
  lossPercent: percent,
  duplicatePercent: percent,
  reorderPercent: percent,
  mtuOctets: wholeNumber(65_535),
  udp: passage,
  tcp: passage,
};

/** What a link does not say is as another has it. */
export function readLink(reader: YamlReader, node: Node | null, subject: string, otherwise: Link = plainLink): Link {
  const said: Partial<Record<keyof Link, unknown>> = {};
  for (const [key, value] of reader.section(node, subject, Object.keys(linkForms))) {
    const field = key as keyof Link;
    const form: Form<unknown> = linkForms[field];
    const read = reader.text(value, `${subject}.${key}`, form);
    if (read !== undefined) said[field] = read;
  }
  return { ...otherwise, ...(said as Partial<Link>) };
}

export function readFaults(reader: YamlReader, node: Node | null | undefined, subject: string): FaultDeclaration[] {
  return reader.list(node, subject).flatMap((one) => readFault(reader, one) ?? []);
}

/** `refused`, or `slow: { delayMs: 3000, below: example.com }`. */
function readFault(reader: YamlReader, node: Node | null): FaultDeclaration | undefined {
  const isWord = isScalar(node);
  if (!isWord && !(isMap(node) && node.items.length === 1)) {
    return reader.note(node, "a fault is a word, or one word with its parameters");
  }
  const [word, said] = isWord ? [sourceOf(node), null] : reader.named(node, "a fault")[0];
  const kind = faultKinds.get(word);
  if (kind === undefined) {
    return reader.note(node, `there is no fault "${word}"; known are ${[...faultKinds.keys()].join(", ")}`);
  }
  const known = [...Object.keys(kind.parameters), "below", "types", "transport"];
  const keys = said === null ? new Map<string, Node | null>() : reader.section(said, `the fault ${word}`, known);
  const parameters: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(kind.parameters)) {
    if (!keys.has(name)) reader.note(node, `the fault ${word} needs ${name}`);
    else parameters[name] = readParameter(reader, keys.get(name) ?? null, `${word}.${name}`, parameter);
  }
  const types = keys.get("types");
  return {
    word,
    kind,
    parameters,
    below: optional(reader, keys.get("below"), `${word}.below`, domainName),
    types: types === undefined ? null : reader.texts(types, `${word}.types`, recordType),
    transport: optional(reader, keys.get("transport"), `${word}.transport`, transport),
  };
}

function optional<T>(reader: YamlReader, node: Node | null | undefined, subject: string, form: Form<T>): T | null {
  return node === undefined ? null : (reader.text(node, subject, form) ?? null);
}

const parameterForms: Readonly<Record<Exclude<ParameterKind, "zones">, Form<unknown>>> = {
  milliseconds: wholeNumber(3_600_000),
  seconds: wholeNumber(0xffff_ffff),
  count: wholeNumber(1_000_000),
  octets: wholeNumber(60_000),
  name: domainName,
  address,
  records: anyText,
};

function readParameter(reader: YamlReader, node: Node | null, subject: string, kind: ParameterKind): unknown {
  if (kind === "zones") return reader.texts(node, subject, pathBeside(reader.file));
  return reader.text(node, subject, parameterForms[kind]);
}

/** A path beside the file that says it. */
export function pathBeside(file: string): Form<string> {
  return { expected: "a path", read: (text) => (text === "" ? undefined : join(dirname(file), text)) };
}
