// Cross-origin sharing for a whole draft: a preflight method at every path that has none, and the headers on what the gateway
// answers by itself (AWS guide: how-to-cors). The answers of handlers are theirs: proxy integrations pass no header on that a
// handler did not set.

import { type CorsRule, corsGatewayResponses, corsMethod } from "../../../gateway/model/cors.ts";
import type { ApiDraft, ModelDraft } from "../../../gateway/openapi/draft.ts";

/** The model that preflight answers name, as the console's do. */
const empty: ModelDraft = { name: "Empty", contentType: "application/json", schema: { type: "object" } };

/** A sentence where the rule is none. */
export function withCors(draft: ApiDraft, rule: Omit<CorsRule, "allowMethods">): ApiDraft | string {
  const resources = [];
  for (const resource of draft.resources) {
    const verbs = resource.methods.map(({ httpMethod }) => httpMethod);
    if (verbs.length === 0 || verbs.includes("OPTIONS")) {
      resources.push(resource);
      continue;
    }
    const allowMethods = verbs.includes("ANY") ? everyVerb : verbs;
    const preflight = corsMethod({ ...rule, allowMethods }, "");
    if (typeof preflight === "string") return preflight;
    resources.push({ ...resource, methods: [...resource.methods, preflight] });
  }
  const responses = corsGatewayResponses({ ...rule, allowMethods: everyVerb });
  if (typeof responses === "string") return responses;
  const own = new Set(draft.gatewayResponses.map(({ responseType }) => responseType));
  return {
    ...draft,
    resources,
    models: draft.models.some(({ name }) => name === empty.name) ? draft.models : [...draft.models, empty],
    gatewayResponses: [...draft.gatewayResponses, ...responses.filter(({ responseType }) => !own.has(responseType))],
  };
}

const everyVerb = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
