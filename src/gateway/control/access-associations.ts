// Domain name access associations: which VPC endpoints may reach which private domain name (AWS API reference:
// DomainNameAccessAssociation).

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { StringMap } from "../model/shapes.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { domainByArn } from "./domain-rows.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { newLongId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { getRow, putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";

export interface AccessAssociation {
  readonly domainNameAccessAssociationArn: string;
  readonly domainNameArn: string;
  readonly accessAssociationSourceType: "VPCE";
  readonly accessAssociationSource: string;
  readonly tags?: StringMap<string>;
}

export interface CreateAccessAssociationRequest {
  readonly domainNameArn: string;
  readonly accessAssociationSourceType: string;
  readonly accessAssociationSource: string;
  readonly tags?: StringMap<string> | undefined;
}

export interface AccessAssociationRequest {
  readonly domainNameAccessAssociationArn: string;
}

export function createDomainNameAccessAssociation(
  work: Work,
  input: CreateAccessAssociationRequest,
): AccessAssociation {
  const name = "createDomainNameAccessAssociationInput";
  new Constraints()
    .present(`${name}.domainNameArn`, input.domainNameArn)
    .present(`${name}.accessAssociationSource`, input.accessAssociationSource)
    .oneOf(`${name}.accessAssociationSourceType`, input.accessAssociationSourceType, enums.accessAssociationSourceType)
    .hold();
  const { domainNameArn, accessAssociationSource: source, tags = {} } = input;
  const domain = domainByArn(work, domainNameArn);
  if (!domain.endpointConfiguration.types.includes("PRIVATE"))
    throw badRequest("Access associations are only supported for private domain names.");
  if (!/^vpce-[\w-]+$/.test(source)) throw badRequest(`Invalid VPC endpoint specified: ${source}`);
  checkTags(tags);
  const { account, region, random } = work.context;
  const prefix = prefixOf(account, region);
  for (const other of rowsBelow(work.tables, table.accessAssociations, prefix))
    if (other.domainNameArn === domainNameArn && other.accessAssociationSource === source)
      throw conflict("A domain name access association already exists for this domain name and source.");
  const id = newLongId(random);
  const association: AccessAssociation = {
    domainNameAccessAssociationArn: associationArn(
      work,
      `/domainnameaccessassociations/domainname/${domain.domainName}/vpcesource/${source}+${id}`,
    ),
    domainNameArn,
    accessAssociationSourceType: "VPCE",
    accessAssociationSource: source,
    ...(Object.keys(tags).length > 0 && { tags }),
  };
  putAssociation(work, association);
  return association;
}

export function associationArn({ context }: Work, path: string): string {
  return `arn:aws:apigateway:${context.region}:${context.account}:${path}`;
}

export function putAssociation(work: Work, association: AccessAssociation): void {
  const key = keyOfAssociation(work, association.domainNameAccessAssociationArn);
  putRow(work.tables, table.accessAssociations, key, association);
}

export function findAssociation(work: Work, arn: string): AccessAssociation | null {
  const association = getRow(work.tables, table.accessAssociations, keyOfAssociation(work, arn));
  return association?.domainNameAccessAssociationArn === arn ? association : null;
}

export function getDomainNameAccessAssociations(
  work: Work,
  input: PageRequest & { readonly resourceOwner?: string | undefined },
): Page<AccessAssociation> {
  const { tables, context } = work;
  // Associations belong to the account that made them; nobody shares any here.
  if (input.resourceOwner === "OTHER_ACCOUNTS") return { items: [] };
  const prefix = prefixOf(context.account, context.region);
  return listRows({ tables, table: table.accessAssociations, prefix }, input, (association) => association);
}

/** By its ARN: the id stands behind the last plus of the ARN. */
export function keyOfAssociation({ context }: Work, arn: string): string {
  return keyOf(context.account, context.region, arn.slice(arn.lastIndexOf("+") + 1));
}

function requireAssociation(work: Work, arn: string): AccessAssociation {
  const association = findAssociation(work, arn);
  if (association === null) throw notFound("accessAssociation");
  return association;
}

export function deleteDomainNameAccessAssociation(work: Work, input: AccessAssociationRequest): Nothing {
  const { domainNameAccessAssociationArn: arn } = input;
  requireAssociation(work, arn);
  work.tables.delete(table.accessAssociations, keyOfAssociation(work, arn));
  return nothing;
}

/** The domain's owner turns an association away. */
export function rejectDomainNameAccessAssociation(
  work: Work,
  input: AccessAssociationRequest & { readonly domainNameArn: string },
): Nothing {
  domainByArn(work, input.domainNameArn);
  const association = requireAssociation(work, input.domainNameAccessAssociationArn);
  if (association.domainNameArn !== input.domainNameArn) throw notFound("accessAssociation");
  return deleteDomainNameAccessAssociation(work, input);
}
