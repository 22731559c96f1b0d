// A method of a document as the API keeps it: ids for the names, the resource's own cache where the document names none, and
// everything checked that PutMethod, PutMethodResponse, PutIntegration and PutIntegrationResponse check. A model that is not
// there is passed over with a warning (AWS guide: api-gateway-import-api-errors-warnings).
// Read next: ./methods.ts, ./integration-rules.ts.

import { keyOf } from "../../base/tables.ts";
import type { Integration, Method, MethodResponse, StringMap } from "../model/shapes.ts";
import type { MethodDraft } from "../openapi/draft.ts";
import type { Work } from "./context.ts";
import type { ImportFindings } from "./import-findings.ts";
import { checkIntegrationResponse } from "./integration-responses.ts";
import { checkIntegration } from "./integration-rules.ts";
import { checkMethodResponse } from "./method-responses.ts";
import { checkedMethod } from "./methods.ts";
import { isDefaultModel } from "./models.ts";
import { getRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface References {
  readonly validators: ReadonlyMap<string, string>;
  readonly authorizers: ReadonlyMap<string, string>;
}

export interface MethodPlace {
  readonly apiId: string;
  readonly resourceId: string;
  readonly path: string;
}

/** Null where something of it is refused, which is among the findings then. */
export function importedMethod(
  work: Work,
  draft: MethodDraft,
  place: MethodPlace,
  references: References,
  findings: ImportFindings,
): Method | null {
  const { apiId, path } = place;
  const { methodIntegration: given, ...open } = withoutMissingModels(work, apiId, withIds(draft, references), findings);
  const named = `'${draft.httpMethod}' on resource at path '${path}'`;
  const method = findings.attempt(`Unable to put method ${named}`, () => {
    for (const response of Object.values(open.methodResponses ?? {}))
      checkMethodResponse(work, apiId, { ...response, responseModels: {} });
    const { requestModels, ...rest } = open;
    return { ...checkedMethod(work, apiId, rest), ...(requestModels !== undefined && { requestModels }) };
  });
  if (method === null || given === undefined) return method;
  const { cacheNamespace } = given;
  const integration = { ...given, cacheNamespace: cacheNamespace === "" ? place.resourceId : cacheNamespace };
  checkAnswers(integration, method, path, findings);
  return { ...method, methodIntegration: integration };
}

function checkAnswers(integration: Integration, method: Method, path: string, findings: ImportFindings): void {
  const named = `on '${method.httpMethod}' for resource at path '${path}'`;
  findings.attempt(`Unable to put integration ${named}`, () => checkIntegration(integration, method));
  for (const response of Object.values(integration.integrationResponses ?? {}))
    findings.attempt(`Unable to put integration response ${named}`, () => checkIntegrationResponse(response, method));
}

/** A name that leads nowhere stays in the place of the id, which is refused as any other id that leads nowhere. */
function withIds(draft: MethodDraft, { validators, authorizers }: References): Method {
  const { authorizerName, validatorName, ...method } = draft;
  return {
    ...method,
    ...(authorizerName !== undefined && { authorizerId: authorizers.get(authorizerName) ?? authorizerName }),
    ...(validatorName !== undefined && { requestValidatorId: validators.get(validatorName) ?? validatorName }),
  };
}

function withoutMissingModels(work: Work, apiId: string, method: Method, findings: ImportFindings): Method {
  const found = (models: StringMap<string>): StringMap<string> =>
    Object.fromEntries(
      Object.entries(models).filter(([, name]) => {
        // The usual ones are known though an imported API does not have them (recorded).
        const isThere = isDefaultModel(name) || getRow(work.tables, table.models, keyOf(apiId, name)) !== null;
        if (!isThere) findings.warnings.push(`Reference to model '${name}' not found. Ignoring.`);
        return isThere;
      }),
    );
  const { requestModels, methodResponses, ...rest } = method;
  const withFound = ({ responseModels, ...response }: MethodResponse): MethodResponse => {
    const models = found(responseModels ?? {});
    return { ...response, ...(Object.keys(models).length > 0 && { responseModels: models }) };
  };
  const models = found(requestModels ?? {});
  const responses = Object.entries(methodResponses ?? {}).map(([status, one]) => [status, withFound(one)] as const);
  return {
    ...rest,
    ...(Object.keys(models).length > 0 && { requestModels: models }),
    ...(methodResponses !== undefined && { methodResponses: Object.fromEntries(responses) }),
  };
}
