// TestInvokeMethod: what a method answers, and its execution log word for word.

import type { TestInvokeMethodCommandOutput } from "@aws-sdk/client-api-gateway";
import { Building, mocked } from "./building.ts";
import { role } from "./stack.ts";
import type { Excuse, StackScenario } from "./stack-replay.ts";

/** As the recorder kept it: the log by its lines, without times. */
async function formatted(work: Promise<TestInvokeMethodCommandOutput>): Promise<TestInvokeMethodCommandOutput> {
  const output = await work;
  const lines = (output.log ?? "").split("\n").map((line, at) => {
    const timeless = line.replace(/^\w{3} \w{3} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4} :/, "DDD MMM dd hh:mm:ss UTC yyyy :");
    return [`line${String(at).padStart(2, "0")}`, timeless];
  });
  return { ...output, log: JSON.stringify(Object.fromEntries(lines)) };
}

const pets: StackScenario = {
  file: "api",
  name: "TestApigatewayTestInvoke::test_invoke_test_method",
  async play(r) {
    const built = await Building.start(r.api);
    await built.method("GET", "/pets", mocked('{"pets": "all the pets"}'));
    const one = mocked(`{"petId": "$input.params('petId')"}`);
    const requestParameters = { "integration.request.path.id": "method.request.path.petId" };
    const method = { requestParameters: { "method.request.path.petId": true } };
    for (const verb of ["GET", "POST"])
      await built.method(verb, "/pets/{petId}", {
        ...one,
        method,
        integration: { ...one.integration, requestParameters },
      });
    const { restApiId } = built;
    const invoke = async (
      ...[path, httpMethod, pathWithQueryString, body = ""]: [string, string, string?, string?]
    ) => {
      const resourceId = path === "nowhere" ? "invalid_res" : await built.resource(path);
      const query = pathWithQueryString === undefined ? {} : { pathWithQueryString };
      return formatted(r.api.testInvokeMethod({ restApiId, resourceId, httpMethod, body, ...query }));
    };
    const name = "test-invoke-method";
    await r.call(`${name}-get-pets`, invoke("/pets", "GET"));
    await r.call(`${name}-get-pets-bad-path`, invoke("/pets", "GET", "/random/test"));
    await r.call(`${name}-get-pets-id`, invoke("/pets/{petId}", "GET", "/pets/123"));
    await r.call(`${name}-get-pets-id-no-path`, invoke("/pets/{petId}", "GET"));
    await r.call(`${name}-get-pets-id-bad-path`, invoke("/pets/{petId}", "GET", "/random/test"));
    await r.call(`${name}-get-with-qs`, invoke("/pets/{petId}", "GET", "/pets/123?foo=bar"));
    const body = '{"foo": "bar"}';
    await r.call(`${name}-post-with-body`, invoke("/pets/{petId}", "POST", "/pets/123", body));
    await r.call("resource-method-not-found", invoke("/pets/{petId}", "HEAD", "/pets/123", body));
    await r.call("resource-id-not-found", invoke("nowhere", "POST", "/pets/123", body));
    // The recorded test asks the same once more, whatever it calls its step.
    await r.call("rest-api-not-found", invoke("nowhere", "POST", "/pets/123", body));
  },
};

const failed: StackScenario = {
  file: "api",
  name: "TestApigatewayTestInvoke::test_failed_invoke_test_method",
  excuses: [
    {
      what: /\.log\.line07: .*Invalid endpoint address "https:\/\/": it is none of http or https\., not .*Invalid endpoint address$/,
      why: "ours says which address, and what is wrong with it",
    },
  ],
  async play(r) {
    const built = await Building.start(r.api);
    // Nobody declares the variable.
    const uri = "https://${stageVariables.testHost}";
    await built.method("ANY", "/", { integration: { type: "HTTP_PROXY", uri, integrationHttpMethod: "ANY" } });
    const at = { restApiId: built.restApiId, resourceId: await built.resource("/"), httpMethod: "GET", body: "" };
    await r.call("test-invoke-failure", formatted(r.api.testInvokeMethod(at)));
  },
};

const notByHttp: readonly Excuse[] = [
  {
    what: /\.log\.line08: .*Endpoint request headers: .*, not /,
    why: "the function is not asked by HTTP: nothing is signed, and no token goes with it",
  },
  {
    what: /\.log\.line12: .*Endpoint response headers: .*, not /,
    why: "it does not answer by HTTP either: there are no Date, Content-Length and Connection",
  },
  { what: /\.log\.line15: .*Method response headers: .*, not /, why: "the order of a map in Java" },
];

const lambda: StackScenario = {
  file: "basic",
  name: "TestAPIGateway::test_apigw_test_invoke_method_api",
  excuses: notByHttp,
  async play(r) {
    const built = await Building.start(r.api);
    const uri = await r.uri("telling");
    await built.method("GET", "/foo", {
      integration: { type: "AWS", integrationHttpMethod: "POST", uri, credentials: role },
      answers: [{ statusCode: "200", responseTemplates: {} }],
    });
    const at = { restApiId: built.restApiId, resourceId: await built.resource("/foo"), httpMethod: "GET" };
    const invoke = (more: object): Promise<TestInvokeMethodCommandOutput> =>
      formatted(r.api.testInvokeMethod({ ...at, ...more }));
    await r.call("test_invoke_method_response", invoke({}));
    const given = {
      pathWithQueryString: "/foo?queryTest=value",
      body: '{"test": "val123"}',
      headers: { "content-type": "application/json" },
    };
    await r.call("test_invoke_method_response_with_body", invoke(given));
  },
};

export const testInvokeScenarios: readonly StackScenario[] = [pets, failed, lambda];
