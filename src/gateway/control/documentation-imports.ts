// Documentation parts out of an OpenAPI document: those under `x-amazon-apigateway-documentation` (AWS guide: api-gateway-
// swagger-extensions-documentation). JSON is read here; whoever has read YAML already hands over what it gave.

import { isObject } from "../../base/json-object.ts";
import { enums } from "./constraints.ts";
import type { DocumentationLocation } from "./documentation-parts.ts";
import { badRequest } from "./faults.ts";

export interface DocumentationImport {
  /** A JSON text or its octets, or the document as an object. */
  readonly body: string | Uint8Array | { readonly [member: string]: unknown };
}

export interface ReadPart {
  readonly location: DocumentationLocation;
  readonly properties: string;
}

export function readParts({ body }: DocumentationImport): readonly ReadPart[] {
  const document = read(body);
  const extension = isObject(document) ? document["x-amazon-apigateway-documentation"] : undefined;
  const parts = isObject(extension) ? extension["documentationParts"] : undefined;
  if (!isObject(document) || !("swagger" in document || "openapi" in document || isObject(extension)))
    throw badRequest("Unable to build importer with provided input.");
  if (parts === undefined) return [];
  if (!Array.isArray(parts)) throw badRequest("Unable to build importer with provided input.");
  return parts.map((part: unknown) => readPart(part));
}

function readPart(part: unknown): ReadPart {
  const location = isObject(part) ? part["location"] : undefined;
  const properties = isObject(part) ? part["properties"] : undefined;
  if (!isObject(location) || !(enums.documentationPartType as readonly unknown[]).includes(location["type"]))
    throw badRequest("Invalid documentation part specified: its location has no known type");
  if (!isObject(properties)) throw badRequest("Invalid documentation part specified: it has no properties");
  return { location: location as unknown as DocumentationLocation, properties: JSON.stringify(properties) };
}

function read(body: DocumentationImport["body"]): unknown {
  if (typeof body === "object" && !(body instanceof Uint8Array)) return body;
  try {
    return JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body));
  } catch {
    throw badRequest("Unable to build importer with provided input.");
  }
}
