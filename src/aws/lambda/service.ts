// How AWS Lambda's API speaks: messages name members of a body without a head (code.s3Bucket), and times have their
// milliseconds. Read next: ../rest-json/api.ts.

import { WireFault } from "../fault.ts";
import { readModel } from "../model-text.ts";
import type { RestJsonService } from "../rest-json/service.ts";
import { lambdaModel } from "./model.ts";

export const lambda: RestJsonService = {
  name: "lambda",
  model: readModel(lambdaModel),
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
