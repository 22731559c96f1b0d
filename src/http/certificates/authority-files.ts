// The local CA on the disk: `ca.pem`, which others are asked to trust, and its key, for its owner only.
// Invariants: a file appears whole or not at all, and is on the disk before it counts; the key comes first, so a process
// that dies between the two leaves a key whose certificate is made again, never a certificate that nobody can use.

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Why the CA cannot be used: one sentence for the user. */
export class AuthorityFault extends Error {
  override readonly name = "AuthorityFault";
}

export type AuthorityFile = "ca.pem" | "ca-key.pem";

const modes: Readonly<Record<AuthorityFile, number>> = { "ca.pem": 0o644, "ca-key.pem": 0o600 };

/** A file's text, or null when it is not there. */
export function readAuthorityFile(folder: string, name: AuthorityFile): string | null {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw faultOf(error, "read", join(folder, name));
  }
}

/** Puts a file in its place, and on the disk. The folder is made when it is not there. */
export function writeAuthorityFile(folder: string, name: AuthorityFile, text: string): void {
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const unfinished = `${path}.new`;
    withFile(unfinished, "w", modes[name], (file) => {
      writeSync(file, text);
      fsyncSync(file);
    });
    renameSync(unfinished, path);
    // Else the name could be lost with the power, though the contents are there. Windows opens no folders.
    if (process.platform !== "win32") withFile(folder, "r", 0, fsyncSync);
  } catch (error) {
    throw faultOf(error, "written", path);
  }
}

function withFile(path: string, flags: "r" | "w", mode: number, use: (file: number) => void): void {
  const file = openSync(path, flags, mode);
  try {
    use(file);
  } finally {
    closeSync(file);
  }
}

function faultOf(error: unknown, done: "read" | "written", path: string): AuthorityFault {
  const { code } = error as NodeJS.ErrnoException;
  return new AuthorityFault(`The local CA's file ${path} cannot be ${done} (${code}).`, { cause: error });
}
