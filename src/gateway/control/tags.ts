// Tags of whatever can be tagged, by ARN: `arn:{partition}:apigateway:{region}::/restapis/{id}/stages/{name}` and its like (AWS
// guide: apigateway-tagging-supported-resources). They are members of what they tag, so they go with it.

import { keyOf } from "../../base/tables.ts";
import type { Stage, StringMap } from "../model/shapes.ts";
import { associationArn, findAssociation, putAssociation } from "./access-associations.ts";
import { findKey, putKey } from "./api-keys.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badRequest, type ControlFault, noSuchApi, notFound } from "./faults.ts";
import { findDomain, putDomain } from "./domain-rows.ts";
import type { PageRequest } from "./pages.ts";
import { findApi, putApi } from "./rest-api-rows.ts";
import { getRow, putRow } from "./rows.ts";
import { putStage, requireStage } from "./stage-rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";
import { findPlan, putPlan } from "./usage-plan-rows.ts";

type Tags = StringMap<string>;

export interface ArnRequest {
  readonly resourceArn: string;
}

/** What an ARN leads to. */
interface Tagged {
  readonly tags: Tags;
  readonly store: (tags: Tags) => void;
}

interface Entity {
  readonly tags?: Tags;
}

type Target = (work: Work, names: readonly string[]) => Tagged;

function target<Row extends Entity>(
  find: (work: Work, ...names: readonly string[]) => Row | null,
  put: (work: Work, row: Row, ...names: readonly string[]) => void,
  missing: (work: Work, name: string) => ControlFault,
): Target {
  return (work, names) => {
    const row = find(work, ...names);
    if (row === null) throw missing(work, names[0]);
    const { tags = {}, ...plain } = row;
    return {
      tags,
      store: (given) =>
        put(work, (Object.keys(given).length === 0 ? plain : { ...plain, tags: given }) as Row, ...names),
    };
  };
}

/** Under account, region and id. */
function ownKey({ context }: Work, id: string): string {
  return keyOf(context.account, context.region, id);
}

const targets: readonly (readonly [pattern: RegExp, target: Target])[] = [
  [/^\/restapis\/([^/]+)$/, target(findApi, putApi, (work, id) => noSuchApi(work.context.account, id))],
  [
    /^\/restapis\/([^/]+)\/stages\/([^/]+)$/,
    target<Stage>(
      (work, restApiId, stageName) => requireStage(work, { restApiId, stageName }),
      (work, stage, apiId) => putStage(work, apiId, stage),
      () => notFound("stage"),
    ),
  ],
  [/^\/apikeys\/([^/]+)$/, target(findKey, putKey, () => notFound("apiKey"))],
  [/^\/usageplans\/([^/]+)$/, target(findPlan, putPlan, () => notFound("usagePlan"))],
  [
    /^\/vpclinks\/([^/]+)$/,
    target(
      (work, id) => getRow(work.tables, table.vpcLinks, ownKey(work, id)),
      (work, row, id) => putRow(work.tables, table.vpcLinks, ownKey(work, id), row),
      () => notFound("vpcLink"),
    ),
  ],
  [
    /^\/clientcertificates\/([^/]+)$/,
    target(
      (work, id) => getRow(work.tables, table.clientCertificates, ownKey(work, id)),
      (work, row, id) => putRow(work.tables, table.clientCertificates, ownKey(work, id), row),
      () => notFound("clientCertificate"),
    ),
  ],
  [
    // A private domain's ARN has its id behind the name.
    /^\/domainnames\/([^/+]+)(?:\+([^/+]+))?$/,
    target(
      (work, domainName, domainNameId) => findDomain(work, { domainName, domainNameId }),
      putDomain,
      () => notFound("domainName"),
    ),
  ],
  [
    // The whole ARN is the name of one.
    /^(\/domainnameaccessassociations\/.+)$/,
    target(
      (work, path) => findAssociation(work, associationArn(work, path)),
      (work, association) => putAssociation(work, association),
      () => notFound("accessAssociation"),
    ),
  ],
];

function requireTagged(work: Work, { resourceArn }: ArnRequest): Tagged {
  const [, region, path] = /^arn:[^:]+:apigateway:([^:]*):[^:]*:(\/.+)$/.exec(resourceArn) ?? [];
  if (path !== undefined && region === work.context.region) {
    for (const [pattern, find] of targets) {
      const [, ...names] = pattern.exec(path) ?? [];
      if (names.length > 0)
        return find(
          work,
          names.map((name) => decoded(name)),
        );
    }
  }
  throw badRequest("Invalid ARN specified in the request");
}

/** A group that took nothing is no name. */
function decoded(name: string | undefined): string {
  try {
    return decodeURIComponent(name ?? "");
  } catch {
    throw badRequest("Invalid ARN specified in the request");
  }
}

export function tagResource(work: Work, input: ArnRequest & { readonly tags: Tags }): Nothing {
  const { tags, store } = requireTagged(work, input);
  const all = { ...tags, ...input.tags };
  checkTags(all);
  store(all);
  return nothing;
}

export function untagResource(work: Work, input: ArnRequest & { readonly tagKeys: readonly string[] }): Nothing {
  const { tags, store } = requireTagged(work, input);
  store(Object.fromEntries(Object.entries(tags).filter(([name]) => !input.tagKeys.includes(name))));
  return nothing;
}

export function getTags(work: Work, input: ArnRequest & PageRequest): { readonly tags: Tags } {
  return { tags: requireTagged(work, input).tags };
}
