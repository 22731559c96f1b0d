// ChangeResourceRecordSets: a batch is worked through in order, within the transaction that is its copy of the zone; every
// fault is noted and the work goes on, so that the answer names all of them; any fault, and the transaction leaves nothing.
// CREATE wants no such set, DELETE one that says exactly the same, UPSERT does not ask (AWS API: ChangeResourceRecordSets).
// Limits of the batch come first: 1,000 values and 32,000 characters of them, an UPSERT counted twice (DNSLimitations).

import type { StoreSettings, Work } from "./context.ts";
import type { SetChange } from "./effects.ts";
import type { Limits } from "./limit-table.ts";
import type { Change, ChangeAnswer, ChangeResourceRecordSetsRequest, ResourceRecordSet } from "./shapes.ts";
import { refuseWhileBusy } from "./busy-zones.ts";
import { type ChangeFault, type FaultTeller, tellToClients } from "./change-faults.ts";
import { type ChangeKind, type ChangeRow, showChange } from "./changes.ts";
import { ApiFault, noSuchHealthCheck } from "./faults.ts";
import { type HostedZoneRow, requireZone } from "./hosted-zone-rows.ts";
import { finishSetChanges, type ZoneChange } from "./record-set-changes.ts";
import { type Draft, draftOf } from "./record-set-draft.ts";
import { isHidden, namesRoot } from "./policy-sets.ts";
import { apexKeys, putRecordSet, recordSetKey, scanRecordSets } from "./record-set-rows.ts";
import { endMessages, placementMessages } from "./record-set-rules.ts";
import { refuseShapes } from "./record-set-shape.ts";
import { saysTheSame } from "./same-set.ts";
import { table } from "./table-names.ts";

export function changeResourceRecordSets(work: Work, input: ChangeResourceRecordSetsRequest): ChangeAnswer {
  const zone = requireZone(work, input.HostedZoneId);
  refuseWhileBusy(work, zone.id);
  const { Changes, Comment } = input.ChangeBatch;
  refuseShapes(Changes);
  refuseSize(Changes, work.settings.limits);
  return {
    ChangeInfo: showChange(work, applyBatch(work, { zone, kind: "change-records", comment: Comment }, Changes)),
  };
}

/** A batch of somebody who is no client of the API: of whatever size, and what it is called in the history. */
export interface OtherBatch {
  readonly zoneId: string;
  readonly kind: ChangeKind;
  readonly comment: string;
  readonly changes: readonly Change[];
}

export function applyOtherBatch(work: Work, { zoneId, kind, comment, changes }: OtherBatch): ChangeRow {
  refuseShapes(changes);
  return applyBatch(work, { zone: requireZone(work, zoneId), kind, comment }, changes);
}

/** Works a batch through, whatever its size. Throws all that is wrong with it. */
export function applyBatch(
  work: Work,
  change: Omit<ZoneChange, "changes">,
  changes: readonly Change[],
  tell: FaultTeller = tellToClients,
): ChangeRow {
  refuseUnknownChecks(work, changes, tell);
  const batch = new Batch(work, change.zone, tell);
  for (const one of changes) batch.apply(one);
  return finishSetChanges(work, { ...change, changes: batch.finish() });
}

/** A fault of its own in the API, unlike all that a set may not be, so it cannot stand among those of the batch. */
function refuseUnknownChecks({ tables, settings }: Work, changes: readonly Change[], tell: FaultTeller): void {
  if (settings.strictness === "lenient") return;
  const [first, ...rest] = changes.flatMap((change): ChangeFault[] => {
    const { HealthCheckId: id } = change.ResourceRecordSet;
    if (change.Action === "DELETE" || id === undefined || tables.get(table.healthChecks, id) !== null) return [];
    return [{ change, message: noSuchHealthCheck(id).message }];
  });
  if (first !== undefined) throw tell("NoSuchHealthCheck", [first, ...rest]);
}

function refuseSize(changes: readonly Change[], limits: Limits): void {
  let records = 0;
  let characters = 0;
  for (const { Action, ResourceRecordSet } of changes) {
    const times = Action === "UPSERT" ? 2 : 1;
    for (const { Value } of ResourceRecordSet.ResourceRecords ?? []) {
      records += times;
      characters += times * Value.length;
    }
  }
  const messages: string[] = [];
  if (records > limits.recordsPerBatch) messages.push(`Number of records limit of ${limits.recordsPerBatch} exceeded.`);
  if (characters > limits.valueCharactersPerBatch)
    messages.push(`RDATA character limit of ${limits.valueCharactersPerBatch} exceeded.`);
  if (messages.length > 0) throw new ApiFault("InvalidChangeBatch", messages);
}

/** What the batch has done to one set. */
interface Touched {
  readonly actions: Change["Action"][];
  readonly before: ResourceRecordSet | null;
  after: ResourceRecordSet | null;
  /** The set as the batch names it, and its first change, for messages. */
  readonly draft: Draft;
  readonly change: Change;
}

class Batch {
  readonly #work: Work;
  readonly #zone: HostedZoneRow;
  readonly #tell: FaultTeller;
  readonly #faults: ChangeFault[] = [];
  readonly #touched = new Map<string, Touched>();

  constructor(work: Work, zone: HostedZoneRow, tell: FaultTeller) {
    this.#work = work;
    this.#zone = zone;
    this.#tell = tell;
  }

  apply(change: Change): void {
    const { Action, ResourceRecordSet } = change;
    const draft = draftOf(
      Action === "DELETE" ? rootNamed(ResourceRecordSet) : ResourceRecordSet,
      this.#work.settings.limits,
    );
    if ("messages" in draft) {
      this.#refuse(change, draft.messages);
      return;
    }
    const { set, name } = draft;
    const key = recordSetKey(this.#zone.id, name.key, set.Type, set.SetIdentifier);
    const current = this.#current(key);
    if (!this.#note(key, change, current, draft)) return;
    const { strictness } = this.#work.settings;
    const messages =
      Action === "DELETE" ? deleteMessages(set, current, strictness) : this.#putMessages(Action, key, current, draft);
    this.#refuse(change, messages);
    if (messages.length > 0) return;
    if (Action === "DELETE") this.#work.tables.delete(table.recordSets, key);
    else putRecordSet(this.#work.tables, this.#zone, set);
    const touched = this.#touched.get(key);
    if (touched !== undefined) touched.after = Action === "DELETE" ? null : set;
  }

  /** The batch's changes. Throws all that is wrong with it. */
  finish(): SetChange[] {
    const later = new Set(this.#touched.keys());
    for (const [key, touched] of this.#touched) {
      later.delete(key);
      if (touched.after !== null) this.#checkAmongSiblings(touched.after, touched, later);
    }
    this.#checkZone();
    const [first, ...rest] = this.#faults;
    if (first !== undefined) throw this.#tell("InvalidChangeBatch", [first, ...rest]);
    return [...this.#touched.values()]
      .map(({ before, after }) => ({ before, after }))
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  }

  #refuse(change: Change | null, messages: readonly string[]): void {
    for (const message of messages) this.#faults.push({ change, message });
  }

  #current(key: string): ResourceRecordSet | null {
    const row = this.#work.tables.get(table.recordSets, key);
    return row === null ? null : (JSON.parse(row) as ResourceRecordSet);
  }

  /** A set is changed once, or deleted and made anew; anything else is one fault of the set (external-dns#4241). */
  #note(key: string, change: Change, current: ResourceRecordSet | null, draft: Draft): boolean {
    const { Action: action } = change;
    const touched = this.#touched.get(key);
    if (touched === undefined) {
      this.#touched.set(key, { actions: [action], before: current, after: current, draft, change });
      return true;
    }
    touched.actions.push(action);
    if (touched.actions.length === 2 && touched.actions[0] === "DELETE" && action !== "DELETE") return true;
    const { set, name } = draft;
    const message = `The request contains an invalid set of changes for a resource record set '${set.Type} ${name.text}'`;
    if (this.#faults.every((fault) => fault.message !== message)) this.#refuse(change, [message]);
    return false;
  }

  #putMessages(
    action: "CREATE" | "UPSERT",
    key: string,
    current: ResourceRecordSet | null,
    draft: Draft,
  ): readonly string[] {
    if (action === "CREATE" && current !== null)
      return [`Tried to create ${resource(draft.set)} but it already exists`];
    if (current?.TrafficPolicyInstanceId !== undefined || draft.set.TrafficPolicyInstanceId !== undefined)
      return [`Tried to change ${resource(draft.set)} but it belongs to a traffic policy instance`];
    const others = [...scanRecordSets(this.#work.tables, this.#zone.id, draft.name.key)].filter(
      (row) => row.key !== key,
    );
    return placementMessages({ work: this.#work, zone: this.#zone, draft, others });
  }

  /** Of two sets of the batch that exclude one another, the later is at fault. */
  #checkAmongSiblings(set: ResourceRecordSet, { change, draft }: Touched, later: ReadonlySet<string>): void {
    if (set.SetIdentifier === undefined) return;
    const others: ResourceRecordSet[] = [];
    for (const { key, set: other } of scanRecordSets(this.#work.tables, this.#zone.id, draft.name.key, set.Type))
      if (!later.has(key) && other.SetIdentifier !== set.SetIdentifier) others.push(other);
    this.#refuse(change, endMessages(set, others));
  }

  #checkZone(): void {
    const [ns, soa] = apexKeys(this.#zone).map((key) => this.#current(key));
    if (soa === null) this.#refuse(null, ["A HostedZone must contain exactly one SOA record."]);
    if (ns === null) this.#refuse(null, ["A HostedZone must contain at least one NS record for the zone itself."]);
    const { settings } = this.#work;
    const grown = [...this.#touched.values()].reduce(
      (sum, { before, after }) => sum + Number(after !== null) - Number(before !== null),
      0,
    );
    if (
      settings.quotas === "enforced" &&
      grown > 0 &&
      this.#zone.recordSetCount + grown > settings.limits.recordSetsPerHostedZone
    )
      this.#refuse(null, [`Exceeded limit MAX_RRSETS_BY_ZONE for zone: ${this.#zone.id}`]);
  }
}

function resource({ Name, Type, SetIdentifier }: ResourceRecordSet): string {
  const identifier = SetIdentifier === undefined ? "" : `, set-identifier='${SetIdentifier}'`;
  return `resource record set [name='${Name}', type='${Type}'${identifier}]`;
}

/** A traffic policy's set goes by its id: the text that is listed in the place of its values is no value. */
function rootNamed(set: ResourceRecordSet): ResourceRecordSet {
  const { Name, Type, TrafficPolicyInstanceId } = set;
  return TrafficPolicyInstanceId === undefined ? set : { Name, Type, TrafficPolicyInstanceId };
}

function deleteMessages(
  set: ResourceRecordSet,
  current: ResourceRecordSet | null,
  strictness: StoreSettings["strictness"],
): string[] {
  if (current === null || isHidden(current)) return [`Tried to delete ${resource(set)} but it was not found`];
  if (set.TrafficPolicyInstanceId !== undefined && namesRoot(set, current)) return [];
  return strictness === "lenient" || saysTheSame(set, current)
    ? []
    : [`Tried to delete ${resource(set)} but the values provided do not match the current values`];
}
