// All recorded tests that ./stack.test.ts plays.

import { binaryScenarios } from "./binary.ts";
import { gatewayScenarios } from "./gateway.ts";
import { headerScenarios } from "./header-remapping.ts";
import { httpScenarios } from "./http.ts";
import { importScenarios } from "./imports.ts";
import { lambdaScenarios } from "./lambda.ts";
import { mockScenarios } from "./mock.ts";
import type { StackScenario } from "./stack-replay.ts";
import { testInvokeScenarios } from "./test-invoke.ts";
import { wireScenarios } from "./wire.ts";

export const stackScenarios: readonly StackScenario[] = [
  ...lambdaScenarios,
  ...httpScenarios,
  ...headerScenarios,
  ...mockScenarios,
  ...testInvokeScenarios,
  ...gatewayScenarios,
  ...importScenarios,
  ...wireScenarios,
  ...binaryScenarios,
];
