// A hosted zone as a master file, and back. Simple sets are records as every name server reads them (RFC 1035 §5); what
// has a routing policy, an alias target or a health check is a line of its own, `;!route53 {…}`: a comment to everybody
// else, to us the whole record set as JSON with the API's members. An alias within the zone says "@" for the zone's id,
// so that a file fits whatever zone it is brought into. What traffic policy instances made is not written: the instances
// are, with their policies (./policy-records.ts). docs/route53.md tells it to users.
// Invariant: what is written is read back to the same sets, values spelled as a master file's reader spells them.

import { Name } from "../dns/name.ts";
import { printRdata } from "../dns/rdata.ts";
import { rdataKey } from "../dns/rrset.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName, typeNumber } from "../dns/types.ts";
import type { FileFault } from "../zone/file-fault.ts";
import { readMasterFile, type RecordSink } from "../zone/master-file.ts";
import type { Lines } from "./change-faults.ts";
import { type PolicyRecord, readPolicyRecord } from "./policy-records.ts";
import { awsLimits } from "./limit-table.ts";
import { memberFault } from "./record-set-members.ts";
import { isProblem, parseRouteName, routeNameOf } from "./names.ts";
import { draftOf } from "./record-set-draft.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import { isRecordType, isValueProblem, parseValue, printValue } from "./values.ts";

const directive = ";!route53 ";
const policyDirective = ";!route53-policy-record ";
/** Stands for the id of the zone that the file is of. */
const ownZone = "@";

/** The zone's sets as a master file, and its policy records. */
export function printZone(
  zone: { readonly name: string; readonly id: string },
  sets: Iterable<ResourceRecordSet>,
  policyRecords: readonly PolicyRecord[] = [],
): string {
  const lines = [`$ORIGIN ${masterName(zone.name)}`];
  for (const set of sets) {
    if (isPlain(set)) lines.push(...recordLines(set));
    else lines.push(directive + JSON.stringify(withOwnZone(set, zone.id, ownZone)));
  }
  for (const record of policyRecords) lines.push(policyDirective + JSON.stringify(record));
  return `${lines.join("\n")}\n`;
}

/** Nothing but a name, a type, a TTL and values. */
function isPlain(set: ResourceRecordSet): boolean {
  return Object.keys(set).every((member) => ["Name", "Type", "TTL", "ResourceRecords"].includes(member));
}

function recordLines({ Name, Type, TTL, ResourceRecords = [] }: ResourceRecordSet): string[] {
  const type = typeNumber(Type) ?? 0;
  return ResourceRecords.map(({ Value }) => {
    const rdata = parseValue(Type, Value);
    if (isValueProblem(rdata)) throw new Error(`A stored value is none: ${rdata.problem}`);
    return `${masterName(Name)}\t${TTL}\tIN\t${Type}\t${printRdata(type, rdata)}`;
  });
}

function masterName(text: string): string {
  const name = parseRouteName(text);
  if (isProblem(name)) throw new Error(`A stored name is none: ${name.problem}`);
  return printName(name.name.wire);
}

function withOwnZone(set: ResourceRecordSet, from: string, to: string): ResourceRecordSet {
  if (set.AliasTarget?.HostedZoneId !== from) return set;
  return { ...set, AliasTarget: { ...set.AliasTarget, HostedZoneId: to } };
}

export interface ZoneText {
  readonly sets: readonly ResourceRecordSet[];
  readonly policyRecords: readonly PolicyRecord[];
  /** Where each of them stands, a set of several records where it begins. */
  readonly lines: Lines;
  readonly faults: readonly FileFault[];
}

/** The record sets that a master file holds, for the zone of this name and id. */
export function readZone(zone: { readonly name: string; readonly id: string }, text: string): ZoneText {
  const origin = parseRouteName(zone.name);
  const sink = new SetCollector();
  const faults = readMasterFile(
    "",
    new TextEncoder().encode(text),
    {
      origin: isProblem(origin) ? null : origin.name,
      open: (path) => `${path} is not read here: $INCLUDE has no place in an import`,
    },
    sink,
  );
  const lines = new Map<object, number>();
  const sets = sink.sets(lines);
  const strange = [...faults, ...sink.faults];
  const policyRecords: PolicyRecord[] = [];
  text.split("\n").forEach((line, index) => {
    const isSet = line.startsWith(directive);
    if (!isSet && !line.startsWith(policyDirective)) return;
    const value = jsonOf(line);
    const told = value === undefined ? notJson(isSet ? directive : policyDirective) : isSet ? setOf(value) : readPolicyRecord(value); // prettier-ignore
    if (typeof told === "string")
      strange.push({ severity: "error", file: "", line: index + 1, column: 1, message: told, text: line.slice(0, 80) });
    else {
      const thing = "TrafficPolicy" in told ? told : withOwnZone(told, ownZone, zone.id);
      lines.set(thing, index + 1);
      if ("TrafficPolicy" in thing) policyRecords.push(thing);
      else sets.push(thing);
    }
  });
  return { sets, policyRecords, lines, faults: strange };
}

/** What stands behind a line's first word; undefined where that is no JSON. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line.slice(line.indexOf(" ")));
  } catch {
    return undefined;
  }
}

function notJson(word: string): string {
  return `after ${word.trimEnd()} must stand a ${word === directive ? "record set" : "policy record"} as JSON`;
}

/** The set that a directive's JSON says, or what is wrong with it. */
function setOf(value: unknown): ResourceRecordSet | string {
  const fault = memberFault(value);
  if (fault !== null) return fault;
  const draft = draftOf(value as ResourceRecordSet, awsLimits);
  return "messages" in draft ? draft.messages.join(", ") : draft.set;
}

/** Records of one name and type as one set; of different TTLs the least holds (RFC 2181 §5.2). */
class SetCollector implements RecordSink {
  readonly faults: FileFault[] = [];
  readonly #sets = new Map<
    string,
    { name: string; type: string; ttl: number; line: number; values: Map<string, string> }
  >();

  record(
    ...[owner, ownerLength, type, ttl, rdata, rdataLength, { file, line }]: Parameters<RecordSink["record"]>
  ): void {
    const name = routeNameOf(new Name(owner.slice(0, ownerLength))).text;
    if (!isRecordType(typeName(type))) {
      const message = `Route 53 has no records of type ${typeName(type)}`;
      this.faults.push({ severity: "error", file, line, column: 1, message, text: name });
      return;
    }
    const key = `${name} ${type}`;
    const octets = rdata.slice(0, rdataLength);
    const set = this.#sets.get(key) ?? { name, type: typeName(type), ttl, line, values: new Map<string, string>() };
    this.#sets.set(key, set);
    set.ttl = Math.min(set.ttl, ttl);
    // A record that stands twice in a file is one record (RFC 2181 §5), spelled as it was first.
    const said = rdataKey(type, octets);
    if (!set.values.has(said)) set.values.set(said, printValue(type, octets));
  }

  /** The sets; notes the line of each. */
  sets(lines: Map<object, number>): ResourceRecordSet[] {
    return Array.from(this.#sets.values(), ({ name, type, ttl, line, values }) => {
      const ResourceRecords = Array.from(values.values(), (Value) => ({ Value }));
      const set = { Name: name, Type: type, TTL: ttl, ResourceRecords };
      lines.set(set, line);
      return set;
    });
  }
}
