// A request as an operation's input: what stands in path, query and body, checked against the model.
// Only operations that send a document have a body; what others send is not looked at.

import { type Operation, bodyMembers } from "../model.ts";
import { WireFault, invalidInput } from "../fault.ts";
import { readElement, type Schema } from "./content.ts";
import { readParameters } from "./parameters.ts";
import type { Target } from "../paths.ts";
import { parseXml, xmlFault } from "./xml-tree.ts";

/** Throws the fault when the request is not what the operation takes. */
export function readInput(target: Target, query: string, body: Uint8Array, schema: Schema): Record<string, unknown> {
  const parameters = readParameters(target, query);
  const { operation } = target;
  if (operation.method !== "POST" || bodyMembers(operation.input).length === 0) return parameters;
  return { ...readDocument(operation, body, schema), ...parameters };
}

/** botocore sends no document when nothing stands in it: that is how a comment is taken away (AWS API: UpdateHostedZoneComment). */
function readDocument({ name, input }: Operation, body: Uint8Array, schema: Schema): Record<string, unknown> {
  const expected = `${name}Request`;
  if (body.length === 0 && bodyMembers(input).every(({ isRequired }) => !isRequired)) return {};
  const root = parseXml(textOf(body));
  if (root.name !== expected) {
    throw new WireFault("MalformedInput", `${root.name} is not valid, expected ${expected}`);
  }
  if (root.namespace !== schema.namespace && schema.strictness === "strict") {
    throw xmlFault(root.opened, `cvc-elt.1: Cannot find the declaration of element '${root.name}'.`);
  }
  return readElement(root, input, schema) as Record<string, unknown>;
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw invalidInput("Invalid XML ; the body is not UTF-8.");
  }
}
