// Requests of Route 53's API read by its model: what a test gives as method, target and body, and what came of it.

import { readModel } from "../../../src/aws/model-text.ts";
import { readInput } from "../../../src/aws/rest-xml/input.ts";
import { pathFinder } from "../../../src/aws/paths.ts";
import { namespace } from "../../../src/aws/route53/api.ts";
import { route53Model } from "../../../src/aws/route53/model.ts";
import { WireFault } from "../../../src/aws/fault.ts";

export const model = readModel(route53Model);
export const findPath = pathFinder(model.operations.values());

/** The operation's input, or the fault as `code: message`. */
export function readRequest(
  method: string,
  target: string,
  body = "",
  strictness: "strict" | "lenient" = "strict",
): unknown {
  const [path, query = ""] = target.split("?", 2);
  const found = findPath(method, path);
  if (found === null) return null;
  try {
    return readInput(found, query, new TextEncoder().encode(body), { namespace, strictness });
  } catch (error) {
    if (error instanceof WireFault) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** A document of the service's namespace. */
export function request(root: string, inside: string): string {
  return `<${root} xmlns="${namespace}">${inside}</${root}>`;
}
