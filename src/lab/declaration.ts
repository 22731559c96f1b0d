// The declaration of a network: network.yaml, and every *.network.yaml or network.yaml in the folders below it, so that a
// lesson can bring its own servers. Links, servers with their zones and faults, clients, and addresses where nobody is.
// docs/lab.md tells the keys. Every fault is told as file:line:column; nothing is guessed.
// Read next: ./behaviour.ts for links and faults, ./lab.ts for what becomes of a declaration.

import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Node } from "yaml";
import type { FaultList, Place } from "../zone/file-fault.ts";
import { type Behaviour, pathBeside, readFaults, readLink } from "./behaviour.ts";
import { address, anyText, yesOrNo } from "./forms.ts";
import { type Link, plainLink } from "./link.ts";
import { readPlan, type SigningPlan } from "./signing/plan.ts";
import { YamlReader } from "./yaml-reader.ts";

export interface ServerDeclaration extends Behaviour {
  readonly name: string;
  readonly about: string;
  readonly addresses: readonly string[];
  /** Zone files, with their paths. */
  readonly zones: readonly string[];
  /** Shares its addresses with others; who is asked depends on where the client is. */
  readonly anycast: boolean;
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
    for (const [name, node] of reader.named(declared, "links"))
      links.set(name, readLink(reader, node, `the link ${name}`, links.get("default")));
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
    faults: readFaults(reader, keys.get("faults"), `the faults of ${name}`),
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
