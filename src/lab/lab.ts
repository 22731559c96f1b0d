// The lab: a mini internet in one folder, its zones ordinary zone files, its network declared in network.yaml.
//
//   const { lab, faults } = openLab("zones/lab");          // lab is null when there are errors
//   const network = lab.network(clock, random);             // an UpstreamPort; see ./simulated-network.ts
//   const resolver = new Resolver({ ...defaultSettings, ...lab.resolverSettings }, { clock, random, port: network, cache, crypto });
//   network.connect(resolver);
//   runUntilIdle(clock, network, resolver);                 // in virtual time, ./virtual-time.ts; or
//   new RealTime(clock, network, resolver).settle();        // after each call into the resolver, ./real-time.ts
//
// ./bind.ts lets its servers listen on loopback addresses as well, ./workbench.ts lets people break them. docs/lab.md is its map.

import { dirname, join, relative } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { Name } from "../dns/name.ts";
import { printRdata } from "../dns/rdata.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import type { ResolverSettings } from "../resolver/settings.ts";
import type { FileFault } from "../zone/file-fault.ts";
import { FaultList } from "../zone/file-fault.ts";
import { type Behaviour, type FaultDeclaration, readBehaviour } from "./behaviour.ts";
import { checkDelegations } from "./check-delegations.ts";
import {
  type ClientDeclaration,
  type ExpectedWarning,
  type NetworkDeclaration,
  networkFile,
  readDeclarations,
  type ServerDeclaration,
} from "./declaration.ts";
import { Directory } from "./directory.ts";
import type { FaultWorld } from "./faults/kind.ts";
import { type SignedZones, signZones } from "./signing/sign-zones.ts";
import { type NetworkOptions, SimulatedNetwork } from "./simulated-network.ts";
import { listenersOf, Site } from "./site.ts";
import { readZoneFile, type ZoneFile } from "./zone-file.ts";
import { ZoneHost } from "./zone-host.ts";

interface OpenedLab {
  readonly lab: Lab | null;
  readonly faults: readonly FileFault[];
}

/**
 * Opens the lab in a folder. Warnings leave a lab; a folder below with errors is left out, told, and the rest is opened
 * without it; errors in the lab's own files leave none.
 */
export function openLab(directory: string): OpenedLab {
  const opened = openWithout(directory, new Set());
  if (opened.lab !== null) return opened;
  const errors = opened.faults.filter(({ severity }) => severity === "error");
  const broken = new Set(errors.map(({ file }) => dirname(file)));
  if (broken.has(directory)) return opened;
  return { lab: openWithout(directory, broken).lab, faults: opened.faults };
}

function openWithout(directory: string, leftOut: ReadonlySet<string>): OpenedLab {
  const faults = new FaultList();
  const declaration = readDeclarations(directory, faults, leftOut);
  const { zones, anchors } = signZones(readZones(declaration, faults), declaration.signing, faults);
  const hosts = openHosts(declaration, zones, faults);
  if (faults.errorCount === 0) checkDelegations(declaration, zones, faults);
  const lab = faults.errorCount === 0 ? new Lab(directory, declaration, { zones, anchors }, hosts) : null;
  return { lab, faults: withoutExpected(faults, declaration.expected) };
}

/** Warnings that a lesson is about are left out; one that is expected and does not come is a fault itself. */
function withoutExpected(faults: FaultList, expected: readonly ExpectedWarning[]): readonly FileFault[] {
  const meant = (fault: FileFault): boolean =>
    fault.severity === "warning" && expected.some(({ part }) => fault.message.includes(part));
  const missing = expected.filter(({ part }) => !faults.faults.some((one) => one.message.includes(part)));
  const rest = new FaultList();
  for (const fault of faults.faults) if (!meant(fault)) rest.add(fault);
  for (const { part, place } of missing) rest.warning(place, `no zone gives the warning "${part}"`);
  return rest.faults;
}

export class Lab {
  readonly directory: string;
  readonly servers: readonly ServerDeclaration[];
  readonly clients: readonly ClientDeclaration[];
  /** Every zone file that some server has, by its path. */
  readonly zones: ReadonlyMap<string, ZoneFile>;
  /** What a resolver must be told to find its way here: the root, and that loopback and special names are as good as any. */
  readonly resolverSettings: Pick<
    ResolverSettings,
    "rootHints" | "trustAnchors" | "allowPrivateUpstreams" | "localZones"
  >;
  readonly #hosts: ReadonlyMap<string, ZoneHost>;

  constructor(
    directory: string,
    declaration: NetworkDeclaration,
    { zones, anchors: trustAnchors }: SignedZones,
    hosts: ReadonlyMap<string, ZoneHost>,
  ) {
    this.directory = directory;
    this.servers = declaration.servers;
    this.clients = declaration.clients;
    this.zones = zones;
    this.#hosts = hosts;
    const rootHints = new Directory(zones.values()).serversOf(Name.root).map((hint) => ({
      name: hint.name,
      addresses: hint.addresses.map(({ address }) => address),
    }));
    this.resolverSettings = { rootHints, trustAnchors, allowPrivateUpstreams: true, localZones: "this machine" };
  }

  /** What its validators trust, as DS records in zone text. */
  get anchorTexts(): readonly string[] {
    return this.resolverSettings.trustAnchors.flatMap(({ zone, signers }) =>
      signers.map(({ rdata }) => `${printName(zone.wire)} DS ${printRdata(RRType.DS, rdata)}`),
    );
  }

  /** The whole network in process. */
  network(
    clock: Clock,
    random: Random,
    options: Partial<NetworkOptions> = {},
    sites: readonly Site[] = this.sites(clock, random),
  ): SimulatedNetwork {
    const network = new SimulatedNetwork(clock, random, options);
    for (const listener of listenersOf(sites)) network.attach(listener.address, listener);
    return network;
  }

  /** Its servers as they are declared; each call makes new ones, with memories of their own. */
  sites(clock: Clock, random: Random): Site[] {
    const world: FaultWorld = { random, serverOf: (zones) => this.#host(zones).handler("elsewhere", clock, random) };
    return this.servers.map(
      (server) => new Site(server, this.#host(server.zones).handler(server.name, clock, random), world),
    );
  }

  /** How somebody wants a server to behave, in the words of a network file of this lab; a sentence when that cannot be. */
  readBehaviour(text: string, declared: Behaviour): Behaviour | string {
    const behaviour = readBehaviour(text, declared, join(this.directory, networkFile));
    if (typeof behaviour === "string") return behaviour;
    for (const zones of zonesOfFaults(behaviour.faults)) {
      if (!this.#hosts.has(hostKey(zones)))
        return `No server of the lab has these zones: ${zones.map((file) => relative(this.directory, file)).join(", ")}.`;
    }
    return behaviour;
  }

  #host(zones: readonly string[]): ZoneHost {
    const host = this.#hosts.get(hostKey(zones));
    if (host === undefined) throw new Error(`No server has the zones ${zones.join(", ")}.`);
    return host;
  }
}

function hostKey(zones: readonly string[]): string {
  return zones.toSorted().join("\n");
}

/** The zone files of a server, those of its faults included. */
function zoneSets({ zones, faults }: ServerDeclaration): (readonly string[])[] {
  return [zones, ...zonesOfFaults(faults)];
}

function zonesOfFaults(faults: readonly FaultDeclaration[]): (readonly string[])[] {
  return faults.flatMap(({ kind, parameters }) =>
    Object.entries(kind.parameters)
      .filter(([, parameter]) => parameter === "zones")
      .map(([name]) => (parameters[name] ?? []) as readonly string[]),
  );
}

function readZones(declaration: NetworkDeclaration, faults: FaultList): Map<string, ZoneFile> {
  const zones = new Map<string, ZoneFile>();
  for (const server of declaration.servers) {
    for (const file of zoneSets(server).flat()) {
      if (zones.has(file)) continue;
      const zone = readZoneFile(file);
      if (typeof zone === "string") faults.error(server.place, `${server.name}: ${file}: ${zone}`);
      else zones.set(file, zone);
    }
  }
  return zones;
}

function openHosts(
  declaration: NetworkDeclaration,
  zones: ReadonlyMap<string, ZoneFile>,
  faults: FaultList,
): Map<string, ZoneHost> {
  const hosts = new Map<string, ZoneHost>();
  const told = new Set<string>();
  for (const files of declaration.servers.flatMap(zoneSets)) {
    if (hosts.has(hostKey(files))) continue;
    const host = new ZoneHost(files.flatMap((file) => zones.get(file) ?? []));
    for (const fault of host.faults) {
      const key = `${fault.file}:${fault.line}:${fault.column}:${fault.message}`;
      if (!told.has(key)) faults.add(fault);
      told.add(key);
    }
    hosts.set(hostKey(files), host);
  }
  return hosts;
}
