// All recorded tests of the control API that ../recorded.test.ts plays.

import { apiKeyScenarios } from "./api-keys.ts";
import { documentationScenarios } from "./documentation.ts";
import { gatewayResponseScenarios } from "./gateway-responses.ts";
import { integrationScenarios } from "./integrations.ts";
import { methodScenarios } from "./methods.ts";
import { modelScenarios } from "./models.ts";
import type { Scenario } from "./replay.ts";
import { resourceScenarios } from "./resources.ts";
import { restApiScenarios } from "./rest-apis.ts";
import { stageScenarios } from "./stages.ts";

export const controlScenarios: readonly Scenario[] = [
  ...restApiScenarios,
  ...resourceScenarios,
  ...methodScenarios,
  ...integrationScenarios,
  ...modelScenarios,
  ...gatewayResponseScenarios,
  ...stageScenarios,
  ...apiKeyScenarios,
  ...documentationScenarios,
];
