// Signatures of real signers, of every algorithm that there was: those in Deckard's scenarios, third-party data that lies
// beside the checkout and not in it. Each is tried by the keys of its own scenario, in the second it was made.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { makeRRset, type RRset } from "../../src/dns/rrset.ts";
import { RRType } from "../../src/dns/types.ts";
import { algorithmName } from "../../src/dnssec/algorithms.ts";
import { type DnsKey, readDnsKey } from "../../src/dnssec/dnskey.ts";
import { readRrsig } from "../../src/dnssec/rrsig.ts";
import { verifyRRset } from "../../src/dnssec/verify.ts";
import { type MessageRecord, sectionNames } from "../../src/lab/scenario/message.ts";
import { scanScenario } from "../../src/lab/scenario/scan.ts";

const folder = new URL("../../../shared/data/scenarios/deckard/", import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".rpl")) : [];

/** Scenarios with signatures that do not hold, most of them as their names say. */
const broken = [
  "black_data black_dnskey black_ds black_ent black_prime iter_dnsseclame_ds_ok iter_dnsseclame_ta_ok",
  "nsec_wildcard_answer_response val_ad_qtype_ds val_bogus_nodata val_cname_oob val_cname_to_unsigned_fake_rrsig",
  "val_ds_cname val_minimal_anotherdomainsignature val_minimal_anotherrrtypesignature val_minimal_baddnskeyalgorithm",
  "val_minimal_baddnskeyflags val_minimal_baddnskeyprotocol val_minimal_badpublickey val_minimal_badrrsigalgorithm",
  "val_minimal_badrrsigexpiration val_minimal_badrrsiginception val_minimal_badrrsiglabels val_minimal_badrrsigsignature",
  "val_minimal_badrrsigttl val_nodatawc_badce val_nsec3_nods_badsig world_cz_rhybar",
].flatMap((line) => line.split(" "));

test.skipIf(files.length === 0)("signatures of each algorithm hold, but where they are broken on purpose", () => {
  const valid = new Map<string, number>();
  const wrong = new Set<string>();
  for (const file of files) {
    for (const { algorithm, why } of outcomes(file)) {
      if (why === "valid") valid.set(algorithm, (valid.get(algorithm) ?? 0) + 1);
      else wrong.add(file.slice(0, -4));
    }
  }
  expect([...wrong].toSorted()).toEqual(broken);
  expect(Object.fromEntries(valid)).toEqual({
    DSA: 44,
    ECDSAP256SHA256: 132,
    RSASHA1: 102,
    "RSASHA1-NSEC3-SHA1": 252,
    RSASHA256: 279,
    RSASHA512: 118,
  });
});

function outcomes(file: string): { algorithm: string; why: string }[] {
  const { scenario } = scanScenario(file, readFileSync(new URL(file, folder)));
  if (scenario === null) return [];
  const sections = scenario.ranges
    .flatMap(({ entries }) => entries)
    .flatMap(({ packets }) => packets)
    .flatMap(({ message }) => sectionNames.map((name) => message[name]));
  const keys = new Map<string, DnsKey[]>();
  for (const { owner, type, rdata } of sections.flat()) {
    if (type === RRType.DNSKEY) keys.set(owner.key, [...(keys.get(owner.key) ?? []), readDnsKey(rdata)]);
  }
  const seen = new Set<string>();
  return sections.flatMap(setsOf).flatMap((set) =>
    set.signatures.flatMap((signature) => {
      const rrsig = readRrsig(signature);
      const known = keys.get(rrsig.signer.key)?.filter((key) => key.tag === rrsig.keyTag) ?? [];
      const id = [set.owner.key, set.rdatas.map(String), String(signature)].join("|");
      if (known.length === 0 || seen.has(id)) return [];
      seen.add(id);
      const work = { checksLeft: 8 };
      const context = { crypto: nodeDnssecCrypto, nowSeconds: rrsig.inception, leniency: "legacy", work } as const;
      const found = verifyRRset({ ...set, signatures: [signature] }, rrsig.signer, unique(known), context);
      return [{ algorithm: algorithmName(rrsig.algorithm), why: found.kind === "valid" ? "valid" : found.why }];
    }),
  );
}

function unique(keys: readonly DnsKey[]): DnsKey[] {
  return [...new Map(keys.map((key) => [key.rdata.toHex(), key])).values()];
}

function setsOf(section: readonly MessageRecord[]): RRset[] {
  const groups = Map.groupBy(section, ({ owner, type, rdata }) => {
    return `${owner.key} ${type === RRType.RRSIG ? readRrsig(rdata).typeCovered : type}`;
  });
  return [...groups.values()].flatMap((records) => {
    const first = records.find(({ type }) => type !== RRType.RRSIG);
    if (first === undefined) return [];
    const of = (wanted: (record: MessageRecord) => boolean): Uint8Array[] =>
      records.filter(wanted).map(({ rdata }) => rdata);
    const rdatas = of(({ type }) => type !== RRType.RRSIG);
    const signatures = of(({ type }) => type === RRType.RRSIG);
    return [makeRRset(first.owner, first.type, first.class, first.ttlSeconds, rdatas, signatures)];
  });
}
