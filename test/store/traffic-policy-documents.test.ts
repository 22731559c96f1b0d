// Traffic policy documents (API: api-policies-traffic-policy-document-format): both formats, and what is wrong with one.

import { expect, test } from "vitest";
import { readDocument } from "../../src/store/traffic-policy-document.ts";
import { faultOf } from "./fixture.ts";

const endpoints = {
  one: { Type: "value", Value: "192.0.2.1" },
  two: { Type: "value", Value: "192.0.2.2" },
  elb: { Type: "elastic-load-balancer", Value: "elb-111111.us-east-1.elb.amazonaws.com" },
};

function document(changes: object): string {
  return JSON.stringify({
    AWSPolicyFormatVersion: "2015-10-01",
    RecordType: "A",
    StartRule: "start",
    Endpoints: endpoints,
    ...changes,
  });
}

function rule(start: object, more: object = {}): string {
  return document({ Rules: { start }, ...more });
}

const toOne = { EndpointReference: "one" };
const toTwo = { EndpointReference: "two" };

test.each<[what: string, text: string, routing: readonly object[]]>([
  [
    "failover",
    rule({ RuleType: "failover", Primary: toOne, Secondary: { ...toTwo, EvaluateTargetHealth: "true" } }),
    [{ Failover: "PRIMARY" }, { Failover: "SECONDARY" }],
  ],
  [
    "weighted, numbers as texts",
    rule({
      RuleType: "weighted",
      Items: [
        { ...toOne, Weight: "11" },
        { ...toTwo, Weight: 0 },
      ],
    }),
    [{ Weight: 11 }, { Weight: 0 }],
  ],
  [
    "latency",
    rule({
      RuleType: "latency",
      Regions: [
        { ...toOne, Region: "us-east-1" },
        { ...toTwo, Region: "eu-west-1" },
      ],
    }),
    [{ Region: "us-east-1" }, { Region: "eu-west-1" }],
  ],
  [
    "geo",
    rule({
      RuleType: "geo",
      Locations: [
        { ...toOne, Continent: "EU" },
        { ...toOne, Country: "US", Subdivision: "TX" },
        { ...toTwo, IsDefault: "true" },
      ],
    }),
    [
      { GeoLocation: { ContinentCode: "EU" } },
      { GeoLocation: { CountryCode: "US", SubdivisionCode: "TX" } },
      { GeoLocation: { CountryCode: "*" } },
    ],
  ],
  [
    "geo with a default by its star, and null for what is left out",
    rule({
      RuleType: "geo",
      Locations: [
        { ...toOne, RuleReference: null, Country: "DE", Continent: null },
        { ...toTwo, Country: "*", IsDefault: true },
      ],
    }),
    [{ GeoLocation: { CountryCode: "DE" } }, { GeoLocation: { CountryCode: "*" } }],
  ],
  [
    "geoproximity of 2015-10-01",
    rule({
      RuleType: "geoproximity",
      GeoproximityLocations: [
        { ...toOne, Region: "aws:route53:us-east-1", Bias: "10" },
        { ...toTwo, Latitude: "38.9", Longitude: -77.01 },
      ],
    }),
    [
      { GeoProximityLocation: { AWSRegion: "us-east-1", Bias: 10 } },
      { GeoProximityLocation: { Coordinates: { Latitude: "38.9", Longitude: "-77.01" } } },
    ],
  ],
  [
    "geoproximity of 2023-05-09",
    rule(
      {
        RuleType: "geoproximity",
        GeoproximityLocations: [
          { ...toOne, Location: { Type: "Region", LocationName: "aws:route53:us-east-1" }, Bias: -99 },
          { ...toTwo, Location: { Type: "LocalZone", LocationName: "aws:route53:us-east-1-atl-1a" } },
          { ...toTwo, Location: { Type: "Coordinate", Latitude: "38.9", Longitude: "-77.01" } },
        ],
      },
      { AWSPolicyFormatVersion: "2023-05-09" },
    ),
    [
      { GeoProximityLocation: { AWSRegion: "us-east-1", Bias: -99 } },
      { GeoProximityLocation: { LocalZoneGroup: "us-east-1-atl-1a" } },
      { GeoProximityLocation: { Coordinates: { Latitude: "38.9", Longitude: "-77.01" } } },
    ],
  ],
  [
    "multivalue",
    rule({ RuleType: "multivalue", Items: [toOne, toTwo] }),
    [{ MultiValueAnswer: true }, { MultiValueAnswer: true }],
  ],
])("%s", (_what, text, routing) => {
  expect(
    readDocument(text)
      .rules.get("start")
      ?.map((branch) => branch.routing),
  ).toEqual(routing);
});

const weighted = (...items: object[]): object => ({ RuleType: "weighted", Items: items });

test.each<[text: string, fault: RegExp]>([
  ["nonsense", /it is not JSON/],
  ["[]", /the document must be an object/],
  [" ".repeat(102_401), /more than 102400 characters/],
  [document({ AWSPolicyFormatVersion: "2020-01-01" }), /AWSPolicyFormatVersion must be one of 2015-10-01, 2023-05-09/],
  [document({ RecordType: "SOA" }), /RecordType must be one of/],
  [document({ Other: 1 }), /the document has an unknown member 'Other'/],
  [document({ StartEndpoint: "one" }), /exactly one of an endpoint and a rule/],
  [document({ StartRule: undefined }), /exactly one of an endpoint and a rule/],
  [document({}), /there is no rule 'start'/],
  [document({ StartRule: undefined, StartEndpoint: "nobody" }), /there is no endpoint 'nobody'/],
  [document({ Endpoints: { bad: { Type: "value", Value: "nonsense" } } }), /Endpoints\.bad\.Value is no A value/],
  [document({ Endpoints: { bad: { Type: "nonsense", Value: "x" } } }), /Endpoints\.bad\.Type 'nonsense' is unknown/],
  [document({ Endpoints: { bad: { Type: "s3-website", Value: "x" } } }), /needs a Region/],
  [document({ RecordType: "TXT", Endpoints: { elb: endpoints.elb } }), /needs the record type A or AAAA/],
  [rule({ RuleType: "nonsense" }), /RuleType 'nonsense' is unknown/],
  [rule({ RuleType: "weighted" }), /Items must be a list/],
  [rule({ RuleType: "weighted", Items: [] }), /leads nowhere/],
  [rule({ RuleType: "failover" }), /leads nowhere/],
  [rule(weighted({ ...toOne, Weight: 256 })), /Weight must be a whole number from 0 to 255/],
  [rule(weighted({ ...toOne })), /Weight must be a number/],
  [rule(weighted({ Weight: 1 })), /exactly one of an endpoint and a rule/],
  [rule(weighted({ ...toOne, RuleReference: "start", Weight: 1 })), /exactly one/],
  [rule(weighted({ EndpointReference: "nobody", Weight: 1 })), /there is no endpoint 'nobody'/],
  [rule(weighted({ RuleReference: "nobody", Weight: 1 })), /there is no rule 'nobody'/],
  [rule(weighted({ RuleReference: "start", Weight: 1 })), /the rule 'start' leads back to itself/],
  [rule(weighted({ ...toOne, Weight: 1, Region: "x" })), /unknown member 'Region'/],
  [rule(weighted({ ...toOne, Weight: 1, EvaluateTargetHealth: "perhaps" })), /must be true or false/],
  [rule({ RuleType: "multivalue", Items: [{ RuleReference: "start" }] }), /must lead to an endpoint/],
  [rule({ RuleType: "geo", Locations: [{ ...toOne, Country: "XX" }] }), /names no known location/],
  [rule({ RuleType: "geo", Locations: [{ ...toOne, Country: "DE", IsDefault: "true" }] }), /is the default and names/],
  [
    rule({
      RuleType: "geo",
      Locations: [
        { ...toOne, Country: "DE" },
        { ...toTwo, Country: "DE" },
      ],
    }),
    /names a region, location or role twice/,
  ],
  [
    rule({ RuleType: "geoproximity", GeoproximityLocations: [{ ...toOne, Region: "us-east-1" }] }),
    /must be written aws:route53:/,
  ],
  [
    rule({ RuleType: "geoproximity", GeoproximityLocations: [{ ...toOne, Region: "aws:route53:moon-1" }] }),
    /GeoproximityLocations\[0\]\.Region names no known region/,
  ],
  [
    rule(
      {
        RuleType: "geoproximity",
        GeoproximityLocations: [
          { ...toOne, Location: { Type: "Region", LocationName: "aws:route53:us-west-2-lax-1" } },
        ],
      },
      { AWSPolicyFormatVersion: "2023-05-09" },
    ),
    /Location\.LocationName names no known region/,
  ],
  [
    rule(
      {
        RuleType: "geoproximity",
        GeoproximityLocations: [{ ...toOne, Location: { Type: "LocalZone", LocationName: "aws:route53:garbage" } }],
      },
      { AWSPolicyFormatVersion: "2023-05-09" },
    ),
    /Location\.LocationName names no known Local Zone/,
  ],
  [rule({ RuleType: "latency", Regions: [{ ...toOne, Region: "moon-1" }] }), /Region names no known region/],
  [
    rule({ RuleType: "geoproximity", GeoproximityLocations: [{ ...toOne, Latitude: "38.901", Longitude: "0" }] }),
    /up to two decimals/,
  ],
  [
    rule({
      RuleType: "geoproximity",
      GeoproximityLocations: [{ ...toOne, Region: "aws:route53:eu-west-1", Bias: 100 }],
    }),
    /Bias must be a whole number from -99 to 99/,
  ],
  [
    rule(
      { RuleType: "geoproximity", GeoproximityLocations: [{ ...toOne, Region: "aws:route53:eu-west-1" }] },
      { AWSPolicyFormatVersion: "2023-05-09" },
    ),
    /unknown member 'Region'/,
  ],
])("%.100s: %s", (text, fault) => {
  const told = faultOf(() => readDocument(text));
  expect(told).toMatch(/^InvalidTrafficPolicyDocument: The traffic policy document is not valid: /);
  expect(told).toMatch(fault);
});

test("rules may be as deep as aliases are followed, and no deeper", () => {
  const chain = (length: number): string => {
    const rules = Array.from({ length }, (_, i): [string, object] => [
      `rule-${i}`,
      weighted(i + 1 < length ? { RuleReference: `rule-${i + 1}`, Weight: 1 } : { ...toOne, Weight: 1 }),
    ]);
    return document({ StartRule: "rule-0", Rules: Object.fromEntries(rules) });
  };
  expect(readDocument(chain(15)).rules.size).toBe(15);
  expect(faultOf(() => readDocument(chain(16)))).toMatch(/more than 15 deep/);
  expect(faultOf(() => readDocument(chain(500)))).toMatch(/more than 15 deep/);
});
