// Host and path to API, stage and path within it (AWS guide: how-to-custom-domains, rest-api-mappings).

import { expect, test } from "vitest";
import { hostOf, type NoTarget, targetOf } from "../../../src/gateway/engine/target.ts";
import type { BasePathMapping, DomainName } from "../../../src/gateway/model/access.ts";
import type { MappedDomain } from "../../../src/gateway/model/catalogue.ts";

const domainName = (name: string, more: Partial<DomainName> = {}): DomainName => ({
  domainName: name,
  endpointConfiguration: { types: ["REGIONAL"] },
  domainNameStatus: "AVAILABLE",
  ...more,
});

const map = (basePath: string, restApiId: string, stage?: string): BasePathMapping =>
  stage === undefined ? { basePath, restApiId } : { basePath, restApiId, stage };

const domains: readonly MappedDomain[] = [
  {
    domain: domainName("api.example.test"),
    mappings: [
      map("(none)", "none", "prod"),
      map("v1", "one", "s1"),
      map("v1/deep", "deep", "s2"),
      map("free", "free"),
    ],
  },
  { domain: domainName("*.example.test"), mappings: [map("w", "wild", "prod")] },
  { domain: domainName("open.test"), mappings: [map("(none)", "open")] },
  { domain: domainName("rules.test", { routingMode: "ROUTING_RULE_ONLY" }), mappings: [map("(none)", "x", "y")] },
];

function locate(url: string, named?: string): string {
  const [, name, target] = /^([^/]+)(.*)$/.exec(url) ?? [];
  const host = hostOf(name, (wanted) => domains.find(({ domain }) => domain.domainName === wanted) ?? null);
  const found: ReturnType<typeof targetOf> = targetOf(host, target, named);
  if (typeof found === "string") return found satisfies NoTarget;
  return [found.apiId, found.stageName, found.basePath, found.path, found.queryText, found.vpcEndpointId ?? ""]
    .join(" ")
    .trimEnd();
}

test.each([
  ["abc.execute-api.eu-west-1.amazonaws.com/prod/users?a=b?c", "abc prod  /users a=b?c"],
  ["abc.execute-api.eu-west-1.amazonaws.com/prod", "abc prod  /"],
  ["abc.execute-api.cn-north-1.amazonaws.com.cn/prod/", "abc prod  /"],
  ["abc.execute-api.localhost/prod//x/", "abc prod  //x/"],
  ["abc.execute-api.localhost//prod/x", "abc prod  /x"],
  ["abc.execute-api.localhost/", "forbidden"],
  ["abc.execute-api.localhost", "forbidden"],
  ["abc-vpce-0f1e.execute-api.eu-west-1.amazonaws.com/s/x", "abc s  /x  vpce-0f1e"],
  ["abc.execute-api.localhost/ping", "abc ping  /"],
  ["api.example.test/users", "none prod  /users"],
  ["api.example.test", "none prod  /"],
  ["api.example.test/v1", "one s1 v1 /"],
  ["api.example.test/v1/users?x", "one s1 v1 /users x"],
  ["api.example.test/v1x/users", "none prod  /v1x/users"],
  ["api.example.test//v1/users", "one s1 v1 /users"],
  ["api.example.test/v1/deep/users", "deep s2 v1/deep /users"],
  ["api.example.test/v1/deeper", "one s1 v1 /deeper"],
  ["api.example.test/free/beta/users", "free beta free/beta /users"],
  ["api.example.test/free", "forbidden"],
  ["api.example.test/ping", "healthy"],
  ["api.example.test/sping", "healthy"],
  ["other.example.test/w/x", "wild prod w /x"],
  ["other.example.test/x", "forbidden"],
  ["a.b.example.test/w", "forbidden"],
  ["open.test/beta/x", "open beta beta /x"],
  ["rules.test/x", "forbidden"],
  ["127.0.0.1/_aws/execute-api/abc/prod/users?q", "abc prod  /users q"],
  ["localhost/_aws/execute-api/abc/prod", "abc prod  /"],
  ["localhost/restapis/abc/prod/_user_request_/users/", "abc prod  /users/"],
  ["localhost/restapis/abc/prod/_user_request_x", "forbidden"],
  ["localhost/users", "forbidden"],
])("%s: %s", (url, expected) => {
  expect(locate(url)).toBe(expected);
});

test("the name of a VPC endpoint leads to the API that the header names", () => {
  const url = "vpce-0f1e-ab12.execute-api.eu-west-1.vpce.amazonaws.com/prod/x";
  expect(locate(url, "abc")).toBe("abc prod  /x  vpce-0f1e");
  expect(locate(url)).toBe("forbidden");
});
