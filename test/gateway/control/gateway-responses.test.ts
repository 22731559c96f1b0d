// Gateway responses beyond what is recorded of them alone: what is stored is what the engine gets to see.

import { expect, test } from "vitest";
import { newApi, newWorld } from "./fixture.ts";

test("a status that nobody gave is shown, and not stored: the failure's own is answered (recorded)", () => {
  const { client, store } = newWorld();
  const { apiId: restApiId } = newApi({ client });
  const response = { restApiId, responseType: "INTEGRATION_FAILURE" };
  const stored = () => store.workingSnapshot(restApiId)?.gatewayResponses["INTEGRATION_FAILURE"];
  expect(client.putGatewayResponse({ ...response, responseParameters: {} })).toMatchObject({ statusCode: "504" });
  expect(client.getGatewayResponse(response)).toMatchObject({ statusCode: "504", defaultResponse: false });
  expect(stored()).not.toHaveProperty("statusCode");
  const status = (value?: string) => [{ op: "replace", path: "/statusCode", ...(value !== undefined && { value }) }];
  const patch = (value?: string) => client.updateGatewayResponse({ ...response, patchOperations: status(value) });
  expect(patch("599")).toMatchObject({ statusCode: "599" });
  expect(stored()).toMatchObject({ statusCode: "599" });
  expect(patch()).toMatchObject({ statusCode: "504" });
  expect(stored()).not.toHaveProperty("statusCode");
});
