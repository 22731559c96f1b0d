// The keys of `resolver:`. The resolver is still to come, so the whole section is accepted, checked and not used;
// ./table.ts marks it so.

import { anyText, dateTime, domainName, path, upstream } from "./forms.ts";
import { flag, key, list, optional, required, section, text } from "./shape.ts";

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
  trustAnchors: key(list(text(anyText)), [], "DS or DNSKEY records as zone-file text; none means the IANA root's."),
  validation: key(flag, true, "Validate DNSSEC."),
  validationTime: key(optional(text(dateTime)), null, "A fixed date for validating, YYYYMMDDHHMMSS; null means now."),
  qnameMinimisation: key(flag, true, "Send each server only the labels it needs."),
  caseRandomisation: key(flag, true, "Mix the case of questions, against spoofing (0x20)."),
  minimalResponses: key(flag, true, "Leave out authority and additional data that nobody needs."),
  prefetch: key(flag, true, "Renew popular answers shortly before they expire."),
  serveStale: key(flag, true, "Give an expired answer when no server answers."),
  ipv4: key(flag, true, "Ask servers over IPv4."),
  ipv6: key(flag, true, "Ask servers over IPv6."),
  hardenGlue: key(flag, true, "Believe glue only below the zone that gives it."),
  allowPrivateUpstreams: key(flag, false, "Ask servers at loopback, private and documentation addresses."),
  legacyAlgorithms: key(flag, false, "Accept DSA and RSASHA1 signatures."),
  domainInsecure: key(list(text(domainName)), [], "Names below which nothing is validated."),
  stubZones: key(list(namedServers), [], "Zones asked at given authoritative servers."),
  forwardZones: key(list(namedServers), [], "Zones asked at given resolvers."),
});
