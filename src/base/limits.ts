// Named limits, one for every loop that the network feeds, each with the attack it stops.
// Invariant: code outside this file writes no such number by itself.

/**
 * Compression pointers followed for one name. Stops chains of pointers that make a small message cost millions
 * of steps; the longest honest chain is an ip6.arpa name compressed label by label (RFC 1035 §4.1.4, RFC 3596 §2.5).
 */
export const maxPointerHops = 40;

/** RDLENGTH is 16 bits (RFC 1035 §3.2.1). Stops a zone text from growing one record without bound. */
export const maxRdataOctets = 65_535;
