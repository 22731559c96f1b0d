// test_apigateway_integrations, TestApiGatewayHeaderRemapping: which headers pass a regional API, either way, with every one of
// them sent, mapped and answered.

import { Building } from "./building.ts";
import { role } from "./stack.ts";
import { type Excuse, type StackReplay, type StackScenario, content } from "./stack-replay.ts";

const file = "integrations";
const types = ["HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY"] as const;
type Type = (typeof types)[number];

const names = [
  ["Accept", "Accept-Charset", "Accept-Encoding", "Age", "Authorization", "Connection", "Content-Encoding"],
  ["Content-Length", "Content-MD5", "Content-Type", "Date", "Expect", "Host", "Max-Forwards", "Pragma"],
  ["Proxy-Authenticate", "Range", "Referer", "Server", "TE", "Transfer-Encoding", "Trailer", "Upgrade"],
  ["User-Agent", "Via", "Warn", "WWW-Authenticate"],
].flat();

/** To what a request's headers are mapped. */
const mapped: Readonly<Record<string, string>> = {
  Accept: "'text/html'",
  "Accept-Charset": "'UTF-16'",
  "Accept-Encoding": "'zstd'",
  Age: "'request_params_age'",
  Authorization: "'request_params_authorization'",
  "Content-Encoding": "'compress'",
  "Content-Length": "'0'",
  "Content-MD5": "'request_params_Content-MD5'",
  "Content-Type": "'application/json'",
  Date: "'request_params_Date'",
  Expect: "'200-ok'",
  Host: "method.request.header.Host",
  "Max-Forwards": "'2'",
  Pragma: "'no-cache'",
  Range: "'bytes=0-499'",
  Referer: "'https://example.com/page'",
  Server: "'https://example.com/page'",
  Trailer: "'user-agent'",
  "Transfer-Encoding": "'deflate'",
  Upgrade: "'HTTP/2.0'",
  "User-Agent": "'Override-Agent'",
  Warn: `'110 anderson/1.3.37 "Response is stale"'`,
  "WWW-Authenticate": "'Basic YWxhZGRpbjpvcGVuc2VzYW1l'",
  Connection: "'keep-alive'",
  "Proxy-Authenticate": `'Basic realm="Access to the internal site"'`,
  TE: "'gzip'",
  Via: "'othersite.net'",
};

const sent: readonly string[] = Object.entries({
  Accept: "application/json",
  "Accept-Charset": "UTF-8",
  "Accept-Encoding": "br",
  Age: "request_Age",
  Authorization: "Unauthorized",
  Connection: "close",
  "Content-Encoding": "deflate",
  "Content-MD5": "request_Content-MD5",
  "Content-Type": "application/json",
  Date: "request_Date",
  "Max-Forwards": "2",
  Pragma: "cache",
  "Proxy-Authenticate": "Basic",
  Range: "bytes=500-999",
  Referer: "https://example.com/",
  Server: "https://example.com/",
  TE: "deflate",
  Trailer: "Expires",
  "Transfer-Encoding": "chunked",
  "User-Agent": "localStack/0.0",
  Via: "p.example.net",
  Warn: "299 localStack/0.0",
  "WWW-Authenticate": "Basic YWxhZGRpbjpvcGVuc2VzYW1l",
}).flat();

/** What nothing can be mapped to, each at a path of its own. */
const special: Readonly<Record<Type, readonly string[]>> = {
  HTTP: ["Content-Length", "Transfer-Encoding"],
  HTTP_PROXY: ["Content-Length", "Transfer-Encoding"],
  AWS: ["Content-Length", "Transfer-Encoding", "Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE"],
  AWS_PROXY: [
    "Content-Length",
    "Transfer-Encoding",
    "Authorization",
    "Connection",
    "Expect",
    "Proxy-Authenticate",
    "TE",
  ],
};

const requestParameter = (name: string): string => `integration.request.header.${name}`;
const template = `{${names.map((name) => `"${name}": "$input.params('${name}')"`).join(",")}}`;

async function build(r: StackReplay, type: Type, uri: string): Promise<Building> {
  const built = await Building.regional(r.api);
  const method = {
    requestParameters: Object.fromEntries(names.map((name) => [`method.request.header.${name}`, false])),
  };
  const responseParameters = Object.fromEntries(names.map((name) => [`method.response.header.${name}`, true]));
  const integration = { type, uri, integrationHttpMethod: "POST", credentials: type.startsWith("AWS") ? role : "" };
  const answers = [{ statusCode: "200" }];
  await built.method("GET", "/no-param", { method, integration, answers, responseParameters });
  const rest = Object.entries(mapped).filter(([name]) => !special[type].includes(name));
  await built.method("GET", "/full", {
    method,
    integration: {
      ...integration,
      requestParameters: Object.fromEntries(rest.map(([name, from]) => [requestParameter(name), from])),
      requestTemplates: { "application/json": template },
    },
    answers: [
      {
        statusCode: "200",
        responseParameters: Object.fromEntries(
          names.map((name) => [`method.response.header.${name}`, `'response_param_${name}'`]),
        ),
      },
    ],
    responseParameters,
  });
  for (const name of special[type]) {
    const requestParameters = { [requestParameter(name)]: mapped[name] ?? "''" };
    const parts = { method, integration: { ...integration, requestParameters }, answers, responseParameters };
    await built.method("GET", `/${name.toLowerCase()}`, parts);
  }
  await built.deploy("test");
  return built;
}

const lengths: Excuse = {
  what: /^(no-param|full)-integration: \.response-headers\.(x-amzn-Remapped-)?Content-Length: \d+, not \d+/,
  why: "names of hosts and JSON's blanks are of another length",
};

const upgrade: Excuse = {
  what: /^full-integration: \.headers\.Upgrade is missing/,
  why: "AWS sends it; without a Connection that names it, it asks for nothing, and undici refuses to send it",
};

const scenarios = types.map<StackScenario>((type) => ({
  file,
  name: `TestApiGatewayHeaderRemapping::test_apigateway_header_remapping_${type.startsWith("HTTP") ? "http" : "aws"}[${type}]`,
  excuses: type.startsWith("HTTP") ? [lengths, upgrade] : [lengths],
  async play(r) {
    const uri = type.startsWith("HTTP") ? `${r.stack.origin.url}/post` : await r.uri("proxy");
    const built = await build(r, type, uri);
    r.holds("apigw-id", built.restApiId);
    const get = (path: string) => r.ask(built.restApiId, { target: `/test/${path}`, headers: sent });
    for (const path of ["no-param", "full"]) {
      const answered = await get(path);
      const told = content(answered) as { headers?: unknown; data?: unknown; body?: unknown };
      const body = type.startsWith("HTTP") ? told.data : told.body;
      const shown = { headers: told.headers ?? null, body, "response-headers": answered.headers };
      r.holds(`${path}-integration`, shown);
    }
    for (const name of special[type]) {
      const answered = await get(name.toLowerCase());
      if (answered.status !== 500) r.complaints.push(`${name} has the status ${answered.status}`);
      r.holds(name.toLowerCase(), { "response-headers": answered.headers, body: answered.text });
    }
  },
}));

export const headerScenarios: readonly StackScenario[] = scenarios;
