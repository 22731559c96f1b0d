// What the answers of a hosted zone are signed with: its ACTIVE key-signing keys, which sign the DNSKEY set and nothing else,
// and one zone-signing key, which is nobody's to see in the API (DG:dns-configuring-dnssec-zsk-management). A key that is
// INACTIVE is not published. The zone-signing key is made in the transaction that enables signing, so a zone that is SIGNING
// has one; it stays while signing is disabled, as caches go on knowing it. Operations: ./dnssec-keys.ts.

import { prefixOf, type Tables } from "../base/tables.ts";
import type { StoreSettings, Work } from "./context.ts";
import { ApiFault } from "./faults.ts";
import {
  dnskeyOf,
  type KeyDescription,
  kskFlags,
  type SigningKeys,
  type ZoneKeyPair,
  zskFlags,
} from "./signing-keys.ts";
import { table } from "./table-names.ts";

export type KeyStatus = "ACTIVE" | "INACTIVE";

export interface KeySigningKey extends KeyDescription {
  readonly Name: string;
  readonly KmsArn: string;
  readonly Status: KeyStatus;
  readonly CreatedDate: string;
  readonly LastModifiedDate: string;
}

export interface KeySigningKeyRow {
  readonly key: KeySigningKey;
  readonly callerReference: string;
  /** PKCS #8 in base64. */
  readonly privateKey: string;
}

interface ZoneKeyRow {
  /** x and y in base64. */
  readonly publicKey: string;
  /** PKCS #8 in base64. */
  readonly privateKey: string;
  readonly createdMs: number;
}

export interface ZoneSigning {
  /** Sign the DNSKEY set; at least one. */
  readonly keySigning: readonly ZoneKeyPair[];
  /** Signs all else. */
  readonly zoneSigning: ZoneKeyPair;
}

/** What a zone's answers are signed with; null where they are not. */
export function signingOf(tables: Tables, zoneId: string): ZoneSigning | null {
  const row = isZoneSigning(tables, zoneId) ? tables.get(table.zoneSigningKeys, zoneId) : null;
  if (row === null) return null;
  const active = keyRows(tables, zoneId).filter(({ key }) => key.Status === "ACTIVE");
  const { publicKey, privateKey } = JSON.parse(row) as ZoneKeyRow;
  return {
    keySigning: active.map(({ key, privateKey: own }) => pairOf(kskFlags, key.PublicKey, own)),
    zoneSigning: pairOf(zskFlags, publicKey, privateKey),
  };
}

export function isZoneSigning(tables: Tables, zoneId: string): boolean {
  return tables.get(table.signing, zoneId) !== null;
}

/** The key-signing keys of a zone, by name. */
export function keyRows(tables: Tables, zoneId: string): KeySigningKeyRow[] {
  const rows = tables.scan(table.keySigningKeys, { prefix: prefixOf(zoneId) });
  return Array.from(rows, ([, row]) => JSON.parse(row) as KeySigningKeyRow);
}

export function requireSigningKeys({ signingKeys }: StoreSettings): SigningKeys {
  if (signingKeys === null) throw new ApiFault("InternalFailure", "There is nothing here that makes keys.");
  return signingKeys;
}

/** Makes the zone-signing key of a zone that has none. */
export function ensureZoneKey({ tables, context, settings }: Work, zoneId: string): void {
  if (tables.get(table.zoneSigningKeys, zoneId) !== null) return;
  const { publicKey, privateKey } = requireSigningKeys(settings).newPair();
  const row: ZoneKeyRow = { publicKey: publicKey.toBase64(), privateKey, createdMs: context.nowMs };
  tables.put(table.zoneSigningKeys, zoneId, JSON.stringify(row));
}

/** Whether a zone is signed that has no zone-signing key: it was enabled by a version that made none. */
export function lacksZoneKeys(tables: Tables): boolean {
  for (const [zoneId] of tables.scan(table.signing, {}))
    if (tables.get(table.zoneSigningKeys, zoneId) === null) return true;
  return false;
}

export function completeSigning(work: Work): void {
  for (const [zoneId] of work.tables.scan(table.signing, {})) ensureZoneKey(work, zoneId);
}

/** The zone is deleted. */
export function dropZoneKey(tables: Tables, zoneId: string): void {
  tables.delete(table.zoneSigningKeys, zoneId);
}

function pairOf(flags: number, publicKey: string, privateKey: string): ZoneKeyPair {
  return { dnskey: dnskeyOf(flags, Uint8Array.fromBase64(publicKey)), privateKey };
}
