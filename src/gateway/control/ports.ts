// What the control API asks of the world: somebody who runs a method or an authorizer as it now stands (the engine does), and
// somebody who makes a client certificate's key pair. The composition fills them; where one is missing, its operations say so.

import type { CertificateAndKey } from "../model/access.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Authorizer, Method, Resource, StringMap } from "../model/shapes.ts";

export interface TestInvokeMethodRequest {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly pathWithQueryString?: string | undefined;
  readonly body?: string | undefined;
  readonly headers?: StringMap<string> | undefined;
  readonly multiValueHeaders?: StringMap<readonly string[]> | undefined;
  readonly clientCertificateId?: string | undefined;
  readonly stageVariables?: StringMap<string> | undefined;
}

export interface TestInvokeMethodAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: StringMap<string>;
  readonly multiValueHeaders: StringMap<readonly string[]>;
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
}

export interface TestInvokeAuthorizerRequest {
  readonly restApiId: string;
  readonly authorizerId: string;
  readonly headers?: StringMap<string> | undefined;
  readonly multiValueHeaders?: StringMap<readonly string[]> | undefined;
  readonly pathWithQueryString?: string | undefined;
  readonly body?: string | undefined;
  readonly stageVariables?: StringMap<string> | undefined;
  readonly additionalContext?: StringMap<string> | undefined;
}

export interface TestInvokeAuthorizerAnswer {
  readonly clientStatus: number;
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
  readonly principalId?: string;
  readonly policy?: string;
  readonly authorization?: StringMap<readonly string[]>;
  readonly claims?: StringMap<string>;
}

/** Runs what the working copy of an API says, without a deployment and without its limits. */
export interface Invoker {
  invokeMethod(
    target: { readonly snapshot: ApiSnapshot; readonly resource: Resource; readonly method: Method },
    request: TestInvokeMethodRequest,
  ): Promise<TestInvokeMethodAnswer>;
  invokeAuthorizer(
    target: { readonly snapshot: ApiSnapshot; readonly authorizer: Authorizer },
    request: TestInvokeAuthorizerRequest,
  ): Promise<TestInvokeAuthorizerAnswer>;
}

/** Makes the certificate that integrations show to their servers. */
export interface ClientCertificateMaker {
  make(certificateId: string, times: { readonly notBeforeMs: number; readonly notAfterMs: number }): CertificateAndKey;
}

export interface ControlPorts {
  readonly invoker: Invoker | null;
  readonly clientCertificates: ClientCertificateMaker | null;
  /** Gives back what was counted and waits in memory, so that usage is told, and set, as it is. Called outside transactions. */
  readonly settleUsage: () => void;
}

export const noPorts: ControlPorts = { invoker: null, clientCertificates: null, settleUsage: () => undefined };
