// What of a REST API can be patched, and the checks that creating one shares (AWS API reference: patch-operations, RestApi;
// recorded: binaryMediaTypes is a list that is patched like a map).

import type { RestApi } from "../model/shapes.ts";
import { enums } from "./constraints.ts";
import { endpointRows } from "./endpoint-configurations.ts";
import { badRequest } from "./faults.ts";
import type { PatchRow, PatchTable } from "./patch.ts";
import { choice, flag, namedItems, text } from "./patch-rows.ts";

const largestCompressionSize = 10_485_760;

export function checkCompressionSize(octets: number | undefined): void {
  if (octets === undefined) return;
  if (!Number.isInteger(octets) || octets < 0 || octets > largestCompressionSize)
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${largestCompressionSize}`);
}

/**
 * A policy is a document of statements; null stands for none. It may come as the text within a JSON text, its quotes escaped,
 * for that is how it is shown. Whether its principals exist is nobody's to say here.
 */
export function readPolicy(policy: string | null | undefined): string | null {
  if (policy === undefined || policy === null || policy === "") return null;
  if (isDocument(parsed(policy))) return policy;
  const unescaped = parsed(`"${policy}"`);
  if (typeof unescaped === "string" && isDocument(parsed(unescaped))) return unescaped;
  throw badRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isDocument(read: unknown): boolean {
  return typeof read === "object" && read !== null && "Statement" in read;
}

/** The patch of an entity's policy. */
export function policyRow<Entity extends { readonly policy?: string }>(): PatchRow<Entity> {
  return {
    path: "/policy",
    ops: ["replace", "remove"],
    apply(draft, { op, value }) {
      const policy = op === "remove" ? null : readPolicy(value);
      if (policy === null) delete draft.policy;
      else draft.policy = policy;
    },
  };
}

function checkName(name: string | null): void {
  if (name === null || name === "") throw badRequest("Name cannot be an empty string");
}

export const restApiPatches: PatchTable<RestApi> = {
  wording: "bare",
  rows: [
    text("/name", "name", ["replace"], checkName),
    text("/description", "description", ["replace", "remove"]),
    text("/version", "version", ["replace", "remove"]),
    policyRow(),
    choice("/apiKeySource", "apiKeySource", enums.apiKeySource),
    flag("/disableExecuteApiEndpoint", "disableExecuteApiEndpoint"),
    text("/securityPolicy", "securityPolicy"),
    choice("/endpointAccessMode", "endpointAccessMode", ["BASIC", "STRICT"]),
    namedItems("/binaryMediaTypes", "binaryMediaTypes", ["add", "remove", "replace"]),
    ...endpointRows<RestApi>(),
    {
      path: "/minimumCompressionSize",
      ops: ["replace"],
      apply(draft, { value }) {
        // Nothing, or no text, turns compression off (recorded).
        if (value === null || value === "") {
          delete draft.minimumCompressionSize;
          return;
        }
        const octets = Number(value);
        checkCompressionSize(octets);
        draft.minimumCompressionSize = octets;
      },
    },
  ],
};
