// References of schemas: `#`, `#/definitions/X` and any other JSON pointer into the schema they stand in, and the models of
// an API by their address, https://apigateway.amazonaws.com/restapis/{id}/models/{name}, with a pointer behind it or not
// (API Gateway Developer Guide, "Data models"). Nothing is ever fetched.

import { readPointerToken } from "../../base/json-pointer.ts";
import { decodePercent } from "../../base/percent.ts";
import type { JsonValue } from "../json/value.ts";
import { SchemaStop } from "./fault.ts";

/** The schema of a model of the same API, by its name; undefined where there is none. */
export type ModelResolver = (name: string) => JsonValue | undefined;

/** A schema, and the document that its references are read in. */
export interface Place {
  readonly schema: JsonValue;
  readonly document: JsonValue;
  /** Where it is, for faults and for telling places apart. */
  readonly pointer: string;
}

const address = /^https?:\/\/apigateway\.amazonaws\.com(?:\.cn)?\/restapis\/[^/]+\/models\/([^/#]+)\/?(?:#(.*))?$/;

export function resolveReference(reference: string, from: Place, resolve: ModelResolver): Place {
  if (reference.startsWith("#")) return follow(from.document, "", reference.slice(1), from.pointer);
  const model = address.exec(reference);
  if (model === null) throw new SchemaStop(from.pointer, `the reference ${reference} is neither a pointer nor a model`);
  const name = decodePercent(model[1]);
  const document = resolve(name);
  if (document === undefined)
    throw new SchemaStop(from.pointer, `the reference ${reference} names a model that is not there`);
  return follow(document, name, model[2] ?? "", from.pointer);
}

function follow(document: JsonValue, model: string, pointer: string, from: string): Place {
  let schema: JsonValue | undefined = document;
  if (pointer !== "" && !pointer.startsWith("/"))
    throw new SchemaStop(from, `the reference #${pointer} is no JSON pointer`);
  for (const escaped of pointer.split("/").slice(1)) {
    const token = readPointerToken(decodePercent(escaped));
    if (schema instanceof Map) schema = (schema as ReadonlyMap<string, JsonValue>).get(token);
    else schema = Array.isArray(schema) ? (schema as readonly JsonValue[])[Number(token)] : undefined;
    if (schema === undefined) throw new SchemaStop(from, `the reference ${model}#${pointer} leads nowhere`);
  }
  return { schema, document, pointer: `${model === "" ? "" : `${model}#`}${pointer}` };
}
