// `signpost/testing/vitest`: a `test` that hands each test a server of its own, started when the test asks for it and
// closed when it is over, whatever became of it.

import { test, type TestAPI } from "vitest";
import type { SignpostOptions } from "./options.ts";
import { type SignpostServer, startSignpost } from "./server.ts";

export interface SignpostFixture {
  readonly signpost: SignpostServer;
}

/** `const test = signpostTest({ zones }); test("…", async ({ signpost }) => { … })` */
export function signpostTest(options: SignpostOptions = {}): TestAPI<SignpostFixture> {
  return test.extend<SignpostFixture>({
    // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern which fixtures this one needs
    signpost: async ({}, use) => {
      await using server = await startSignpost(options);
      await use(server);
    },
  });
}
