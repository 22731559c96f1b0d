// Where the walk begins: the root's servers, as IANA publishes them (named.root of 2024-04-18; RFC 9609 §2 says how they
// are used), or as a file of zone-file text says. They are only hints: the first question asks the root who serves it.

import { readAnyFile } from "../disk/zone-files.ts";
import { Name, nameLength } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { printAddress } from "../net/address.ts";
import type { Hint } from "../resolver/settings.ts";
import { type FileFault, printFault } from "../zone/file-fault.ts";
import { readMasterFile } from "../zone/master-file.ts";

const letters: Readonly<Record<string, readonly [ipv4: string, ipv6: string]>> = {
  a: ["198.41.0.4", "2001:503:ba3e::2:30"],
  b: ["170.247.170.2", "2801:1b8:10::b"],
  c: ["192.33.4.12", "2001:500:2::c"],
  d: ["199.7.91.13", "2001:500:2d::d"],
  e: ["192.203.230.10", "2001:500:a8::e"],
  f: ["192.5.5.241", "2001:500:2f::f"],
  g: ["192.112.36.4", "2001:500:12::d0d"],
  h: ["198.97.190.53", "2001:500:1::53"],
  i: ["192.36.148.17", "2001:7fe::53"],
  j: ["192.58.128.30", "2001:503:c27::2:30"],
  k: ["193.0.14.129", "2001:7fd::1"],
  l: ["199.7.83.42", "2001:500:9f::42"],
  m: ["202.12.27.33", "2001:dc3::35"],
};

export const ianaHints: readonly Hint[] = Object.entries(letters).map(([letter, addresses]) => ({
  name: nameFromText(`${letter}.root-servers.net.`) as Name,
  addresses,
}));

/** Whether hints lead to the IANA root: most of its servers are among them, by address. Another root has other keys. */
export function isIanaRoot(hints: readonly Hint[]): boolean {
  const known = new Set(hints.flatMap((hint) => hint.addresses));
  const named = ianaHints.filter(({ addresses }) => addresses.some((address) => known.has(address)));
  return named.length * 2 > ianaHints.length;
}

/** The hints in a file, or what is wrong with it, one sentence a fault. */
export function readHints(file: string): { readonly hints: readonly Hint[]; readonly faults: readonly string[] } {
  const contents = readAnyFile(file);
  if (typeof contents === "string") return { hints: [], faults: [`${file}: ${contents}`] };
  const servers: { readonly name: Name; readonly line: number; readonly column: number }[] = [];
  const addresses = new Map<string, string[]>();
  const found = readMasterFile(
    file,
    contents.text,
    { origin: Name.root, open: () => "hints include no other file" },
    {
      record(owner, ownerLength, type, _ttlSeconds, rdata, rdataLength, { line, column }) {
        if (type === RRType.NS && ownerLength === 1)
          servers.push({ name: new Name(rdata.slice(0, nameLength(rdata, 0, rdataLength))), line, column });
        if (type !== RRType.A && type !== RRType.AAAA) return;
        const { key } = new Name(owner.slice(0, ownerLength));
        const address = printAddress(type === RRType.A ? 4 : 6, rdata.slice(0, rdataLength));
        addresses.set(key, [...(addresses.get(key) ?? []), address]);
      },
    },
  );
  const faults: FileFault[] = found.filter(({ severity }) => severity === "error");
  const note = (line: number, column: number, message: string): void => {
    faults.push({ severity: "error", file, line, column, message, text: "" });
  };
  if (servers.length === 0 && faults.length === 0) note(0, 0, "names no server of the root: it has no NS record at .");
  const hints = servers.map(({ name, line, column }) => {
    const known = addresses.get(name.key) ?? [];
    if (known.length === 0) note(line, column, "this server has no address here, so nobody could be asked for one");
    return { name, addresses: known };
  });
  return { hints, faults: faults.map(printFault) };
}
