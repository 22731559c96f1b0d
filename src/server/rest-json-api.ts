// API Gateway's control API and Lambda's function API on the API listener: operations that are given, behind the wire protocol.
// Their paths have no beginning in common, so a route stands for each first step of a path (/restapis, /2015-03-31); no two
// services share one. Bodies may be as long as AWS lets them be, by operation.

import { RestJsonApi, firstSteps } from "../aws/rest-json/api.ts";
import type { RestJsonService } from "../aws/rest-json/service.ts";
import { apiGateway } from "../aws/apigateway/service.ts";
import { lambda } from "../aws/lambda/service.ts";
import type { Operations } from "../aws/service-api.ts";
import { ServiceFault } from "../base/service-fault.ts";
import { maxBodyOctets, maxDefinitionOctets, maxFunctionCodeBodyOctets, maxPayloadOctets } from "../base/limits.ts";
import type { Bodies, RequestHead, Resource } from "../http/listener.ts";
import type { Config } from "./config.ts";
import { type ServiceParts, handlerOf, httpReply, serviceOptions } from "./service-routes.ts";

export interface RestJsonParts extends ServiceParts {
  /** Each by the model's name of the operation with a small first letter: createRestApi, invoke. */
  readonly apiGateway: Operations;
  readonly lambda: Operations;
}

/** Octets of bodies that may be longer than others. */
const mostOctets: Readonly<Record<string, number>> = {
  ImportRestApi: maxDefinitionOctets,
  PutRestApi: maxDefinitionOctets,
  ImportApiKeys: maxDefinitionOctets,
  ImportDocumentationParts: maxDefinitionOctets,
  CreateFunction: maxFunctionCodeBodyOctets,
  UpdateFunctionCode: maxFunctionCodeBodyOctets,
  Invoke: maxPayloadOctets,
  InvokeAsync: maxPayloadOctets,
  InvokeWithResponseStream: maxPayloadOctets,
};

/** The paths of both APIs. */
export function restJsonRoutes(config: Config, parts: RestJsonParts): [path: string, resource: Resource][] {
  return [
    ...serviceRoutes(apiGateway, parts.apiGateway, config, parts),
    ...serviceRoutes(lambda, parts.lambda, config, parts),
  ];
}

function serviceRoutes(
  service: RestJsonService,
  operations: Operations,
  config: Config,
  parts: RestJsonParts,
): [path: string, resource: Resource][] {
  const options = serviceOptions(service.name, config, parts);
  const api = new RestJsonApi(service, { ...options, operations, requestsPerSecond: null });
  const resource: Resource = { ANY: handlerOf(api), bodies: bodiesOf(api) };
  return firstSteps(service).flatMap((step) => [
    [step, resource],
    [`${step}/**`, resource],
  ]);
}

function bodiesOf(api: RestJsonApi): Bodies {
  const nameOf = ({ method, path, queryText }: RequestHead): string => api.operationAt(method, path, queryText) ?? "";
  return {
    mostOctets: (head) => mostOctets[nameOf(head)] ?? maxBodyOctets,
    tooLong: (head, most) => {
      const { method, path, queryText: query } = head;
      const name = nameOf(head) === "Invoke" ? "InvokeFunction" : nameOf(head);
      const message = `Request must be smaller than ${most} bytes for the ${name} operation`;
      return httpReply(
        api.refuse({ method, path, query }, new ServiceFault("RequestEntityTooLargeException", 413, message)),
      );
    },
  };
}
