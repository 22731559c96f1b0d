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

/** RRsets of one name, its signatures counted by what they cover. Stops a name whose every new type copies all that it has (CVE-2024-1737). */
export const maxSetsPerName = 256;

/** Octets of one RRset with its record heads: what a message over TCP can carry beside its question (RFC 1035 §4.2.2). */
export const maxRRsetOctets = 65_000;

/** CNAMEs and DNAMEs followed for one answer. Stops chains that make one question cost many searches (RFC 1034 §3.6.2). */
export const maxAliasChain = 16;

/**
 * Signatures that a worker makes anew in one second for answers from zones that are signed on the fly: of sets that the zones
 * hold, and of what questions make up (names of wildcards and denials, eight sets drawn from more), which would never end.
 * Each takes some 30 µs. Beyond it a client is sent to TCP, for which a quarter is kept, and there it is REFUSED. Stops floods of
 * invented names from costing a worker all its time; what was signed before is answered whatever comes.
 */
export const maxSignaturesPerSecond = 8_000;
export const maxMadeUpSignaturesPerSecond = 2_000;

/** The same signatures that a worker keeps, powers of two; some 80 octets each, once there are any. */
export const maxKeptSignatures = 32_768;
export const maxKeptMadeUpSignatures = 4_096;

/** Extra times that a name is hashed for NSEC3. A zone with more is served without proofs (RFC 9276 §3.2, CVE-2023-50868). */
export const maxNsec3Iterations = 100;

/** Hashes that the check of a zone's NSEC3 chain may cost; of a larger zone the names are not looked for. About two seconds. */
export const maxCheckedHashes = 2_000_000;

/** Sets of signatures in one answer to a question for RRSIG. Stops small questions with large answers (RFC 8482 §7). */
export const maxSignatureSets = 16;

/** Targets looked up for additional data. Stops RRsets of many targets from multiplying work (CVE-2024-11187). */
export const maxAdditionalTargets = 13;

/** Records looked at after the question of a query. An honest one has OPT and TSIG; the rest is work for nothing. */
export const maxQueryRecords = 64;

/** Names that a message remembers for compression; later ones are written whole (RFC 1035 §4.1.4 makes it optional). */
export const maxCompressionTargets = 48;

/** Referrals and alias chains that a worker remembers as they were written; a power of two. Some 650 octets each. */
export const maxWrittenAnswers = 4096;

/** Names below which others were denied, remembered with what proves it: a power of two. */
export const maxProvenEnclosers = 1024;

/** Proven denials that a worker remembers as they were written, whole or in part; a power of two. Some 1,150 octets each. */
export const maxWrittenDenials = 4096;

/** Replies that a worker remembers by their queries; a power of two. Some 270 octets each, once they are used. */
export const maxKnownReplies = 32_768;

/** Signatures looked at for one RRset. Stops sets with hundreds of them, each to be checked (KeyTrap, CVE-2023-50387). */
export const maxSignaturesPerSet = 8;

/** Keys of one tag and algorithm tried for a signature. Stops keys made to share a tag (KeyTrap, CVE-2023-50387). */
export const maxKeysPerTag = 2;

/** Public keys kept as the library of cryptography reads them. Stops zones with many keys from filling memory. */
export const maxImportedKeys = 1_000;

/** Bits of an RSA modulus (RFC 5702 §2), and octets of its exponent. Stop keys whose every check takes seconds. */
export const minRsaModulusBits = 512;
export const maxRsaModulusBits = 4_096;
export const maxRsaExponentOctets = 8;

/** Further rounds of hashing in the NSEC3 that we sign: the strictest of today's resolvers believe no more (RFC 9276 §3.2). */
export const maxSignedIterations = 50;

/** How deep $INCLUDE nests in a zone file. Stops a file that includes itself by another name. */
export const maxIncludeDepth = 16;

/** Files that one zone includes in all. Stops files that include each other twice, which are 2^depth files. */
export const maxIncludes = 1_000;

/** Records that all $GENERATE of a zone make. Stops a line of thirty octets from asking for 2^31 of them. */
export const maxGeneratedRecords = 1_000_000;

/** Faults told of one zone file, errors and warnings each. Stops a file that is wrong in every line from filling the log. */
export const maxFileFaults = 100;

/** Records of a zone that the API shows as text. Stops a large zone from keeping the main thread for seconds; a transfer has its turns. */
export const maxShownRecords = 100_000;

/** Octets of one zone file. Stops a device or a runaway file in the zones directory from taking all memory. */
export const maxZoneFileOctets = 2 ** 30;

/** Batches of datagrams answered before the event loop has its turn. Stops a flood over UDP from starving TCP and control. */
export const maxBatchesPerWake = 16;

/** Batches that a closing datagram socket still answers. Stops a flood from keeping a stopping server alive. */
export const maxBatchesAtClose = 256;

/** Replies that node:dgram may hold back before new ones are dropped. Stops a full send buffer from growing a queue. */
export const maxHeldReplies = 64;

// The resolver's. Each value is one that a mature resolver is deployed with.

/** Queries sent for one client's question, all its sub-questions included. Stops CAMP, which multiplies every other limit. */
export const maxQueriesPerQuestion = 200;

/** Queries sent for one task: a question, or the address of one name server. */
export const maxQueriesPerTask = 50;

/** Octets received for one client's question. */
export const maxOctetsPerQuestion = 100_000;

/** How long one client's question may take, in milliseconds. Stops a slow-dripping server from holding tasks for ever. */
export const maxResolutionMs = 10_000;

/** How deep the lookup of a name server's address may need that of another (TsuNAME, cyclic delegations). */
export const maxTaskDepth = 7;

/** Name servers kept of one delegation. Stops NRDelegation (CVE-2022-3204): thousands of names to look up in the cache. */
export const maxServersPerDelegation = 13;

/** Addresses kept of one name server. */
export const maxAddressesPerServer = 20;

/** Addresses of name servers looked up on the way through one zone. Stops NXNSAttack: a referral to many names without glue. */
export const maxServerLookups = 5;

/** The same for one client's question. */
export const maxServerLookupsPerQuestion = 32;

/** CNAMEs and DNAMEs followed over zones for one question (DNS Unchained). */
export const maxResolverAliases = 11;

/** Records kept of one RRset that a server sends (CacheFlush); the set is refused beyond it. */
export const maxRecordsPerAnswer = 100;

/** Signatures kept of one RRset (KeyTrap, CVE-2023-50387). */
export const maxSignaturesPerRRset = 8;

/** NSEC and NSEC3 sets taken of one answer: for each alias by a wildcard one or two, for its end three. Stops hundreds that prove nothing. */
export const maxProofsPerAnswer = 32;

/** RRsets read of one message. Stops a message of thousands of one-record sets from costing a table of thousands. */
export const maxRRsetsPerMessage = 400;

/** Queries over UDP to one address for one task before it counts as unresponsive (RFC 9520 §3.1). */
export const maxTriesPerServer = 3;

/** Packets that look like a guess at id, question or case before the question goes over TCP (RFC 5452 §9.1; Kaminsky). */
export const maxNearMisses = 1;

/** Packets looked at for one exchange. Stops a flood of forged ones from costing more than the answer would. */
export const maxPacketsPerExchange = 100;

/** Labels revealed one by one, and queries sent only to hide labels, for one name (RFC 9156 §2.3). */
export const maxSingleLabels = 4;
export const maxMinimisedQueries = 10;

/** Questions that wait for one task (DNSBomb, CVE-2024-33655). */
export const maxWaitersPerTask = 1000;

/** Tasks in flight. Stops random-subdomain floods from taking all memory. */
export const maxTasks = 20_000;

/** Delegations, servers and lame pairs that are remembered. */
export const maxDelegations = 100_000;
export const maxRememberedServers = 50_000;
export const maxLamePairs = 20_000;

/** Questions of one worker that wait for the resolver. Stops a flood of unknown names from filling memory. */
export const maxDeferredReplies = 16_384;

/** Octets of a question that waits. An honest one is a name and a few options; the rest is memory for nothing. */
export const maxDeferredQueryOctets = 2_048;

/** Notices and updates of one worker that wait for the main thread, signed ones and others each. Stops a flood of them from holding up all else there. */
export const maxErrands = 256;

/** Records of an update message, which needs one for each record that it changes. */
export const maxUpdateRecords = 4_096;

/** Signed updates whose answers are kept in case that they come again. Stops a key's bearer from filling memory. */
export const maxRecentUpdates = 2_048;

/** How long a question waits for the resolver's thread, beyond every budget of a resolution: then that thread is stuck. */
export const maxDeferredMs = 20_000;

/**
 * Age at which a reply over UDP is discarded: its client asks again and is answered from the cache. Stops answers that were
 * held back from leaving in one pulse (DNSBomb, CVE-2024-33655).
 */
export const maxDatagramReplyAgeMs = 1_900;

/** Zone transfers that are under way, in all and to one client; others wait. Stops a flood of AXFR questions from taking all CPU. */
export const maxTransfers = 16;
export const maxTransfersPerClient = 4;

/** Zone transfers that wait for their turn, in all and of one client; more are turned away. */
export const maxWaitingTransfers = 1_024;
export const maxWaitingTransfersPerClient = 256;

/** Octets of a transfer that are handed on at a time, and how many such pieces wait for a client that reads slowly. */
export const transferPieceOctets = 65_544;
export const maxTransferPiecesAhead = 2;

/** How long one transfer may take, in milliseconds: so long a slow client keeps memory of an old version from being given back. */
export const maxTransferMs = 300_000;

/**
 * Octets of memory that differences of a primary may take before the whole zone is asked for: they are held until they are whole.
 * Some 160,000 records.
 */
export const maxDifferenceOctets = 64 * 2 ** 20;

/** Zones that one catalog names (RFC 9432): each is looked after, kept and answered from. */
export const maxCatalogMembers = 100_000;

/** Zones that are fetched from their primaries at a time; others wait. A thousand zones that are due at once share the line. */
export const maxIncomingTransfers = 8;

/** Of these, with one primary. One that is not there keeps each until its patience is over, and zones of other primaries would wait. */
export const maxIncomingTransfersPerPrimary = 4;

/**
 * Looks after one zone that come at once as notices ask for them, and how far apart further ones are: forgers of a primary's address
 * must not have it asked as fast as they can send.
 */
export const maxHurriedLooks = 4;
export const hurriedLookEveryMs = 1_000;

/**
 * How often records of a zone that comes may be packed once more as others of their RRset come later: so often, and so often for each
 * record. A primary that scatters large RRsets over a transfer makes 16 octets of it cost 16 KB of memory and their time.
 */
export const maxRepackedRecords = 1_000_000;
export const maxRepacksPerRecord = 20;

/** How long a primary may be silent, and take in all, in milliseconds: a slow one must not keep a place for ever. */
export const maxTransferSilenceMs = 15_000;
export const maxIncomingTransferMs = 3_600_000;

/**
 * Differences that are kept for incremental transfers (RFC 1995 §5): their octets of one zone and of all, and how many of one zone.
 * The oldest go first, and who has a version from before them gets the whole zone. Stops zones that change often from filling memory.
 */
export const maxZoneHistoryOctets = 16_777_216;
export const maxHistoryOctets = 67_108_864;
export const maxZoneHistorySteps = 1_000;

/**
 * Messages that tell a secondary of a changed zone, each waiting longer for its answer than the one before (RFC 1996 §3.6); how many
 * wait at a time, beyond which zones are found changed by their SOA's times; and how many leave a second.
 */
export const maxNotifyTries = 6;
export const maxNotifies = 50_000;
export const maxNotifiesPerSecond = 1_000;

/** Octets of a TSIG key's name. So a signed reply with any question still fits the least that UDP carries. */
export const maxKeyNameOctets = 100;

/** Questions of one connection that wait for the resolver; until some are answered no more is read (RFC 7766 §6.2.1.1). */
export const maxPipelinedQuestions = 128;

/** Steps that one trace keeps. Stops a question that costs as many steps as its zones want from filling memory. */
export const maxTraceEvents = 2_000;

/** Octets of messages that one trace keeps beside its steps. Stops servers with large answers from filling memory. */
export const maxTracedMessageOctets = 65_536;

/** Traces that can be asked for again, and their steps in all: about 10 MB. Stops clients who have all their queries traced. */
export const maxKeptTraces = 256;
export const maxKeptTraceEvents = 20_000;

/** Datagram sockets open to servers at a time; more exchanges wait their turn. Stops a flood of questions from taking every descriptor. */
export const maxUpstreamSockets = 4_096;

/** Exchanges that wait for such a socket; beyond it they fail. */
export const maxQueuedExchanges = 16_384;

/** Ports tried for one socket before the exchange fails: a random one may be taken. */
export const maxPortAttempts = 16;

/** Connections to servers at a time, in all and to one. Stops truncated answers from opening connections without end. */
export const maxUpstreamConnections = 512;
export const maxConnectionsPerServer = 4;

/** Queries that wait on one connection to a server (RFC 7766 §6.2.1.1); the next goes over another one. */
export const maxQueriesPerConnection = 64;

/** Messages on a connection that answer nothing asked; then it is closed. Stops a server from talking without end. */
export const maxStrayMessages = 16;

/** Entries of a full table that may stay for being in use, each time one is stored. Stops a store from moving the whole table. */
export const maxSecondChances = 8;

/** Octets of a ready reply that is shared with the workers. Stops large answers from pushing small ones out (CacheFlush). */
export const maxKeptReplyOctets = 4_096;

/** DS records of one zone that are compared with its keys. Stops a hundred of them from costing a digest for each of a hundred keys. */
export const maxDsPerZone = 16;

/** Names whose place in the chain of trust is remembered. */
export const maxTrustedNames = 100_000;

/** Keys that a trust anchor follows, those that were taken back included (RFC 5011); a zone has two or three at a time. */
export const maxFollowedKeys = 64;

/** Signatures checked for one question, its chain of trust included (KeyTrap, CVE-2023-50387). */
export const maxSignatureChecks = 64;

/**
 * Zones whose proofs are kept to answer other questions with, proofs of one zone, and memory of all (RFC 8198). Stops zones that
 * are made to prove much from taking all of it.
 */
export const maxProvenZones = 2_000;
export const maxProofsPerZone = 4_096;
export const maxProofOctets = 32 << 20;

/** Servers that are passed over for bogus data before a question is given up (RFC 4035 §4.7). Stops a zone of many bad servers from costing them all. */
export const maxBlamedServers = 4;

/** How old the referrals to a zone must be before bogus data there makes us forget them. Stops a bogus zone from costing those above it a query each time. */
export const minWayAgeMs = 30_000;

/** How old a zone's keys must be before a signature by a key that it had not makes us ask for them again. Stops such signatures from costing it more. */
export const minKeyAgeMs = 30_000;

/** Names hashed for one question, and iterations of a hash that are computed for a stranger (CVE-2023-50868, RFC 9276 §3.2). */
export const maxNsec3Hashes = 160;
export const maxValidatedIterations = 50;

/** Octets of an RRset, a denial or a failure in the record cache. Stops large answers from pushing small ones out (CacheFlush). */
export const maxCachedEntryOctets = 8_192;

/** Octets of extended errors in one reply. Stops a resolution of many faults from crowding out its answer over UDP. */
export const maxExtendedErrorOctets = 400;

/** Questions of one client address that wait for the resolver, over all workers (DNSBomb, CVE-2024-33655; Unbound's wait-limit). */
export const maxWaitingPerClient = 1_000;

/** Packets on their way at once between the lab's bound servers and their clients. Stops a flood from filling memory with timers. */
export const maxLabPackets = 4_096;

/** Connections of one bound server of the lab. Stops clients that only connect from taking all descriptors. */
export const maxLabConnections = 64;

/** Header names that are kept in the forms that events and answers need. Stops clients that invent names from filling memory. */
export const maxKnownHeaderNames = 1_000;

/** Octets of the metadata that a function's stream begins with (AWS guide: response-transfer-mode-lambda). Stops a stream that never says where they end. */
export const maxStreamMetadataOctets = 16_384;

/** Answers that one authorizer's cache keeps. Stops clients that present a new token each time from filling memory. */
export const maxAuthorizerResults = 10_000;

/** Issuers whose keys are kept, and how long one is not asked again for a key that it had not. Stops tokens of invented keys from becoming questions to it. */
export const maxTokenIssuers = 100;
export const minKeyRefreshMs = 30_000;

/** Octets of an HTTP request's body on the API listener. Stops one request from filling memory (CVE-2026-33256). */
export const maxBodyOctets = 2_097_152;

/**
 * The same for what AWS lets be longer: a function's code, which is a ZIP file of 50 MiB in Base64; an invocation's payload; a
 * definition of an API. Stops the same with what such a request may honestly need.
 */
export const maxFunctionCodeBodyOctets = 69_905_067;
export const maxPayloadOctets = 6_291_456;
export const maxDefinitionOctets = 6_291_456;

/** Entries of the cache on one page, and pages of dumps that are being read at a time. */
export const maxPageEntries = 1_000;
export const maxOpenDumps = 8;

/** Record sets that one policy chooses among; Route 53 allows as many (DG:DNSLimitations). Stops a name from costing a long choice each time. */
export const maxSetsPerGroup = 100;

/** Alias records followed for one answer, and how deep target health is looked for. Stops aliases that lead in a circle. */
export const maxAliasDepth = 16;

/** Record sets whose health is looked at for one answer. Stops a tree of aliases whose every branch is 100 wide (100^16 leaves). */
export const maxHealthLooks = 1_000;

/** Record sets that the explanation of one choice tells of. Stops the same tree from filling memory. */
export const maxExplainedSets = 2_000;

/** How deep the data of an .mmdb file nests, and how many values one record of it has. Stops a broken file from looping. */
export const maxMmdbDepth = 16;
export const maxMmdbValues = 1_000;

/** Depth, elements and attributes of an API request's XML. Stops a small body from becoming a large tree, or a deep recursion. */
export const maxXmlDepth = 32;
export const maxXmlElements = 50_000;
export const maxXmlAttributes = 1_000;

/** Probes of health checks under way at a time, and those that wait; beyond, a probe is left out. Stops endpoints that keep connections hanging from taking every descriptor. */
export const maxProbesAtOnce = 512;
export const maxWaitingProbes = 4_096;

/** Octets of the head of an answer to a probe. Stops an endpoint from sending headers without end. */
export const maxProbeHeadOctets = 16_384;

/** Octets of a body in which a probe looks for its string (DG:dns-failover-determining-health-of-endpoints), and those that are read for it. Stops a body that inflates to nothing, or to everything. */
export const maxSearchedOctets = 5_120;
export const maxProbeBodyOctets = 65_536;

/** Certificates that the local CA keeps made. Stops a client that names another server with each handshake from filling memory. */
export const maxLeafCertificates = 1_000;

/** Client certificates whose connections the gateway keeps open. Stops stages with one each from filling memory. */
export const maxClientCertificatesShown = 100;

// The gateway engine's.

/** Slots that one token bucket may lie in. Stops a table of many keys from being searched whole. */
export const throttleGroupSlots = 8;

/** API keys of one stage that are kept as found. Stops a million keys from filling memory; AWS has 10,000 of an account. */
export const maxPlannedKeys = 10_000;

/** Threads of the gateway. Each is counted in the head of what throttles share (gateway/engine/throttle.ts). */
export const maxGatewayWorkers = 63;

/** API keys in plans whose requests are counted at a time; beyond, the one counted longest begins anew. Bounds their memory: 8 MB. */
export const maxQuotaCells = 262_144;

/** Octets of an answer that a stage's cache keeps (AWS: 1,048,576). */
export const maxCachedReplyOctets = 1_048_576;

/** Stages that are kept compiled; beyond, one that was not asked for lately gives way. Stops many stages from filling memory. */
export const maxCompiledStages = 1_000;

/** Hosts of which is kept where they lead. Stops a wildcard domain from filling memory with the names that clients make up. */
export const maxKnownHosts = 10_000;

/** Octets of a body that a client sends through the gateway, or that another server answers whole (AWS guide: limits, 10 MB). */
export const maxGatewayBodyOctets = 10 * 1024 * 1024;

/** Octets of a request's headers, names and values (AWS guide: limits), and of its target. Stops memory for what nobody reads. */
export const maxGatewayHeaderOctets = 10_240;
export const maxGatewayTargetOctets = 10_240;

/** Octets of a request's line and headers with all that stands between them: both bounds above as many short headers. Stops a head without end. */
export const maxGatewayHeadOctets = 32_768;

/** Octets of the extensions of a body's chunks in all (CVE-2024-22019). Stops a body of nothing but what nobody reads. */
export const maxChunkExtensionOctets = 16_384;

/** How long, in milliseconds, a connection that we have ended is read and not heard, so that its client gets the last answer (RFC 9112 §9.6). */
export const gatewayLingerMs = 1_000;

/** How long a client may take over its headers, over a whole request, and over nothing, in milliseconds (Slowloris, CVE-2007-6750). */
export const gatewayHeadersTimeoutMs = 10_000;
export const gatewayRequestTimeoutMs = 60_000;
export const gatewayIdleTimeoutMs = 65_000;

/** Connections of one gateway listener at a time, and requests at a time of one HTTP/2 connection (rapid reset, CVE-2023-44487). */
export const maxGatewayConnections = 16_384;
export const maxGatewayStreams = 128;

/** How long a connection that changed its protocol may pass nothing, in milliseconds (AWS quota of WebSocket APIs: 10 minutes). Stops forgotten ones from holding two sockets each. */
export const gatewayTunnelIdleMs = 600_000;

/** Connections to one server behind the gateway; more requests wait for one that is free. */
export const maxConnectionsPerUpstream = 256;

/** Octets of a streamed answer that wait for a slow client before the server behind is made to wait. */
export const maxBufferedAnswerOctets = 262_144;

/** Octets of one answer that an edge location keeps, and answers to one target that differ by headers. Stops large answers, and a header of any value, from pushing all others out. */
export const maxEdgeEntryOctets = 4 * 1024 * 1024;
export const maxEdgeVariants = 16;

/** Octets of log lines that wait for their file. Stops a disk that hangs from filling memory. */
export const maxWaitingLogOctets = 4 * 1024 * 1024;
// The API gateway's. What AWS's quotas page names has AWS's value.

/** Characters of a mapping template (AWS quota: 300 KB). Stops a template from costing a long compilation. */
export const maxTemplateCharacters = 307_200;

/** Rounds of one #foreach (AWS quota); it ends quietly there, as Velocity's directive.foreach.maxloops does. */
export const maxForeachRounds = 1_000;

/** Statements and calls of one run of a template. Stops #foreach within #foreach, whose rounds multiply. */
export const maxTemplateSteps = 1_000_000;

/** Characters that one run puts out, and of any text it makes (AWS quota of a payload: 10 MB). Stops texts that double each round. */
export const maxTemplateOutput = 10_485_760;

/** How deep a template nests: blocks, expressions, strings within strings, and blocks of #define that render one another. */
export const maxTemplateDepth = 100;

/** Elements of a range or a list that a template makes, and of all lists within a list it prints. Stops `[1..2000000000]`. */
export const maxTemplateListItems = 1_000_000;

/** How deep JSON nests that mapping, JSONPath and validation read. Stops `[[[[…` from ending the stack. */
export const maxJsonDepth = 500;

/** Characters and steps of a JSONPath, and the nodes one evaluation visits. Stops `$..a..a..a`, which multiplies the document. */
export const maxJsonPathCharacters = 2_048;
export const maxJsonPathSteps = 100;
export const maxJsonPathVisits = 500_000;

/** Characters of a regular expression, and of a text it is matched with. Keeps short what a backtracking engine may take long for. */
export const maxRegexCharacters = 4_096;
export const maxRegexInputCharacters = 65_536;

/**
 * The ways in which a pattern may try a text without being watched, some 0.3 ms; and for how long those that are watched may try, of
 * one body, template or answer. Stops `(a|aa)+$` with thirty letters from keeping a thread for minutes.
 */
export const maxFreeWays = 100_000;
export const maxMatchMs = 100;

/** How deep a request model nests, its schemas in all, and the checks of one body. Stops models that refer to themselves several times over. */
export const maxSchemaDepth = 400;
export const maxSchemas = 10_000;
export const maxSchemaChecks = 1_000_000;

/** Errors told of one body. Stops a body that is wrong in every element from making a long answer. */
export const maxValidationErrors = 100;
// Functions. Lambda's own quotas where it has some.

/** Entries, octets and growth of a zip with a function's code. Stop zips that fill the disk; Lambda unzips 250 MB. */
export const maxZipEntries = 50_000;
export const maxZipOctets = 262_144_000;
export const maxZipRatio = 1_100;

/** Octets of what a handler returns: those of an event (maxPayloadOctets), and the room that its frame takes. */
export const maxResultOctets = 6_291_556;

/** Octets of an event that is run later. */
export const maxQueuedEventOctets = 1_048_576;

/** Events that wait to be run later, in all and of how many octets. Stop senders that outpace their function. */
export const maxQueuedEvents = 1_000;
export const maxQueuedEventsOctets = 64 << 20;

/** Octets of one line of a handler's output; what is longer is told in pieces. Stops a handler that never ends its line. */
export const maxOutputLineOctets = 262_144;

/** Characters that an instance may write in a second; the rest is dropped. Stops a loop that prints from filling memory and log. */
export const maxOutputPerSecond = 1 << 20;

/** Octets of a streamed answer that wait for a slow reader before the handler has to. */
export const maxWaitingStreamOctets = 1 << 20;

/** Instances of all functions, and how many of one start at once. Stop a burst of requests from starting a thread each. */
export const maxFunctionInstances = 128;
export const maxStartingInstances = 4;

/** How deep and how many folders are watched for changes of a function's files. */
export const maxWatchedFolders = 500;
