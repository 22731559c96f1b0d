// Custom domain names: a name of one's own in front of APIs (AWS API reference: DomainName). A regional one gets the name of an
// endpoint and its region's hosted zone, an edge-optimised one that of a distribution, both to be pointed at by an alias record.
// Any certificate's ARN is taken: what is served comes from the local CA. Read next: ./domain-patches.ts, ./base-path-mappings.ts.

import { keyOfAssociation } from "./access-associations.ts";
import { keyOf, prefixOf } from "../../base/tables.ts";
import type { DomainName } from "../model/access.ts";
import type { StringMap } from "../model/shapes.ts";
import { dropMappings } from "./base-path-mappings.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, nowSeconds, type Work } from "./context.ts";
import {
  checkCertificates,
  domainPatches,
  withTargets,
  withTruststoreWarning,
  withUploadDate,
} from "./domain-patches.ts";
import { type DomainRequest, keyOfDomain, putDomain, requireDomain } from "./domain-rows.ts";
import { checkEndpoint, type EndpointRequest, newEndpoint } from "./endpoint-configurations.ts";
import { badRequest } from "./faults.ts";
import { newLongId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest } from "./patch.ts";
import { readPolicy } from "./rest-api-patches.ts";
import { getRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";

export interface CreateDomainNameRequest {
  readonly domainName: string;
  readonly certificateName?: string | undefined;
  readonly certificateBody?: string | undefined;
  readonly certificatePrivateKey?: string | undefined;
  readonly certificateChain?: string | undefined;
  readonly certificateArn?: string | undefined;
  readonly regionalCertificateName?: string | undefined;
  readonly regionalCertificateArn?: string | undefined;
  readonly endpointConfiguration?: EndpointRequest | undefined;
  readonly tags?: StringMap<string> | undefined;
  readonly securityPolicy?: string | undefined;
  readonly endpointAccessMode?: "BASIC" | "STRICT" | undefined;
  readonly mutualTlsAuthentication?: DomainName["mutualTlsAuthentication"] | undefined;
  readonly ownershipVerificationCertificateArn?: string | undefined;
  readonly policy?: string | undefined;
  readonly routingMode?: DomainName["routingMode"] | undefined;
}

export function createDomainName(work: Work, input: CreateDomainNameRequest): DomainName {
  const constraints = new Constraints().present("createDomainNameInput.domainName", input.domainName);
  checkEndpoint(constraints, "createDomainNameInput", input.endpointConfiguration);
  constraints.oneOf("createDomainNameInput.routingMode", input.routingMode, enums.routingMode).hold();
  checkName(input.domainName);
  checkTags(input.tags);
  const domain = withTruststoreWarning(newDomain(work, input));
  checkCertificates(domain);
  if (getRow(work.tables, table.domains, keyOfDomain(domain)) !== null)
    throw badRequest("The domain name you provided already exists.");
  const { account, region } = work.context;
  putDomain(work, domain);
  work.tables.put(table.domainsByAccount, keyOf(account, region, keyOfDomain(domain)), "");
  return domain;
}

/** Labels of letters, digits and hyphens, two at least, the first of which may be a star. */
export function isDomainName(name: string): boolean {
  const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  return name.length <= 253 && new RegExp(`^(\\*\\.)?(${label}\\.)+${label}$`, "i").test(name);
}

function checkName(name: string): void {
  if (!isDomainName(name)) throw badRequest(`Invalid domain name specified: ${name}`);
}

function newDomain(work: Work, input: CreateDomainNameRequest): DomainName {
  const { account, region, random } = work.context;
  const { certificateBody: _body, certificatePrivateKey: _key, certificateChain: _chain, ...rest } = input;
  const { endpointConfiguration: endpoint, tags = {}, policy: policyText, ...given } = rest;
  const policy = readPolicy(policyText);
  const members = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== ""),
  ) as Partial<DomainName>;
  const domainName = input.domainName.toLowerCase();
  const endpointConfiguration = newEndpoint(endpoint);
  const isPrivate = endpointConfiguration.types.includes("PRIVATE");
  const domainNameId = newLongId(random);
  return withTargets(work, {
    securityPolicy: "TLS_1_2",
    routingMode: "BASE_PATH_MAPPING_ONLY",
    ...members,
    ...(policy !== null && { policy }),
    domainName,
    ...(isPrivate && { domainNameId }),
    domainNameArn: isPrivate
      ? `arn:aws:apigateway:${region}:${account}:/domainnames/${domainName}+${domainNameId}`
      : `arn:aws:apigateway:${region}::/domainnames/${domainName}`,
    certificateUploadDate: nowSeconds(work),
    endpointConfiguration,
    domainNameStatus: "AVAILABLE",
    ...(Object.keys(tags).length > 0 && { tags }),
  });
}

export function getDomainName(work: Work, input: DomainRequest): DomainName {
  const domain = requireDomain(work, input);
  return { ...domain, tags: domain.tags ?? {} };
}

export function getDomainNames(
  work: Work,
  input: PageRequest & { readonly resourceOwner?: string | undefined },
): Page<DomainName> {
  if (input.resourceOwner === "OTHER_ACCOUNTS") return { items: [] };
  const { tables, context } = work;
  const prefix = prefixOf(context.account, context.region);
  return listRows({ tables, table: table.domainsByAccount, prefix }, input, (_, key) => {
    const [domainName, domainNameId] = key.split(" ");
    return requireDomain(work, { domainName, domainNameId });
  });
}

export function updateDomainName(work: Work, input: DomainRequest & PatchRequest): DomainName {
  checkOperations(new Constraints(), "updateDomainNameInput", input).hold();
  const before = requireDomain(work, input);
  const wanted = withTargets(work, patched(domainPatches, before, input.patchOperations));
  const domain = withTruststoreWarning(withUploadDate(work, before, wanted));
  checkCertificates(domain);
  if (keyOfDomain(domain) !== keyOfDomain(before))
    throw badRequest("The endpoint type of a private domain name cannot be changed.");
  putDomain(work, domain);
  return { ...domain, tags: domain.tags ?? {} };
}

export function deleteDomainName(work: Work, input: DomainRequest): Nothing {
  const { tables, context, effects } = work;
  const domain = requireDomain(work, input);
  const key = keyOfDomain(domain);
  dropMappings(work, key);
  const { account, region } = context;
  for (const association of Array.from(rowsBelow(tables, table.accessAssociations, prefixOf(account, region))))
    if (association.domainNameArn === domain.domainNameArn)
      tables.delete(table.accessAssociations, keyOfAssociation(work, association.domainNameAccessAssociationArn));
  tables.delete(table.domains, key);
  tables.delete(table.domainsByAccount, keyOf(account, region, key));
  effects.push({ kind: "domain-changed", domainName: domain.domainName, isThere: false });
  return nothing;
}
