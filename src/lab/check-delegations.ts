// Checks that look across the zones of a lab: an address that a zone gives for a name server is some declared server's, or
// said to be silent; and a server that a cut leads to has the zone below it, unless it has faults. So what is broken in
// a lab is broken on purpose. Faults stand at the record that leads astray.

import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import type { FaultList } from "../zone/file-fault.ts";
import type { NetworkDeclaration, ServerDeclaration } from "./declaration.ts";
import { Directory } from "./directory.ts";
import { nameIn, type PlacedRecord, type ZoneFile } from "./zone-file.ts";

export function checkDelegations(
  declaration: NetworkDeclaration,
  zones: ReadonlyMap<string, ZoneFile>,
  faults: FaultList,
): void {
  const directory = new Directory(zones.values());
  const byAddress = serversByAddress(declaration, faults);
  /** Parent and child both lead to a record, and what is wrong with it is told once. */
  const told = new Set<string>();
  for (const zone of zones.values()) {
    for (const record of zone.records) {
      if (record.type !== RRType.NS) continue;
      for (const { address, record: where } of directory.addressesOf(nameIn(record.rdata))) {
        if (declaration.silent.has(address)) continue;
        const servers = byAddress.get(address) ?? [];
        const message = complaint(address, servers, record, zones);
        if (message === null) continue;
        const { file, line } = where.place;
        const fault = `${file}:${line}: ${message}`;
        if (told.has(fault)) continue;
        told.add(fault);
        faults.error(where.place, message);
      }
    }
  }
}

function complaint(
  address: string,
  servers: readonly ServerDeclaration[],
  { owner, rdata }: PlacedRecord,
  zones: ReadonlyMap<string, ZoneFile>,
): string | null {
  const server = printName(rdata);
  const zone = printName(owner.wire);
  if (servers.length === 0) {
    return `${server}, a name server of ${zone}, has the address ${address}, where no server is declared; if that is meant, list it under "silent"`;
  }
  const isLame = servers.some(
    ({ zones: files, faults }) =>
      faults.length === 0 && !files.some((file) => zones.get(file)?.apex.equals(owner) ?? false),
  );
  return isLame
    ? `${server} at ${address} does not serve ${zone}, though an NS says so; give it the zone, or a fault`
    : null;
}

function serversByAddress({ servers }: NetworkDeclaration, faults: FaultList): Map<string, ServerDeclaration[]> {
  const byAddress = new Map<string, ServerDeclaration[]>();
  for (const server of servers) {
    for (const address of server.addresses) {
      const there = byAddress.get(address) ?? [];
      const isTaken = there.length > 0 && !(server.anycast && there.every(({ anycast }) => anycast));
      if (isTaken)
        faults.error(
          server.place,
          `${address} of ${server.name} is ${there[0].name}'s already, and not both are anycast`,
        );
      byAddress.set(address, [...there, server]);
    }
  }
  return byAddress;
}
