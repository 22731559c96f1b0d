// Domain names as they are stored: by the name in lower case; a private domain's id stands behind it, since every account may
// have a private domain of the same name (AWS API reference: domainNameId).

import { keyOf } from "../../base/tables.ts";
import type { DomainName } from "../model/access.ts";
import type { Work } from "./context.ts";
import { badRequest, notFound } from "./faults.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface DomainRow {
  readonly account: string;
  readonly region: string;
  readonly domain: DomainName;
}

export interface DomainRequest {
  readonly domainName: string;
  /** Of a private domain. */
  readonly domainNameId?: string | undefined;
}

/** The key of a domain in all tables. */
export function domainKey({ domainName, domainNameId }: DomainRequest): string {
  const name = domainName.toLowerCase();
  return domainNameId === undefined || domainNameId === "" ? name : keyOf(name, domainNameId);
}

export function findDomain(work: Work, request: DomainRequest): DomainName | null {
  const row = getRow(work.tables, table.domains, domainKey(request));
  const { account, region } = work.context;
  return row !== null && row.account === account && row.region === region ? row.domain : null;
}

export function requireDomain(work: Work, request: DomainRequest): DomainName {
  const domain = findDomain(work, request);
  if (domain === null) throw notFound("domainName");
  return domain;
}

export function putDomain(work: Work, domain: DomainName): void {
  const { account, region } = work.context;
  putRow(work.tables, table.domains, keyOfDomain(domain), { account, region, domain });
  work.effects.push({ kind: "domain-changed", domainName: domain.domainName, isThere: true });
}

/** Only a private domain has its id in its key. */
export function keyOfDomain({ domainName, domainNameId, endpointConfiguration }: DomainName): string {
  const isPrivate = endpointConfiguration.types.includes("PRIVATE");
  return domainKey({ domainName, ...(isPrivate && domainNameId !== undefined && { domainNameId }) });
}

/** `arn:{partition}:apigateway:{region}:{account}:/domainnames/{name}`, a private domain's with `+{id}` behind it. */
export function domainByArn(work: Work, arn: string): DomainName {
  const [, domainName, domainNameId] = /:\/domainnames\/([^/+]+)(?:\+([^/+]+))?$/.exec(arn) ?? [];
  if (domainName === undefined) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
  return requireDomain(work, { domainName, domainNameId });
}
