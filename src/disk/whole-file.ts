// Files that are there whole or not at all, whatever happens while they are written: power that fails, a process that ends.
// A file that cannot be written leaves the one before it in its place.

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const folderMode = 0o700;
const usualMode = 0o600;

/** Puts a file in its place, and on the disk before it returns; its folder is made when it is not there. Throws node's error. */
export function writeWholeFile(path: string, content: string | Uint8Array, mode = usualMode): void {
  const octets = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const folder = dirname(path);
  const unfinished = `${path}.new`;
  mkdirSync(folder, { recursive: true, mode: folderMode });
  withFile(unfinished, "w", mode, (file) => {
    for (let written = 0; written < octets.length;) written += writeSync(file, octets, written);
    fsyncSync(file);
  });
  renameSync(unfinished, path);
  // Else the name could be lost with the power, though the contents are there. Windows opens no folders.
  if (process.platform !== "win32") withFile(folder, "r", 0, fsyncSync);
}

function withFile(path: string, flags: "r" | "w", mode: number, use: (file: number) => void): void {
  const file = openSync(path, flags, mode);
  try {
    use(file);
  } finally {
    closeSync(file);
  }
}
