// What of a domain name can be patched, which certificates it needs, and the names that it leads to (AWS API reference: patch-
// operations, DomainName; guide: apigateway-regional-api-custom-domain-migrate). While it is moved from one type to another a
// domain may have both, an edge-optimised and a regional side.

import type { DomainName } from "../model/access.ts";
import type { EndpointType } from "../model/shapes.ts";
import { enums } from "./constraints.ts";
import { nowSeconds, type Work } from "./context.ts";
import { endpointRows } from "./endpoint-configurations.ts";
import { edgeZoneId, regionalZoneId } from "./endpoint-zones.ts";
import { badRequest } from "./faults.ts";
import { newLabel } from "./ids.ts";
import type { Draft, PatchTable } from "./patch.ts";
import { choice, text } from "./patch-rows.ts";
import { policyRow, readPolicy } from "./rest-api-patches.ts";

/** The name of an endpoint or a distribution for each side that the domain has; a side that it lost goes. */
export function withTargets(work: Work, domain: DomainName): DomainName {
  const { random, region } = work.context;
  const { regionalDomainName, regionalHostedZoneId, distributionDomainName, distributionHostedZoneId, ...rest } =
    domain;
  const { types } = domain.endpointConfiguration;
  return {
    ...rest,
    ...(types.includes("REGIONAL") && {
      regionalDomainName: regionalDomainName ?? `d-${newLabel(random, 10)}.execute-api.${region}.amazonaws.com`,
      regionalHostedZoneId: regionalHostedZoneId ?? regionalZoneId(region),
    }),
    ...(types.includes("EDGE") && {
      distributionDomainName: distributionDomainName ?? `d${newLabel(random, 13)}.cloudfront.net`,
      distributionHostedZoneId: distributionHostedZoneId ?? edgeZoneId,
    }),
  };
}

export function checkCertificates(domain: DomainName): void {
  const { types } = domain.endpointConfiguration;
  const hasOwn = domain.certificateArn !== undefined || domain.certificateName !== undefined;
  const hasRegional = domain.regionalCertificateArn !== undefined || domain.regionalCertificateName !== undefined;
  if (types.includes("REGIONAL") && !hasRegional)
    throw badRequest("A regional domain name must have a regionalCertificateArn or a regionalCertificateName");
  if (!types.includes("REGIONAL") && !hasOwn)
    throw badRequest("A domain name must have a certificateArn or a certificateName");
  for (const arn of [domain.certificateArn, domain.regionalCertificateArn])
    if (arn !== undefined && !/^arn:[^:]+:(acm|iam):[^:]*:[^:]*:.+$/.test(arn))
      throw badRequest(`Invalid certificate ARN: ${arn}`);
}

/** Both sides at once are allowed while a domain moves. */
function changeTypes(draft: Draft<DomainName>, op: string, value: string | null): void {
  if (!(enums.endpointType as readonly (string | null)[]).includes(value))
    throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
  const { endpointConfiguration: endpoint } = draft;
  const others = endpoint.types.filter((type) => type !== value);
  const types = op === "add" ? [...others, value as EndpointType] : others;
  if (types.length === 0) throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  draft.endpointConfiguration = { ...endpoint, types };
}

export const domainPatches: PatchTable<DomainName> = {
  wording: "listed",
  rows: [
    text("/certificateName", "certificateName", ["replace", "add", "remove"]),
    text("/certificateArn", "certificateArn", ["replace", "add", "remove"]),
    text("/regionalCertificateName", "regionalCertificateName", ["replace", "add", "remove"]),
    text("/regionalCertificateArn", "regionalCertificateArn", ["replace", "add", "remove"]),
    text("/ownershipVerificationCertificateArn", "ownershipVerificationCertificateArn", ["replace", "remove"]),
    text("/securityPolicy", "securityPolicy"),
    choice("/endpointAccessMode", "endpointAccessMode", ["BASIC", "STRICT"]),
    choice("/routingMode", "routingMode", enums.routingMode),
    policyRow(),
    {
      path: "/managementPolicy",
      ops: ["replace", "remove"],
      apply(draft, { op, value }) {
        const policy = op === "remove" ? null : readPolicy(value);
        if (policy === null) delete draft.managementPolicy;
        else draft.managementPolicy = policy;
      },
    },
    {
      path: "/endpointConfiguration/types",
      ops: ["add", "remove"],
      apply: (draft, { op, value }) => changeTypes(draft, op, value),
    },
    ...endpointRows<DomainName>(),
    {
      path: "/mutualTlsAuthentication/truststoreUri",
      ops: ["replace", "add", "remove"],
      apply(draft, { op, value }) {
        // Without a trust store there is no mutual TLS.
        if (op === "remove" || value === null || value === "") delete draft.mutualTlsAuthentication;
        else draft.mutualTlsAuthentication = { ...draft.mutualTlsAuthentication, truststoreUri: value };
      },
    },
    {
      path: "/mutualTlsAuthentication/truststoreVersion",
      ops: ["replace", "add", "remove"],
      apply(draft, { op, value }) {
        const { truststoreVersion: _version, ...rest } = draft.mutualTlsAuthentication ?? {};
        if (rest.truststoreUri === undefined) throw badRequest("A truststoreVersion needs a truststoreUri");
        draft.mutualTlsAuthentication =
          op === "remove" || value === null || value === "" ? rest : { ...rest, truststoreVersion: value };
      },
    },
  ],
};

/** There is no S3 to read a trust store from, and nobody should believe that one is obeyed. */
export function withTruststoreWarning(domain: DomainName): DomainName {
  const { mutualTlsAuthentication: mutual } = domain;
  return mutual?.truststoreUri === undefined
    ? domain
    : { ...domain, mutualTlsAuthentication: { ...mutual, truststoreWarnings: [truststoreWarning] } };
}

const truststoreWarning =
  "Signpost cannot read this trust store: clients are let in without a certificate, whatever it holds.";

/** A certificate that is exchanged is uploaded anew. */
export function withUploadDate(work: Work, before: DomainName, after: DomainName): DomainName {
  const isSame =
    before.certificateArn === after.certificateArn && before.regionalCertificateArn === after.regionalCertificateArn;
  return isSame ? after : { ...after, certificateUploadDate: nowSeconds(work) };
}
