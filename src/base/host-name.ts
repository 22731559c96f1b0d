// Host names as text, for what compares them and does not look into their labels: zone files and packets have names of their
// own (../dns/name.ts).

/** A host's name as it is compared: in lower case (RFC 4343 §3), without the dot at the end. */
export function plainHost(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
