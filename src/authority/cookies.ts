// DNS cookies (RFC 7873) with interoperable server cookies (RFC 9018): a client that sends back what we gave it proves
// that it receives at its address. Server cookie: version 1, three reserved octets, a timestamp, SipHash-2-4 over
// client cookie | version | reserved | timestamp | client address under a secret that all servers of an address share.
// Nothing is stored per client and nothing is allocated per query.

import { sipHash24 } from "../base/siphash.ts";

export const clientCookieOctets = 8;
const serverCookieOctets = 16;
/** Octets of the option's data as we send it. */
export const cookieOctets = clientCookieOctets + serverCookieOctets;

/** RFC 9018 §4.3: accepted for an hour, renewed after half of one, and five minutes of clock skew forgiven. */
const lifetimeSeconds = 3600;
const renewAfterSeconds = 1800;
const skewSeconds = 300;

/** What a COOKIE option in a query is worth. */
export const CookieState = { malformed: 0, clientOnly: 1, invalid: 2, valid: 3 } as const;
export type CookieState = (typeof CookieState)[keyof typeof CookieState];

export class Cookies {
  /** The option's data to answer with, after `check` said anything but malformed. */
  readonly reply = new Uint8Array(cookieOctets);
  readonly #secret: Uint8Array;
  readonly #input = new Uint8Array(clientCookieOctets + 8 + 16);
  readonly #hash = new Uint8Array(8);

  /** `secret` is 16 octets, the same on all servers that share an address (RFC 9018 §3). */
  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** Judges the option data `bytes[start, start + length)` of a client at `address[0, addressOctets)` and prepares the reply. */
  check(
    bytes: Uint8Array,
    start: number,
    length: number,
    address: Uint8Array,
    addressOctets: number,
    nowSeconds: number,
  ): CookieState {
    // RFC 7873 §5.2.2: 8 octets of client cookie, alone or with 8 to 32 of server cookie.
    if (length !== clientCookieOctets && (length < 16 || length > 40)) return CookieState.malformed;
    for (let i = 0; i < clientCookieOctets; i++) this.reply[i] = this.#input[i] = bytes[start + i];
    for (let i = 0; i < addressOctets; i++) this.#input[16 + i] = address[i];
    let state: CookieState = length === clientCookieOctets ? CookieState.clientOnly : CookieState.invalid;
    let stamp = nowSeconds >>> 0;
    if (length === cookieOctets && this.#isOurs(bytes, start, addressOctets)) {
      const sent = (bytes[start + 12] << 24) | (bytes[start + 13] << 16) | (bytes[start + 14] << 8) | bytes[start + 15];
      const age = (stamp - sent) | 0; // serial arithmetic, RFC 9018 §4.3
      if (age <= lifetimeSeconds && age >= -skewSeconds) state = CookieState.valid;
      if (state === CookieState.valid && age <= renewAfterSeconds) stamp = sent >>> 0;
    }
    this.#make(stamp, addressOctets);
    return state;
  }

  #isOurs(bytes: Uint8Array, start: number, addressOctets: number): boolean {
    for (let i = 8; i < 16; i++) this.#input[i] = bytes[start + i];
    if (this.#input[8] !== 1) return false; // RFC 9018 §4.1: version 1
    sipHash24(this.#secret, this.#input, 16 + addressOctets, this.#hash, 0);
    let difference = 0;
    for (let i = 0; i < 8; i++) difference |= this.#hash[i] ^ bytes[start + 16 + i];
    return difference === 0;
  }

  #make(stamp: number, addressOctets: number): void {
    const input = this.#input;
    input[8] = 1;
    input[9] = input[10] = input[11] = 0;
    for (let i = 0; i < 4; i++) input[12 + i] = stamp >>> (24 - i * 8);
    for (let i = 8; i < 16; i++) this.reply[i] = input[i];
    sipHash24(this.#secret, input, 16 + addressOctets, this.reply, 16);
  }
}
