// Who is let in to a method, by the kind of its authorizer: compiled once for a stage, asked for each request. Each kind has its
// page in ./authorizers/; what all of them find is an Authorized, or the fault that the client gets.
// Invariant: what an authorizer remembers (results, keys) lives in what was compiled for it, and goes with it.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Authorizer, Method, Stage } from "../model/shapes.ts";
import { compileCognitoAuthorizer } from "./authorizers/cognito.ts";
import { compileIamAuthorizer } from "./authorizers/iam.ts";
import { compileLambdaAuthorizer } from "./authorizers/lambda.ts";
import type { EnginePorts } from "./ports.ts";
import type { Authorize } from "./seams.ts";

export function compileAuthorizer(
  authorizer: Authorizer | "AWS_IAM",
  method: Method,
  snapshot: ApiSnapshot,
  stage: Stage,
  ports: EnginePorts,
): Authorize {
  const site = { method, snapshot, stage, ports };
  if (authorizer === "AWS_IAM") return compileIamAuthorizer(site);
  switch (authorizer.type) {
    case "TOKEN":
    case "REQUEST":
      return compileLambdaAuthorizer(authorizer, site);
    case "COGNITO_USER_POOLS":
      return compileCognitoAuthorizer(authorizer, site);
  }
}
