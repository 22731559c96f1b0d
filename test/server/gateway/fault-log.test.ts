// Why requests failed, in the log: told at once, and of one stage not more often than every few seconds.

import { expect, test } from "vitest";
import { FaultLog } from "../../../src/server/gateway/fault-log.ts";

test("a line for each stage, then silence for five seconds, then one that says how many were left out", () => {
  const lines: string[] = [];
  const warn = (fields: object, sentence: string): void => void lines.push(`${JSON.stringify(fields)} ${sentence}`);
  const quiet = (): void => {};
  let nowMs = 0;
  const faults = new FaultLog({ debug: quiet, info: quiet, warn, error: quiet, flush: quiet }, () => nowMs);
  const tell = (stage: string): void => faults.tell("a1", stage, "r1", "no permission");
  for (let i = 0; i < 10; i++) tell("prod");
  tell("test");
  nowMs = 4_999;
  tell("prod");
  nowMs = 5_000;
  tell("prod");
  nowMs = 10_000;
  tell("prod");
  const line = (stage: string, more = ""): string =>
    `{"api":"a1","stage":"${stage}","requestId":"r1"${more}} a request failed: no permission`;
  expect(lines).toEqual([line("prod"), line("test"), line("prod", ',"untold":10'), line("prod")]);
});
