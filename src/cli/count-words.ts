// Counts as people read them: what commands print of a number of things goes through here.
// Words that take more than an s in the plural are not counted by it.

/** `1 record`, `2 records`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
