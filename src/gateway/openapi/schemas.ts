// Models between OpenAPI and API Gateway: `definitions` of Swagger 2.0 and `components.schemas` of OpenAPI 3.0 are models, an
// inline schema becomes one under a made-up name, and references are rewritten both ways (AWS guide: api-gateway-known-issues,
// models-mappings-models). Schemas are draft 4 of JSON Schema; what OpenAPI adds to it says nothing and stays.

import { type JsonObject, isObject } from "../../base/json-object.ts";
import type { ModelDraft } from "./draft.ts";
import { object, text } from "./json.ts";

/** Where an API's models have their addresses. */
const modelBase = "https://apigateway.amazonaws.com/restapis/";

const localReference = /^#\/(?:definitions|components\/schemas)\/([^/]+)$/;

/** Collects a document's models, and names what is inline. */
export class Schemas {
  readonly #models = new Map<string, ModelDraft>();

  constructor(document: JsonObject) {
    const declared = "swagger" in document ? document["definitions"] : object(document["components"])["schemas"];
    for (const [name, schema] of Object.entries(object(declared))) this.#add(name, schema);
  }

  get models(): readonly ModelDraft[] {
    return [...this.#models.values()];
  }

  /** The model that a schema is, as a name; null where there is no schema. */
  nameOf(schema: unknown): string | null {
    if (!isObject(schema) || Object.keys(schema).length === 0) return null;
    const [, name] = localReference.exec(text(schema["$ref"]) ?? "") ?? [];
    if (name !== undefined) return name;
    const made = `MODEL${fingerprint(JSON.stringify(schema))}`;
    if (!this.#models.has(made)) this.#add(made, schema);
    return made;
  }

  #add(name: string, schema: unknown): void {
    const description = text(object(schema)["description"]);
    const local = mapReferences(schema, (reference) => {
      const [, target] = localReference.exec(reference) ?? [];
      return target === undefined ? reference : `#/definitions/${target}`;
    });
    this.#models.set(name, {
      name,
      ...(description !== undefined && { description }),
      contentType: "application/json",
      schema: local,
    });
  }
}

/** A draft's schema as the API keeps it: references are the models' addresses. */
export function storedSchema(schema: unknown, apiId: string): string {
  const stored = mapReferences(schema, (reference) => {
    const [, name] = localReference.exec(reference) ?? [];
    return name === undefined ? reference : `${modelBase}${apiId}/models/${name}`;
  });
  return JSON.stringify(stored);
}

/** A stored schema as a document has it: references lead to `place`, such as #/definitions/. */
export function exportedSchema(schema: string, place: string): unknown {
  let read: unknown;
  try {
    read = JSON.parse(schema);
  } catch {
    return { type: "object" };
  }
  return mapReferences(read, (reference) => {
    const [, name] = /\/models\/([^/]+)$/.exec(reference) ?? localReference.exec(reference) ?? [];
    return name === undefined ? reference : place + name;
  });
}

function mapReferences(value: unknown, map: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => mapReferences(one, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === "$ref" && typeof one === "string" ? map(one) : mapReferences(one, map),
    ]),
  );
}

/** Six hexadecimal digits of a text (FNV-1a): the same schema has the same name at every import. */
function fingerprint(given: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < given.length; i++) hash = Math.imul(hash ^ given.charCodeAt(i), 0x01000193) >>> 0;
  return (hash & 0xffffff).toString(16).padStart(6, "0");
}
