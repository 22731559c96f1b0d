// Models: JSON schemas of bodies, by name (AWS API reference: Model). An API is made with two, Empty and Error. A model that is
// referred to is not deleted. Read next: ./model-references.ts, ./model-schemas.ts.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { Model } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badRequest, conflict, noSuchModel } from "./faults.ts";
import { newShortId } from "./ids.ts";
import { useOfModel } from "./model-references.ts";
import { checkSchema, flattened, templateOf } from "./model-schemas.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { text } from "./patch-rows.ts";
import { findApi, findWithin, requireApi } from "./rest-api-rows.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface ModelRequest {
  readonly restApiId: string;
  readonly modelName: string;
}

export interface CreateModelRequest {
  readonly restApiId: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly schema?: string | undefined;
  readonly contentType: string;
}

const defaultModels = [
  {
    name: "Empty",
    description: "This is a default empty schema model",
    schema: { $schema: "http://json-schema.org/draft-04/schema#", title: "Empty Schema", type: "object" },
  },
  {
    name: "Error",
    description: "This is a default error schema model",
    schema: {
      $schema: "http://json-schema.org/draft-04/schema#",
      title: "Error Schema",
      type: "object",
      properties: { message: { type: "string" } },
    },
  },
];

/** Whether every API begins with a model of this name. */
export function isDefaultModel(name: string): boolean {
  return defaultModels.some((model) => model.name === name);
}

export function addDefaultModels(work: Work, apiId: string): void {
  for (const { name, description, schema } of defaultModels)
    putModel(work, apiId, {
      id: newShortId(work.context.random),
      name,
      description,
      schema: JSON.stringify(schema, null, 2),
      contentType: "application/json",
    });
}

function putModel(work: Work, apiId: string, model: Model): void {
  putRow(work.tables, table.models, keyOf(apiId, model.name), model);
}

export function createModel(work: Work, input: CreateModelRequest): Model {
  new Constraints()
    .present("createModelInput.name", input.name)
    .present("createModelInput.contentType", input.contentType)
    .hold();
  requireApi(work, input.restApiId);
  if (input.name === "") throw badRequest("Model name must be non-empty");
  if (!/^[a-zA-Z0-9]+$/.test(input.name)) throw badRequest(`Model name must be alphanumeric: ${input.name}`);
  checkSchema(input.contentType, input.schema);
  if (getRow(work.tables, table.models, keyOf(input.restApiId, input.name)) !== null)
    throw conflict("Model name already exists for this REST API");
  const { description = "" } = input;
  const model: Model = {
    id: newShortId(work.context.random),
    name: input.name,
    ...(description !== "" && { description }),
    ...(input.schema !== undefined && { schema: input.schema }),
    contentType: input.contentType,
  };
  putModel(work, input.restApiId, model);
  return model;
}

function requireModel(work: Work, { restApiId, modelName }: ModelRequest): Model {
  const model = findWithin(work, table.models, restApiId, modelName);
  if (model === null) throw noSuchModel(modelName);
  return model;
}

export function getModel(work: Work, input: ModelRequest & { readonly flatten?: boolean | undefined }): Model {
  const model = requireModel(work, input);
  if (input.flatten !== true || model.schema === undefined) return model;
  return { ...model, schema: flattened(model, schemaOf(work, input.restApiId)) };
}

/** The schemas of an API's other models, by name. */
function schemaOf(work: Work, apiId: string): (name: string) => string | null {
  return (name) => getRow(work.tables, table.models, keyOf(apiId, name))?.schema ?? null;
}

export function getModels(work: Work, input: { readonly restApiId: string } & PageRequest): Page<Model> {
  requireApi(work, input.restApiId);
  return listRows(
    { tables: work.tables, table: table.models, prefix: prefixOf(input.restApiId) },
    input,
    (model) => model,
  );
}

export function deleteModel(work: Work, input: ModelRequest): Nothing {
  requireModel(work, input);
  const use = useOfModel(work, input.restApiId, input.modelName);
  if (use !== null) throw conflict(`Cannot delete model '${input.modelName}', is referenced in ${use}`);
  work.tables.delete(table.models, keyOf(input.restApiId, input.modelName));
  return nothing;
}

const modelPatches: PatchTable<Model> = {
  wording: "listed",
  rows: [
    text("/description", "description"),
    {
      path: "/schema",
      ops: ["replace"],
      apply(draft, { value }) {
        checkSchema(draft.contentType, value ?? "");
        draft.schema = value ?? "";
      },
    },
  ],
};

export function updateModel(work: Work, input: ModelRequest & PatchRequest): Model {
  checkOperations(new Constraints(), "updateModelInput", input).hold();
  const model = patched(modelPatches, requireModel(work, input), input.patchOperations);
  putModel(work, input.restApiId, model);
  return model;
}

/** A mapping template that copies what the model describes. */
export function getModelTemplate(work: Work, input: ModelRequest): { readonly value: string } {
  if (findApi(work, input.restApiId) === null) throw noSuchModel(input.modelName);
  const model = requireModel(work, input);
  return { value: templateOf(model, schemaOf(work, input.restApiId)) };
}
