// The names of the options, for tests in JavaScript, whose compiler does not know them: one that is misspelt would be no option at
// all, and the test would prove something else than it says.

import { nearest } from "../server/config/nearest.ts";
import { table } from "../server/config/table.ts";
import type { Keys, Shape } from "../server/config/shape.ts";
import type { HostedZoneOptions, SignpostOptions } from "./options.ts";

/** Every option, with the names that it may hold in its turn. */
const options: Readonly<Record<keyof SignpostOptions, readonly string[] | null>> = {
  zones: null,
  hostedZones: Object.keys({ name: 0, records: 0, vpc: 0 } satisfies Record<keyof HostedZoneOptions, 0>),
  healthChecks: null,
  lab: null,
  resolver: keysOf("resolver"),
  vpcs: keysOf("vpcs"),
  awsHosts: keysOf("awsHosts"),
  places: keysOf("geo", "pins"),
  latencies: keysOf("geo", "latencies"),
  accounts: keysOf("accounts"),
  strictness: null,
  changePropagationMs: null,
  changeProcessingMs: null,
  log: null,
};

/** Throws a TypeError about the first name that is no option. */
export function refuseUnknown(given: SignpostOptions): void {
  refuse("startSignpost", given, Object.keys(options));
  for (const [name, known] of Object.entries(options)) {
    const value = given[name as keyof SignpostOptions];
    if (known === null || typeof value !== "object") continue;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
      refuse(`startSignpost: ${name}`, one, known);
  }
}

function refuse(where: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== "object" || given === null) return;
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`${where} has no option "${unknown}"; the nearest is "${nearest(unknown, known)}"`);
}

/** The names that signpost.yaml has at a path, and in the items of a list there. */
function keysOf(...path: readonly string[]): readonly string[] {
  let shape: Shape = table;
  for (const name of path) shape = keysIn(shape)[name].shape;
  return Object.keys(keysIn(shape));
}

function keysIn(shape: Shape): Keys {
  if (shape.kind === "list") return keysIn(shape.of);
  if (shape.kind !== "section") throw new Error(`no keys in a ${shape.kind}`);
  return shape.keys;
}
