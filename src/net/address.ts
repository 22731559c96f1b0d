// Addresses and endpoints as people write them and as packets carry them.
// An address is 4 or 16 octets (in a 16-octet room where a packet path reuses it); an endpoint is where we listen:
// "127.0.0.1:5300", "[::1]:5300", "[fe80::1%eth0]:53". The wildcards are 0.0.0.0 and ::.
// Text forms: RFC 4291 §2.2; printing RFC 5952 §4; a zone id stands behind "%".

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface ParsedAddress {
  readonly family: 4 | 6;
  /** 4 or 16 octets. */
  readonly octets: Uint8Array;
  /** The zone id behind `%`, or "". */
  readonly zone: string;
}

/** The address in `text`, or null when it is none. */
export function parseAddress(text: string): ParsedAddress | null {
  const percent = text.indexOf("%");
  const bare = percent < 0 ? text : text.slice(0, percent);
  const zone = percent < 0 ? "" : text.slice(percent + 1);
  if (!bare.includes(":")) {
    const octets = parseIPv4(bare);
    return octets === null || percent >= 0 ? null : { family: 4, octets, zone };
  }
  const octets = parseIPv6(bare);
  return octets === null || (percent >= 0 && zone === "") ? null : { family: 6, octets, zone };
}

/** "host:port" with the host an address; null when it is none. */
export function parseEndpoint(text: string): Endpoint | null {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  if (match === null) return null;
  const address = match[1] ?? match[2];
  const port = Number(match[3]);
  const parsed = parseAddress(address);
  if (parsed === null || port > 65535 || (parsed.family === 6) !== (match[1] !== undefined)) return null;
  return { address, port };
}

export function printEndpoint(endpoint: Endpoint): string {
  const { address, port } = endpoint;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Where a listener on every address is found from here. */
export function loopbackOf({ address, port }: Endpoint): Endpoint {
  return { address: address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address, port };
}

/** Whether the address stands for every address of the machine. */
export function isWildcard(octets: Uint8Array): boolean {
  return octets.every((octet) => octet === 0);
}

/** The address as text: RFC 5952 §4 for IPv6. */
export function printAddress(family: 4 | 6, octets: Uint8Array): string {
  if (family === 4) return `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((octets[i] << 8) | octets[i + 1]);
  const gap = longestZeroRun(groups);
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(":");
  if (gap.size < 2) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.start + gap.size))}`;
}

/** One text for each host, however its address was written: RFC 5952 §4, without a zone id, an IPv4 address as that (RFC 4291 §2.5.5.2). */
export function hostOf(text: string): string {
  const parsed = parseAddress(text);
  if (parsed === null) return text;
  const { family, octets } = parsed;
  const isMapped = family === 6 && octets.every((octet, i) => i >= 12 || octet === (i < 10 ? 0 : 0xff));
  return isMapped ? printAddress(4, octets.subarray(12)) : printAddress(family, octets);
}

function parseIPv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  return Uint8Array.from(parts, Number);
}

function parseIPv6(text: string): Uint8Array | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const last = halves.length - 1;
  const head = parseGroups(halves[0], last === 0);
  const tail = last === 1 ? parseGroups(halves[1], true) : [];
  if (head === null || tail === null) return null;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return null;
  return Uint8Array.from([...head, ...Array.from({ length: missing }, () => 0), ...tail]);
}

/** Groups of one side of "::" as octets; the last of all may be a dotted IPv4 address (RFC 4291 §2.2). */
function parseGroups(text: string, endsAddress: boolean): number[] | null {
  const octets: number[] = [];
  if (text === "") return octets;
  const groups = text.split(":");
  for (const [i, group] of groups.entries()) {
    if (endsAddress && i === groups.length - 1 && group.includes(".")) {
      const dotted = parseIPv4(group);
      if (dotted === null) return null;
      octets.push(...dotted);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return null;
      const value = Number.parseInt(group, 16);
      octets.push(value >>> 8, value & 255);
    }
  }
  return octets;
}

function longestZeroRun(groups: number[]): { start: number; size: number } {
  let best = { start: 0, size: 0 };
  for (let start = 0; start < groups.length; start++) {
    let size = 0;
    while (start + size < groups.length && groups[start + size] === 0) size++;
    if (size > best.size) best = { start, size };
  }
  return best;
}
