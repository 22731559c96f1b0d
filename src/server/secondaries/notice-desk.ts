// Notices that a zone has changed (NOTIFY, RFC 1996 §3): from a primary's address or under the zone's key they are answered and the
// zone is looked after at once; from anybody else they are refused (RFC 1996 §3.10). What a notice says of the new SOA is a hint, and
// saves the look where it is what is served already (RFC 1996 §3.7, §3.11).

import { composeErrandReply, type ErrandReplyParts } from "../../authority/errand-reply.ts";
import { serialOfNotice } from "../../authority/transfers.ts";
import { judge, Sealer } from "../../authority/tsig.ts";
import type { TsigKey, TsigParts } from "../../authority/tsig-keys.ts";
import { Class, ExtendedError, Opcode, Rcode } from "../../dns/codes.ts";
import { headerAA, MessageFault, MessageView } from "../../dns/message-view.ts";
import { Name } from "../../dns/name.ts";
import { RRType } from "../../dns/types.ts";
import { printAddress } from "../../net/address.ts";
import type { ErrandClient, ErrandDesk, ErrandDoor } from "../errands/errand-messages.ts";
import type { SecondaryPlan } from "./secondary.ts";

/** What notices are about: ./secondary-zones.ts. */
export interface NoticedZones {
  find(key: string): SecondaryPlan | null;
  notified(key: string, serial: number | null, from: string): void;
}

export class NoticeDesk implements ErrandDesk {
  readonly #zones: NoticedZones;
  readonly #tsig: TsigParts;
  readonly #maxUdpOctets: number;

  constructor(zones: NoticedZones, tsig: TsigParts, maxUdpOctets: number) {
    this.#zones = zones;
    this.#tsig = tsig;
    this.#maxUdpOctets = maxUdpOctets;
  }

  /** null: the message is none that the worker should have handed over. */
  answer(message: Uint8Array, client: ErrandClient): Promise<Uint8Array | null> {
    const notice = new MessageView();
    if (notice.parse(message, 0, message.length) !== MessageFault.none) return Promise.resolve(null);
    const verdict = notice.tsig < 0 ? null : judge(notice, this.#tsig);
    if (verdict !== null && verdict.error !== 0) return Promise.resolve(null);
    const sealer = verdict === null ? null : new Sealer(notice, verdict, this.#tsig);
    const told = this.#hear(notice, verdict?.key ?? null, printAddress(client.family, client.address));
    return Promise.resolve(
      composeErrandReply(notice, { ...told, bits: headerAA, maxUdpOctets: this.#maxUdpOctets, sealer }),
    );
  }

  #hear(notice: MessageView, key: TsigKey | null, from: string): Pick<ErrandReplyParts, "rcode" | "reason"> {
    const { qname, qtype, qclass } = notice;
    if (qtype !== RRType.SOA || qclass !== Class.IN)
      return refused(Rcode.NOTIMP, ExtendedError["Not Supported"], "notices are about SOA records");
    const zone = new Name(qname.bytes.slice(qname.start, qname.start + qname.length));
    const plan = this.#zones.find(zone.key);
    if (plan === null)
      return refused(Rcode.NOTAUTH, ExtendedError["Not Authoritative"], "the zone is not had from another server");
    const isKnown = plan.primaries.some(({ address }) => address === from) || (key !== null && key === plan.key);
    if (!isKnown) return refused(Rcode.REFUSED, ExtendedError.Prohibited, "this is no primary of the zone");
    this.#zones.notified(zone.key, serialOfNotice(notice), from);
    return { rcode: Rcode.NOERROR, reason: null };
  }
}

/** Whose notices are taken without a signature: all primaries'. */
export function noticeDoor(plans: readonly SecondaryPlan[]): ErrandDoor {
  const addresses = plans.flatMap(({ primaries }) => primaries.map(({ address }) => address));
  return { opcode: Opcode.NOTIFY, from: [...new Set(addresses)] };
}

function refused(
  rcode: ErrandReplyParts["rcode"],
  code: number,
  text: string,
): Pick<ErrandReplyParts, "rcode" | "reason"> {
  return { rcode, reason: { code, text } };
}
