// What an OpenAPI document says of a REST API, in the API's own words, before anything of it has an id: authorizers,
// validators and models are named, resources are paths (AWS API: ImportRestApi, PutRestApi). Whoever stores it gives the ids.
// Absent members are those that the document is silent about: a merge leaves them as they are.

import type { Authorizer, GatewayResponse, Method, RequestValidator, StringMap } from "../model/shapes.ts";

export interface ApiDraft {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly binaryMediaTypes?: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly apiKeySource?: "HEADER" | "AUTHORIZER";
  /** A policy document as JSON text. */
  readonly policy?: string;
  readonly disableExecuteApiEndpoint?: boolean;
  readonly vpcEndpointIds?: readonly string[];
  readonly resources: readonly ResourceDraft[];
  readonly authorizers: readonly Omit<Authorizer, "id">[];
  readonly models: readonly ModelDraft[];
  readonly requestValidators: readonly Omit<RequestValidator, "id">[];
  readonly gatewayResponses: readonly GatewayResponse[];
  readonly documentation: DocumentationDraft | null;
  /** What was passed over, a sentence each. */
  readonly warnings: readonly string[];
}

export interface ResourceDraft {
  /** From the root, with the base path where that is wanted: /pets/{petId}. */
  readonly path: string;
  readonly methods: readonly MethodDraft[];
}

/** A method whose authorizer and validator are said by name. Its cacheNamespace is "" where the resource's id is meant. */
export interface MethodDraft extends Omit<Method, "authorizerId" | "requestValidatorId"> {
  readonly authorizerName?: string;
  readonly validatorName?: string;
}

export interface ModelDraft {
  readonly name: string;
  readonly description?: string;
  readonly contentType: string;
  /** References to other models are local: #/definitions/Pet. */
  readonly schema: unknown;
}

export interface DocumentationDraft {
  readonly version: string | null;
  readonly parts: readonly { readonly location: StringMap<string>; readonly properties: string }[];
}

export interface DraftFault {
  /** A sentence for the client. */
  readonly fault: string;
}
