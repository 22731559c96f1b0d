// Notices that a zone has changed (NOTIFY, RFC 1996 §3): from a primary's address or under the zone's key they are answered and the
// zone is looked after at once; from anybody else they are refused (RFC 1996 §3.10). What a notice says of the new SOA is a hint, and
// saves the look where it is what is served already (RFC 1996 §3.7, §3.11).

import { serialOfNotice } from "../../authority/transfers.ts";
import type { TsigKey } from "../../authority/tsig-keys.ts";
import { Class, ExtendedError, Opcode, Rcode } from "../../dns/codes.ts";
import { headerAA, type MessageView } from "../../dns/message-view.ts";
import { Name } from "../../dns/name.ts";
import { RRType } from "../../dns/types.ts";
import { hostOf, printAddress } from "../../net/address.ts";
import { type ErrandAnswer, ErrandExchange, type ErrandExchangeParts } from "../errands/errand-exchange.ts";
import type { ErrandClient, ErrandDesk, ErrandDoor } from "../errands/errand-messages.ts";
import type { SecondaryPlan } from "./secondary.ts";

/** What notices are about: ./secondary-zones.ts. */
export interface NoticedZones {
  find(key: string): SecondaryPlan | null;
  notified(key: string, serial: number | null, from: string): void;
}

export class NoticeDesk implements ErrandDesk {
  readonly #zones: NoticedZones;
  readonly #parts: ErrandExchangeParts;

  constructor(zones: NoticedZones, parts: ErrandExchangeParts) {
    this.#zones = zones;
    this.#parts = parts;
  }

  answer(message: Uint8Array, client: ErrandClient): Promise<Uint8Array> {
    const exchange = new ErrandExchange(message, client, this.#parts);
    if (exchange.refusal !== null) return Promise.resolve(exchange.refusal);
    const answer = this.#hear(exchange.query, exchange.key, hostOf(printAddress(client.family, client.address)));
    return Promise.resolve(exchange.answer({ ...answer, flags: headerAA }));
  }

  #hear(notice: MessageView, key: TsigKey | null, from: string): ErrandAnswer {
    const { qname, qtype, qclass } = notice;
    if (qtype !== RRType.SOA || qclass !== Class.IN)
      return { rcode: Rcode.NOTIMP, error: ExtendedError["Not Supported"], text: "notices are about SOA records" };
    const zone = new Name(qname.bytes.slice(qname.start, qname.start + qname.length));
    const plan = this.#zones.find(zone.key);
    if (plan === null) return { rcode: Rcode.NOTAUTH, error: ExtendedError["Not Authoritative"], text: notHad };
    const isKnown =
      plan.primaries.some(({ address }) => hostOf(address) === from) || (key !== null && key.name === plan.key?.name);
    if (!isKnown)
      return { rcode: Rcode.REFUSED, error: ExtendedError.Prohibited, text: "this is no primary of the zone" };
    this.#zones.notified(zone.key, serialOfNotice(notice), from);
    return { rcode: Rcode.NOERROR };
  }
}

const notHad = "the zone is not had from another server";

/** Whose notices are taken without a signature: all primaries'. */
export function noticeDoor(plans: readonly SecondaryPlan[]): ErrandDoor {
  const addresses = plans.flatMap(({ primaries }) => primaries.map(({ address }) => hostOf(address)));
  return { opcode: Opcode.NOTIFY, from: [...new Set(addresses)] };
}
