// The keys of the AWS-shaped parts: the gateway, its functions and APIs, VPCs, accounts, geography, testing.
// Some features are still to come: every key is accepted and checked today, so a file written for them stays valid.

import { maxGatewayWorkers } from "../../base/limits.ts";
import {
  accountId,
  anyText,
  awsRegion,
  continentCode,
  countryCode,
  domainName,
  edgeLocation,
  endpoint,
  hostedZoneId,
  ipv4,
  ipv6,
  path,
  prefix,
  subdivisionCode,
  vpcId,
} from "./forms.ts";
import { choice, flag, group, integer, key, list, listBy, map, optional, required, section, text } from "./shape.ts";

export const gatewayKeys = section({
  https: key(optional(text(endpoint)), "127.0.0.1:5443", "Where the gateway answers HTTPS; null closes it."),
  http: key(optional(text(endpoint)), "127.0.0.1:5480", "Where the gateway answers plain HTTP; null closes it."),
  accountRate: key(integer(1, 100_000_000), 10_000, "Requests a second, the account's token bucket."),
  accountBurst: key(integer(1, 100_000_000), 5000, "The bucket's size in requests."),
  maxConcurrent: key(optional(integer(1, 100_000_000)), null, "A strict cap of requests in flight; null sets none."),
  workers: key(
    integer(0, maxGatewayWorkers),
    0,
    "Threads that serve APIs, each at every endpoint; 0: the main thread does. Throttles, quotas and caches hold across them.",
  ),
  stageCacheMegabytes: key(
    integer(1, 1_000_000),
    64,
    "Memory that the cache of one stage takes at most, whatever size AWS would sell for it.",
  ),
  edges: key(
    listBy(
      "location",
      section({
        location: required(text(edgeLocation), "Its code, as the airport's: FRA."),
        region: required(text(awsRegion), "The AWS region nearest to it, by which clients are led to it."),
        https: required(text(endpoint), "Where it answers HTTPS."),
        http: key(optional(text(endpoint)), null, "Where it answers plain HTTP; null: nowhere."),
      }),
    ),
    [],
    "Edge locations of edge-optimised endpoints, each with a cache of its own; where there is none, those endpoints answer like regional ones.",
  ),
  edgeCacheMegabytes: key(integer(1, 1_000_000), 64, "Memory that the cache of one edge location takes at most."),
  issuers: key(
    map(text(anyText)),
    {},
    "Where the JSON Web Keys of an issuer of tokens are, a file or a URL, by issuer; others are asked for {issuer}/.well-known/jwks.json.",
  ),
  links: key(
    map(text(anyText)),
    {},
    "Where a VPC link leads, as http://HOST:PORT, by the link's id or name; others lead where the integration's URI says.",
  ),
});

export const apiKeys = section({
  listen: key(
    text(endpoint),
    "127.0.0.1:5380",
    "Where the console, AWS clients, /metrics, /healthz, /readyz and the resolver's cache and traces are answered.",
  ),
  hosts: key(
    list(text(domainName)),
    [],
    "Names that clients call the API by, beside addresses, localhost and *.amazonaws.com; requests to others are refused.",
  ),
  tls: group(
    section({
      listen: key(
        optional(text(endpoint)),
        null,
        "Where the same is answered over TLS, as each of the hosts below and as localhost, under certificates of the local CA (ca/ca.pem below `data`); null closes it.",
      ),
      hosts: key(
        list(text(domainName)),
        ["route53.amazonaws.com", "apigateway.*.amazonaws.com", "lambda.*.amazonaws.com"],
        "Hosts that are stood in for, here and by api.intercept; *.amazonaws.com is all below amazonaws.com, a * further on is one label.",
      ),
    }),
    "The API over TLS.",
  ),
  intercept: key(
    flag,
    false,
    "Answer as the hosts of api.tls.hosts to clients whose HTTPS_PROXY names this listener and who trust ca/ca.pem below `data`.",
  ),
  verifySignatures: key(
    flag,
    false,
    "Refuse requests of AWS clients whose signature is missing or wrong; accounts must hold the secret keys.",
  ),
  requestsPerSecond: key(
    optional(integer(1, 1_000_000)),
    null,
    "Route 53 requests a second and account, 5 at AWS; more are refused as Throttling. null bounds nothing.",
  ),
});

export const historyKeys = section({
  changesPerZone: key(
    optional(integer(1, 100_000_000)),
    10_000,
    "How many changes of a zone's records are kept; the oldest go first. null keeps all.",
  ),
  days: key(
    optional(integer(1, 36_500)),
    400,
    "For how many days a change is kept, also one of a zone that is deleted. null keeps all.",
  ),
});

export const vpc = section({
  id: required(text(vpcId), "The VPC's id."),
  region: required(text(awsRegion), "Its region."),
  clients: required(list(text(prefix)), "Whose questions come from inside it; the longest prefix counts."),
});

export const awsHost = section({
  name: required(text(domainName), "The alias target's name."),
  hostedZoneId: required(text(hostedZoneId), "The hosted zone id that goes with it."),
  a: key(list(text(ipv4)), [], "Its IPv4 addresses."),
  aaaa: key(list(text(ipv6)), [], "Its IPv6 addresses."),
  healthy: key(flag, true, "Whether it is healthy, as long as PUT /_signpost/awshost/{name} has not said otherwise."),
});

export const account = section({
  id: required(text(accountId), "The account's twelve digits."),
  accessKeys: required(list(text(anyText)), "Access key ids that belong to it."),
  secretKeys: key(map(text(anyText)), {}, "Secret access keys by access key id, for api.verifySignatures."),
});

export const geoKeys = section({
  database: key(optional(text(path)), null, "An .mmdb or CSV file: prefix to place. docs/routing.md has the columns."),
  pins: key(
    list(
      section({
        prefix: required(text(prefix), "The addresses."),
        continent: key(optional(text(continentCode)), null, "Continent code, such as EU."),
        country: key(optional(text(countryCode)), null, "Country code, such as DE."),
        subdivision: key(optional(text(subdivisionCode)), null, "Subdivision code, such as CA."),
        region: key(optional(text(awsRegion)), null, "AWS region, such as eu-central-1: none is nearer."),
      }),
    ),
    [],
    "Places said by hand; they win over the database.",
  ),
  latencies: key(
    list(
      section({
        from: required(text(awsRegion), "The region that the clients are nearest to, or pinned to."),
        to: required(text(awsRegion), "The region that answers."),
        milliseconds: required(
          integer(0, 60_000),
          "How long a round trip takes; of two for one pair the later counts.",
        ),
      }),
    ),
    [],
    "Round trips that are known; they win over the model, in one direction.",
  ),
});

export const testingKeys = section({
  clock: key(
    flag,
    false,
    'POST /_signpost/clock moves the clock of the API and of health checks forward: {"advanceSeconds": 30}.',
  ),
  reset: key(flag, false, "POST /_signpost/reset and /moto-api/reset empty the API's state."),
  healthOverride: key(
    flag,
    false,
    'PUT /_signpost/healthcheck/{id} sets a health check\'s status: {"status": "unhealthy"}; null ends that.',
  ),
  allowPrivateHealthTargets: key(flag, false, "Health checks may probe loopback and private addresses."),
  changePropagationMs: key(
    integer(0, 3_600_000),
    0,
    "How long a change is held back, in milliseconds: PENDING to the API, and not answered. testing.clock moves it, too.",
  ),
  changeProcessingMs: key(
    integer(0, 3_600_000),
    0,
    "How long a change keeps its hosted zone busy, in milliseconds: others are PriorRequestNotComplete meanwhile.",
  ),
  strictness: key(choice("strict", "lenient"), "strict", "strict answers as AWS does, lenient as loosely as moto."),
});
