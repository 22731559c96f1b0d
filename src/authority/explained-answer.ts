// Why a name and type are answered as they are, for one client at this moment: the zone, what stands there, and the whole
// tree of the choice with the chance of every answer (../routing/explain.ts). It looks at what answers queries and
// decides nothing itself; aliases by CNAME are told and not followed. For people: it makes objects.

import { NameCursor } from "../dns/name-cursor.ts";
import type { Name } from "../dns/name.ts";
import { printRdata } from "../dns/rdata.ts";
import { RRType } from "../dns/types.ts";
import type { FoundPlace } from "../routing/client.ts";
import type { ExplainedEnd, ExplainedGroup, LocationNames } from "../routing/explain.ts";
import { Reader } from "../zone/epochs.ts";
import { entryOf, nextRecord, recordCount, recordHead, rrsetRecords, rrsetTtl } from "../zone/layout.ts";
import { nearestOfViews, Outcome, Search } from "../zone/search.ts";
import { publicView } from "../zone/views.ts";
import type { Memory } from "../base/memory.ts";
import type { Client } from "./client.ts";
import type { ClientSubnet } from "./client-subnet.ts";
import { Policies } from "./policies.ts";
import type { RoutingSettings } from "./responder.ts";
import { ServerAddresses } from "./server-addresses.ts";
import { zoneName } from "./traced-names.ts";
import { VpcClients } from "./vpc-clients.ts";

export interface ExplainedAnswer {
  /** The apex of the zone that answers; null when none of ours does. */
  readonly zone: Name | null;
  readonly view: "public" | "private";
  /** How the name was found: see ../zone/search.ts. */
  readonly found: keyof typeof Outcome;
  /** The type that stands there: the one asked for, CNAME, or null for neither. */
  readonly type: number | null;
  /** The client as policies see it: an address or prefix. */
  readonly client: string;
  /** Where a table says that the client is; null where no policy asked, no table knows, and in VPCs. */
  readonly where: FoundPlace | null;
  /** The tree of the choice; "plain" where there is none to make. */
  readonly choice: ExplainedGroup | ExplainedEnd;
  readonly answers: readonly LikelyAnswer[];
  /** The chance that there is no data for this client. */
  readonly noAnswer: number;
}

export interface LikelyAnswer {
  /** RDATA in text. */
  readonly values: readonly string[];
  readonly ttlSeconds: number;
  /** That these are in an answer, 0 to 1. */
  readonly chance: number;
}

/** Who asks, and for what. */
export interface ExplainedQuestion {
  readonly name: Name;
  readonly type: number;
  readonly client: Client;
  readonly subnet: ClientSubnet | null;
}

export class AnswerExplainer {
  readonly #memory: Memory;
  readonly #reader: Reader;
  readonly #policies: Policies;
  readonly #vpcs: VpcClients;
  readonly #servers: ServerAddresses;
  readonly #search: Search;
  readonly #locationName: LocationNames;
  readonly #name = new NameCursor();

  /** `reader` is a slot of its own among the readers of the image. */
  constructor(
    memory: Memory,
    { ground, vpcs, servers = [] }: RoutingSettings,
    reader: number,
    locationName: LocationNames = () => null,
  ) {
    this.#memory = memory;
    this.#reader = new Reader(memory, reader);
    this.#policies = new Policies(memory, ground);
    this.#vpcs = new VpcClients(vpcs);
    this.#servers = new ServerAddresses(servers);
    this.#search = new Search(memory);
    this.#locationName = locationName;
  }

  explain(question: ExplainedQuestion): ExplainedAnswer {
    this.#reader.enter();
    try {
      return this.#explain(question);
    } finally {
      this.#reader.leave();
    }
  }

  #explain({ name, type, client, subnet }: ExplainedQuestion): ExplainedAnswer {
    const { at } = this.#reader;
    const memory = this.#memory;
    const server = this.#servers.viewOf(client);
    const vpc = server === 0 ? this.#vpcs.originOf(client) : null;
    this.#policies.ask(client, subnet, vpc);
    this.#name.set(name.wire, 0);
    const hidden = vpc === null ? 0 : this.#nearest(vpc.view, vpc.view);
    const zone = hidden === 0 ? this.#nearest(publicView, server) : hidden;
    const view = hidden === 0 ? "public" : "private";
    const outcome = zone === 0 ? Outcome.missing : this.#search.run(zone, this.#name, at);
    const found = Object.entries(Outcome).find(([, number]) => number === outcome)![0] as keyof typeof Outcome;
    const apex = zone === 0 ? null : zoneName(memory, zone);
    const holds = outcome === Outcome.found || outcome === Outcome.wildcard;
    const [held, entry] = holds ? this.#held(type) : [null, 0];
    const { group, answers, noAnswer } = this.#policies.explain(-entry, at, this.#locationName);
    const likely = Array.from(answers, ([rrset, chance]) => this.#likely(rrset, chance));
    const { text, found: where } = this.#policies.client;
    return { zone: apex, view, found, type: held, client: text, where, choice: group, answers: likely, noAnswer };
  }

  #nearest(view: number, other: number): number {
    return nearestOfViews(this.#memory, this.#name, this.#reader.at, [view, other], this.#name.count);
  }

  /** What the node has of the type, else its CNAME. */
  #held(type: number): [type: number | null, entry: number] {
    for (const held of [type, RRType.CNAME]) {
      const entry = entryOf(this.#memory, this.#search.version, held);
      if (entry !== 0) return [held, entry];
    }
    return [null, 0];
  }

  #likely(rrset: number, chance: number): LikelyAnswer {
    const { bytes, words } = this.#memory;
    const values: string[] = [];
    let record = (rrset + rrsetRecords) * 4;
    for (let left = recordCount(this.#memory, rrset); left > 0; left--) {
      const next = nextRecord(bytes, record);
      values.push(printRdata((bytes[record + 2] << 8) | bytes[record + 3], bytes.slice(record + recordHead, next)));
      record = next;
    }
    return { values, ttlSeconds: words[rrset + rrsetTtl], chance };
  }
}
