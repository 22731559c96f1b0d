// Where an integration stands: the method it belongs to and what is known about it before any request comes. Whoever
// compiles one takes a site, so that all that does not change is worked out once.

import type { ApiSnapshot } from "../../model/snapshot.ts";
import type { Integration, Method, Resource, Stage } from "../../model/shapes.ts";
import type { EnginePorts } from "../ports.ts";

export interface Site {
  readonly integration: Integration;
  readonly method: Method;
  readonly resource: Resource;
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
  readonly ports: EnginePorts;
}
