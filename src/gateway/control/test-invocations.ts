// TestInvokeMethod and TestInvokeAuthorizer: what is to be run is looked up here, whoever runs it is a port (./ports.ts). It is
// the working copy of the API that is run, not a deployment (AWS API reference: TestInvokeMethod).

import type { ApiSnapshot } from "../model/snapshot.ts";
import { snapshotOf } from "./api-copies.ts";
import { requireAuthorizer } from "./authorizers.ts";
import type { Work } from "./context.ts";
import { ControlFault, noSuchApi, notFound } from "./faults.ts";
import type {
  Invoker,
  TestInvokeAuthorizerAnswer,
  TestInvokeAuthorizerRequest,
  TestInvokeMethodAnswer,
  TestInvokeMethodRequest,
} from "./ports.ts";
import { requireResource } from "./resource-rows.ts";

export async function testInvokeMethod(work: Work, input: TestInvokeMethodRequest): Promise<TestInvokeMethodAnswer> {
  const { id } = requireResource(work, input);
  const snapshot = workingSnapshot(work, input.restApiId);
  const resource = snapshot.resources.find((one) => one.id === id);
  const { [input.httpMethod]: own, ANY: any } = resource?.resourceMethods ?? {};
  const method = own ?? any;
  if (resource === undefined || method === undefined) throw notFound("method");
  return requireInvoker(work).invokeMethod({ snapshot, resource, method }, input);
}

export async function testInvokeAuthorizer(
  work: Work,
  input: TestInvokeAuthorizerRequest,
): Promise<TestInvokeAuthorizerAnswer> {
  const authorizer = requireAuthorizer(work, input);
  const snapshot = workingSnapshot(work, input.restApiId);
  return requireInvoker(work).invokeAuthorizer({ snapshot, authorizer }, input);
}

function workingSnapshot(work: Work, apiId: string): ApiSnapshot {
  const snapshot = snapshotOf(work.tables, apiId);
  if (snapshot === null) throw noSuchApi(work.context.account, apiId);
  return snapshot;
}

function requireInvoker({ ports }: Work): Invoker {
  if (ports.invoker === null)
    throw new ControlFault("ServiceUnavailableException", "Nothing here can run a method: the gateway is not served.");
  return ports.invoker;
}
