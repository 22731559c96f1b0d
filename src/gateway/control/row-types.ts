// Which type the rows of each table have, so that reading and writing rows is checked. Tables that are not named here are
// indexes: their values are short texts or nothing.

import type { BasePathMapping, UsagePlan } from "../model/access.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type * as shapes from "../model/shapes.ts";
import type { AccessAssociation } from "./access-associations.ts";
import type { AccountRow } from "./account.ts";
import type { ApiKeyRow } from "./api-keys.ts";
import type { ClientCertificateRow } from "./client-certificates.ts";
import type { DocumentationPart } from "./documentation-parts.ts";
import type { DocumentationVersionRow } from "./documentation-versions.ts";
import type { DomainRow } from "./domain-rows.ts";
import type { ApiRow } from "./rest-api-rows.ts";
import type { table, TableName } from "./table-names.ts";
import type { PlanKeyRow } from "./usage-plan-keys.ts";
import type { UsageRow } from "./usage-rows.ts";
import type { VpcLinkRow } from "./vpc-links.ts";

interface RowTypes {
  apis: ApiRow;
  resources: shapes.Resource;
  methods: shapes.Method;
  models: shapes.Model;
  requestValidators: shapes.RequestValidator;
  authorizers: shapes.Authorizer;
  gatewayResponses: shapes.GatewayResponse;
  deployments: shapes.Deployment;
  snapshots: ApiSnapshot;
  stages: shapes.Stage;
  documentationParts: DocumentationPart;
  documentationVersions: DocumentationVersionRow;
  apiKeys: ApiKeyRow;
  usagePlans: UsagePlan;
  planKeys: PlanKeyRow;
  usage: UsageRow;
  accounts: AccountRow;
  domains: DomainRow;
  basePathMappings: BasePathMapping;
  accessAssociations: AccessAssociation;
  vpcLinks: VpcLinkRow;
  clientCertificates: ClientCertificateRow;
}

/** The row of a table, by the table's name. */
export type RowOf<Name extends TableName> = {
  [Member in keyof RowTypes]: (typeof table)[Member] extends Name ? RowTypes[Member] : never;
}[keyof RowTypes];
