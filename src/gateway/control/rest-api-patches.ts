// What of a REST API can be patched, and the checks that creating one shares (AWS API reference: patch-operations, RestApi;
// recorded: binaryMediaTypes is a list that is patched like a map).

import type { RestApi } from "../model/shapes.ts";
import { enums } from "./constraints.ts";
import { endpointRows } from "./endpoint-configurations.ts";
import { badRequest } from "./faults.ts";
import type { PatchTable } from "./patch.ts";
import { choice, flag, namedItems, text } from "./patch-rows.ts";

const largestCompressionSize = 10_485_760;

export function checkCompressionSize(octets: number | undefined): void {
  if (octets === undefined) return;
  if (!Number.isInteger(octets) || octets < 0 || octets > largestCompressionSize)
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${largestCompressionSize}`);
}

/** A policy is a document of statements. Whether its principals exist is nobody's to say here. */
export function checkPolicy(policy: string | null | undefined): void {
  if (policy === undefined || policy === null || policy === "") return;
  if (!isDocument(policy))
    throw badRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
}

function isDocument(policy: string): boolean {
  try {
    const read: unknown = JSON.parse(policy);
    return typeof read === "object" && read !== null && "Statement" in read;
  } catch {
    return false;
  }
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
    text("/policy", "policy", ["replace", "remove"], checkPolicy),
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
