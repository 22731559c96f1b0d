// signpost.yaml text in, the configuration or its faults out: place and message of each.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig, unheardVariables } from "../../src/server/config.ts";
import { leaves, variableOf } from "../../src/server/config/leaves.ts";
import { distance, nearest } from "../../src/server/config/nearest.ts";
import { configurationPage, configurationSchema } from "../../scripts/configuration-page.ts";
import { overridesOf, readConfig } from "../../src/server/config/read.ts";

function faultsOf(text: string): string[] {
  return readConfig({ name: "signpost.yaml", text }, []).faults.map(({ place, message }) => `${place}: ${message}`);
}

function read(text: string) {
  const { config, faults } = readConfig({ name: "/etc/signpost/signpost.yaml", text }, []);
  expect(faults).toEqual([]);
  return config;
}

/** Every key that the project promises, with other values than the defaults. */
const whole = `
dns:
  listen: ["127.0.0.1:5300"]
  tls: { listen: ["127.0.0.1:8530"], certificate: x, key: y }
  https: { listen: [], certificate: x, key: y }
  workers: 2
  allowRecursion: ["127.0.0.0/8", "::1/128"]
zones: ./zones
data: ./.signpost
api: { listen: "127.0.0.1:5380" }
gateway:
  https: "127.0.0.1:5443"
  http: "127.0.0.1:5480"
  accountRate: 10000
  accountBurst: 5000
  maxConcurrent: null
functions: { users: ./functions/users.ts }
apis: ./apis
resolver:
  enabled: true
  rootHints: ./root.hints
  trustAnchors: [". DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"]
  validation: true
  validationTime: 20150420151600
  qnameMinimisation: true
  caseRandomisation: true
  minimalResponses: true
  prefetch: true
  serveStale: true
  ipv4: true
  ipv6: true
  hardenGlue: true
  allowPrivateUpstreams: false
  legacyAlgorithms: false
  domainInsecure: [corp.example]
  stubZones: [{ name: a.example, addresses: ["192.0.2.1", "192.0.2.2:5301", "2001:db8::1", "[2001:db8::1]:5301"] }]
  forwardZones: []
vpcs: [{ id: vpc-1, region: eu-central-1, clients: ["127.0.0.2/32"] }]
awsHosts: [{ name: lb.example, hostedZoneId: Z1, a: ["192.0.2.1"], aaaa: ["2001:db8::1"], healthy: true }]
accounts: [{ id: "111122223333", accessKeys: ["AKIAEXAMPLE"] }]
geo: { database: null, pins: [{ prefix: 192.0.2.0/24, continent: EU, country: NO, subdivision: null, region: eu-north-1 }], latencies: [{ from: eu-central-1, to: us-east-1, milliseconds: 88 }] }
lab: { enabled: false, bind: true }
log: { level: info }
history: { changesPerZone: 10000, days: null }
testing:
  clock: false
  reset: false
  healthOverride: false
  allowPrivateHealthTargets: false
  changePropagationMs: 0
  changeProcessingMs: 0
  strictness: strict
`;

describe("a file is read", () => {
  test("every promised key is accepted", () => {
    expect(faultsOf(whole)).toEqual([]);
  });

  test("an empty file means the defaults, and so does an empty section", () => {
    const { dns, api } = read("");
    expect(dns.listen).toEqual([
      { address: "127.0.0.1", port: 5300 },
      { address: "::1", port: 5300 },
    ]);
    expect(api.listen).toEqual({ address: "127.0.0.1", port: 5380 });
    expect(read("dns:\napi: {}\n")).toEqual(read(""));
  });

  test("a path is relative to the file, a default and an override to the working directory", () => {
    expect(read("zones: mine").zones).toBe("/etc/signpost/mine");
    expect(read("").zones).toBe(resolve("zones"));
    const override = { place: "--zones", path: "zones", words: ["mine"] };
    expect(readConfig({ name: "/etc/x.yaml", text: "zones: y" }, [override]).config.zones).toBe(resolve("mine"));
  });

  test("digits are read as they are written: ids keep their zeros, dates their digits, NO is a country", () => {
    const config = read(whole.replace('"111122223333"', "000000000012"));
    expect(config.accounts[0].id).toBe("000000000012");
    expect(config.resolver.validationTime).toBe("20150420151600");
    expect(config.geo.pins[0].country).toBe("NO");
  });

  test("an upstream without a port has port 53", () => {
    expect(read(whole).resolver.stubZones[0].addresses.map(({ port }) => port)).toEqual([53, 5301, 53, 5301]);
  });

  test("an anchor stands for what it names", () => {
    expect(read('dns: { listen: &here ["127.0.0.1:1"], tls: { listen: *here } }').dns.tls.listen).toEqual([
      { address: "127.0.0.1", port: 1 },
    ]);
  });
});

describe("a fault names the key, its line and what is expected", () => {
  test.each([
    ["dsn: {}", ['signpost.yaml:1:1: unknown key "dsn"; the nearest known key is "dns"']],
    ["dns:\n  listn: []", ['signpost.yaml:2:3: unknown key "listn" in dns; the nearest known key is "listen"']],
    ["dns:\n  Workers: 2", ['signpost.yaml:2:3: unknown key "Workers" in dns; the nearest known key is "workers"']],
    ["\nworkers: 2", ['signpost.yaml:2:1: unknown key "workers"; the nearest known key is "dns.workers"']],
    ["__proto__: 2", ['signpost.yaml:1:1: unknown key "__proto__"; the nearest known key is "history"']],
    [
      "dns: { workers: two }",
      ['signpost.yaml:1:17: dns.workers is "two": expected a whole number from 1 to 246, or null'],
    ],
    [
      "geo: { latencies: [{ from: eu-central-1, to: mars-1, milliseconds: 1.5 }] }",
      [
        'signpost.yaml:1:46: geo.latencies[0].to is "mars-1": expected an AWS region, such as eu-central-1',
        'signpost.yaml:1:68: geo.latencies[0].milliseconds is "1.5": expected a whole number from 0 to 60000',
      ],
    ],
    ["dns: {}\n---\ndns: {}\n", ["signpost.yaml:2:1: a second document begins here: there is one in a file"]],
    ["dns: { workers: 0 }", ['signpost.yaml:1:17: dns.workers is "0": expected a whole number from 1 to 246, or null']],
    [
      "dns: { workers: 1.5 }",
      ['signpost.yaml:1:17: dns.workers is "1.5": expected a whole number from 1 to 246, or null'],
    ],
    ["dns: { cookies: yes }", ['signpost.yaml:1:17: dns.cookies is "yes": expected true or false']],
    ["dns: []", [expect.stringMatching(/^signpost\.yaml:1:6: dns is a list: expected the keys listen, workers, /)]],
    [
      "dns:\n  listen: 127.0.0.1:53",
      [
        expect.stringMatching(
          /^signpost\.yaml:2:11: dns\.listen is "127\.0\.0\.1:53": expected a list; each item: ADDRESS:PORT/,
        ),
      ],
    ],
    [
      "dns:\n  listen:\n    - 127.0.0.1:53\n    - ::1:53x",
      [expect.stringMatching(/^signpost\.yaml:4:7: dns\.listen\[1\] is "::1:53x": expected ADDRESS:PORT/)],
    ],
    ["dns:\n  listen:", [expect.stringMatching(/dns\.listen is empty: expected a list/)]],
    [
      "dns: { allowQuery: [192.0.2.0/33] }",
      [expect.stringMatching(/allowQuery\[0\] is "192\.0\.2\.0\/33": expected an address prefix/)],
    ],
    [
      "functions: { a: ./a.py }",
      [expect.stringMatching(/functions\.a is "\.\/a\.py": expected a file such as \.\/users\.ts/)],
    ],
    ['functions: { a: "./a.ts#" }', [expect.stringMatching(/functions\.a is "\.\/a\.ts#": expected a file/)]],
    ['functions: { a: "http://[" }', [expect.stringMatching(/functions\.a is "http:\/\/\[": expected a file/)]],
    ["log: { level: loud }", [expect.stringMatching(/log\.level is "loud": expected one of trace, debug, info/)]],
    [
      "vpcs:\n  - { id: vpc-a }",
      [
        'signpost.yaml:2:5: vpcs[0] needs the key "region": an AWS region, such as eu-central-1',
        'signpost.yaml:2:5: vpcs[0] needs the key "clients": a list; each item: an address prefix, such as 192.0.2.0/24 or 2001:db8::/32',
      ],
    ],
    [
      "vpcs: [{ id: vpc-a, region: eu-middle-1, clients: [] }]",
      ['signpost.yaml:1:29: vpcs[0].region is "eu-middle-1": expected an AWS region, such as eu-central-1'],
    ],
    [
      "awsHosts: [{ name: lb.test, hostedZoneId: Z1, a: ['2001:db8::1'] }]",
      ['signpost.yaml:1:51: awsHosts[0].a[0] is "2001:db8::1": expected an IPv4 address'],
    ],
    [
      "geo: { pins: [{ prefix: 192.0.2.0/24, country: Germany, continent: EW }] }",
      [
        'signpost.yaml:1:48: geo.pins[0].country is "Germany": expected a country\'s two letters, such as DE, or null',
        'signpost.yaml:1:68: geo.pins[0].continent is "EW": expected a continent: AF, AN, AS, EU, NA, OC or SA, or null',
      ],
    ],
    [
      "resolver: { validationTime: 20151399000000 }",
      [expect.stringMatching(/expected a date and time in UTC as YYYYMMDDHHMMSS/)],
    ],
    [
      "resolver: { validationTime: 20150230000000 }",
      [expect.stringMatching(/expected a date and time in UTC as YYYYMMDDHHMMSS/)],
    ],
    ["data: [x]", ["signpost.yaml:1:7: data is a list: expected a path, or null"]],
    ["? [dns]\n: 1\n", ["signpost.yaml:1:3: a key of the file is expected to be a word"]],
    [
      "gateway: { edges: [{ location: FRA, region: eu-central-1, https: 127.0.0.2:1 }, { location: FRA, region: eu-west-1, https: 127.0.0.3:1 }] }",
      ['signpost.yaml:1:81: gateway.edges[1].location is "FRA", as that of gateway.edges[0] is'],
    ],
    ["accounts: [{ id: 12, accessKeys: [] }]", ['signpost.yaml:1:18: accounts[0].id is "12": expected twelve digits']],
    [
      "accounts: [{ id: 111122223333, accessKeys: [a] }, { id: 111122223333, accessKeys: [b] }]",
      ['signpost.yaml:1:51: accounts[1].id is "111122223333", as that of accounts[0] is'],
    ],
    [
      "vpcs:\n  - { id: vpc-a, region: eu-central-1, clients: [] }\n  - { id: vpc-a, region: us-east-1, clients: [] }",
      ['signpost.yaml:3:5: vpcs[1].id is "vpc-a", as that of vpcs[0] is'],
    ],
    [
      "awsHosts: [{ name: lb.test, hostedZoneId: Z1 }, { name: LB.test., hostedZoneId: Z2 }]",
      ['signpost.yaml:1:49: awsHosts[1].name is "LB.test.", as that of awsHosts[0] is'],
    ],
    [
      "resolver:\n  stubZones:\n    - { name: a.test, addresses: [192.0.2.1] }\n    - { name: A.test., addresses: [192.0.2.2] }",
      ['signpost.yaml:4:7: resolver.stubZones[1].name is "A.test.", as that of resolver.stubZones[0] is'],
    ],
    [
      "dns: { listen: *nope }\nzones: *x",
      [
        "signpost.yaml:1:16: dns.listen is the alias *nope, which has no &nope before it",
        "signpost.yaml:2:8: zones is the alias *x, which has no &x before it",
      ],
    ],
    [
      "dns: &d { cookies: true, rateLimit: *d }",
      ["signpost.yaml:1:37: dns.rateLimit is the alias *d, which stands inside of what it names"],
    ],
    ["dns: {}\ndns: {}", ["signpost.yaml:2:1: Map keys must be unique"]],
    ["- 1", [expect.stringMatching(/^signpost\.yaml:1:1: the file is a list: expected the keys dns, zones, /)]],
  ])("%j", (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  test("all faults of a file are found, in the order of its lines", () => {
    const lines = faultsOf("zones: ''\nnews: 1\ndns:\n  workers: -1\nlog: { levl: info }").map(
      (fault) => fault.split(":")[1],
    );
    expect(lines).toEqual(["1", "2", "4", "5"]);
  });

  test("broken YAML is a fault with its line", () => {
    expect(faultsOf("dns:\n  listen: [\nlog: {}\n")[0]).toMatch(/^signpost\.yaml:[23]:\d+: /);
  });

  test("a file that is named must exist, the usual one need not", () => {
    expect(loadConfig("test/nowhere.yaml", [], {}).faults).toEqual([
      { place: "test/nowhere.yaml", message: "there is no such file" },
    ]);
    expect(loadConfig("test", [], {}).faults).toEqual([{ place: "test", message: "it is a directory" }]);
    expect(loadConfig(null, [], {})).toMatchObject({ file: null, faults: [] });
  });
});

describe("words and variables win over the file", () => {
  const environment = {
    SIGNPOST_DNS_LISTEN: "127.0.0.1:1, [::1]:2",
    SIGNPOST_DNS_MAX_UDP_SIZE: "1400",
    SIGNPOST_SERVICE_HOST: "10.0.0.1",
    SIGNPOST_DNS_IDENTITY: "",
  };

  test("a variable says its key, a list's items between commas; other variables are nobody's business", () => {
    const { config, faults } = readConfig(
      { name: "signpost.yaml", text: "dns: { maxUdpSize: 512, identity: x }" },
      overridesOf(environment),
    );
    expect(faults).toEqual([]);
    expect(config.dns).toMatchObject({
      maxUdpSize: 1400,
      identity: null,
      listen: [
        { address: "127.0.0.1", port: 1 },
        { address: "::1", port: 2 },
      ],
    });
  });

  test("the call's words win over variables", () => {
    const words = [{ place: "--workers", path: "dns.workers", words: ["3"] }];
    expect(loadConfig(null, words, { SIGNPOST_DNS_WORKERS: "2" }).config.dns.workers).toBe(3);
  });

  test("a wrong word names its option", () => {
    expect(readConfig(null, [{ place: "--workers", path: "dns.workers", words: ["many"] }]).faults).toEqual([
      { place: "--workers", message: 'dns.workers is "many": expected a whole number from 1 to 246, or null' },
    ]);
  });

  test("an empty path is no null: a variable that nobody set must not throw the state away", () => {
    expect(loadConfig(null, [], { SIGNPOST_DATA: "" }).faults).toEqual([
      { place: "SIGNPOST_DATA", message: 'data is "": expected a path, or null' },
    ]);
    expect(loadConfig(null, [], { SIGNPOST_DATA: "null" }).config.data).toBeNull();
  });

  test.each([
    [
      "SIGNPOST_DNS_WORKER",
      ["SIGNPOST_DNS_WORKER is no setting and says nothing; the nearest is SIGNPOST_DNS_WORKERS."],
    ],
    [
      "SIGNPOST_DNS_TSIG_KEYS",
      ["SIGNPOST_DNS_TSIG_KEYS is not heard: dns.tsigKeys can be said in signpost.yaml only."],
    ],
    ["SIGNPOST_DNS_WORKERS", []],
    ["SIGNPOST_SERVICE_HOST", []],
    ["SIGNPOST_PORT", []],
    ["SIGNPOST_DNS_PORT_53_UDP_ADDR", []],
    ["DNS_WORKER", []],
  ])("of the variable %s is said %j", (name, sentences) => {
    expect(unheardVariables({ [name]: "2" })).toEqual(sentences);
  });

  test("no two keys share a variable", () => {
    const names = leaves().map(({ path }) => variableOf(path));
    expect(new Set(names).size).toBe(names.length);
  });
});

test("the page and the JSON Schema say what the table says: node scripts/configuration-page.ts writes them", () => {
  expect(readFileSync("docs/configuration.md", "utf8")).toBe(configurationPage());
  expect(JSON.parse(readFileSync("docs/signpost.schema.json", "utf8"))).toEqual(configurationSchema());
  for (const { path } of leaves()) expect(configurationPage()).toContain(`| \`${path}\` |`);
});

test.each([
  ["listn", ["listen", "workers"], "listen"],
  ["lsiten", ["listen", "tls"], "listen"],
  ["x", [], undefined],
])("the nearest to %s of %j is %s", (word, words, near) => {
  expect(nearest(word, words)).toBe(near);
});

test("a swap of two letters is one edit", () => {
  expect([distance("lsiten", "listen"), distance("kitten", "sitting"), distance("", "abc")]).toEqual([1, 3, 3]);
});
