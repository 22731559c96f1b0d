// Key-signing keys and whether a zone is signed (API:CreateKeySigningKey, API:EnableHostedZoneDNSSEC,
// API:GetDNSSEC; DG:dns-configuring-dnssec). All states and errors are the service's; the key pair is a real one, made here
// where AWS asks KMS. Where the parent is one of ours, its DS record guards the key, as AWS's check does.
// What answers are signed with, and the zone-signing key beside these: ./zone-signing.ts.

import type { Work } from "./context.ts";
import type { ChangeAnswer, ChangeInfo } from "./shapes.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { recordChange, showChange } from "./changes.ts";
import { ApiFault } from "./faults.ts";
import { type HostedZoneRow, requireZone } from "./hosted-zone-rows.ts";
import { locationOf } from "./ids.ts";
import { isProblem, keysOfAncestors, parseRouteName, type RouteName } from "./names.ts";
import { scanRecordSets } from "./record-set-rows.ts";
import { describeKey } from "./signing-keys.ts";
import { table } from "./table-names.ts";
import {
  ensureZoneKey,
  isZoneSigning,
  keyRows,
  type KeySigningKey,
  type KeySigningKeyRow,
  type KeyStatus,
  requireSigningKeys,
} from "./zone-signing.ts";

export interface CreateKeySigningKeyRequest {
  readonly CallerReference: string;
  readonly HostedZoneId: string;
  readonly KeyManagementServiceArn: string;
  readonly Name: string;
  readonly Status: string;
}

export interface KeyRequest {
  readonly HostedZoneId: string;
  readonly Name: string;
}

export interface ZoneRequest {
  readonly HostedZoneId: string;
}

export interface GetDNSSECResponse {
  /** A StatusMessage comes with INTERNAL_FAILURE alone (API:DNSSECStatus), which there is none of here. */
  readonly Status: { readonly ServeSignature: "SIGNING" | "NOT_SIGNING" };
  readonly KeySigningKeys: readonly KeySigningKey[];
}

export function getDNSSEC(work: Work, input: ZoneRequest): GetDNSSECResponse {
  const zone = requirePublicZone(work, input.HostedZoneId);
  const isSigning = isZoneSigning(work.tables, zone.id);
  return {
    Status: { ServeSignature: isSigning ? "SIGNING" : "NOT_SIGNING" },
    KeySigningKeys: keysOf(work, zone).map(({ key }) => key),
  };
}

export function createKeySigningKey(
  work: Work,
  input: CreateKeySigningKeyRequest,
): { ChangeInfo: ChangeInfo; KeySigningKey: KeySigningKey; Location: string } {
  const zone = requirePublicZone(work, input.HostedZoneId);
  const { Name, Status, KeyManagementServiceArn: KmsArn } = input;
  if (!/^\w{3,128}$/.test(Name))
    throw new ApiFault(
      "InvalidKeySigningKeyName",
      "The name of a key-signing key (KSK) has 3 to 128 letters, numbers and underscores.",
    );
  if (Status !== "ACTIVE" && Status !== "INACTIVE")
    throw new ApiFault("InvalidKeySigningKeyStatus", "The status of a key-signing key (KSK) is ACTIVE or INACTIVE.");
  if (!/^arn:aws[\w-]*:kms:us-east-1:\d{12}:(key|alias)\/[\w/-]+$/.test(KmsArn))
    throw new ApiFault(
      "InvalidKMSArn",
      "The KeyManagementServiceArn that you specified isn't valid to use with DNSSEC signing.",
    );
  const keys = keysOf(work, zone);
  if (keys.some(({ key }) => key.Name === Name || key.KmsArn === KmsArn))
    throw new ApiFault(
      "KeySigningKeyAlreadyExists",
      "You've already created a key-signing key (KSK) with this name or with the same customer managed key ARN.",
    );
  if (keys.length >= work.settings.limits.keySigningKeysPerHostedZone)
    throw new ApiFault(
      "TooManyKeySigningKeys",
      "You've reached the limit for the number of key-signing keys (KSKs). Remove at least one KSK, and then try again.",
    );
  const row = newKey(work, zone, input, Status);
  putKey(work, zone, row);
  return {
    ...signingChanged(work, zone),
    KeySigningKey: row.key,
    Location: locationOf(`keysigningkey/${zone.id}/${Name}`),
  };
}

function newKey(
  { context, settings }: Work,
  zone: HostedZoneRow,
  { Name, KeyManagementServiceArn: KmsArn, CallerReference: callerReference }: CreateKeySigningKeyRequest,
  Status: KeyStatus,
): KeySigningKeyRow {
  const signingKeys = requireSigningKeys(settings);
  const { publicKey, privateKey } = signingKeys.newPair();
  const at = new Date(context.nowMs).toISOString();
  const description = describeKey(nameOf(zone).name, publicKey, signingKeys);
  const key = { Name, KmsArn, ...description, Status, CreatedDate: at, LastModifiedDate: at };
  return { key, callerReference, privateKey };
}

export function activateKeySigningKey(work: Work, input: KeyRequest): ChangeAnswer {
  const zone = requirePublicZone(work, input.HostedZoneId);
  return setStatus(work, zone, requireKey(work, zone, input.Name), "ACTIVE");
}

export function deactivateKeySigningKey(work: Work, input: KeyRequest): ChangeAnswer {
  const zone = requirePublicZone(work, input.HostedZoneId);
  const row = requireKey(work, zone, input.Name);
  const others = keysOf(work, zone).filter(({ key }) => key.Status === "ACTIVE" && key.Name !== row.key.Name);
  if (isZoneSigning(work.tables, zone.id) && others.length === 0)
    throw new ApiFault(
      "KeySigningKeyInUse",
      "The key-signing key (KSK) that you specified can't be deactivated because it's the only KSK for a currently-enabled DNSSEC. Disable DNSSEC signing, or add or enable another KSK.",
    );
  refuseWhileInParent(work, zone, [row]);
  return setStatus(work, zone, row, "INACTIVE");
}

export function deleteKeySigningKey(work: Work, input: KeyRequest): ChangeAnswer {
  const zone = requirePublicZone(work, input.HostedZoneId);
  const { key } = requireKey(work, zone, input.Name);
  if (key.Status !== "INACTIVE")
    throw new ApiFault(
      "InvalidKeySigningKeyStatus",
      "The key-signing key (KSK) must be INACTIVE before it can be deleted.",
    );
  work.tables.delete(table.keySigningKeys, keyOf(zone.id, key.Name));
  return signingChanged(work, zone);
}

export function enableHostedZoneDNSSEC(work: Work, input: ZoneRequest): ChangeAnswer {
  const zone = requirePublicZone(work, input.HostedZoneId);
  if (!keysOf(work, zone).some(({ key }) => key.Status === "ACTIVE"))
    throw new ApiFault(
      "KeySigningKeyWithActiveStatusNotFound",
      "A key-signing key (KSK) with ACTIVE status wasn't found.",
    );
  ensureZoneKey(work, zone.id);
  work.tables.put(table.signing, zone.id, "SIGNING");
  return signingChanged(work, zone);
}

export function disableHostedZoneDNSSEC(work: Work, input: ZoneRequest): ChangeAnswer {
  const zone = requirePublicZone(work, input.HostedZoneId);
  const keys = keysOf(work, zone);
  if (keys.length === 0 && !isZoneSigning(work.tables, zone.id))
    throw new ApiFault("DNSSECNotFound", "The hosted zone doesn't have any DNSSEC resources.");
  refuseWhileInParent(work, zone, keys);
  work.tables.delete(table.signing, zone.id);
  return signingChanged(work, zone);
}

/** A zone that has keys is not deleted; one that has none leaves nothing here. */
export function refuseZoneWithKeys(tables: Tables, zoneId: string): void {
  if (tables.count(table.keySigningKeys, prefixOf(zoneId)) === 0) return;
  throw new ApiFault(
    "HostedZoneNotEmpty",
    "The specified hosted zone contains DNSSEC Key Signing Keys and so cannot be deleted.",
  );
}

function setStatus(work: Work, zone: HostedZoneRow, row: KeySigningKeyRow, Status: KeyStatus): ChangeAnswer {
  const LastModifiedDate = new Date(work.context.nowMs).toISOString();
  putKey(work, zone, { ...row, key: { ...row.key, Status, LastModifiedDate } });
  return signingChanged(work, zone);
}

/** Where we hold a parent zone, its DS record for a key keeps the key in service. */
function refuseWhileInParent({ tables }: Work, zone: HostedZoneRow, keys: readonly KeySigningKeyRow[]): void {
  const tags = new Set(keys.map(({ key }) => key.KeyTag));
  for (const parentKey of keysOfAncestors(nameOf(zone)).slice(0, -1))
    for (const [key] of tables.scan(table.zoneNames, { prefix: prefixOf(parentKey) }))
      for (const { set } of scanRecordSets(tables, key.slice(parentKey.length + 1), zone.key, "DS"))
        if (set.ResourceRecords?.some(({ Value }) => tags.has(Number.parseInt(Value, 10))))
          throw new ApiFault(
            "KeySigningKeyInParentDSRecord",
            "The key-signing key (KSK) is specified in a parent DS record.",
          );
}

function keysOf({ tables }: Work, zone: HostedZoneRow): KeySigningKeyRow[] {
  return keyRows(tables, zone.id);
}

function requireKey({ tables }: Work, zone: HostedZoneRow, name: string): KeySigningKeyRow {
  const row = tables.get(table.keySigningKeys, keyOf(zone.id, name));
  if (row === null) throw new ApiFault("NoSuchKeySigningKey", "The specified key-signing key (KSK) doesn't exist.");
  return JSON.parse(row) as KeySigningKeyRow;
}

function putKey({ tables }: Work, zone: HostedZoneRow, row: KeySigningKeyRow): void {
  tables.put(table.keySigningKeys, keyOf(zone.id, row.key.Name), JSON.stringify(row));
}

/** Terraform looks for these words when it destroys a private zone (hashicorp/terraform-provider-aws, zone.go). */
function requirePublicZone(work: Work, id: string): HostedZoneRow {
  const zone = requireZone(work, id);
  if (!zone.isPrivate) return zone;
  throw new ApiFault("InvalidArgument", "Operation is unsupported for private hosted zones.");
}

function signingChanged(work: Work, zone: HostedZoneRow): ChangeAnswer {
  const change = recordChange(work, { kind: "signing", zone });
  work.effects.push({ kind: "signing-changed", zoneId: zone.id, changeId: change.id });
  return { ChangeInfo: showChange(work, change) };
}

function nameOf(zone: HostedZoneRow): RouteName {
  const name = parseRouteName(zone.name);
  if (isProblem(name)) throw new Error(`A stored zone's name is none: ${name.problem}`);
  return name;
}
