// Zones signed by other people's programs: BIND's dnssec-signzone and ldns-signzone, each with keys of its own making, ECDSA
// P-256, signatures from 2026 to 2046. Zone text in, a signed file out; keys lie in the folder that is given and go with it.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { programVersion } from "./nsd.ts";
import type { PeerZone, SignedDenial } from "./peer.ts";

export type Signer = "dnssec-signzone" | "ldns-signzone";

export interface SigningOrder {
  /** An absolute name. */
  readonly origin: string;
  readonly text: string;
  readonly denial: SignedDenial;
  readonly signer: Signer;
}

const algorithm = "ECDSAP256SHA256";
const inception = "20260101";
const expiration = "20460101";
let files = 0;

export function missingSigners(): Signer[] {
  const found = {
    "dnssec-signzone": programVersion("dnssec-signzone", ["-V"], /(\d+\.\d+\.\d+)/),
    "ldns-signzone": programVersion("ldns-signzone", ["-v"], /version (\S+)/),
  };
  return (["dnssec-signzone", "ldns-signzone"] as const).filter((signer) => found[signer] === null);
}

/** Signs a zone; its files stand in `folder`. Throws with what the program said. */
export function signZone(folder: string, { origin, text, denial, signer }: SigningOrder): PeerZone {
  const plain = join(folder, `${++files}.plain`);
  const file = join(folder, `${files}.signed`);
  writeFileSync(plain, text);
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: "latin1", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const [, flags, iterations, salt] = denial === "NSEC" ? [] : denial.split(" ");
  if (signer === "ldns-signzone") {
    const keys = [run("ldns-keygen", "-a", algorithm, "-k", origin), run("ldns-keygen", "-a", algorithm, origin)];
    const hashed = ["-n", "-t", iterations ?? "", ...(salt === "-" ? [] : ["-s", salt ?? ""])];
    const nsec3 = denial === "NSEC" ? [] : [...hashed, ...(flags === "1" ? ["-p"] : [])];
    run(signer, "-i", inception, "-e", expiration, "-o", origin, "-f", file, ...nsec3, plain, ...keys);
  } else {
    const keys = [["-f", "KSK"], []].map((flag) => run("dnssec-keygen", "-q", "-a", algorithm, ...flag, origin));
    const included = keys.map((key) => readFileSync(join(folder, `${key}.key`), "latin1")).join("");
    writeFileSync(plain, `${text}\n${included}`);
    const nsec3 = denial === "NSEC" ? [] : ["-3", salt ?? "", "-H", iterations ?? "", ...(flags === "1" ? ["-A"] : [])];
    const times = ["-s", `${inception}000000`, "-e", `${expiration}000000`];
    // -P: what it signs it need not verify; -u: the chain is made anew.
    run(signer, "-P", "-u", "-O", "full", ...times, ...nsec3, "-o", origin, "-f", file, plain, ...keys);
  }
  return { origin, file, denial };
}
