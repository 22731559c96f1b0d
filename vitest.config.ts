// The tests: every test/**/*.test.ts, in processes of their own, since servers, worker threads and koffi's native
// code must not share one. Two at a time: the machines that run them have two cores, and servers want one each.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    reporters: ["default"],
  },
});
