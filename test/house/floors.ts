// The floors of the house: which folder of src/ stands above which. ARCHITECTURE.md draws it, this file is the law.
// A folder imports its own files and folders on floors below; folders on one floor never import each other.
// Floors up to `topPortableFloor` also run in a browser tab: no `node:`, no package, no clock, no randomness.

export const floorOf: Readonly<Record<string, number>> = {
  base: 0,
  dns: 1,
  trace: 2,
  dnssec: 3,
  routing: 3,
  zone: 4,
  authority: 5,
  resolver: 5,
  health: 5,
  gateway: 5,
  store: 5,
  crypto: 6,
  disk: 6,
  net: 6,
  http: 6,
  aws: 7,
  lab: 7,
  console: 7,
  server: 8,
  cli: 9,
  testing: 9,
};

export const topPortableFloor = 5;

/** The folder of src/ that a path lies in, or "" for a path that lies in none. */
export function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? "";
}

/** Whether the file stands on a floor that a browser tab could run. */
export function isPortable(path: string): boolean {
  const floor = floorOf[folderOf(path)];
  return floor !== undefined && floor <= topPortableFloor;
}
