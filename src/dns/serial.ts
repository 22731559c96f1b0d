// Serial number arithmetic of 32 bits (RFC 1982), which goes round at 2^32: for serials of SOAs (RFC 1034 §4.3.5) and for the times of
// signatures (RFC 4034 §3.1.5).

/** From `a` to `b`: above zero where `b` is later. What lies 2^31 apart cannot be compared (RFC 1982 §3.2), and is no later here. */
export function serialDistance(a: number, b: number): number {
  return (Math.floor(b) - Math.floor(a)) | 0;
}
