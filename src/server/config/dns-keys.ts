// The keys of `dns:`, the name server's own part of signpost.yaml.
// The defaults keep to loopback and to what NSD, Knot and BIND do unasked.

import { defaultRateLimit } from "../../net/rate-limit.ts";
import { defaultStreamLimits } from "../../net/stream-server.ts";
import { maxWorkers } from "../../zone/layout.ts";
import {
  address,
  anyText,
  base64Secret,
  domainName,
  endpoint,
  keyName,
  nameServer,
  nameServerRange,
  path,
  prefix,
  recordType,
  secret,
  upstream,
} from "./forms.ts";
import { choice, flag, group, integer, key, list, optional, required, section, text } from "./shape.ts";
import { signing } from "./signing-keys.ts";

const perSecond = integer(0, 1_000_000);

const rateLimit = section({
  enabled: key(
    flag,
    false,
    "Limit equal UDP responses to one client prefix. A client with a valid cookie is never limited.",
  ),
  responsesPerSecond: key(
    perSecond,
    defaultRateLimit.responsesPerSecond,
    "Answers a second about one name; 0 limits none, here and below.",
  ),
  nodataPerSecond: key(perSecond, defaultRateLimit.nodataPerSecond, "Answers without data a second."),
  nxdomainsPerSecond: key(perSecond, defaultRateLimit.nxdomainsPerSecond, "NXDOMAINs a second below one zone."),
  referralsPerSecond: key(perSecond, defaultRateLimit.referralsPerSecond, "Referrals a second to one zone."),
  errorsPerSecond: key(perSecond, defaultRateLimit.errorsPerSecond, "Errors a second."),
  allPerSecond: key(perSecond, defaultRateLimit.allPerSecond, "Responses of every kind together a second."),
  windowSeconds: key(integer(1, 3600), defaultRateLimit.windowSeconds, "How long an excess is remembered."),
  slip: key(
    integer(0, 100),
    defaultRateLimit.slip,
    "Every so many limited responses one goes out truncated, so that a real client asks over TCP; 0 sends none.",
  ),
  ipv4PrefixLength: key(
    integer(1, 32),
    defaultRateLimit.ipv4PrefixLength,
    "How many bits of an IPv4 address make one client.",
  ),
  ipv6PrefixLength: key(
    integer(1, 128),
    defaultRateLimit.ipv6PrefixLength,
    "How many bits of an IPv6 address make one client.",
  ),
  maxTableSize: key(
    integer(1024, 16_777_216),
    defaultRateLimit.maxTableSize,
    "Accounts that are kept, in each worker.",
  ),
  exempt: key(list(text(prefix)), [], "Clients that are never limited."),
});

const tcp = section({
  idleSeconds: key(
    integer(1, 3600),
    defaultStreamLimits.idleTimeoutMs / 1000,
    "How long a connection without questions stays open (RFC 7766 §6.2.3).",
  ),
  maxConnections: key(
    integer(1, 100_000),
    defaultStreamLimits.maxConnections,
    "Open connections of a worker; at the limit the longest idle one makes room.",
  ),
  maxPerClient: key(
    integer(1, 100_000),
    defaultStreamLimits.maxConnectionsPerClient,
    "Open connections of one client at a worker.",
  ),
});

const queryLog = section({
  sample: key(integer(0, 1_000_000_000), 0, "Log one question in this many; 0 logs none."),
});

const delegationSets = section({
  mode: key(
    choice("easy", "strict"),
    "easy",
    "easy answers for every hosted zone on every address; strict answers for a public one on the addresses of its own four name servers alone, as Route 53 does. docs/routing.md tells more.",
  ),
  ranges: key(
    list(text(nameServerRange)),
    ["127.54.0.0/21"],
    "With strict: where name servers are. ns-1356 has the address at 1356 in each range; dns.listen must hold it.",
  ),
  servers: key(
    list(
      section({
        name: required(text(nameServer), "The name server."),
        addresses: required(list(text(address)), "Its addresses."),
      }),
    ),
    [],
    "With strict: name servers that are elsewhere than the ranges say.",
  ),
});

const tsigKey = section({
  name: required(text(keyName), "The key's name, the same at both ends."),
  algorithm: key(
    choice("hmac-sha256", "hmac-sha384", "hmac-sha512", "hmac-sha224", "hmac-sha1"),
    "hmac-sha256",
    "The algorithm; hmac-sha1 for old servers alone.",
  ),
  secret: required(text(base64Secret), "The secret, in base64."),
});

const update = section({
  key: key(optional(text(keyName)), null, "The key of `dns.tsigKeys` that updates are signed with."),
  from: key(
    list(text(prefix)),
    [],
    "Where updates come from. Without a key they need no signature, and over UDP anybody can forge an address.",
  ),
  zone: key(optional(text(domainName)), null, "The hosted zone; null means every one."),
  names: key(
    optional(list(text(domainName))),
    null,
    "Names that may be changed; `*.` before a name stands for all below it. null means every name of the zone.",
  ),
  types: key(
    optional(list(text(recordType))),
    null,
    "Types that may be changed; null means all but SOA and NS at the zone's apex.",
  ),
});

const transfer = section({
  zone: key(optional(text(domainName)), null, "The zone; null means every one."),
  key: key(optional(text(keyName)), null, "The key of `dns.tsigKeys` that requests are signed with."),
  from: key(list(text(prefix)), [], "Where requests come from; with a key, both must hold."),
});

const notice = section({
  zone: key(optional(text(domainName)), null, "The zone; null means every zone."),
  to: required(list(text(upstream)), "The name servers."),
  key: key(optional(text(keyName)), null, "The name of the key of `tsigKeys` that they are told with."),
});

/** How a zone is transferred from other servers. */
const fetching = {
  primaries: required(
    list(text(upstream)),
    "Servers that have it: they are asked in turn, and their notices are believed.",
  ),
  key: key(optional(text(keyName)), null, "The name of the key of `tsigKeys` that requests are signed with."),
  zonemd: key(
    choice("check", "require", "ignore"),
    "check",
    "Its digest (ZONEMD, RFC 8976): check refuses a zone whose digest is wrong, require one without a digest as well.",
  ),
  tls: group(
    section({
      enabled: key(flag, false, "Fetch it over TLS (RFC 9103), from port 853 where a primary has no other."),
      name: key(optional(text(domainName)), null, "The name that certificates must have; null: the primary's address."),
      ca: key(optional(text(path)), null, "Who must have signed them, in PEM form; null: whom this machine trusts."),
    }),
    "Encrypted transfers.",
  ),
};

const secondary = section({ zone: required(text(domainName), "The zone."), ...fetching });

const catalog = section({ zone: required(text(domainName), "The catalog zone."), ...fetching });

export const dnsKeys = section({
  listen: key(
    list(text(endpoint)),
    ["127.0.0.1:5300", "[::1]:5300"],
    "Where questions are answered, over UDP and TCP.",
  ),
  workers: key(optional(integer(1, maxWorkers)), null, "Threads that answer questions; null means one a core."),
  transport: key(
    choice("auto", "mmsg", "dgram"),
    "auto",
    "How datagrams travel: mmsg takes many with one system call (Linux with koffi), dgram is Node's own; auto takes the best that works.",
  ),
  allowQuery: key(list(text(prefix)), ["0.0.0.0/0", "::/0"], "Who may ask about our zones; others are REFUSED."),
  allowRecursion: key(list(text(prefix)), ["127.0.0.0/8", "::1/128"], "Who may ask about everything else."),
  allowTrace: key(
    list(text(prefix)),
    ["127.0.0.0/8", "::1/128"],
    "Who of them may have a question traced, with EDNS option 65311.",
  ),
  allowTransfer: key(
    list(text(prefix)),
    [],
    "Who may have whole zones transferred (AXFR, IXFR), by address alone; nobody unless said. docs/operations.md tells more.",
  ),
  tsigKeys: key(
    list(tsigKey),
    [],
    "Keys that clients may sign queries with (TSIG, RFC 8945); the answers are signed with them, too.",
  ),
  transferKeys: key(
    list(text(keyName)),
    [],
    "Names of those keys whose bearers may have whole zones transferred, from any address.",
  ),
  transfers: key(
    list(transfer),
    [],
    "Who else may have which zone transferred: by key, by address, or both. docs/operations.md tells more.",
  ),
  notify: key(
    list(notice),
    [],
    "Which name servers are told that a zone has changed (NOTIFY, RFC 1996): those of files and of other servers at the start too, hosted zones where their serial changes.",
  ),
  secondaries: key(
    list(secondary),
    [],
    "Secondary zones: transferred from other servers (AXFR, IXFR), kept below `data`, and served. docs/operations.md tells more.",
  ),
  catalogs: key(
    list(catalog),
    [],
    "Catalog zones (RFC 9432): the zones that they name are transferred from the same servers in the same way. docs/operations.md tells more.",
  ),
  signing: key(
    list(signing),
    [],
    "Zone files that are signed as they are loaded, and kept signed. docs/dnssec.md tells more.",
  ),
  updates: key(
    list(update),
    [],
    "Who may change hosted zones by dynamic update (RFC 2136): by key, by address, or both; nobody unless said. docs/operations.md tells more.",
  ),
  maxUdpSize: key(
    integer(512, 4096),
    1232,
    "The largest UDP response in octets, whatever the client would take (RFC 6891 §6.2.5).",
  ),
  version: key(
    optional(text(anyText)),
    "Signpost",
    "The answer to version.bind and version.server in class CH; null refuses them.",
  ),
  identity: key(
    optional(text(anyText)),
    null,
    "The answer to id.server and hostname.bind, and the NSID; null gives none.",
  ),
  cookies: key(flag, true, "Give and check DNS cookies (RFC 7873 §5.2, RFC 9018 §4)."),
  cookieSecret: key(
    optional(text(secret)),
    null,
    "The cookies' secret, equal on all servers behind one address; null makes one at every start.",
  ),
  delegationSets: group(delegationSets, "Which hosted zones are answered for on which addresses."),
  rateLimit: group(rateLimit, "Response rate limiting, against reflection."),
  tcp: group(tcp, "Connections."),
  queryLog: group(queryLog, "A sampled log of questions."),
  tls: group(encrypted("DNS over TLS is answered (RFC 7858); its usual port is 853"), "DNS over TLS."),
  https: group(
    encrypted("DNS over HTTPS is answered, at /dns-query (RFC 8484); its usual port is 443"),
    "DNS over HTTPS.",
  ),
});

function encrypted(what: string) {
  return section({
    listen: key(list(text(endpoint)), [], `Where ${what}.`),
    certificate: key(
      optional(text(path)),
      null,
      "The certificate chain in PEM form; null has the local CA (ca/ca.pem below `data`) make one for localhost, api.hosts and these addresses.",
    ),
    key: key(optional(text(path)), null, "Its private key in PEM form."),
  });
}
