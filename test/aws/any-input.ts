// Random values of shapes: what the model allows, and nothing else. Values of shapes named in `known` are chosen among
// those, so that a run meets what is there.

import fc from "fast-check";
import { type Operation, type Scalar, type Shape, type Structure, bodyMembers } from "../../src/aws/model.ts";
import { printDocument } from "../../src/aws/rest-xml/print.ts";
import { namespace } from "../../src/aws/route53/api.ts";

export type Known = Readonly<Record<string, readonly string[]>>;

/** Values for shapes whose patterns nobody makes texts of. */
const patterned: Known = {
  Alias: ["live", "1a", "blue-green_2"],
  ARN: ["arn:aws:kms:us-east-1:111122223333:key/x"],
  Cidr: ["192.0.2.0/24"],
  CidrLocationNameDefaultAllowed: ["*", "loc-1"],
  CidrLocationNameDefaultNotAllowed: ["loc_1"],
  CidrNonce: ["nonce ~"],
  CollectionName: ["collection-1"],
  FilterCriteriaErrorMessage: ["x".repeat(10)],
  IPAddress: ["192.0.2.1", "2001:db8::1"],
  KMSKeyArn: ["", "arn:aws:kms:us-east-1:111122223333:key/x"],
  Latitude: ["-12.5"],
  Longitude: ["+120.25"],
  ResourceArn: ["", "arn:aws:sqs:us-east-1:111122223333:dead"],
  S3Bucket: ["bucket", "a.b-c_d"],
  TagKey: ["team", "Größe é", "a:b/c=d+e-f@g.h_i"],
  TagValue: ["", "blue", "一 二"],
  TagsErrorMessage: ["x".repeat(84)],
  UUID: ["01234567-89ab-cdef-0123-456789abcdef"],
};

export function anyOf(shape: Shape, known: Known = {}): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "structure":
      return anyBody(shape, known);
    case "list": {
      const minLength = shape.least ?? 0;
      const bounds = { minLength, maxLength: Math.min(minLength + 2, shape.most ?? 100) };
      return fc.array(anyOf(shape.item, known), bounds);
    }
    case "map": {
      const bounds = { minKeys: shape.least ?? 0, maxKeys: Math.min((shape.least ?? 0) + 2, shape.most ?? 100) };
      // A key that is one backslash spoils later keys of one escaped character: ./rest-json/json-parse.test.ts.
      const keys = anyString(shape.key, known).filter((key) => key !== "\\");
      return fc.dictionary(keys, anyOf(shape.value, known), {
        ...bounds,
        noNullPrototype: true,
      });
    }
    case "blob":
      return fc.uint8Array({ maxLength: 8 });
    case "string":
      return anyString(shape, known);
    case "integer":
    case "long":
      return fc.integer({ min: shape.least ?? -1000, max: Math.min(shape.most ?? 2 ** 31, 2 ** 31) });
    case "double":
      return fc.double({ min: shape.least ?? -1e21, max: shape.most ?? 1e21, noNaN: true }).map((value) => value + 0);
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return fc.constant("2026-11-22T12:00:00.000Z");
  }
}

/** The members of a structure that travel in the body. */
export function anyBody(shape: Structure, known: Known = {}): fc.Arbitrary<Record<string, unknown>> {
  return anyMembers(bodyMembers(shape), known);
}

/** A request of an operation, as it stands on the wire. */
export function anyRequest({ name, method, path, input }: Operation, known: Known): fc.Arbitrary<WireRequest> {
  const outside = input.members.filter(({ place }) => place !== "body");
  return fc.tuple(anyMembers(outside, known), anyBody(input, known)).map(([parameters, body]) => {
    let target = path;
    const query: string[] = [];
    for (const { name: member, place, wireName } of outside) {
      const value = parameters[member] as string | number | undefined;
      if (value === undefined) continue;
      const text = encodeURIComponent(value);
      if (place === "uri") target = target.replace(`{${wireName}}`, text || "x");
      else query.push(`${wireName}=${text}`);
    }
    const document = method === "POST" ? printDocument(`${name}Request`, namespace, input, body) : "";
    return { operation: name, method, path: target, query: query.join("&"), document };
  });
}

export interface WireRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly document: string;
}

export function anyMembers(members: Structure["members"], known: Known = {}): fc.Arbitrary<Record<string, unknown>> {
  const requiredKeys = members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return fc.record(Object.fromEntries(members.map(({ name, shape }) => [name, anyOf(shape, known)])), { requiredKeys });
}

function anyMatch(pattern: string, least: number, most: number): fc.Arbitrary<string> {
  const matching = fc.stringMatching(new RegExp(`^(?:${pattern})$`), { size: "small" });
  return matching.filter((text) => text.length >= least && text.length <= most);
}

/** Characters that XML can carry, those that must be escaped often. */
function anyString({ name, words, pattern, least, most }: Scalar, known: Known): fc.Arbitrary<string> {
  if (name in known) return fc.constantFrom(...known[name]);
  if (words !== null) return fc.constantFrom(...words);
  if (pattern !== null && name in patterned) return fc.constantFrom(...patterned[name]);
  if (pattern !== null) return anyMatch(pattern, least ?? 0, most ?? 1000);
  const unit = fc.oneof(
    fc.constantFrom("&", "<", ">", '"', "'", "\t", "\n", "\r", "]", " ", "\\"),
    fc.constantFrom("a", "Z", "0", "ü", "\u{1f600}", "\u2028", "."),
  );
  return fc.string({ unit, minLength: least ?? 0, maxLength: Math.min(Math.max(least ?? 0, 8), most ?? 8) });
}
