// The board of health: bits that another thread sets, without one touching its neighbours.

import { expect, test } from "vitest";
import { HealthBoard, mostChecks } from "../../src/routing/health-board.ts";

test("every check is healthy until something else is known", () => {
  const board = HealthBoard.create();
  for (const check of [0, 1, 31, 32, mostChecks]) expect(board.isHealthy(check)).toBe(true);
});

test("a status is that check's alone, and seen by whoever shares the memory", () => {
  const board = HealthBoard.create();
  const elsewhere = new HealthBoard(board.buffer);
  for (const check of [1, 31, 32, 63, mostChecks]) {
    board.set(check, "unhealthy");
    expect(elsewhere.isHealthy(check)).toBe(false);
    expect(elsewhere.isHealthy(check - 1)).toBe(true);
    if (check < mostChecks) expect(elsewhere.isHealthy(check + 1)).toBe(true);
    board.set(check, "healthy");
    expect(elsewhere.isHealthy(check)).toBe(true);
  }
});
