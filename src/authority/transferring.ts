// A question for a whole zone (RFC 5936, RFC 1995): refused with the reason, answered with the SOA alone, or handed to the thread
// that sends zones (./transfers.ts is the port), which knows what has changed since, or sends all of it (RFC 1995 §4).
// Private zones are in no view that is looked into here.

import type { Memory } from "../base/memory.ts";
import { ExtendedError, Rcode } from "../dns/codes.ts";
import { soaSerial } from "../dns/soa.ts";
import { RRType } from "../dns/types.ts";
import {
  entryOf,
  nextRecord,
  rrsetRecords,
  treeLabels,
  treePolicies,
  treeRoot,
  visibleVersion,
} from "../zone/layout.ts";
import { nearestZone } from "../zone/search.ts";
import { signerOf } from "../zone/signer.ts";
import { type Client, Protocol } from "./client.ts";
import type { ReplyWriter } from "./reply-writer.ts";
import { nameFrom } from "./traced-names.ts";
import { isCurrent, serialOfQuery, type Transfers } from "./transfers.ts";
import type { TsigKey } from "./tsig-keys.ts";

const encoder = new TextEncoder();
const prohibited = encoder.encode("this client may not have this zone transferred");
const choosing = encoder.encode("policies and aliases of this zone cannot be transferred");
const signedHere = encoder.encode("what is signed as it is answered cannot be transferred");
const oneMessage = encoder.encode("zones are transferred over TCP and TLS");
const tooMany = encoder.encode("too many zone transfers wait already");

export class Transferring {
  /** Whether the last question was handed over: its reply comes later. */
  deferred: 0 | 1 = 0;
  readonly #memory: Memory;
  readonly #transfers: Transfers | null;
  readonly #reply: ReplyWriter;
  /** The serial of the zone that was asked for by IXFR last. */
  #serial = 0;

  constructor(memory: Memory, transfers: Transfers | null, reply: ReplyWriter) {
    this.#memory = memory;
    this.#transfers = transfers;
    this.#reply = reply;
  }

  /** The reply's octets, 0 when it comes later. `key` is what the query is signed with; of two views the first one's zone counts. */
  answer(at: number, views: readonly [first: number, second: number], client: Client, key: TsigKey | null): number {
    const reply = this.#reply;
    const { query, trace } = reply;
    const { words } = this.#memory;
    const name = (): { readonly name: ReturnType<typeof nameFrom> } => ({ name: nameFrom(query.qname, 0) });
    if (query.qtype === RRType.AXFR && client.protocol === Protocol.udp) {
      trace?.note("transfer.datagram", name());
      return reply.plain(Rcode.NOTIMP, -1);
    }
    const view = views.find((one) => this.#zoneIn(one, at) !== 0);
    if (view === undefined) {
      trace?.note("transfer.not-ours", name());
      return reply.plain(Rcode.NOTAUTH, -1);
    }
    const transfers = this.#transfers;
    const isAllowed = key?.scope === "transfers" || transfers?.allows(client, key, nameFrom(query.qname, 0));
    if (transfers === null || !isAllowed) {
      trace?.note("transfer.prohibited", name());
      return reply.plain(Rcode.REFUSED, ExtendedError.Prohibited, prohibited);
    }
    const zone = this.#zoneIn(view, at);
    if (!this.#isHere(zone, at)) {
      trace?.note("zone.absent", { zone: nameFrom(query.qname, 0) });
      return reply.plain(Rcode.SERVFAIL, ExtendedError["Invalid Data"]);
    }
    const policies = words[zone + treePolicies];
    if (policies > 0) {
      trace?.note("transfer.policies", { ...name(), policies });
      return reply.plain(Rcode.REFUSED, ExtendedError["Not Supported"], choosing);
    }
    if (signerOf(this.#memory, zone, at) !== 0) {
      // Its copy would have the keys and no signatures: bogus to everybody who validates.
      trace?.note("transfer.signed-online", name());
      return reply.plain(Rcode.REFUSED, ExtendedError["Not Supported"], signedHere);
    }
    if (query.qtype === RRType.IXFR) {
      const length = this.#incremental(zone, at, client);
      if (length > 0) return length;
    }
    if (client.protocol === Protocol.https) {
      trace?.note("transfer.https", name());
      return reply.plain(Rcode.REFUSED, ExtendedError["Not Supported"], oneMessage);
    }
    if (!transfers.begin(query, client, view)) {
      trace?.note("transfer.too-many", name());
      return reply.plain(Rcode.SERVFAIL, ExtendedError["Not Ready"], tooMany);
    }
    if (query.qtype === RRType.AXFR) trace?.note("transfer.begins", name());
    else trace?.note("transfer.increments", { ...name(), theirs: serialOfQuery(query)!, ours: this.#serial });
    this.deferred = 1;
    return 0;
  }

  /** The zone of a view whose apex is the question's name, or 0. */
  #zoneIn(view: number, at: number): number {
    const { qname } = this.#reply.query;
    const zone = nearestZone(this.#memory, qname, at, view, qname.count);
    return zone !== 0 && this.#memory.words[zone + treeLabels] === qname.count ? zone : 0;
  }

  /** Whether a secondary zone is there. */
  #isHere(zone: number, at: number): boolean {
    const apex = visibleVersion(this.#memory, this.#memory.words[zone + treeRoot], at);
    return apex !== 0 && entryOf(this.#memory, apex, RRType.SOA) > 0;
  }

  /** RFC 1995 §2: the SOA alone, to whoever is up to date and to whoever has to come over TCP; 0 to whoever is to have more. */
  #incremental(zone: number, at: number, client: Client): number {
    const reply = this.#reply;
    const { query, trace } = reply;
    const theirs = serialOfQuery(query);
    if (theirs === null) {
      trace?.note("request.unreadable", { rcode: Rcode.FORMERR });
      return reply.plain(Rcode.FORMERR, -1);
    }
    const { words, bytes } = this.#memory;
    const version = visibleVersion(this.#memory, words[zone + treeRoot], at);
    const soa = version === 0 ? 0 : entryOf(this.#memory, version, RRType.SOA);
    if (soa <= 0) return reply.plain(Rcode.SERVFAIL, -1);
    const start = (soa + rrsetRecords) * 4;
    const end = nextRecord(bytes, start);
    const ours = soaSerial(bytes, end);
    this.#serial = ours;
    const name = nameFrom(query.qname, 0);
    if (isCurrent(theirs, ours)) trace?.note("transfer.current", { name, theirs, ours });
    else if (client.protocol === Protocol.udp) trace?.note("transfer.soa-alone", { name });
    else return 0;
    return reply.record(bytes, start, end);
  }
}
