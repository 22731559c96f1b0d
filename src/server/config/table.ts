// Every key of signpost.yaml, once. Types, defaults, checking, docs/configuration.md and the JSON Schema
// all derive from this table, so a key added here is everywhere.
// Invariants: each default reads without a fault; a key never changes its meaning.

import { account, apiKeys, awsHost, gatewayKeys, geoKeys, historyKeys, testingKeys, vpc } from "./cloud-keys.ts";
import { dnsKeys } from "./dns-keys.ts";
import { functionText, path, spelling } from "./forms.ts";
import { labKeys, resolverKeys } from "./resolver-keys.ts";
import { type ValueOf, choice, group, key, listBy, map, optional, section, text } from "./shape.ts";

export const table = section({
  dns: group(dnsKeys, "The name server."),
  zones: key(
    text(path),
    "./zones",
    "The zones directory: every *.zone below it; the origin is $ORIGIN or the file's name. A folder with a network.yaml is a lab and passed over.",
  ),
  data: key(
    optional(text(path)),
    "./.signpost",
    "The directory of the API's durable state, for one server at a time; null keeps everything in memory, and loses it at the end.",
  ),
  history: group(historyKeys, "How far back the history of hosted zones reaches."),
  api: group(apiKeys, "The API listener."),
  gateway: group(gatewayKeys, "The API gateway."),
  functions: key(
    map(text(functionText)),
    {},
    "Lambda handlers served from files or by runtimes elsewhere, by function name. docs/functions.md says how.",
  ),
  apis: key(
    text(path),
    "./apis",
    "A directory of OpenAPI files that are served as APIs, with their handlers beside them.",
  ),
  resolver: group(resolverKeys, "The resolver."),
  vpcs: key(
    listBy("id", vpc),
    [],
    "Who sees which private zones. Where any is said, the API knows no others; else it takes every id, and nobody is in them.",
  ),
  awsHosts: key(listBy("name", awsHost, spelling), [], "Alias targets outside our zones."),
  accounts: key(listBy("id", account), [], "Accounts by access key; other keys belong to 000000000000."),
  geo: group(geoKeys, "Where clients are, for latency, geolocation and geoproximity."),
  lab: group(labKeys, "The mini internet."),
  log: group(
    section({
      level: key(
        choice("trace", "debug", "info", "warn", "error", "fatal", "silent"),
        "info",
        "The least important messages that are logged.",
      ),
    }),
    "The log.",
  ),
  testing: group(testingKeys, "Hooks for tests; never on in production."),
});

export type Config = ValueOf<typeof table>;
