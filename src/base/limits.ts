// Named limits, one for every loop that the network feeds, each with the attack it stops.
// Invariant: code outside this file writes no such number by itself.

/**
 * Compression pointers followed for one name. Stops chains of pointers that make a small message cost millions
 * of steps; the longest honest chain is an ip6.arpa name compressed label by label (RFC 1035 §4.1.4, RFC 3596 §2.5).
 */
export const maxPointerHops = 40;

/** RDLENGTH is 16 bits (RFC 1035 §3.2.1). Stops a zone text from growing one record without bound. */
export const maxRdataOctets = 65_535;

/** Records of one RRset. Stops a name whose every answer is a large message to build (CVE-2024-1737); Route 53 allows 400. */
export const maxRecordsPerRRset = 1_000;

/** Octets of one RRset with its record heads: what a message over TCP can carry beside its question (RFC 1035 §4.2.2). */
export const maxRRsetOctets = 65_000;

/** CNAMEs and DNAMEs followed for one answer. Stops chains that make one question cost many searches (RFC 1034 §3.6.2). */
export const maxAliasChain = 16;

/** Targets looked up for additional data. Stops RRsets of many targets from multiplying work (CVE-2024-11187). */
export const maxAdditionalTargets = 13;

/** Records looked at after the question of a query. An honest one has OPT and TSIG; the rest is work for nothing. */
export const maxQueryRecords = 64;

/** Names that a message remembers for compression; later ones are written whole (RFC 1035 §4.1.4 makes it optional). */
export const maxCompressionTargets = 48;

/** How deep $INCLUDE nests in a zone file. Stops a file that includes itself by another name. */
export const maxIncludeDepth = 16;

/** Files that one zone includes in all. Stops files that include each other twice, which are 2^depth files. */
export const maxIncludes = 1_000;

/** Records that all $GENERATE of a zone make. Stops a line of thirty octets from asking for 2^31 of them. */
export const maxGeneratedRecords = 1_000_000;

/** Faults told of one zone file, errors and warnings each. Stops a file that is wrong in every line from filling the log. */
export const maxFileFaults = 100;

/** Octets of one zone file. Stops a device or a runaway file in the zones directory from taking all memory. */
export const maxZoneFileOctets = 2 ** 30;

/** Batches of datagrams answered before the event loop has its turn. Stops a flood over UDP from starving TCP and control. */
export const maxBatchesPerWake = 16;

/** Batches that a closing datagram socket still answers. Stops a flood from keeping a stopping server alive. */
export const maxBatchesAtClose = 256;

/** Replies that node:dgram may hold back before new ones are dropped. Stops a full send buffer from growing a queue. */
export const maxHeldReplies = 64;
