// The lab for tests: opened once, asked in virtual time. `Walker` is a naive resolver that trusts everybody, without cache
// and without mercy, as a second opinion on the zones: what it finds must be there by the zones alone.

import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import { Class, Rcode } from "../../src/dns/codes.ts";
import type { Name } from "../../src/dns/name.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { nameFromText, printName } from "../../src/dns/text/name-text.ts";
import { RRType, typeName, typeNumber } from "../../src/dns/types.ts";
import { openLab, type Lab } from "../../src/lab/lab.ts";
import { composeMessage, emptyMessage, type Message, readMessage } from "../../src/lab/scenario/message.ts";
import type { SimulatedNetwork } from "../../src/lab/simulated-network.ts";
import { runUntilIdle } from "../../src/lab/virtual-time.ts";
import { nameIn } from "../../src/lab/zone-file.ts";
import { printAddress } from "../../src/net/address.ts";
import { PackedCache } from "../../src/resolver/cache/packed-cache.ts";
import type { Transport } from "../../src/resolver/port.ts";
import type { Resolution } from "../../src/resolver/question.ts";
import { Resolver } from "../../src/resolver/resolver.ts";
import { defaultSettings, type ResolverSettings } from "../../src/resolver/settings.ts";
import type { Trace } from "../../src/trace/steps.ts";
import { printFault } from "../../src/zone/file-fault.ts";

export const labDirectory: string = new URL("../../zones/lab", import.meta.url).pathname;

/** The project's lab; throws with all its faults when it has some. */
export function openProjectLab(): Lab {
  const { lab, faults } = openLab(labDirectory);
  if (lab === null || faults.length > 0) throw new Error(faults.map(printFault).join("\n"));
  return lab;
}

/** The lab in a folder, whatever its zones are warned about. */
export function openLabAt(directory: string): Lab {
  const { lab, faults } = openLab(directory);
  if (lab === null) throw new Error(faults.map(printFault).join("\n"));
  return lab;
}

export function nameOf(text: string): Name {
  const name = nameFromText(text);
  if (typeof name === "string") throw new Error(name);
  return name;
}

export interface Found {
  readonly rcode: number;
  /** Records of the answers in order, as zone text without TTLs and classes. */
  readonly answer: readonly string[];
}

const maxDepth = 24;

/** Asks servers of a network one by one, in virtual time. */
export class Asker {
  readonly network: SimulatedNetwork;
  readonly #clock: VirtualClock;
  readonly #replies: Uint8Array[] = [];
  #fault: string | null = null;
  #exchange = 0;

  constructor(network: SimulatedNetwork, clock: VirtualClock) {
    this.network = network;
    this.#clock = clock;
    network.connect({
      received: (_exchange, octets) => void this.#replies.push(octets),
      failed: (_exchange, fault) => void (this.#fault = fault),
    });
  }

  /** What comes back within ten seconds: octets, or the fault, or nothing. */
  send(address: string, octets: Uint8Array, transport: Transport): readonly Uint8Array[] | string {
    this.#replies.length = 0;
    this.#fault = null;
    const exchange = ++this.#exchange;
    this.network.send({ exchange, to: { address, port: 53 }, transport, octets });
    const asker = { nextWakeMs: Number.POSITIVE_INFINITY, wake(): void {} };
    runUntilIdle(this.#clock, this.network, asker, this.#clock.nowMs() + 10_000);
    this.network.close(exchange);
    return this.#fault ?? [...this.#replies];
  }

  /** The first message that comes back; null: none that can be read. */
  ask(address: string, name: Name, type: number, transport: Transport = "udp"): Message | null {
    const question = { name, type, class: Class.IN };
    const edns = { dnssecOk: false, options: new Uint8Array(0) };
    const replies = this.send(address, composeMessage({ ...emptyMessage, question, edns }, 1), transport);
    return typeof replies === "string" || replies.length === 0 ? null : readMessage(replies[0]);
  }
}

export interface LabResolver {
  readonly resolver: Resolver;
  readonly network: SimulatedNetwork;
  readonly clock: VirtualClock;
  /** Resolves in virtual time: the end, once nothing is left to do. */
  resolve(name: string, type: string, trace?: Trace): Resolution;
}

/** Our own resolver over a lab, with an empty cache, in virtual time. */
export function labResolver({
  seed = 1,
  settings = {},
  lab = openProjectLab(),
}: { seed?: number; settings?: Partial<ResolverSettings>; lab?: Lab } = {}): LabResolver {
  const clock = new VirtualClock();
  const random = seededRandom(seed);
  const network = lab.network(clock, random);
  const cache = new PackedCache(clock, 1 << 20, [seed, seed]);
  const all = { ...defaultSettings, ...lab.resolverSettings, ...settings };
  const resolver = new Resolver(all, { clock, random, port: network, cache, crypto: nodeDnssecCrypto });
  network.connect(resolver);
  return {
    resolver,
    network,
    clock,
    resolve(name, type, trace) {
      const question = { name: nameOf(name), type: typeNumber(type) ?? 0 };
      let resolution: Resolution | null = null;
      resolver.resolve(question, { trace: trace ?? null, purpose: "answer" }, (done) => void (resolution = done));
      runUntilIdle(clock, network, resolver);
      if (resolution === null) throw new Error(`${name} ${type} never ends.`);
      return resolution;
    },
  };
}

/** The answers of a resolution as the walker tells them. */
export function answersOf({ answer }: Resolution): string[] {
  return answer.flatMap(({ owner, type, rdatas }) =>
    rdatas.map((rdata) => `${printName(owner.wire)} ${typeName(type)} ${printRdata(type, rdata)}`),
  );
}

const truncatedBit = 0x0200;

export class Walker {
  readonly asker: Asker;
  readonly #roots: readonly string[];

  constructor(lab: Lab, seed = 1) {
    const clock = new VirtualClock();
    this.asker = new Asker(lab.network(clock, seededRandom(seed)), clock);
    this.#roots = lab.resolverSettings.rootHints.flatMap(({ addresses }) => [...addresses]);
  }

  resolve(name: string, type: string): Found {
    return this.#resolve(nameOf(name), typeNumber(type) ?? 0, 0);
  }

  #resolve(name: Name, type: number, depth: number): Found {
    if (depth > maxDepth) return { rcode: Rcode.SERVFAIL, answer: [] };
    let servers = this.#roots;
    for (let steps = 0; steps < maxDepth; steps++) {
      const reply = this.#askAny(servers, name, type);
      if (reply === null) break;
      const { rcode, answer, authority } = reply;
      const referral = authority.filter((record) => record.type === RRType.NS);
      if (rcode !== Rcode.NOERROR || answer.length > 0 || referral.length === 0) {
        return this.#finish(reply, type, depth);
      }
      servers = this.#addressesOf(
        reply,
        referral.map(({ rdata }) => nameIn(rdata)),
        depth,
      );
    }
    return { rcode: Rcode.SERVFAIL, answer: [] };
  }

  /** The answer, and behind an alias whatever its end has. */
  #finish({ rcode, answer }: Message, type: number, depth: number): Found {
    const lines = answer.map(({ owner, type: own, rdata }) => {
      return `${printName(owner.wire)} ${typeName(own)} ${printRdata(own, rdata)}`;
    });
    const last = answer.at(-1);
    if (last === undefined || last.type !== RRType.CNAME || type === RRType.CNAME) return { rcode, answer: lines };
    const rest = this.#resolve(nameIn(last.rdata), type, depth + 1);
    return { rcode: rest.rcode, answer: [...lines, ...rest.answer] };
  }

  #addressesOf({ additional }: Message, names: readonly Name[], depth: number): string[] {
    const glue = additional.filter(({ owner, type }) => {
      return (type === RRType.A || type === RRType.AAAA) && names.some((name) => name.equals(owner));
    });
    if (glue.length > 0) return glue.map(({ type, rdata }) => printAddress(type === RRType.A ? 4 : 6, rdata));
    return names.flatMap((name) => this.#resolve(name, RRType.A, depth + 1).answer.map((line) => line.split(" ")[2]));
  }

  #askAny(servers: readonly string[], name: Name, type: number): Message | null {
    for (const server of servers) {
      let reply = this.asker.ask(server, name, type);
      if (reply !== null && (reply.flags & truncatedBit) !== 0) reply = this.asker.ask(server, name, type, "tcp");
      if (reply !== null) return reply;
    }
    return null;
  }
}
