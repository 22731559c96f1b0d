// EDNS as a message carries it (RFC 6891): not a record among others but a field of the message.
// `EdnsView` is filled by MessageView; options are found by walking the OPT's RDATA in place.
// Invariant: `optionsStart` to `optionsEnd` lies within the message, and every option within that (checked at parse).

/** The DO bit among the EDNS flags (RFC 3225 §3). */
export const flagDO = 0x8000;

/** The CO bit beside it: the client understands a compact denial with NXDOMAIN (RFC 9824 §5.1). */
export const flagCO = 0x4000;

/** What an OPT record costs without options: root owner, type, class, TTL, RDLENGTH (RFC 6891 §6.1.2). */
export const optOctets = 11;

export class EdnsView {
  present = false;
  version = 0;
  /** The sender's UDP payload size, as sent (RFC 6891 §6.2.3). */
  udpSize = 0;
  /** The upper eight bits of the extended RCODE. */
  extendedRcode = 0;
  flags = 0;
  optionsStart = 0;
  optionsEnd = 0;

  clear(): void {
    this.present = false;
    this.version = this.udpSize = this.extendedRcode = this.flags = this.optionsStart = this.optionsEnd = 0;
  }

  /** Whether DNSSEC records are wanted (RFC 3225 §3). */
  get wantsDnssec(): boolean {
    return (this.flags & flagDO) !== 0;
  }

  /** The offset of the first option of a code, at its code field; -1 when there is none. Its data is 4 octets further on. */
  find(bytes: Uint8Array, code: number): number {
    for (let at = this.optionsStart; at < this.optionsEnd; at += 4 + optionLength(bytes, at)) {
      if (((bytes[at] << 8) | bytes[at + 1]) === code) return at;
    }
    return -1;
  }
}

/** Octets of data of the option at `at`. */
export function optionLength(bytes: Uint8Array, at: number): number {
  return (bytes[at + 2] << 8) | bytes[at + 3];
}

/** Whether octets are a well-formed list of options: each within the whole, nothing left over (RFC 6891 §6.1.2). */
export function areOptions(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at + 4 <= end) at += 4 + optionLength(bytes, at);
  return at === end;
}
