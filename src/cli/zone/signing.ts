// `signpost zone keygen`, `zone sign` and `zone verify`: keys of a zone, a zone file signed by them, and whether one is
// signed as it should be. Keys lie in files as BIND and ldns have them (../../crypto/key-files.ts).
// Work is done on the file alone: no server is asked, and none learns of it.

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { maxSignedIterations } from "../../base/limits.ts";
import { nodeDnssecCrypto } from "../../crypto/dnssec-crypto.ts";
import { keyFileName, readKeyFiles, writeKeyFiles } from "../../crypto/key-files.ts";
import { newSigningKey, signingAlgorithms, signingAlgorithmWords } from "../../crypto/signing-keys.ts";
import type { Name } from "../../dns/name.ts";
import { printRdata } from "../../dns/rdata.ts";
import { printName } from "../../dns/text/name-text.ts";
import { RRType, typeName } from "../../dns/types.ts";
import { type Denial, plainNsec3 } from "../../dnssec/denial-chain.ts";
import { KeyFlag, readDnsKey } from "../../dnssec/dnskey.ts";
import { makeDs } from "../../dnssec/ds.ts";
import type { SigningKey } from "../../dnssec/sign.ts";
import { digestOf, type DigestWord, digestWords, signersOf, signZone } from "../../dnssec/sign-zone.ts";
import { verifyZone } from "../../dnssec/verify-zone.ts";
import { judgeDigests, recordsOfSets, zoneHashes } from "../../dnssec/zone-digest.ts";
import { nodeZoneHash } from "../../crypto/zone-hash.ts";
import { printRecordSets } from "../../zone/record-sets.ts";
import { counted } from "../count-words.ts";
import { Failure } from "../program.ts";
import { nameOf } from "../question-words.ts";
import { type SerialPolicy, serialPolicies, withNextSerial } from "./serial.ts";
import { readSigned, readSound } from "./signing-file.ts";
import { hexOption, numberOption, timeOption } from "./signing-words.ts";

interface KeygenOptions {
  readonly algorithm: string;
  readonly ksk?: true;
  readonly zsk?: true;
  readonly keys: string;
  readonly bits?: number;
  readonly seed?: Uint8Array;
}

interface SignOptions {
  readonly origin?: string;
  readonly keys: string;
  readonly nsec3?: true;
  readonly salt?: Uint8Array;
  readonly iterations?: number;
  readonly optOut?: true;
  readonly cds?: true;
  readonly zonemd?: DigestWord;
  readonly serial: SerialPolicy;
  readonly inception: number;
  readonly expiration: number;
  readonly output?: string;
}

interface VerifyOptions {
  readonly origin?: string;
  readonly at: number;
  readonly legacyAlgorithms?: true;
}

export function keygenCommand(): Command {
  const numbers = signingAlgorithms.map(String);
  return new Command("keygen")
    .description("make a key that signs a zone; without --ksk or --zsk one that signs all of it")
    .argument("<name>", "the zone")
    .addOption(
      new Option("--algorithm <name>", `${signingAlgorithmWords.join(", ")}, or a number`)
        .choices([...signingAlgorithmWords, ...numbers])
        .default(signingAlgorithmWords[0]),
    )
    .addOption(new Option("--ksk", "a key for the keys alone, which the parent's DS names").conflicts("zsk"))
    .option("--zsk", "a key for everything else")
    .option("--keys <dir>", "where the two files of the key go", ".")
    .addOption(new Option("--bits <number>", "of an RSA key (2048)").argParser(numberOption))
    .addOption(
      new Option("--seed <hex>", "not by chance, but always the same: for labs, not for secrets").argParser(hexOption),
    )
    .action(keygen);
}

export function signCommand(): Command {
  return new Command("sign")
    .description("sign a zone file with the keys of its zone, and print the DS records for its parent")
    .argument("<file>", "the zone file; one that is signed is signed anew")
    .option("--origin <name>", "the zone's name, where the file does not tell it")
    .option("--keys <dir>", "where the keys lie", ".")
    .option("--nsec3", "deny by hashes (RFC 5155) instead of names")
    .addOption(new Option("--salt <hex>", "of the hashes (none: RFC 9276 §3.1)").argParser(hexOption))
    .addOption(
      new Option("--iterations <number>", "further rounds of hashing (0: RFC 9276 §3.1)").argParser(numberOption),
    )
    .option("--opt-out", "leave unsigned delegations out of the hashes (RFC 5155 §6)")
    .option("--cds", "tell the parent by CDS and CDNSKEY (RFC 7344)")
    .addOption(
      new Option("--zonemd [hash]", "digest the whole zone (RFC 8976)").choices(digestWords).preset(digestWords[0]),
    )
    .addOption(
      new Option("--serial <how>", "the SOA's: as it is, one more, or seconds since 1970")
        .choices(serialPolicies)
        .default("keep"),
    )
    .addOption(
      new Option("--inception <time>", "YYYYMMDDHHMMSS, a date, or a period from now")
        .argParser(timeOption)
        .default(timeOption("-1h"), "-1h"),
    )
    .addOption(new Option("--expiration <time>", "the same").argParser(timeOption).default(timeOption("30d"), "30d"))
    .option("-o, --output <file>", "where the signed zone goes (the file's name and .signed)")
    .action(sign);
}

export function verifyCommand(): Command {
  return new Command("verify")
    .description("check every signature of a zone file, and the whole chain of NSEC or NSEC3")
    .argument("<file>", "the signed zone file")
    .option("--origin <name>", "the zone's name, where the file does not tell it")
    .addOption(
      new Option("--at <time>", "when: YYYYMMDDHHMMSS, a date, or a period from now")
        .argParser(timeOption)
        .default(timeOption("0s"), "now"),
    )
    .option("--legacy-algorithms", "believe RSASHA1 and DSA, which RFC 9905 retired")
    .action(verify);
}

function keygen(word: string, options: KeygenOptions): void {
  const zone = nameOf(word);
  const index = signingAlgorithmWords.indexOf(options.algorithm);
  const algorithm = index < 0 ? Number(options.algorithm) : signingAlgorithms[index];
  const flags = KeyFlag.zone | (options.zsk === true ? 0 : KeyFlag.entryPoint);
  const { bits, seed } = options;
  const key = newSigningKey({
    algorithm,
    flags,
    ...(bits !== undefined && { bits }),
    ...(seed !== undefined && { seed }),
  });
  if (typeof key === "string") throw new Failure(2, `${key}.`);
  const fault = writeKeyFiles(options.keys, zone, key, timeOption("0s"));
  if (fault !== null) throw new Failure(1, `${fault}.`);
  process.stdout.write(`${keyFileName(zone, key)}\n`);
  if (options.zsk !== true) printDs(zone, [key]);
}

function sign(file: string, options: SignOptions): void {
  if (options.expiration <= options.inception) throw new Failure(2, "--expiration comes before --inception.");
  const denial = denialOf(options);
  const { apex, sets } = readSound(file, options.origin);
  const { keys, faults } = readKeyFiles(options.keys, apex);
  if (faults.length > 0) throw new Failure(1, `${faults.join(".\nsignpost: ")}.`);
  if (signersOf(keys).zone.length === 0)
    throw new Failure(1, `${options.keys} has no key of ${printName(apex.wire)}: signpost zone keygen makes one.`);
  const signed = signZone(apex, withNextSerial(apex, sets, options.serial, timeOption("0s")), {
    keys,
    times: { inception: options.inception, expiration: options.expiration },
    denial,
    parentDigest: options.cds === true ? nodeDnssecCrypto : null,
    zoneDigest: digestOf(apex, sets, options.zonemd ?? null, nodeZoneHash),
  });
  const output = options.output ?? `${file}.signed`;
  try {
    // Whoever watches the file finds the old one or the new one, never half of it.
    writeFileSync(`${output}.unfinished`, printRecordSets(apex, signed));
    renameSync(`${output}.unfinished`, output);
  } catch (error) {
    rmSync(`${output}.unfinished`, { force: true });
    throw new Failure(1, `${output} cannot be written: ${(error as Error).message}.`);
  }
  const count = signed.reduce((sum, { signatures }) => sum + signatures.length, 0);
  process.stderr.write(
    `${printName(apex.wire)}: ${counted(count, "signature")} by ${counted(keys.length, "key")} in ${output}\n`,
  );
  printDs(apex, signersOf(keys).parent);
}

function denialOf({ nsec3, salt, iterations, optOut }: SignOptions): Denial {
  if (nsec3 !== true) {
    if ((salt ?? iterations ?? optOut) !== undefined)
      throw new Failure(2, "--salt, --iterations and --opt-out want --nsec3.");
    return { kind: "nsec" };
  }
  if (salt !== undefined && salt.length > 255) throw new Failure(2, "--salt: at most 255 octets (RFC 5155 §3.1.4).");
  if ((iterations ?? 0) > maxSignedIterations)
    throw new Failure(2, `--iterations: at most ${maxSignedIterations}, as resolvers believe no more (RFC 9276 §3.2).`);
  return {
    ...plainNsec3,
    ...(salt && { salt }),
    ...(iterations !== undefined && { iterations }),
    optOut: optOut === true,
  };
}

function verify(file: string, options: VerifyOptions): void {
  const { apex, sets, stray } = readSigned(file, options.origin);
  const work = { checksLeft: Number.POSITIVE_INFINITY };
  const leniency = options.legacyAlgorithms === true ? "legacy" : "current";
  const digest = judgeDigests(apex, [...recordsOfSets(sets), ...recordsOfSets(stray)], nodeZoneHash);
  const findings = [
    ...verifyZone(apex, sets, { crypto: nodeDnssecCrypto, nowSeconds: options.at, leniency, work }),
    ...stray.map(({ owner, type }) => ({ owner, type, message: "signatures of what is not there" })),
    ...(digest.kind === "fails" ? [{ owner: apex, type: RRType.ZONEMD, message: digest.reason }] : []),
  ];
  for (const { owner, type, message } of findings)
    process.stdout.write(`${printName(owner.wire)} ${typeName(type)}: ${message}\n`);
  const name = printName(apex.wire);
  if (findings.length > 0)
    throw new Failure(1, `${name} is not signed as it should be: ${counted(findings.length, "finding")}.`);
  const count = sets.reduce((sum, { signatures }) => sum + signatures.length, 0);
  const said = digest.kind === "holds" ? `, and so is the zone by its ${zoneHashes[digest.hash]} digest` : "";
  process.stdout.write(`${name}: ${count} signatures hold, and the chain is whole${said}\n`);
}

function printDs(zone: Name, keys: readonly SigningKey[]): void {
  for (const { dnskey } of keys) {
    const ds = makeDs(zone, readDnsKey(dnskey), 2, nodeDnssecCrypto);
    process.stdout.write(`${printName(zone.wire)} IN DS ${printRdata(RRType.DS, ds)}\n`);
  }
}
