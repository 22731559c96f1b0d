// A JavaScript client of a deployed API, with the surface of those that API Gateway generates (AWS guide: how-to-generate-sdk-
// javascript): `apigClientFactory.newClient(config)` and one function a method, named by its path and verb, which takes
// parameters, a body and what is to be added. Read next: ./sdk-runtime.ts.

import type { Method } from "../model/shapes.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import { placeOf } from "./expressions.ts";
import { clientRuntime } from "./sdk-runtime.ts";
import type { ArchiveFile } from "./stored-archives.ts";

interface ClientMethod {
  readonly name: string;
  readonly path: string;
  readonly verb: string;
  readonly query: readonly string[];
  readonly headers: readonly string[];
  /** Parameters of query and headers without which the method is not called. */
  readonly required: readonly string[];
}

export function javascriptClient(snapshot: ApiSnapshot, stageName: string): readonly ArchiveFile[] {
  const methods = clientMethods(snapshot);
  const config = {
    accessKey: "",
    secretKey: "",
    sessionToken: "",
    region: snapshot.region,
    apiKey: "",
    defaultContentType: "application/json",
    defaultAcceptType: "application/json",
    invokeUrl: `https://${snapshot.apiId}.execute-api.${snapshot.region}.amazonaws.com/${stageName}`,
  };
  const functions = methods.map(
    ({ name, ...method }) =>
      `    ${name}: (params, body, additionalParams) =>\n      invoke(config, ${JSON.stringify(method)}, params, body, additionalParams),`,
  );
  const client = [
    clientRuntime,
    "const apigClientFactory = {",
    "  newClient(given = {}) {",
    `    const config = { ...${JSON.stringify(config)}, ...given };`,
    "    return {",
    ...functions.map((text) => text.replaceAll(/^/gm, "  ")),
    "    };",
    "  },",
    "};",
    "",
    'if (typeof module === "object") module.exports = apigClientFactory;',
    "",
  ].join("\n");
  return [
    { name: "apiGateway-js-sdk/apigClient.js", text: client },
    { name: "apiGateway-js-sdk/README.md", text: readme(snapshot.name, methods) },
  ];
}

function clientMethods({ resources }: ApiSnapshot): readonly ClientMethod[] {
  return resources.flatMap(({ path, resourceMethods = {} }) =>
    Object.values(resourceMethods).map((method) => clientMethod(path, method)),
  );
}

function clientMethod(path: string, { httpMethod: verb, requestParameters = {} }: Method): ClientMethod {
  const all = Object.entries(requestParameters).map(([text, isRequired]) => ({ ...placeOf(text), isRequired }));
  const named = (place: string): string[] => all.filter((one) => one.place === place).map(({ name }) => name);
  return {
    name: functionName(path, verb),
    path,
    verb,
    query: named("querystring"),
    headers: named("header"),
    required: all.filter(({ place, isRequired }) => isRequired && place !== "path").map(({ name }) => name),
  };
}

/** `/pets/{petId}` and GET: petsPetIdGet; the root is rootGet. */
function functionName(path: string, verb: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const all = [...(words.length === 0 ? ["root"] : words), verb.toLowerCase()];
  const [first, ...rest] = all;
  const joined = first + rest.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
  return /^\d/.test(joined) ? `_${joined}` : joined;
}

function readme(name: string, methods: readonly ClientMethod[]): string {
  return [
    `# ${name}`,
    "",
    "```js",
    'const apigClientFactory = require("./apigClient.js");',
    'const client = apigClientFactory.newClient({ apiKey: "…" });',
    `const { data } = await client.${methods[0]?.name ?? "rootGet"}({}, null);`,
    "```",
    "",
    ...methods.map((method) => `- \`${method.name}\`: ${method.verb} ${method.path}`),
    "",
  ].join("\n");
}
