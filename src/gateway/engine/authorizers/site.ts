// Where an authorizer stands: a method that asks it, for its scopes, and what is known before any request comes. Methods of
// other resources may ask the same one.

import type { ApiSnapshot } from "../../model/snapshot.ts";
import type { Method, Stage } from "../../model/shapes.ts";
import type { EnginePorts } from "../ports.ts";

export interface AuthorizerSite {
  readonly method: Method;
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
  readonly ports: EnginePorts;
}
