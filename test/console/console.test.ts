// The console's own pages: the document with its policy, and the modules of the program as a browser loads them.

import { beforeAll, expect, test } from "vitest";
import { consoleRoutes } from "../../src/console/console.ts";
import type { Handler, HttpReply, Routes } from "../../src/http/listener.ts";

const facts = { version: "1.2.3", recursion: "lab" } as const;
const entry = "console/page/main.ts";
let routes: Routes;

beforeAll(() => {
  routes = new Map(consoleRoutes(facts));
});

async function page(path: string, rest = ""): Promise<HttpReply & { body: string }> {
  const handler: Handler = routes.get(path)!.GET!;
  const query = new URLSearchParams();
  const reply = await handler({
    method: "GET",
    path,
    queryText: "",
    headers: {},
    rest,
    query,
    body: "",
    octets: new Uint8Array(),
  });
  const { body } = reply;
  return { ...reply, body: typeof body === "string" ? body : Buffer.from(body as Uint8Array).toString() };
}

test("the document knows the server, and lets scripts come from it alone", async () => {
  const { status, type, body, headers } = await page("/");
  expect({ status, type }).toEqual({ status: 200, type: "text/html; charset=utf-8" });
  expect(headers?.["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(body).toContain(`<html lang="en" data-version="1.2.3" data-recursion="lab" data-sent="false">`);
  expect(body).toContain(`<script type="module" src="/source/${entry}"></script>`);
  expect(body).not.toMatch(/<script(?![^>]* src=)|\son\w+=|style=/);
});

test("a visitor whom another site's page sent is told from others, and cannot be led on by it", async () => {
  const handler: Handler = routes.get("/")!.GET!;
  const asked = { method: "GET", path: "/", queryText: "", rest: "", body: "", octets: new Uint8Array() };
  const query = new URLSearchParams();
  for (const [site, sent] of [
    ["cross-site", true],
    ["same-origin", false],
    ["none", false],
  ] as const) {
    const { body, headers } = await handler({ ...asked, query, headers: { "sec-fetch-site": site } });
    expect(body).toContain(`data-sent="${sent}"`);
    expect(headers?.["cross-origin-opener-policy"]).toBe("same-origin");
  }
});

test("what the document names is there", async () => {
  const { body } = await page("/");
  const named = [...body.matchAll(/(?:src|href)="(\/[^"#]*)"/g)].map(([, path]) => path);
  expect(new Set(named)).toEqual(new Set(["/console.svg", "/console.css", `/source/${entry}`, "/_signpost"]));
  expect(await page("/console.css")).toMatchObject({ status: 200, type: "text/css; charset=utf-8" });
  expect(await page("/console.svg")).toMatchObject({ status: 200, type: "image/svg+xml" });
});

test("every module that the page leads to is told without types", async () => {
  const seen = new Set<string>();
  const queue = [entry];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { status, type, body } = await page("/source/**", path);
    expect({ path, status, type }).toEqual({ path, status: 200, type: "text/javascript; charset=utf-8" });
    expect(body).not.toMatch(/^(export )?(interface|type) \w+/m);
    for (const [, specifier] of body.matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)";/gms))
      queue.push(new URL(specifier, `http://x/${path}`).pathname.slice(1));
  }
  expect(seen).toContain("trace/wording.ts");
  expect(seen.size).toBeGreaterThan(20);
});

test.each([
  "server/service.ts",
  "console/console.ts",
  "console/page/../../server/service.ts",
  "..%2fpackage.json",
  "console/page/tsconfig.json",
  "console/page",
  "",
])("nothing else is told: /source/%s", async (path) => {
  expect(await page("/source/**", path)).toMatchObject({ status: 404 });
});
