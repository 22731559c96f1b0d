// Who may call, as a document says it: one scheme for each that some operation asks for, and none else (AWS guide:
// api-gateway-swagger-extensions-authorizer, -authtype).

import { isObject } from "../../base/json-object.ts";
import type { Authorizer, Method } from "../model/shapes.ts";
import { list, withoutEmpty } from "./json.ts";
import type { Dialect } from "./write.ts";

const apiKeyName = "api_key";
const signatureName = "sigv4";

/** An operation's requirements; none for one that anybody may call. */
export function requirementsOf(method: Method, { snapshot }: Dialect): readonly object[] {
  const { authorizationType, authorizerId, authorizationScopes = [], apiKeyRequired } = method;
  const authorizer = snapshot.authorizers.find(({ id }) => id === authorizerId);
  return [
    ...(authorizationType === "AWS_IAM" ? [{ [signatureName]: [] }] : []),
    ...(authorizer === undefined ? [] : [{ [authorizer.name]: [...authorizationScopes] }]),
    ...(apiKeyRequired ? [{ [apiKeyName]: [] }] : []),
  ];
}

/** The schemes that the operations of these paths require. */
export function securitySchemes(
  { snapshot, extensions }: Dialect,
  paths: Readonly<Record<string, Readonly<Record<string, object>>>>,
): Record<string, object> {
  const used = new Set(
    Object.values(paths)
      .flatMap((operations) => Object.values(operations))
      .flatMap((operation) => ("security" in operation ? list(operation.security) : []))
      .filter(isObject)
      .flatMap((requirement) => Object.keys(requirement)),
  );
  const found: Record<string, object> = {};
  if (used.has(apiKeyName)) found[apiKeyName] = { type: "apiKey", name: "x-api-key", in: "header" };
  if (used.has(signatureName)) {
    const authtype = { "x-amazon-apigateway-authtype": "awsSigv4" };
    found[signatureName] = { type: "apiKey", name: "Authorization", in: "header", ...authtype };
  }
  for (const authorizer of snapshot.authorizers) {
    if (used.has(authorizer.name)) found[authorizer.name] = writeAuthorizer(authorizer, extensions.authorizers);
  }
  return found;
}

function writeAuthorizer(authorizer: Authorizer, isWhole: Dialect["extensions"]["authorizers"]): object {
  const { type, authType, identitySource = "" } = authorizer;
  const [, header] = /^method\.request\.header\.([^,\s]+)$/.exec(identitySource) ?? [];
  // What REQUEST reads may be no header at all, and a scheme must name one.
  const scheme = { type: "apiKey", name: type === "REQUEST" ? "Unused" : (header ?? "Authorization"), in: "header" };
  if (!isWhole) return scheme;
  return {
    ...scheme,
    ...withoutEmpty({ "x-amazon-apigateway-authtype": authType }),
    "x-amazon-apigateway-authorizer": withoutEmpty({
      type: type.toLowerCase(),
      providerARNs: authorizer.providerARNs,
      authorizerUri: authorizer.authorizerUri,
      authorizerCredentials: authorizer.authorizerCredentials,
      identitySource: type === "REQUEST" ? identitySource : undefined,
      identityValidationExpression: authorizer.identityValidationExpression,
      authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
    }),
  };
}
