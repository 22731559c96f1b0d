// Recorded tests of API Gateway over the whole service: clients' requests in, the recorded answers out. ./cases.ts says what is
// replayed here, what elsewhere, and what not.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, readRecords } from "./records.ts";
import { StackReplay } from "./stack-replay.ts";
import { stackScenarios } from "./stack-scenarios.ts";
import { type Stack, startStack } from "./stack.ts";

describe.skipIf(missing !== "")(`recorded answers${missing}`, () => {
  const recorded = readRecords();
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  test.each(stackScenarios.map((scenario) => [scenario.file, scenario.name, scenario] as const))(
    "%s: %s",
    async (file, name, { play, excuses }) => {
      const content = recorded.get(file)?.get(name);
      expect(content, "recorded").toBeDefined();
      const replay = new StackReplay(stack, content ?? {}, excuses);
      await play(replay);
      expect(replay.complaints).toEqual([]);
      expect(replay.left).toEqual([]);
    },
  );
});
