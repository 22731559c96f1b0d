// The declaration of a network: network.yaml, and every *.network.yaml or network.yaml in the folders below it, so that a
// lesson can bring its own servers. Links, servers with their zones and faults, clients, and addresses where nobody is.
// docs/lab.md tells the keys. Every fault is told as file:line:column; nothing is guessed.
// Read next: ./faults/table.ts for the faults, ./lab.ts for what becomes of a declaration.

import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isMap, isScalar, type Node } from "yaml";
import type { Name } from "../dns/name.ts";
import type { Transport } from "../resolver/port.ts";
import type { FaultList, Place } from "../zone/file-fault.ts";
import { faultKinds } from "./faults/table.ts";
import type { FaultKind, ParameterKind } from "./faults/kind.ts";
import {
  address,
  anyText,
  domainName,
  passage,
  percent,
  recordType,
  transport,
  wholeNumber,
  yesOrNo,
} from "./forms.ts";
import { type Link, plainLink } from "./link.ts";
import { readPlan, type SigningPlan } from "./signing/plan.ts";
import { type Form, sourceOf, YamlReader } from "./yaml-reader.ts";

export interface FaultDeclaration {
  readonly word: string;
  readonly kind: FaultKind;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Which queries meet the fault: those for names below one, of some types, over one transport; null: any. */
  readonly below: Name | null;
  readonly types: readonly number[] | null;
  readonly transport: Transport | null;
}

export interface ServerDeclaration {
  readonly name: string;
  readonly about: string;
  readonly addresses: readonly string[];
  /** Zone files, with their paths. */
  readonly zones: readonly string[];
  readonly link: Link;
  /** Shares its addresses with others; who is asked depends on where the client is. */
  readonly anycast: boolean;
  readonly faults: readonly FaultDeclaration[];
  readonly place: Place;
}

export interface ClientDeclaration {
  readonly name: string;
  readonly about: string;
  readonly addresses: readonly string[];
}

export interface NetworkDeclaration {
  readonly servers: ServerDeclaration[];
  readonly clients: ClientDeclaration[];
  /** Zones that are to be signed. */
  readonly signing: SigningPlan[];
  /** Addresses that zones name though nobody answers there. */
  readonly silent: Set<string>;
  /** What is wrong on purpose: parts of the warnings that loading a zone is to give. */
  readonly expected: ExpectedWarning[];
}

export interface ExpectedWarning {
  readonly part: string;
  readonly place: Place;
}

/** The file that makes a folder a lab. */
export const networkFile = "network.yaml";

/** Reads all declarations of a lab; faults go to `faults`. */
export function readDeclarations(
  directory: string,
  faults: FaultList,
  leftOut: ReadonlySet<string> = new Set(),
): NetworkDeclaration {
  const network: NetworkDeclaration = { servers: [], clients: [], signing: [], silent: new Set(), expected: [] };
  const links = new Map<string, Link>([["default", plainLink]]);
  for (const file of filesIn(directory, faults)) {
    if (leftOut.has(dirname(file))) continue;
    const reader = new YamlReader(file, readFileSync(file, "utf8"), faults);
    if (reader.root !== null) readNetwork(reader, links, network);
  }
  return network;
}

/** None, and a fault, where the folder is no lab. */
function filesIn(directory: string, faults: FaultList): string[] {
  const place = { file: join(directory, networkFile), line: 1, column: 1 };
  try {
    const files = declarationFiles(directory);
    accessSync(place.file, constants.R_OK);
    return files;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    faults.error(place, `this folder is no lab: ${reasons[code] ?? code}`);
    return [];
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: `there is no such folder, or no ${networkFile} in it`,
  ENOTDIR: "it is a file",
  EACCES: "it cannot be read",
};

/** The lab's own file first: its links are everybody's. */
export function declarationFiles(directory: string): string[] {
  const below = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`/${networkFile}`) || path.endsWith(`.${networkFile}`))
    .sort();
  return [networkFile, ...below].map((path) => join(directory, path));
}

/** A lesson stands beside its servers; ./lesson.ts reads it. */
const networkKeys = ["links", "servers", "clients", "signing", "silent", "expected", "lesson"];

function readNetwork(reader: YamlReader, links: Map<string, Link>, network: NetworkDeclaration): void {
  const keys = reader.section(reader.root, "a network", networkKeys);
  const declared = keys.get("links");
  if (declared !== undefined) {
    for (const [name, node] of reader.named(declared, "links")) links.set(name, readLink(reader, node, name, links));
  }
  for (const node of reader.list(keys.get("servers"), "servers")) {
    const server = readServer(reader, node, links);
    if (server !== undefined) network.servers.push(server);
  }
  for (const node of reader.list(keys.get("clients"), "clients")) {
    const client = readClient(reader, node);
    if (client !== undefined) network.clients.push(client);
  }
  for (const node of reader.list(keys.get("signing"), "signing")) {
    const plan = readPlan(reader, node);
    if (plan !== undefined) network.signing.push(plan);
  }
  for (const one of reader.texts(keys.get("silent"), "silent", address)) network.silent.add(one);
  for (const node of reader.list(keys.get("expected"), "expected")) {
    const part = reader.text(node, "an expected warning", anyText);
    if (part !== undefined) network.expected.push({ part, place: reader.place(node) });
  }
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

/** What a link does not say is as the default link has it. */
function readLink(reader: YamlReader, node: Node | null, name: string, links: Map<string, Link>): Link {
  const said: Partial<Record<keyof Link, unknown>> = {};
  for (const [key, value] of reader.section(node, `the link ${name}`, Object.keys(linkForms))) {
    const field = key as keyof Link;
    const form: Form<unknown> = linkForms[field];
    const read = reader.text(value, `${name}.${key}`, form);
    if (read !== undefined) said[field] = read;
  }
  return { ...plainLink, ...links.get("default"), ...(said as Partial<Link>) };
}

const serverKeys = ["name", "about", "addresses", "zones", "link", "anycast", "faults"];

function readServer(reader: YamlReader, node: Node | null, links: Map<string, Link>): ServerDeclaration | undefined {
  const keys = reader.section(node, "a server", serverKeys);
  const name = reader.text(keys.get("name") ?? node, "a server's name", anyText);
  if (name === undefined) return undefined;
  const addresses = reader.texts(keys.get("addresses"), `the addresses of ${name}`, address);
  if (addresses.length === 0) return reader.note(node, `${name} needs addresses`);
  const linkNode = keys.get("link") ?? null;
  const linkName = linkNode === null ? "default" : reader.text(linkNode, `the link of ${name}`, anyText);
  const link = links.get(linkName ?? "default");
  if (link === undefined)
    reader.note(linkNode, `there is no link "${linkName}"; known are ${[...links.keys()].join(", ")}`);
  const anycast = keys.get("anycast");
  return {
    name,
    about: readAbout(reader, keys),
    addresses,
    zones: reader.texts(keys.get("zones"), `the zones of ${name}`, pathBeside(reader.file)),
    link: link ?? plainLink,
    anycast: anycast === undefined ? false : (reader.text(anycast, `${name}.anycast`, yesOrNo) ?? false),
    faults: reader.list(keys.get("faults"), `the faults of ${name}`).flatMap((one) => readFault(reader, one) ?? []),
    place: reader.place(node),
  };
}

function readClient(reader: YamlReader, node: Node | null): ClientDeclaration | undefined {
  const keys = reader.section(node, "a client", ["name", "about", "addresses"]);
  const name = reader.text(keys.get("name") ?? node, "a client's name", anyText);
  if (name === undefined) return undefined;
  const addresses = reader.texts(keys.get("addresses"), `the addresses of ${name}`, address);
  return { name, about: readAbout(reader, keys), addresses };
}

function readAbout(reader: YamlReader, keys: ReadonlyMap<string, Node | null>): string {
  const node = keys.get("about");
  return node === undefined ? "" : (reader.text(node, "about", anyText) ?? "");
}

function pathBeside(file: string): Form<string> {
  return { expected: "a path", read: (text) => (text === "" ? undefined : join(dirname(file), text)) };
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
