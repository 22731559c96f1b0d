// How AWS Lambda's API speaks: messages name members of a body without a head (code.s3Bucket), and times have their
// milliseconds. Read next: ../rest-json/api.ts.

import { WireFault } from "../fault.ts";
import { readModel } from "../model-text.ts";
import type { RestJsonService } from "../rest-json/service.ts";
import { lambdaModel } from "./model.ts";

export const lambda: RestJsonService = {
  name: "lambda",
  model: readModel(lambdaModel),
  // Layers, code signing, event invoke configurations, provisioned concurrency, function URLs, recursion, capacity providers.
  furtherSteps: [
    "/2016-08-19",
    "/2018-10-31",
    "/2019-09-25",
    "/2019-09-30",
    "/2020-04-22",
    "/2020-06-30",
    "/2021-07-20",
    "/2021-10-31",
    "/2021-11-15",
    "/2024-08-31",
    "/2025-11-30",
    "/2025-12-01",
  ],
  bodyPath: () => "",
  malformed: (why) => new WireFault("InvalidRequestContentException", `Could not parse request body into json: ${why}`),
  internalCode: "ServiceException",
  times: { given: "milliseconds", stepMs: 1 },
  rateExceeded: () =>
    new WireFault("TooManyRequestsException", "Rate exceeded", 429, {
      retryAfterSeconds: 1,
      members: { Reason: "CallerRateLimitExceeded" },
    }),
  headers: () => ({}),
};
