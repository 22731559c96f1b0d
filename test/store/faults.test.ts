// The table of faults against the API's own model, where that is at hand.

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ApiFault, faultCodes, faultStatus } from "../../src/store/faults.ts";

const model = new URL("../../../shared/data/aws-models/route53.json", import.meta.url);

interface Model {
  readonly shapes: Readonly<
    Record<string, { readonly exception?: boolean; readonly error?: { readonly httpStatusCode?: number } }>
  >;
}

test.skipIf(!existsSync(model))(
  "every fault of the API's model has the model's status (needs the model beside the checkout)",
  () => {
    const { shapes } = JSON.parse(readFileSync(model, "utf8")) as Model;
    const faults = Object.entries(shapes).filter(([, shape]) => shape.exception === true);
    expect(faults.length).toBeGreaterThan(60);
    const known: readonly string[] = faultCodes;
    expect(faults.map(([code]) => code).filter((code) => !known.includes(code))).toEqual([]);
    for (const code of faultCodes) {
      const shape = shapes[code];
      if (shape !== undefined) expect(faultStatus(code), code).toBe(shape.error?.httpStatusCode ?? 400);
    }
  },
);

test.each([
  [["one"], "[one]"],
  [["one", "two"], "[one, two]"],
])("messages of a batch are one bracketed list (aws-sdk-kotlin#1433): %j", (messages, text) => {
  const fault = new ApiFault("InvalidChangeBatch", messages);
  expect([fault.message, fault.status, fault.messages]).toEqual([text, 400, messages]);
});

test("all other messages stand as they are", () => {
  expect(new ApiFault("NoSuchHostedZone", "No hosted zone found with ID: Z1")).toMatchObject({
    message: "No hosted zone found with ID: Z1",
    status: 404,
  });
});
