// The desk of dynamic updates (RFC 2136, RFC 3007): a message becomes one change of a hosted zone, or none. Read, judged and committed
// in one turn, as the store is: so nothing comes between what a prerequisite saw and what is changed. Answered when the change is
// durable and every worker answers by it, or after `maxServingMs` when it is durable only.
// The order of questions is that of RFC 2136 §3: zone, client, prerequisites, updates one by one; but the client goes before the
// prerequisites, which would tell strangers what a zone holds. What a signed message has done once is not done again when it comes
// again: it has the same answer (./recent-updates.ts).

import { Class, codeName, ExtendedError, Rcode } from "../../dns/codes.ts";
import { printName } from "../../dns/text/name-text.ts";
import { typeName } from "../../dns/types.ts";
import { printAddress } from "../../net/address.ts";
import { checkPrerequisites } from "../../authority/update/prerequisites.ts";
import { readUpdate, type UpdateMessage } from "../../authority/update/update-message.ts";
import { carryOut, prescan } from "../../authority/update/updates.ts";
import type { CallContext } from "../../store/context.ts";
import { ApiFault, faultStatus } from "../../store/faults.ts";
import type { HostedZoneRow } from "../../store/hosted-zone-rows.ts";
import type { Route53Store } from "../../store/route53-store.ts";
import type { Tables } from "../../base/tables.ts";
import type { Config } from "../config.ts";
import { type ErrandAnswer, ErrandExchange, type ErrandExchangeParts } from "../errands/errand-exchange.ts";
import type { ErrandClient, ErrandDesk } from "../errands/errand-messages.ts";
import type { HostedZones } from "../hosted-zones.ts";
import type { Log } from "../log.ts";
import type { FileZone } from "../zone-api.ts";
import type { ServedZones } from "../zones.ts";
import { RecentUpdates } from "./recent-updates.ts";
import { changesOf, StoredContents, strangeType } from "./stored-contents.ts";
import { UpdatePolicy } from "./update-policy.ts";

export interface UpdateDeskParts extends ErrandExchangeParts {
  readonly updates: Config["dns"]["updates"];
  readonly store: Route53Store;
  /** The store's own tables. */
  readonly tables: Tables;
  readonly hosted: Pick<HostedZones, "publicZoneAt" | "whenServed">;
  /** The zones of files and of other servers. */
  readonly files: Pick<ServedZones, "sourceOf">;
  /** Whether answers wait for the workers: not where a test holds changes back. */
  readonly waits: "until served" | "until durable";
  /** Who acts, and when, for the store's history. */
  readonly context: (account: string) => CallContext;
  readonly log: Log;
}

/** So long an answer waits for the workers at most: clients ask again after about as much. */
const maxServingMs = 2_000;
/** How often a refusal is told in the log. */
const tellEveryMs = 1_000;

const changedElsewhere: Readonly<Record<FileZone["source"], ErrandAnswer>> = {
  file: unsupported(
    "a zone of a file is changed in its file; signpost zone import makes it a hosted zone, which takes updates",
  ),
  secondary: unsupported("a zone of another server is changed there: send updates to its primary"),
};

/** Who sent an update, for the log. */
interface Sender {
  readonly key?: string;
  readonly client: string;
}

/** What becomes of a message: an answer, and the change that is to be served before it is sent. */
interface Decision extends ErrandAnswer {
  readonly changeId?: string;
}

export class UpdateDesk implements ErrandDesk {
  readonly #parts: UpdateDeskParts;
  readonly #policy: UpdatePolicy;
  readonly #recent: RecentUpdates;
  readonly #counts = new Map<string, number>();
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(parts: UpdateDeskParts) {
    this.#parts = parts;
    this.#policy = new UpdatePolicy(parts.updates);
    this.#recent = new RecentUpdates(parts.tsig.nowSeconds);
  }

  /** Answers since the start, by RCODE. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  async answer(message: Uint8Array, client: ErrandClient): Promise<Uint8Array | null> {
    const exchange = new ErrandExchange(message, client, this.#parts);
    if (exchange.refusal !== null) {
      this.#count(exchange.refusal[3] & 15);
      return exchange.refusal;
    }
    return this.#recent.once(exchange, () => this.#carryOut(exchange, client));
  }

  async #carryOut(exchange: ErrandExchange, client: ErrandClient): Promise<Uint8Array> {
    const decision = this.#decided(exchange, client);
    const { rcode, text, changeId } = decision;
    this.#count(rcode);
    if (rcode !== Rcode.NOERROR) this.#tellRefusal(exchange, client, rcode, text);
    const { waits, hosted } = this.#parts;
    if (changeId !== undefined && waits === "until served") await hosted.whenServed(changeId, maxServingMs);
    return exchange.answer(decision);
  }

  /** A fault of ours is thrown on, to be SERVFAIL. */
  #decided(exchange: ErrandExchange, client: ErrandClient): Decision {
    try {
      return this.#decide(exchange, client);
    } catch (fault) {
      this.#count(Rcode.SERVFAIL);
      throw fault;
    }
  }

  #decide(exchange: ErrandExchange, client: ErrandClient): Decision {
    const update = readUpdate(exchange.query);
    if (update === null) return { rcode: Rcode.FORMERR };
    const { hosted, files, tables } = this.#parts;
    // As BIND has it: what is no class of a zone is no update, and zones of other classes are not kept here.
    if (update.zoneClass === Class.NONE || update.zoneClass === Class.ANY) return { rcode: Rcode.FORMERR };
    if (update.zoneClass !== Class.IN) return { rcode: Rcode.NOTIMP };
    const source = files.sourceOf(update.zone);
    if (source !== null) return changedElsewhere[source];
    const zone = hosted.publicZoneAt(update.zone);
    if (zone === null) return { rcode: Rcode.NOTAUTH, error: ExtendedError["Not Authoritative"] };
    const contents = new StoredContents(tables, zone);
    const grant = this.#policy.grantTo(client, exchange.key, contents.apex);
    if (grant === null) return prohibited("this client may not change the zone");
    const unmet = checkPrerequisites(update, contents);
    if (unmet !== Rcode.NOERROR) return { rcode: unmet };
    const fault = prescan(update, contents.apex);
    if (fault !== Rcode.NOERROR) return { rcode: fault };
    const denied = grant.prohibited(update, contents);
    if (denied !== null)
      return prohibited(`this client may not change ${printName(denied.name.wire)} ${typeName(denied.type)}`);
    return this.#commit(update, zone, contents, sender(exchange, client));
  }

  #commit(update: UpdateMessage, zone: HostedZoneRow, contents: StoredContents, by: Sender): Decision {
    const outcome = carryOut(update, contents);
    if (outcome.kind === "closed")
      return unsupported(`${printName(outcome.name.wire)} ${typeName(outcome.type)} is an alias or has a routing policy: it is changed by the API`); // prettier-ignore
    if (outcome.changes.length === 0) return { rcode: Rcode.NOERROR };
    const strange = strangeType(outcome.changes);
    if (strange !== null) return unsupported(`hosted zones have no records of type ${strange}`);
    const { store, context, log } = this.#parts;
    const changes = changesOf(outcome.changes, contents);
    try {
      const comment = `dynamic update ${by.key === undefined ? "" : `by key ${by.key} `}from ${by.client}`;
      const input = { zoneId: zone.id, kind: "dynamic-update", comment, changes } as const;
      const { id, version } = store.applyOtherBatch(input, context(zone.account));
      log.info(
        { zone: zone.name, id: zone.id, version, sets: changes.length, ...by },
        "a dynamic update changed a zone",
      );
      return { rcode: Rcode.NOERROR, changeId: id };
    } catch (fault) {
      if (!(fault instanceof ApiFault)) throw fault;
      const rcode = faultStatus(fault.code) >= 500 ? Rcode.SERVFAIL : Rcode.REFUSED;
      return { rcode, error: ExtendedError.Other, text: fault.message };
    }
  }

  #count(rcode: number): void {
    const result = codeName(Rcode, rcode, "RCODE");
    this.#counts.set(result, (this.#counts.get(result) ?? 0) + 1);
  }

  /** A flood of refusals is one line a second. */
  #tellRefusal(exchange: ErrandExchange, client: ErrandClient, rcode: number, text = ""): void {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < tellEveryMs) return;
    this.#toldMs = nowMs;
    const { qname } = exchange.query;
    const fields = { zone: printName(qname.bytes, qname.start), ...sender(exchange, client), rcode: codeName(Rcode, rcode, "RCODE") }; // prettier-ignore
    this.#parts.log.info({ ...fields, ...(text !== "" && { reason: text }) }, "a dynamic update was not carried out");
  }
}

function prohibited(text: string): ErrandAnswer {
  return { rcode: Rcode.REFUSED, error: ExtendedError.Prohibited, text };
}

function unsupported(text: string): ErrandAnswer {
  return { rcode: Rcode.REFUSED, error: ExtendedError["Not Supported"], text };
}

function sender({ key }: ErrandExchange, { family, address }: ErrandClient): Sender {
  return { ...(key !== null && { key: key.name }), client: printAddress(family, address) };
}
