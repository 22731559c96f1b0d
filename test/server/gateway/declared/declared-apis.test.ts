// The apis directory: what is deployed when, what a broken file leaves as it is, what goes with a file, and the domains in front
// of declared APIs, with their zones (declared-domain.ts). Files are real, stores are in memory, and somebody looks by hand.

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { MemoryTables } from "../../../../src/base/memory-tables.ts";
import { seededRandom } from "../../../../src/base/random.ts";
import { GatewayStore } from "../../../../src/gateway/control/gateway-store.ts";
import { DeclaredFunctions } from "../../../../src/server/declared-functions.ts";
import { DeclaredApis } from "../../../../src/server/gateway/declared/declared-apis.ts";
import { DeclaredDomains } from "../../../../src/server/gateway/declared/declared-domain.ts";
import type { Log } from "../../../../src/server/log.ts";
import { Route53Store } from "../../../../src/store/route53-store.ts";

const startMs = Date.UTC(2026, 10, 30);

class World {
  readonly folder = mkdtempSync(join(tmpdir(), "signpost-apis-"));
  readonly said: string[] = [];
  readonly store: GatewayStore;
  readonly zones: Route53Store;
  functions!: DeclaredFunctions;
  apis!: DeclaredApis;
  #nowMs = startMs;

  constructor() {
    const tables = new MemoryTables();
    this.store = new GatewayStore(tables);
    this.zones = new Route53Store(tables);
    mkdirSync(this.#at("apis"));
    onTestFinished(() => {
      this.#close();
      rmSync(this.folder, { recursive: true });
    });
    this.restart();
  }

  /** Another process with the same tables. */
  restart(): void {
    this.#close();
    this.said.splice(0);
    const say =
      (level: string) =>
      (_: object, sentence: string): void =>
        void this.said.push(`${level} ${sentence}`);
    const log: Log = {
      debug: say("debug"),
      info: say("info"),
      warn: say("warn"),
      error: say("error"),
      flush: () => {},
    };
    const nowMs = (): number => (this.#nowMs += 1_000);
    this.functions = new DeclaredFunctions({}, log);
    this.apis = new DeclaredApis({
      folder: this.#at("apis"),
      store: this.store,
      functions: this.functions,
      domains: new DeclaredDomains({ gateway: this.store, zones: this.zones, nowMs }),
      nowMs,
      log,
    });
    this.apis.start();
  }

  #close(): void {
    this.apis?.close();
    this.functions?.close();
  }

  #at(path: string): string {
    return join(this.folder, path);
  }

  /** Writes files (null: takes them away), looks, and returns what was said. */
  change(files: Readonly<Record<string, string | null>>): readonly string[] {
    for (const [name, text] of Object.entries(files))
      if (text === null) rmSync(this.#at(`apis/${name}`));
      else writeFileSync(this.#at(`apis/${name}`), text);
    return this.look();
  }

  rename(from: string, to: string): readonly string[] {
    renameSync(this.#at(`apis/${from}`), this.#at(`apis/${to}`));
    return this.look();
  }

  look(): readonly string[] {
    this.said.splice(0);
    this.apis.look();
    return [...this.said];
  }

  get context(): Parameters<GatewayStore["createRestApi"]>[1] {
    const region = "us-east-1";
    return { account: "000000000000", region, accessKey: null, nowMs: this.#nowMs, random: seededRandom(1) };
  }

  ids(): string[] {
    return Array.from(this.store.apis(), ({ api }) => api.id);
  }

  idOf(file: string): string {
    return Array.from(this.store.apis()).find(({ api }) => api.tags?.["signpost:file"] === file)?.api.id ?? "";
  }

  deployments(apiId: string): number {
    return this.store.getDeployments({ restApiId: apiId }, this.context).items.length;
  }

  /** Paths and verbs that a stage serves. */
  served(apiId: string, stage = "prod"): string[] {
    const resources = this.store.stage(apiId, stage)?.snapshot.resources ?? [];
    return resources.flatMap(({ path, resourceMethods = {} }) =>
      Object.keys(resourceMethods).map((verb) => `${verb} ${path}`),
    );
  }

  /** Domains with where their base paths lead. */
  domains(): Record<string, string[]> {
    return Object.fromEntries(
      Array.from(this.store.domains(), ({ domain: { domainName } }) => [
        domainName,
        (this.store.domain(domainName)?.mappings ?? []).map((one) => `${one.basePath} ${one.restApiId} ${one.stage}`),
      ]),
    );
  }

  /** Hosted zones with their aliases. */
  hosted(): Record<string, string[]> {
    return Object.fromEntries(
      Array.from(this.zones.zones(), ({ id, name }) => [
        name,
        [...this.zones.recordSets(id)].flatMap(({ Type, Name, AliasTarget }) =>
          Type === "NS" || Type === "SOA" ? [] : [`${Name} ${Type} ${AliasTarget?.DNSName ?? "-"}`],
        ),
      ]),
    );
  }
}

const mock = "x-amazon-apigateway-integration: { type: mock }";
const shop = (signpost: string, more = ""): string => `openapi: 3.0.1
info: { title: shop, version: "1" }
x-signpost: {${signpost}}
paths:
  /items: { get: { ${mock} } }
${more}`;

test("a file in the folder's place is told, and changes nothing; no folder at all is none", () => {
  const world = new World();
  rmSync(join(world.folder, "apis"), { recursive: true });
  world.restart();
  expect(world.said).toEqual([]);
  writeFileSync(join(world.folder, "apis"), "");
  world.restart();
  expect(world.said).toEqual([`error apis: ${join(world.folder, "apis")} is no directory`]);
});

test("a file is an API with a stage; a change is one more deployment, a restart none", () => {
  const world = new World();
  expect(world.change({ "shop.yaml": shop("") })).toEqual(["info an API is deployed"]);
  const [id] = world.ids();
  expect(world.served(id)).toEqual(["GET /items"]);
  expect(world.look()).toEqual([]);
  world.restart();
  expect([world.said, world.ids(), world.deployments(id)]).toEqual([[], [id], 1]);
  const changed = shop("stage: live, variables: { colour: red }", `  /more: { put: { ${mock} } }\n`);
  expect(world.change({ "shop.yaml": changed })).toEqual(["info an API is deployed"]);
  expect([world.ids(), world.deployments(id)]).toEqual([[id], 2]);
  expect(world.served(id, "live")).toEqual(["GET /items", "PUT /more"]);
  expect(world.served(id)).toEqual(["GET /items"]);
  expect(world.store.getDeployments({ restApiId: id }, world.context).items).toContainEqual(
    expect.objectContaining({ description: expect.stringMatching(/^shop\.yaml [0-9a-f]{12}$/) }),
  );
});

test("JSON does as well as YAML; other files, folders and hidden ones are passed over", () => {
  const world = new World();
  mkdirSync(join(world.folder, "apis/deep.yaml"));
  const json = JSON.stringify({
    swagger: "2.0",
    info: { title: "j" },
    paths: { "/": { get: { "x-signpost-handler": "./a.ts" } } },
  });
  const files = { "a.ts": "export const handler = () => 1;", ".hidden.yaml": "]", "notes.txt": "]", "j.json": json };
  expect(world.change(files)).toEqual(["info an API is deployed"]);
  expect(world.functions.all()).toMatchObject([{ name: "j-a", source: join(world.folder, "apis/a.ts") }]);
});

test("variables of a stage are those of the file", () => {
  const world = new World();
  world.change({ "shop.yaml": shop("variables: { a: x, b: y }") });
  const [id] = world.ids();
  world.change({ "shop.yaml": shop("variables: { b: z }") });
  expect(world.store.stage(id, "prod")?.stage.variables).toEqual({ b: "z" });
});

/** Names that stand for lists of names: a billion of them in a page. */
const bomb = `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? "a" : `b${i - 1}`},`.repeat(9)}]`).join("\n")}\n`;

test.each([
  ["{", /^error .+ at line \d+/],
  ["just words", "error it holds no OpenAPI document"],
  [bomb, "error it holds no OpenAPI document"],
  ["[]", "error it holds no OpenAPI document"],
  [shop("stag: x"), "error x-signpost.stag: there is no such key; did you mean stage?"],
  [shop("cors: { allowCredentials: true }"), /^error x-signpost\.cors: allowCredentials needs an origin/],
  [shop("", "  /b: { get: { summary: nobody } }\n"), /^error paths\.\/b\.get: there is neither an integration nor/],
  ["openapi: 3.0.1\ninfo: { title: x }\npaths: {}\n", "error paths: there is no operation to serve"],
  ["openapi: 9.0\npaths: {}\n", /^error \S/],
])("a file that says %j changes nothing, and it is said why", (text, sentence) => {
  const world = new World();
  const whole = `${shop("domain: shop.test")}  /f: { get: { x-signpost-handler: ./f.ts } }\n`;
  world.change({ "f.ts": "", "shop.yaml": whole });
  const before = [world.ids(), world.served(world.ids()[0]), world.domains(), world.functions.all()];
  const said = world.change({ "shop.yaml": text });
  expect(said).toHaveLength(1);
  if (typeof sentence === "string") expect(said[0]).toBe(sentence);
  else expect(said[0]).toMatch(sentence);
  expect([world.ids(), world.served(world.ids()[0]), world.domains(), world.functions.all()]).toEqual(before);
  expect(world.look()).toEqual([]);
  world.restart();
  expect(world.served(world.ids()[0])).toEqual(before[1]);
  expect(world.said).toHaveLength(1);
});

test("what one file gets wrong harms no other", () => {
  const world = new World();
  const said = world.change({ "a.yaml": "{", "b.yaml": shop(""), "c.yaml": shop("stage: ''") });
  expect(said.map((line) => line.split(" ")[0])).toEqual(["error", "info", "error"]);
  expect(world.ids()).toHaveLength(1);
});

test("a file that goes takes API, functions, domain and zone with it", () => {
  const world = new World();
  const text = `${shop("domain: shop.test")}  /f: { get: { x-signpost-handler: ./f.ts } }\n`;
  world.change({ "shop.yaml": text, "f.ts": "" });
  const [id] = world.ids();
  const { regionalDomainName: target } = world.store.domain("shop.test")?.domain ?? {};
  expect(world.domains()).toEqual({ "shop.test": [`(none) ${id} prod`] });
  expect(world.hosted()).toEqual({ "shop.test.": [`shop.test. A ${target}.`, `shop.test. AAAA ${target}.`] });
  expect(world.change({ "shop.yaml": null })).toEqual(["info an API is gone with its file"]);
  expect([world.ids(), world.domains(), world.hosted(), world.functions.all()]).toEqual([[], {}, {}, []]);
  world.change({ "shop.yaml": text });
  rmSync(join(world.folder, "apis/shop.yaml"));
  world.restart();
  expect([world.ids(), world.domains(), world.hosted()]).toEqual([[], {}, {}]);
});

test("a file with a new name keeps its domain", () => {
  const world = new World();
  world.change({ "shop.yaml": shop("domain: shop.test") });
  expect(world.rename("shop.yaml", "a.yaml")).toEqual(["info an API is gone with its file", "info an API is deployed"]);
  const [id] = world.ids();
  expect(world.domains()).toEqual({ "shop.test": [`(none) ${id} prod`] });
  expect(Object.keys(world.hosted())).toEqual(["shop.test."]);
});

test("a domain moves with what the file says", () => {
  const world = new World();
  world.change({ "shop.yaml": shop("domain: one.test") });
  const [id] = world.ids();
  world.change({ "shop.yaml": shop("domain: two.test, basePath: v1, stage: live") });
  expect([world.domains(), Object.keys(world.hosted())]).toEqual([{ "two.test": [`v1 ${id} live`] }, ["two.test."]]);
  world.change({ "shop.yaml": shop("domain: two.test, basePath: v2, endpoint: edge") });
  expect(world.domains()).toEqual({ "two.test": [`v2 ${id} prod`] });
  expect(world.hosted()["two.test."][0]).toMatch(/\.cloudfront\.net\.$/);
  world.change({ "shop.yaml": shop("") });
  expect([world.domains(), world.hosted()]).toEqual([{}, {}]);
  world.change({ "shop.yaml": shop('domain: "*.wild.test"') });
  expect([world.domains(), world.hosted()]).toEqual([{ "*.wild.test": [`(none) ${id} prod`] }, {}]);
});

test("two files share a domain by base paths, and the one that stays keeps it", () => {
  const world = new World();
  world.change({ "a.yaml": shop("domain: shop.test, basePath: a"), "b.yaml": shop("domain: shop.test, basePath: b") });
  expect(world.domains()).toEqual({
    "shop.test": [`a ${world.idOf("a.yaml")} prod`, `b ${world.idOf("b.yaml")} prod`],
  });
  expect(world.change({ "c.yaml": shop("domain: shop.test, basePath: b") })).toEqual([
    `error shop.test/b leads to the API ${world.idOf("b.yaml")} already: x-signpost.basePath tells them apart`,
  ]);
  expect(world.change({ "d.yaml": shop("domain: shop.test, basePath: d, endpoint: edge") })).toEqual([
    "error shop.test is regional already, for another API: x-signpost.endpoint must be the same",
  ]);
  expect(world.ids()).toHaveLength(2);
  world.change({ "a.yaml": null, "c.yaml": null, "d.yaml": null });
  expect(world.domains()).toEqual({ "shop.test": [`b ${world.idOf("b.yaml")} prod`] });
  expect(Object.keys(world.hosted())).toEqual(["shop.test."]);
  world.change({ "b.yaml": null });
  expect([world.domains(), world.hosted()]).toEqual([{}, {}]);
});

test.each([
  ["domain: own.test", "error own.test is edge already, for another API: x-signpost.endpoint must be the same"],
  ["domain: b.test", /^error b\.test\/ leads to the API \w+ already/],
  ["domain: far.test", "error far.test is a domain of another account or region"],
  ["domain: a_b.test", "error x-signpost.domain: expected a domain name, such as api.example.test"],
])("a file whose new domain is refused (%s) is served on as before", (signpost, sentence) => {
  const world = new World();
  const arn = "arn:aws:acm:us-east-1:000000000000:certificate/x";
  const edge = { endpointConfiguration: { types: ["EDGE"] as const }, certificateArn: arn };
  world.store.createDomainName({ domainName: "own.test", ...edge }, world.context);
  world.store.createDomainName({ domainName: "far.test", ...edge }, { ...world.context, region: "eu-west-1" });
  world.change({ "a.yaml": shop("domain: a.test"), "b.yaml": shop("domain: b.test") });
  const id = world.idOf("a.yaml");
  const state = (): unknown => [world.served(id), world.deployments(id), world.domains(), world.hosted()];
  const before = state();
  const said = world.change({ "a.yaml": shop(signpost, `  /more: { put: { ${mock} } }\n`) });
  expect(said).toEqual([typeof sentence === "string" ? sentence : expect.stringMatching(sentence)]);
  expect(state()).toEqual(before);
  expect(world.change({ "a.yaml": shop("domain: c.test") })).toEqual(["info an API is deployed"]);
  expect(world.domains()["c.test"]).toEqual([`(none) ${id} prod`]);
  expect([world.domains()["a.test"], world.hosted()["a.test."]]).toEqual([undefined, undefined]);
});

test("a file whose handler is not there waits for it, and what was served is served on", () => {
  const world = new World();
  const handled = (file: string): string => `${shop("")}  /f: { get: { x-signpost-handler: ${file} } }\n`;
  world.change({ "f.mjs": "", "shop.yaml": handled("./f.mjs") });
  const [id] = world.ids();
  const before = world.functions.all();
  const gone = join(world.folder, "apis/gone.mjs");
  expect(world.change({ "shop.yaml": handled("./gone.mjs") })).toEqual([
    `error x-signpost-handler: ${gone} is not there`,
  ]);
  expect([world.functions.all(), world.deployments(id), world.look()]).toEqual([before, 1, []]);
  expect(world.change({ "gone.mjs": "" })).toEqual(["info an API is deployed"]);
  expect(world.functions.all()).toMatchObject([{ name: "shop-gone", source: gone }]);
});

test("what people made stays theirs", () => {
  const world = new World();
  const { HostedZone } = world.zones.createHostedZone({ Name: "mine.test", CallerReference: "1" }, world.context);
  const record = { Name: "mine.test.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] } as const;
  const put = (set: object): void => {
    const input = {
      HostedZoneId: HostedZone.Id.slice(12),
      ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: set }] },
    };
    world.zones.changeResourceRecordSets(input as never, world.context);
  };
  put(record);
  const arn = { regionalCertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/x" };
  const own = { domainName: "own.test", endpointConfiguration: { types: ["REGIONAL"] as const }, ...arn };
  world.store.createDomainName(own, world.context);
  world.change({ "shop.yaml": shop("domain: mine.test") });
  const [id] = world.ids();
  world.store.createBasePathMapping({ domainName: "own.test", restApiId: id, stage: "prod" }, world.context);
  expect(world.hosted()["mine.test."]).toEqual(["mine.test. A -", expect.stringMatching(/^mine\.test\. AAAA d-/)]);
  world.change({ "shop.yaml": shop("domain: mine.test, stage: live") });
  expect(world.domains()["own.test"]).toEqual([`(none) ${id} prod`]);
  world.change({ "shop.yaml": null });
  expect(world.domains()).toEqual({ "own.test": [] });
  expect(world.hosted()["mine.test."][0]).toBe("mine.test. A -");
});

test("a zone that was made for a domain stays when people have put something into it", () => {
  const world = new World();
  world.change({ "shop.yaml": shop("domain: shop.test") });
  const [zone] = world.zones.zones();
  const set = { Name: "www.shop.test.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] };
  const changes = { HostedZoneId: zone.id, ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: set }] } };
  world.zones.changeResourceRecordSets(changes as never, world.context);
  world.change({ "shop.yaml": null });
  expect([world.ids(), world.domains(), world.hosted()]).toEqual([[], {}, { "shop.test.": ["www.shop.test. A -"] }]);
});

test("a changed handler is another revision of its function, and no deployment", () => {
  const world = new World();
  world.change({ "f.mjs": "1;", "shop.yaml": `${shop("")}  /f: { get: { x-signpost-handler: ./f.mjs } }\n` });
  const [id] = world.ids();
  const before = world.functions.source("shop-f")?.revision;
  expect(world.change({ "f.mjs": "22;" })).toEqual([]);
  world.functions.look();
  expect(world.functions.source("shop-f")?.revision).not.toBe(before);
  expect(world.deployments(id)).toBe(1);
});

test.skipIf(process.getuid?.() === 0)("a file that cannot be read is told of", () => {
  const world = new World();
  writeFileSync(join(world.folder, "apis/a.yaml"), "", { mode: 0o000 });
  expect(world.look()).toEqual(["error it cannot be read: EACCES"]);
});

test("without a directory there are no APIs, and that is all", () => {
  const world = new World();
  rmSync(join(world.folder, "apis"), { recursive: true });
  expect(world.look()).toEqual([]);
});
