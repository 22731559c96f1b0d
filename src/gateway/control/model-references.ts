// Who refers to a model: methods by media type, responses by media type, other models by `$ref`. A reference must lead
// somewhere when it is made, and a model that is referred to is not deleted (recorded: the last method by path is named).

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { Work } from "./context.ts";
import { badRequest } from "./faults.ts";
import { allMethods } from "./resource-rows.ts";
import { getRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";

export function requireModelReference(work: Work, apiId: string, name: string): void {
  if (getRow(work.tables, table.models, keyOf(apiId, name)) === null)
    throw badRequest(`Invalid model identifier specified: ${name}`);
}

/** Where a model is used, in the words of the service; null when it is not. */
export function useOfModel(work: Work, apiId: string, name: string): string | null {
  let use: string | null = null;
  for (const { resource, method } of allMethods(work.tables, apiId)) {
    const place = `${resource.path}/${method.httpMethod}`;
    if (Object.values(method.requestModels ?? {}).includes(name)) use = `method request: ${place}`;
    for (const response of Object.values(method.methodResponses ?? {}))
      if (Object.values(response.responseModels ?? {}).includes(name))
        use = `method response: ${place}/${response.statusCode}`;
  }
  const reference = `/models/${name}"`;
  for (const model of rowsBelow(work.tables, table.models, prefixOf(apiId)))
    if (model.name !== name && model.schema?.includes(reference) === true) use ??= `model: ${model.name}`;
  return use;
}
