// Checks a body against the shape that the model says, as the service's XML Schema does: each member once at most, in any
// order (goamz#160 shows what the schema still expects, and boto3 writes members as a caller's dict has them), no others, none
// that is required missing, values within their facets. The wording is that of Xerces, which the service runs and whose
// first fault it passes on, with the place.
// Simple values become texts, numbers and booleans; what comes out is the operation's input. Read next: ./facets.ts.

import { type List, type Member, type Shape, type Structure, bodyMembers } from "../model.ts";
import { valueOf } from "./facets.ts";
import { type Element, xmlFault } from "./xml-tree.ts";

export interface Schema {
  /** Every element of a request is in it. */
  readonly namespace: string;
  /** `lenient` takes elements of any namespace, and passes over elements and attributes that it does not know. */
  readonly strictness: "strict" | "lenient";
}

/** What stands in an element of this shape; throws the first fault. */
export function readElement(element: Element, shape: Shape, schema: Schema): unknown {
  switch (shape.kind) {
    case "structure":
      return readStructure(element, shape, schema);
    case "list":
      return readList(element, shape, schema);
    case "map":
    case "blob":
      throw new Error(`${shape.name} cannot stand in a document.`);
    case "string":
    case "integer":
    case "long":
    case "double":
    case "boolean":
    case "timestamp": {
      checkSimple(element, schema);
      const value = valueOf(element.text, shape);
      if ("fault" in value) throw xmlFault(element.closed, value.fault);
      return value.value;
    }
  }
}

function readStructure(element: Element, shape: Structure, schema: Schema): Record<string, unknown> {
  checkAttributes(element, schema);
  const unseen = [...bodyMembers(shape)];
  const value: Record<string, unknown> = {};
  for (const child of element.children) {
    const found = unseen.findIndex(({ wireName }) => isNamed(child, wireName, schema));
    if (found === -1 && schema.strictness === "lenient") continue;
    if (found === -1) throw unexpected(child, unseen.map(wireNameOf), schema);
    const [member] = unseen.splice(found, 1);
    value[member.name] = readElement(child, member.shape, schema);
  }
  checkNoText(element);
  if (unseen.some(({ isRequired }) => isRequired)) throw incomplete(element, unseen.map(wireNameOf), schema);
  return value;
}

function readList(element: Element, shape: List, schema: Schema): unknown[] {
  checkAttributes(element, schema);
  const { item, itemName, least, most } = shape;
  const values = element.children.map((child, at) => {
    if (most !== null && at >= most) throw unexpected(child, [], schema);
    if (!isNamed(child, itemName, schema)) throw unexpected(child, [itemName], schema);
    return readElement(child, item, schema);
  });
  checkNoText(element);
  if (least !== null && values.length < least) throw incomplete(element, [itemName], schema);
  return values;
}

function isNamed({ name, namespace: own }: Element, wanted: string, { namespace, strictness }: Schema): boolean {
  return name === wanted && (own === namespace || strictness === "lenient");
}

function wireNameOf({ wireName }: Member): string {
  return wireName;
}

function unexpected({ name, opened }: Element, expected: readonly string[], schema: Schema): Error {
  const found = `Invalid content was found starting with element '${name}'.`;
  return expected.length === 0
    ? xmlFault(opened, `cvc-complex-type.2.4.d: ${found} No child element is expected at this point.`)
    : xmlFault(opened, `cvc-complex-type.2.4.a: ${found} ${oneOf(expected, schema)}`);
}

function incomplete({ name, closed }: Element, expected: readonly string[], schema: Schema): Error {
  const what = `The content of element '${name}' is not complete. ${oneOf(expected, schema)}`;
  return xmlFault(closed, `cvc-complex-type.2.4.b: ${what}`);
}

function oneOf(expected: readonly string[], { namespace }: Schema): string {
  return `One of '{${expected.map((name) => `"${namespace}":${name}`).join(", ")}}' is expected.`;
}

function checkAttributes({ name, attributes: [first], opened }: Element, { strictness }: Schema): void {
  if (first === undefined || strictness === "lenient") return;
  throw xmlFault(opened, `cvc-complex-type.3.2.2: Attribute '${first}' is not allowed to appear in element '${name}'.`);
}

function checkNoText({ name, text, closed }: Element): void {
  if (text.trim() === "") return;
  const why = "because the type's content type is element-only";
  throw xmlFault(closed, `cvc-complex-type.2.3: Element '${name}' cannot have character [children], ${why}.`);
}

function checkSimple({ name, children, attributes, opened, closed }: Element, { strictness }: Schema): void {
  if (attributes.length > 0 && strictness === "strict") {
    const what = `Element '${name}' is a simple type, so it cannot have attributes. However, the attribute, '${attributes[0]}' was found`;
    throw xmlFault(opened, `cvc-type.3.1.1: ${what}.`);
  }
  if (children.length === 0) return;
  const what = `Element '${name}' is a simple type, so it must have no element information item [children]`;
  throw xmlFault(closed, `cvc-type.3.1.2: ${what}.`);
}
