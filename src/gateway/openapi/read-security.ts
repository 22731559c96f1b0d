// Who may call, as a document says it: schemes that are API keys, AWS signatures or authorizers of the API, and the
// requirements that name them, of the document or of one operation (AWS guide: api-gateway-swagger-extensions-authorizer,
// -authtype; OpenAPI: Security Requirement Object). Of alternatives the first is taken: a method has one authorizer.

import { type JsonObject, isObject } from "../../base/json-object.ts";
import type { Authorizer } from "../model/shapes.ts";
import type { MethodDraft } from "./draft.ts";
import { list, number, object, text, texts, withoutEmpty } from "./json.ts";

type AuthorizerDraft = Omit<Authorizer, "id">;

export class Security {
  readonly authorizers: readonly AuthorizerDraft[];
  /** Why schemes are no authorizers, though they should be. */
  readonly faults: readonly string[];
  readonly #schemes: JsonObject;
  readonly #usual: unknown;

  constructor(document: JsonObject) {
    const schemes = document["securityDefinitions"] ?? object(document["components"])["securitySchemes"];
    this.#schemes = object(schemes);
    this.#usual = document["security"];
    const read = Object.entries(this.#schemes).map(([name, scheme]) => readAuthorizer(name, object(scheme)));
    this.authorizers = read.filter((one) => one !== null && typeof one !== "string");
    this.faults = read.filter((one) => typeof one === "string");
  }

  /** What an operation asks of its callers. */
  of(
    operation: JsonObject,
  ): Pick<MethodDraft, "authorizationType" | "authorizerName" | "authorizationScopes" | "apiKeyRequired"> {
    const auth = text(object(operation["x-amazon-apigateway-auth"])["type"]);
    const wanted = list(operation["security"] ?? this.#usual)
      .filter(isObject)
      .flatMap((one) => Object.entries(one));
    const apiKeyRequired = wanted.some(([name]) => this.#isApiKey(name));
    if (auth?.toUpperCase() === "NONE") return { authorizationType: "NONE", apiKeyRequired };
    if (auth?.toUpperCase() === "AWS_IAM" || wanted.some(([name]) => this.#isSignature(name)))
      return { authorizationType: "AWS_IAM", apiKeyRequired };
    // A scheme that is not there is nobody who lets callers in: the import refuses such an authorizer.
    const unknown = wanted.find(([name]) => !Object.hasOwn(this.#schemes, name));
    if (unknown !== undefined) return { authorizationType: "CUSTOM", authorizerName: unknown[0], apiKeyRequired };
    for (const [name, scopes] of wanted) {
      const found = this.authorizers.find((one) => one.name === name);
      if (found === undefined) continue;
      const authorizationScopes = texts(scopes);
      return {
        authorizationType: found.type === "COGNITO_USER_POOLS" ? "COGNITO_USER_POOLS" : "CUSTOM",
        authorizerName: name,
        apiKeyRequired,
        ...(authorizationScopes.length > 0 && { authorizationScopes }),
      };
    }
    return { authorizationType: "NONE", apiKeyRequired };
  }

  #isApiKey(name: string): boolean {
    const scheme = object(this.#schemes[name]);
    const isHeader = text(scheme["type"]) === "apiKey" && text(scheme["name"])?.toLowerCase() === "x-api-key";
    return isHeader && !("x-amazon-apigateway-authorizer" in scheme);
  }

  #isSignature(name: string): boolean {
    return text(object(this.#schemes[name])["x-amazon-apigateway-authtype"])?.toLowerCase() === "awssigv4";
  }
}

const types: Readonly<Partial<Record<string, Authorizer["type"]>>> = {
  token: "TOKEN",
  request: "REQUEST",
  cognito_user_pools: "COGNITO_USER_POOLS",
};

/** Null for a scheme of another kind, a sentence where it cannot be read. */
function readAuthorizer(name: string, scheme: JsonObject): AuthorizerDraft | string | null {
  const given = scheme["x-amazon-apigateway-authorizer"];
  if (!isObject(given)) return null;
  const said = text(given["type"]) ?? "";
  const type = types[said.toLowerCase()];
  if (type === undefined) return `Unable to create authorizer '${name}': Invalid authorizer type specified: ${said}`;
  const header = text(scheme["name"]);
  const ofScheme = header === undefined || type === "REQUEST" ? undefined : `method.request.header.${header}`;
  const usualAuthType = type === "COGNITO_USER_POOLS" ? "cognito_user_pools" : "custom";
  const draft = {
    name,
    type,
    providerARNs: texts(given["providerARNs"]),
    authType: text(scheme["x-amazon-apigateway-authtype"]) ?? usualAuthType,
    authorizerUri: text(given["authorizerUri"]),
    authorizerCredentials: text(given["authorizerCredentials"]),
    identitySource: text(given["identitySource"]) ?? ofScheme,
    identityValidationExpression: text(given["identityValidationExpression"]),
    authorizerResultTtlInSeconds: seconds(given["authorizerResultTtlInSeconds"]),
  };
  return withoutEmpty(draft) as AuthorizerDraft;
}

/** What is no number is no time in bounds either, and refused where bounds are. */
function seconds(given: unknown): number | undefined {
  return given === undefined || given === null ? undefined : (number(given) ?? Number.NaN);
}
