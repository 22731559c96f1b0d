// An API of a recorded test, put together call by call as those tests do it: resources by their paths, a method with its
// integration and answers, a deployment. What a test matched of these calls it makes itself; this is for all the others.

import type {
  APIGateway,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
  PutMethodRequest,
} from "@aws-sdk/client-api-gateway";

export type Integration = Omit<Partial<PutIntegrationRequest>, "restApiId" | "resourceId" | "httpMethod">;
export type IntegrationAnswer = Omit<Partial<PutIntegrationResponseRequest>, "restApiId" | "resourceId" | "httpMethod">;

export interface MethodParts {
  readonly method?: Omit<Partial<PutMethodRequest>, "restApiId" | "resourceId" | "httpMethod">;
  readonly integration: Integration;
  /** By status; each has a method response too. */
  readonly answers?: readonly (IntegrationAnswer & { readonly statusCode: string })[];
  /** Parameters of all method responses. */
  readonly responseParameters?: Readonly<Record<string, boolean>>;
}

export const mockRequest = { "application/json": '{"statusCode": 200}' };

export class Building {
  readonly restApiId: string;
  readonly #api: APIGateway;
  readonly #resources: Map<string, string>;

  constructor(api: APIGateway, restApiId: string, rootId: string) {
    this.#api = api;
    this.restApiId = restApiId;
    this.#resources = new Map([["", rootId]]);
  }

  static async start(
    api: APIGateway,
    more: Omit<Parameters<APIGateway["createRestApi"]>[0], "name"> = {},
  ): Promise<Building> {
    const { id = "", rootResourceId = "" } = await api.createRestApi({ name: "recorded", ...more });
    return new Building(api, id, rootResourceId);
  }

  static regional(api: APIGateway): Promise<Building> {
    return Building.start(api, { endpointConfiguration: { types: ["REGIONAL"] } });
  }

  /** The id of a resource, which is made with those above it where it is not there. */
  async resource(path: string): Promise<string> {
    const known = path === "/" ? "" : path;
    const found = this.#resources.get(known);
    if (found !== undefined) return found;
    const cut = known.lastIndexOf("/");
    const parentId = await this.resource(known.slice(0, cut));
    const pathPart = known.slice(cut + 1);
    const { id = "" } = await this.#api.createResource({ restApiId: this.restApiId, parentId, pathPart });
    this.#resources.set(known, id);
    return id;
  }

  /** What names a method to the API. */
  async at(httpMethod: string, path: string): Promise<{ restApiId: string; resourceId: string; httpMethod: string }> {
    return { restApiId: this.restApiId, resourceId: await this.resource(path), httpMethod };
  }

  async method(httpMethod: string, path: string, parts: MethodParts): Promise<void> {
    const at = await this.at(httpMethod, path);
    const { method, integration, answers = [], responseParameters } = parts;
    const mapped = responseParameters === undefined ? {} : { responseParameters };
    await this.#api.putMethod({ ...at, authorizationType: "NONE", ...method });
    for (const { statusCode } of answers) await this.#api.putMethodResponse({ ...at, statusCode, ...mapped });
    await this.#api.putIntegration({ ...at, type: "MOCK", ...integration });
    for (const answer of answers) await this.#api.putIntegrationResponse({ ...at, ...answer });
  }

  async deploy(stageName: string): Promise<string> {
    const { id = "" } = await this.#api.createDeployment({ restApiId: this.restApiId, stageName });
    return id;
  }

  /** A deployment of its own, and the stage led to it. */
  async redeploy(stageName: string): Promise<void> {
    const { id: value = "" } = await this.#api.createDeployment({ restApiId: this.restApiId });
    const patchOperations = [{ op: "replace" as const, path: "/deploymentId", value }];
    await this.#api.updateStage({ restApiId: this.restApiId, stageName, patchOperations });
  }
}

/** A method that answers by itself. */
export function mocked(responseTemplate: unknown): MethodParts {
  const text = typeof responseTemplate === "string" ? responseTemplate : JSON.stringify(responseTemplate);
  return {
    integration: { type: "MOCK", requestTemplates: mockRequest },
    answers: [{ statusCode: "200", selectionPattern: "", responseTemplates: { "application/json": text } }],
  };
}
