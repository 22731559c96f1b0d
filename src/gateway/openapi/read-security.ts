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
  readonly #schemes: JsonObject;
  readonly #usual: unknown;

  constructor(document: JsonObject) {
    const schemes = document["securityDefinitions"] ?? object(document["components"])["securitySchemes"];
    this.#schemes = object(schemes);
    this.#usual = document["security"];
    this.authorizers = Object.entries(this.#schemes).flatMap(([name, scheme]) => readAuthorizer(name, object(scheme)));
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

const types: Readonly<Record<string, Authorizer["type"]>> = {
  token: "TOKEN",
  request: "REQUEST",
  cognito_user_pools: "COGNITO_USER_POOLS",
};

function readAuthorizer(name: string, scheme: JsonObject): AuthorizerDraft[] {
  const given = scheme["x-amazon-apigateway-authorizer"];
  const type = types[text(object(given)["type"])?.toLowerCase() ?? ""];
  if (!isObject(given) || type === undefined) return [];
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
    authorizerResultTtlInSeconds: number(given["authorizerResultTtlInSeconds"]),
  };
  return [withoutEmpty(draft) as AuthorizerDraft];
}
