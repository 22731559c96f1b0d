// How a zone of the lab is signed, as a network file says it below `signing:`. One section a zone:
//
//   - { zone: com.zone, algorithm: ECDSAP256SHA256, denial: opt-out }
//   - { zone: broken.zone, faults: [expired], types: [A] }
//
// docs/lab.md tells the keys; ./sign-zones.ts does it.

import { dirname, join } from "node:path";
import type { Node } from "yaml";
import { DnssecAlgorithm } from "../../dns/codes.ts";
import { type Denial, plainNsec3 } from "../../dnssec/denial-chain.ts";
import type { Place } from "../../zone/file-fault.ts";
import { anyText, recordType, wholeNumber, yesOrNo } from "../forms.ts";
import type { Form, YamlReader } from "../yaml-reader.ts";
import { type SigningFault, signingFaults } from "./faults.ts";
import { labAlgorithms } from "./keys.ts";

export interface SigningPlan {
  /** The zone file, with its path. */
  readonly file: string;
  readonly algorithm: number;
  readonly denial: Denial;
  /** "withheld": the parent does not know that the zone is signed. */
  readonly ds: "published" | "withheld";
  readonly faults: readonly SigningFault[];
  /** The types that faults are for; null: all. */
  readonly types: readonly number[] | null;
  readonly place: Place;
}

const keys = ["zone", "algorithm", "denial", "iterations", "ds", "faults", "types"];

const algorithm: Form<number> = {
  expected: labAlgorithms.join(", "),
  read: (text) => (labAlgorithms.includes(text) ? DnssecAlgorithm[text as keyof typeof DnssecAlgorithm] : undefined),
};

const plainNsec: Denial = { kind: "nsec" };
const denials: ReadonlyMap<string, Denial> = new Map<string, Denial>([
  ["nsec", plainNsec],
  ["nsec3", plainNsec3],
  ["opt-out", { ...plainNsec3, optOut: true }],
]);

const denial: Form<Denial> = {
  expected: [...denials.keys()].join(", "),
  read: (text) => denials.get(text),
};

const fault: Form<SigningFault> = {
  expected: [...signingFaults.keys()].join(", "),
  read: (text) => signingFaults.get(text),
};

/** RFC 5155 §3.1.3: sixteen bits. */
const maxIterations = 65_535;

export function readPlan(reader: YamlReader, node: Node | null): SigningPlan | undefined {
  const said = reader.section(node, "a signed zone", keys);
  const file = reader.text(said.get("zone") ?? node, "the zone to be signed", anyText);
  if (file === undefined) return undefined;
  const read = <T>(key: string, form: Form<T>, standard: T): T =>
    said.has(key) ? (reader.text(said.get(key) ?? null, `${file}.${key}`, form) ?? standard) : standard;
  const chain = read("denial", denial, plainNsec);
  const iterations = read("iterations", wholeNumber(maxIterations), 0);
  if (iterations > 0 && chain.kind === "nsec")
    reader.note(node, `${file}: NSEC hashes nothing, so it has no iterations`);
  if (said.has("types") && !said.has("faults"))
    reader.note(node, `${file}: types are those of faults, and there are none`);
  return {
    file: join(dirname(reader.file), file),
    algorithm: read("algorithm", algorithm, DnssecAlgorithm.ECDSAP256SHA256),
    denial: chain.kind === "nsec" ? chain : { ...chain, iterations },
    ds: read("ds", yesOrNo, true) ? "published" : "withheld",
    faults: reader.texts(said.get("faults"), `${file}.faults`, fault),
    types: said.has("types") ? reader.texts(said.get("types"), `${file}.types`, recordType) : null,
    place: reader.place(node),
  };
}
