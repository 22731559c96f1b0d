// Every table of this room and how its keys are made. Parts of a key are joined by one space, which no id, name or path part
// before the last may hold; so key order is the order of the API's lists. A row is JSON, with the API's members where one can
// see it. What a row holds is said by the module that owns it.

export const table = {
  /** API id -> ApiRow (./rest-api-rows.ts) */
  apis: "gateway-apis",
  /** account, region, API id -> "" */
  apisByAccount: "gateway-apis-by-account",
  /** API id, resource id -> Resource without its methods */
  resources: "gateway-resources",
  /** API id, the parent's id, path part -> resource id */
  resourcesByParent: "gateway-resources-by-parent",
  /** API id, resource id, verb -> Method, with its integration and all responses */
  methods: "gateway-methods",
  /** API id, name -> Model */
  models: "gateway-models",
  /** API id, id -> RequestValidator */
  requestValidators: "gateway-request-validators",
  /** API id, id -> Authorizer */
  authorizers: "gateway-authorizers",
  /** API id, response type -> GatewayResponse, of those that were customised */
  gatewayResponses: "gateway-gateway-responses",
  /** API id, id -> Deployment */
  deployments: "gateway-deployments",
  /** API id, deployment id -> ApiSnapshot */
  snapshots: "gateway-snapshots",
  /** API id, stage name -> Stage */
  stages: "gateway-stages",
  /** API id, id -> DocumentationPart */
  documentationParts: "gateway-documentation-parts",
  /** API id, version -> DocumentationVersionRow (./documentation-versions.ts) */
  documentationVersions: "gateway-documentation-versions",
  /** account, region, key id -> ApiKey */
  apiKeys: "gateway-api-keys",
  /** account, region, value -> key id */
  apiKeyValues: "gateway-api-key-values",
  /** account, region, plan id -> UsagePlan */
  usagePlans: "gateway-usage-plans",
  /** plan id -> account and region, joined as in keys */
  usagePlanOwners: "gateway-usage-plan-owners",
  /** plan id, key id -> PlanKeyRow (./usage-plan-keys.ts) */
  planKeys: "gateway-plan-keys",
  /** key id, plan id -> "" */
  plansByKey: "gateway-plans-by-key",
  /** plan id, key id, day -> UsageRow (./usage.ts) */
  usage: "gateway-usage",
  /** account, region -> AccountRow (./account.ts) */
  accounts: "gateway-accounts",
  /** domain name in lower case, and a private domain's id behind it -> DomainRow (./domain-names.ts) */
  domains: "gateway-domains",
  /** account, region, and the domain's key -> "" */
  domainsByAccount: "gateway-domains-by-account",
  /** the domain's key, base path -> BasePathMapping */
  basePathMappings: "gateway-base-path-mappings",
  /** API id, the domain's key, base path -> "" */
  mappingsByApi: "gateway-mappings-by-api",
  /** account, region, id -> AssociationRow (./access-associations.ts) */
  accessAssociations: "gateway-access-associations",
  /** account, region, id -> VpcLink */
  vpcLinks: "gateway-vpc-links",
  /** account, region, id -> ClientCertificate */
  clientCertificates: "gateway-client-certificates",
} as const;

export type TableName = (typeof table)[keyof typeof table];

/** What belongs to one API and goes with it. */
export const tablesOfApi: readonly TableName[] = [
  table.resources,
  table.resourcesByParent,
  table.methods,
  table.models,
  table.requestValidators,
  table.authorizers,
  table.gatewayResponses,
  table.deployments,
  table.snapshots,
  table.stages,
  table.documentationParts,
  table.documentationVersions,
];
