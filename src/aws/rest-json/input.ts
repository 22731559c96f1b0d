// A request as an operation's input: what stands in path, query, headers and body, by the model. All constraints that are broken
// are told in one fault, those of the body first, as the services do.
// Invariant: a body is parsed for operations that have members in it; else it is octets, or not looked at.

import { constraintFault, parameterOf } from "../constraints.ts";
import { type List, type Member, type Operation, bodyMembers, isScalar } from "../model.ts";
import type { Target } from "../paths.ts";
import { queryPairs } from "../query.ts";
import type { Fields } from "../service-api.ts";
import { type SignedRequest, headerOf } from "../../base/sigv4/claim.ts";
import { memberAt, missing, objectOf, readMembers, told } from "./content.ts";
import type { RestJsonService } from "./service.ts";

/** Throws the fault when the request is not what the operation takes. */
export function readInput(target: Target, request: SignedRequest, service: RestJsonService): Fields {
  const { input } = target.operation;
  const broken: string[] = [];
  const inBody = bodyMembers(input);
  const body = inBody.length === 0 ? {} : readBody(target.operation, request, service, broken);
  const beside = readBeside(target, request, broken);
  if (broken.length > 0) throw constraintFault("ValidationException", broken);
  return { ...body, ...beside };
}

function readBody(
  operation: Operation,
  { body }: SignedRequest,
  { bodyPath, malformed }: RestJsonService,
  broken: string[],
): Fields {
  const value: unknown = body.length === 0 ? {} : parse(body, malformed);
  return readMembers(objectOf(value), bodyMembers(operation.input), bodyPath(operation), broken);
}

function parse(body: Uint8Array, malformed: RestJsonService["malformed"]): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw malformed((error as Error).message);
  }
}

/** The members that travel beside the body, and the body where it is one member, as octets. */
function readBeside(target: Target, request: SignedRequest, broken: string[]): Record<string, unknown> {
  const query = queryPairs(request.query);
  const read: Record<string, unknown> = {};
  for (const member of target.operation.input.members) {
    if (member.place === "body") continue;
    const brokenBefore = broken.length;
    const value = readOne(member, target, request, query, broken);
    if (value !== null) read[member.name] = value;
    else if (member.isRequired && broken.length === brokenBefore) broken.push(missing(memberAt(member.name)));
  }
  return read;
}

function readOne(
  member: Member,
  target: Target,
  request: SignedRequest,
  query: readonly (readonly [name: string, value: string])[],
  broken: string[],
): unknown {
  const { place, wireName } = member;
  switch (place) {
    case "uri":
      return readText(target.places.get(wireName) ?? null, member, broken);
    case "header":
      return readText(headerOf(request, wireName.toLowerCase()), member, broken);
    case "query": {
      if (wireName === "*") return restOf(query, target.operation);
      const values = query.filter(([name]) => name === wireName).map(([, value]) => value);
      if (member.shape.kind === "list") return readTexts(values, member.shape, member, broken);
      return readText(values[0] ?? null, member, broken);
    }
    case "payload":
      return member.isRequired || request.body.length > 0 ? request.body : null;
    case "body":
    case "status":
      return null;
  }
}

function readTexts(texts: readonly string[], { item }: List, member: Member, broken: string[]): unknown {
  if (texts.length === 0) return null;
  return texts.map((text) => readText(text, { ...member, shape: item }, broken));
}

function readText(text: string | null, { name, shape }: Member, broken: string[]): unknown {
  if (text === null) return null;
  if (!isScalar(shape)) throw new Error(`${shape.name} cannot stand beside a body.`);
  // `limit=` says no number; a text may be empty.
  if (text === "" && shape.kind !== "string") return null;
  const value = parameterOf(text, shape);
  if ("value" in value) return value.value;
  broken.push(told(text, memberAt(name), shape, value.fault));
  return null;
}

/** All of a query that no other member and no signature is in. */
function restOf(
  query: readonly (readonly [name: string, value: string])[],
  { input, path }: Operation,
): Record<string, string> | null {
  const named = input.members.filter(({ place, wireName }) => place === "query" && wireName !== "*");
  const others = new Set(named.map(({ wireName }) => wireName));
  for (const [name] of queryPairs(path.split("?")[1] ?? "")) others.add(name);
  const rest = new Map<string, string>();
  for (const [name, value] of query) {
    if (!others.has(name) && !name.startsWith("X-Amz-") && !rest.has(name)) rest.set(name, value);
  }
  return rest.size === 0 ? null : Object.fromEntries(rest);
}
