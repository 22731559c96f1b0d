// The EDNS side of a reply: which options of the query are answered, and the OPT record that says so.
// RFC 6891 (OPT), RFC 5001 (NSID), RFC 7873 and 9018 (cookies), RFC 7828 (TCP keepalive), RFC 7830 (padding), RFC 8914 (EDE),
// RFC 7871 (client subnet).
// Options we do not know are ignored (RFC 6891 §6.1.2). The size is known before the answer is written, so it always fits.

import { EdnsOption, ExtendedError } from "../dns/codes.ts";
import { flagCO, flagDO, optionLength, optOctets } from "../dns/edns.ts";
import type { EdnsView } from "../dns/edns.ts";
import type { MessageView } from "../dns/message-view.ts";
import type { MessageWriter } from "../dns/message-writer.ts";
import { RRType } from "../dns/types.ts";
import { Protocol } from "./client.ts";
import type { Client } from "./client.ts";
import { ClientSubnet } from "./client-subnet.ts";
import { cookieOctets, CookieState } from "./cookies.ts";
import type { Cookies } from "./cookies.ts";

/** RFC 8467 §4.1: responses are padded to a multiple of this. */
const paddingBlockOctets = 468;

export interface OptionSettings {
  /** The UDP payload size that we announce and never exceed (RFC 6891 §6.2.5). */
  readonly maxUdpOctets: number;
  /** The server's identity, or none to disclose (RFC 5001 §2.3). */
  readonly nsid: Uint8Array | null;
  readonly cookies: Cookies | null;
  /** How long an idle TCP connection stays, in units of 100 milliseconds (RFC 7828 §3.1). */
  readonly keepaliveDeciseconds: number;
  /** Whether the client subnet of queries counts (RFC 7871 §7.2.1), or is passed over as an option that we do not know. */
  readonly subnets: "used" | "ignored";
  /** Seconds since 1970; only cookies ask. */
  readonly nowSeconds: () => number;
}

const encoder = new TextEncoder();
/** What an extended error says in words, by code. */
const errorTexts = new Map<number, Uint8Array>(
  Object.entries({
    "Not Authoritative": "this server holds no zone for the name",
    "Not Supported": "this server does not do that",
    Prohibited: "this client may not ask for recursion",
    "Not Ready": "too many questions wait for an answer already",
  }).map(([error, text]) => [ExtendedError[error as keyof typeof ExtendedError], encoder.encode(text)]),
);
const noText = new Uint8Array(0);

export class Options {
  /** The client proved its address with a valid cookie. */
  addressProven = false;
  readonly #settings: OptionSettings;
  /** What the query's cookie is worth; null when it has none, or none are dealt in. */
  cookieState: CookieState | null = null;
  /** For whom the query is asked, where it says so. */
  readonly subnet = new ClientSubnet();
  /** The answer's denials are compact, which a client that set CO is told (RFC 9824 §5.1). */
  isCompact = false;
  #cookie = false;
  #nsid = false;
  #keepalive = false;
  #padding = false;
  #error = -1;
  #errorText: Uint8Array = noText;
  /** Options that came ready made: octets of somebody else's buffer. */
  #ready: Uint8Array = noText;
  #readyStart = 0;
  #readyEnd = 0;

  constructor(settings: OptionSettings) {
    this.#settings = settings;
  }

  /** Reads the query's options; false when one of them is malformed (FORMERR). Call `clear` for a query without EDNS. */
  read(query: MessageView, client: Client): boolean {
    this.clear();
    const { bytes, edns } = query;
    if (edns.optionsStart === edns.optionsEnd) return true;
    const { cookies, nsid } = this.#settings;
    this.#nsid = nsid !== null && edns.find(bytes, EdnsOption.NSID) >= 0;
    // RFC 7828 §3.2: about the connection that a message came by, which HTTP looks after itself.
    const isStream = client.protocol === Protocol.tcp || client.protocol === Protocol.tls;
    this.#keepalive = isStream && edns.find(bytes, EdnsOption["TCP-KEEPALIVE"]) >= 0;
    // RFC 7830 §6: only where the transport is encrypted; elsewhere it would serve nobody but an amplifier.
    this.#padding = client.protocol >= Protocol.tls && edns.find(bytes, EdnsOption.PADDING) >= 0;
    const subnet = this.#settings.subnets === "used" ? edns.find(bytes, EdnsOption["CLIENT-SUBNET"]) : -1;
    if (subnet >= 0 && !this.subnet.read(bytes, subnet, optionLength(bytes, subnet))) return false;
    const cookie = cookies === null ? -1 : edns.find(bytes, EdnsOption.COOKIE);
    if (cookie < 0 || cookies === null) return true;
    const octets = client.family === 4 ? 4 : 16;
    const state = cookies.check(
      bytes,
      cookie + 4,
      optionLength(bytes, cookie),
      client.address,
      octets,
      this.#settings.nowSeconds(),
    );
    this.cookieState = state;
    this.#cookie = state !== CookieState.malformed;
    this.addressProven = state === CookieState.valid;
    return this.#cookie;
  }

  clear(): void {
    this.addressProven = this.#cookie = this.#nsid = this.#keepalive = this.#padding = false;
    this.cookieState = null;
    this.subnet.clear();
    this.#error = -1;
    this.isCompact = false;
    this.#readyEnd = this.#readyStart;
  }

  /** Whether the reply carries a cookie: then a query without a question is one (RFC 7873 §5.4). */
  get hasCookie(): boolean {
    return this.#cookie;
  }

  /** Tells an extended error in the reply, in its usual words or in those of a fuller `text`; -1 for none. */
  tell(extendedError: number, text: Uint8Array | null = null): void {
    this.#error = extendedError;
    this.#errorText = extendedError < 0 ? noText : (text ?? errorTexts.get(extendedError) ?? noText);
  }

  /** Adds the options `bytes[start, end)`, each with its code and length. */
  addReady(bytes: Uint8Array, start: number, end: number): void {
    this.#ready = bytes;
    this.#readyStart = start;
    this.#readyEnd = end;
  }

  /** Octets of the OPT record without padding. */
  get octets(): number {
    let size = optOctets + this.subnet.replyOctets + this.#readyEnd - this.#readyStart;
    if (this.#nsid && this.#settings.nsid !== null) size += 4 + this.#settings.nsid.length;
    if (this.#cookie) size += 4 + cookieOctets;
    if (this.#keepalive) size += 6;
    if (this.#error >= 0) size += 6 + this.#errorText.length;
    return size;
  }

  /** Writes the OPT record; the writer has room for `octets`, and `end` is how far padding may go. */
  write(writer: MessageWriter, edns: EdnsView, rcode: number, end: number): void {
    const { maxUdpOctets, nsid, cookies } = this.#settings;
    writer.bytes[writer.at++] = 0;
    writer.u16(RRType.OPT);
    writer.u16(maxUdpOctets);
    writer.u16((rcode >>> 4) << 8); // version 0
    // RFC 3225 §3, RFC 9824 §5.1; other flags are not ours to echo (RFC 6891 §6.1.4).
    writer.u16(edns.flags & (this.isCompact ? flagDO | flagCO : flagDO));
    const length = writer.at;
    writer.u16(0);
    if (this.#nsid && nsid !== null) this.#option(writer, EdnsOption.NSID, nsid);
    if (this.#cookie && cookies !== null) this.#option(writer, EdnsOption.COOKIE, cookies.reply);
    this.subnet.write(writer);
    if (this.#keepalive) {
      writer.u16(EdnsOption["TCP-KEEPALIVE"]);
      writer.u16(2);
      writer.u16(this.#settings.keepaliveDeciseconds);
    }
    if (this.#error >= 0) {
      writer.u16(EdnsOption.EDE);
      writer.u16(2 + this.#errorText.length);
      writer.u16(this.#error);
      writer.octets(this.#errorText, 0, this.#errorText.length);
    }
    writer.octets(this.#ready, this.#readyStart, this.#readyEnd);
    if (this.#padding) this.#pad(writer, end);
    const size = writer.at - length - 2;
    writer.bytes[length] = size >>> 8;
    writer.bytes[length + 1] = size;
  }

  #option(writer: MessageWriter, code: number, data: Uint8Array): void {
    writer.u16(code);
    writer.u16(data.length);
    writer.octets(data, 0, data.length);
  }

  /** RFC 7830 §4: a padded query gets a padded answer, as far as the message may go. */
  #pad(writer: MessageWriter, end: number): void {
    const least = writer.at - writer.start + 4;
    const wanted = Math.ceil(least / paddingBlockOctets) * paddingBlockOctets;
    const octets = Math.min(wanted, end - writer.start) - least;
    if (octets < 0) return;
    writer.u16(EdnsOption.PADDING);
    writer.u16(octets);
    writer.bytes.fill(0, writer.at, writer.at + octets);
    writer.at += octets;
  }
}
