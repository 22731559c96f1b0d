// What the configuration says of zone files that are signed here (dns.signing), for whoever signs them, and what is wrong with it.
// Where keys and signed copies lie below the data directory is decided here.

import { join } from "node:path";
import { signingAlgorithms, signingAlgorithmWords } from "../../crypto/signing-keys.ts";
import { ZoneCopies } from "../../disk/zone-copies.ts";
import { plainNsec3 } from "../../dnssec/denial-chain.ts";
import { cryptoRandom } from "../../net/upstream/crypto-random.ts";
import type { Config } from "../config.ts";
import { isSame, nameOf } from "../configured-keys.ts";
import type { Log } from "../log.ts";
import { FileSigner, type SigningWish } from "./file-signer.ts";
import { KeyFolder } from "./key-folder.ts";

const secondsADay = 86_400;

/** Who signs; null where nothing is to be signed. Of a configuration without faults. */
export function createSigner({ dns, data }: Config, log: Log): FileSigner | null {
  if (data === null || dns.signing.length === 0) return null;
  return new FileSigner({
    wishes: dns.signing.map((section) => wishOf(section, data)),
    copies: new ZoneCopies(join(data, "signed")),
    log,
    nowSeconds: () => Math.floor(Date.now() / 1000),
    random: cryptoRandom,
  });
}

/** Sentences about wishes that cannot be granted. */
export function signingFaults({ dns, data }: Config): string[] {
  const { signing, secondaries } = dns;
  const twice = signing.filter((one, i) => signing.findIndex((other) => isOfSame(one.zone, other.zone)) < i);
  const elsewhere = signing.filter(
    ({ zone }) => zone !== null && secondaries.some((other) => isSame(other.zone, zone)),
  );
  return [
    ...(signing.length > 0 && data === null
      ? ["dns.signing wants a data directory, which knows the serials that were given out: data is null."]
      : []),
    ...twice.map(({ zone }) => `dns.signing has ${zone ?? "every zone"} twice.`),
    ...elsewhere.map(
      ({ zone }) => `dns.signing has the zone ${zone}, which is one of dns.secondaries: only files are signed.`,
    ),
  ];
}

function wishOf(section: Config["dns"]["signing"][number], data: string): SigningWish {
  const { zone, keys, algorithm, denial, cds, zonemd, signatureDays } = section;
  const makes = signingAlgorithms[signingAlgorithmWords.indexOf(algorithm)];
  return {
    zone: zone === null ? null : nameOf(zone),
    folder: keys === null ? new KeyFolder(join(data, "keys"), makes) : new KeyFolder(keys, null),
    denial: denial === "nsec" ? { kind: "nsec" } : plainNsec3,
    tellsParent: cds,
    digest: zonemd,
    lifeSeconds: signatureDays * secondsADay,
  };
}

function isOfSame(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : isSame(a, b);
}
