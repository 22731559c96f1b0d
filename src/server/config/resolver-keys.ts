// The keys of `resolver:` and `lab:`: where names that are not ours are looked up, and how far answers are believed.
// What each means to the resolver: ../resolver-settings.ts.

import { dateTime, designation, dns64Prefix, domainName, path, spelling, trustAnchor, upstream } from "./forms.ts";
import { flag, integer, key, list, listBy, optional, required, section, text } from "./shape.ts";

const namedServers = section({
  name: required(text(domainName), "The zone's name."),
  addresses: required(list(text(upstream)), "Its servers, each ADDRESS or ADDRESS:PORT."),
});

export const resolverKeys = section({
  enabled: key(flag, true, "Resolve names outside our zones for clients in dns.allowRecursion."),
  rootHints: key(
    optional(text(path)),
    null,
    "A file of zone-file text with the root's servers; null means the IANA root's.",
  ),
  trustAnchors: key(
    optional(list(text(trustAnchor))),
    null,
    "Where chains of trust begin: DS or DNSKEY records as zone-file text. null means the IANA root's, where the root is IANA's; [] means nowhere.",
  ),
  rollAnchors: key(
    flag,
    true,
    "Follow the zones of the trust anchors when they roll their keys (RFC 5011), and keep how far below the data directory.",
  ),
  validation: key(flag, true, "Validate answers with DNSSEC (RFC 4035 §5)."),
  validationTime: key(
    optional(text(dateTime)),
    null,
    "A fixed date for validating, YYYYMMDDHHMMSS in UTC; null means now.",
  ),
  qnameMinimisation: key(flag, true, "Send each server only the labels it needs."),
  caseRandomisation: key(flag, true, "Mix the case of questions, against spoofing (0x20)."),
  minimalResponses: key(flag, true, "Leave out authority and additional data that nobody needs."),
  prefetch: key(flag, true, "Renew popular answers shortly before they expire."),
  serveStale: key(flag, true, "Give an expired answer when no server answers."),
  ipv4: key(flag, true, "Ask servers over IPv4."),
  ipv6: key(flag, true, "Ask servers over IPv6."),
  hardenGlue: key(flag, true, "Believe glue only below the zone that gives it."),
  allowPrivateUpstreams: key(flag, false, "Ask servers at loopback, private and documentation addresses."),
  legacyAlgorithms: key(
    flag,
    false,
    "Validate DSA and RSASHA1 signatures; zones that have no others count as unsigned else.",
  ),
  domainInsecure: key(list(text(domainName)), [], "Names at and below which nothing is validated (RFC 7646)."),
  localZones: key(flag, true, "Answer names that never leave a machine or a site here (RFC 6303, RFC 6761)."),
  designated: key(
    list(text(designation)),
    [],
    "How this resolver is reached encrypted, told to clients that ask for _dns.resolver.arpa (RFC 9462): data of SVCB records.",
  ),
  dns64: key(
    optional(text(dns64Prefix)),
    null,
    "Make AAAA records of A records, for clients that have IPv6 only (RFC 6147); null makes none.",
  ),
  maxTtlSeconds: key(integer(1, 604_800), 86_400, "Longer TTLs are cut to this (RFC 8767 §4)."),
  minTtlSeconds: key(integer(0, 3600), 0, "Shorter TTLs are raised to this."),
  maxNegativeTtlSeconds: key(integer(1, 86_400), 3600, "How long a denial is believed at most (RFC 2308 §5)."),
  cacheMegabytes: key(integer(1, 65_536), 256, "What the cache of records may take."),
  answerMegabytes: key(integer(1, 65_536), 64, "What the table of ready answers, shared by all workers, may take."),
  stubZones: key(listBy("name", namedServers, spelling), [], "Zones asked at given authoritative servers."),
  forwardZones: key(listBy("name", namedServers, spelling), [], "Zones asked at given resolvers."),
});

export const labKeys = section({
  enabled: key(flag, false, "Resolve within the mini internet instead of the real one."),
  zones: key(
    optional(text(path)),
    null,
    "The lab's folder, with its network.yaml; null means the one that comes along.",
  ),
  bind: key(flag, false, "Let its servers also listen on loopback addresses of their own."),
  port: key(integer(1, 65_535), 5300, "The port that they then listen on."),
});
