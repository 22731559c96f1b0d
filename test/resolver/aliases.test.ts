// Aliases: CNAME and DNAME over zones, circles, chains that are too long, names that get too long.

import { expect, test } from "vitest";
import { maxResolverAliases } from "../../src/base/limits.ts";
import { expectSteps } from "../trace/expect-steps.ts";
import { type Case, checkCase } from "./cases.ts";
import { internet, usual } from "./internet.ts";

const com = (records: string) => ({ "127.53.0.20": { "example.com.": `@ NS ns\nns A 127.53.0.20\n${records}` } });
const long = "l".repeat(60);

const cases: Case[] = [
  {
    title: "RFC 1034 §3.6.2: a CNAME into another zone starts the search anew",
    ask: "alias.example.com.",
    answer: ["alias.example.com. 3600 CNAME www.example.org.", "www.example.org. 3600 A 192.0.2.2"],
    steps: ["response.alias", "delegation.known", "response.answer"],
  },
  {
    title: "RFC 1034 §3.6.2: the second time the cache follows it",
    before: (net) => net.ask("alias.example.com."),
    ask: "alias.example.com.",
    answer: ["alias.example.com. 3600 CNAME www.example.org.", "www.example.org. 3600 A 192.0.2.2"],
    queries: [],
    steps: ["cache.alias", "cache.hit", "answer.done"],
  },
  {
    title: "a CNAME that is asked for itself is the answer",
    ask: "alias.example.com.",
    type: "CNAME",
    answer: ["alias.example.com. 3600 CNAME www.example.org."],
    steps: ["response.answer"],
  },
  {
    title: "RFC 6672 §3.1: a DNAME makes a CNAME",
    sites: com("d DNAME example.org."),
    ask: "www.d.example.com.",
    answer: [
      "d.example.com. 3600 DNAME example.org.",
      "www.d.example.com. 3600 CNAME www.example.org.",
      "www.example.org. 3600 A 192.0.2.2",
    ],
    steps: ["alias.synthesised", "response.answer"],
  },
  {
    title: "RFC 6672 §3.2: the cached DNAME serves for other names below it",
    sites: com("d DNAME example.org."),
    before: (net) => net.ask("www.d.example.com."),
    ask: "nobody.d.example.com.",
    rcode: "NXDOMAIN",
    queries: ["127.53.0.30 udp nobody.example.org. A"],
    steps: ["cache.alias", "response.nxdomain"],
  },
  {
    title: "RFC 6672 §3.2: a CNAME that does not fit its DNAME is put aside",
    sites: {
      "127.53.0.20": ({ name }) => ({
        answer: `d.example.com. 60 DNAME example.org.\n${name} 60 CNAME elsewhere.example.net.`,
      }),
    },
    options: { qnameMinimisation: false },
    ask: "www.d.example.com.",
    answer: [
      "d.example.com. 60 DNAME example.org.",
      "www.d.example.com. 60 CNAME www.example.org.",
      "www.example.org. 3600 A 192.0.2.2",
    ],
    steps: ["record.broken-alias", "alias.synthesised"],
  },
  {
    title: "RFC 6672 §3.2: the CNAME that a DNAME makes is no record of its own, even when CNAMEs are asked for",
    sites: com("d DNAME example.org."),
    ask: "www.d.example.com.",
    type: "CNAME",
    answer: ["d.example.com. 3600 DNAME example.org.", "www.d.example.com. 3600 CNAME www.example.org."],
    steps: ["response.answer", "alias.synthesised"],
  },
  {
    title: "RFC 6672 §2.2: YXDOMAIN when the name gets too long",
    sites: com(`d DNAME ${[long, long, long, "x".repeat(55)].join(".")}.example.org.`),
    ask: "a.b.c.d.example.com.",
    rcode: "YXDOMAIN",
    steps: ["response.too-long"],
  },
  {
    title: "RFC 1034 §3.6.2: a circle of aliases over zones",
    sites: {
      ...com("one CNAME two.example.org."),
      "127.53.0.30": { "example.org.": "@ NS ns\nns A 127.53.0.30\ntwo CNAME one.example.com." },
    },
    ask: "one.example.com.",
    rcode: "SERVFAIL",
    steps: ["response.alias", "response.alias", "alias.loop"],
  },
  {
    title: "a circle of aliases within one answer",
    sites: com("one CNAME two\ntwo CNAME one"),
    ask: "one.example.com.",
    rcode: "SERVFAIL",
    steps: ["alias.loop"],
  },
  {
    title: "RFC 2308 §2.1: NXDOMAIN at the end of a chain is about the chain's end",
    sites: com("gone CNAME nobody.example.com."),
    ask: "gone.example.com.",
    rcode: "NXDOMAIN",
    answer: ["gone.example.com. 3600 CNAME nobody.example.com."],
    steps: ["response.nxdomain"],
  },
  {
    title: "RFC 2181 §10.1: two CNAMEs at a name lead nowhere",
    sites: {
      "127.53.0.20": ({ name }) => ({ answer: `${name} 60 CNAME a.example.org.\n${name} 60 CNAME b.example.org.` }),
    },
    options: { qnameMinimisation: false },
    ask: "www.example.com.",
    rcode: "SERVFAIL",
    steps: ["record.broken-alias", "response.unusable"],
  },
];

test.each(cases)("$title", (one) => expectSteps(checkCase(one), one.steps));

test("a chain over zones ends after maxResolverAliases, and blames nobody on it but the question", () => {
  const chain = (from: string, to: string) =>
    Array.from({ length: 20 }, (_, i) => `c${i} CNAME c${i + 1}.example.${to}.`)
      .join("\n")
      .concat(`\n@ NS ns.example.${from}.`);
  const net = internet({
    ...usual,
    "127.53.0.20": { "example.com.": `${chain("com", "org")}\nns A 127.53.0.20\nc20 A 192.0.2.20` },
    "127.53.0.30": { "example.org.": `${chain("org", "com")}\nns A 127.53.0.30\nc20 A 192.0.2.20` },
  });
  const asked = net.ask("c0.example.com.");
  expect(asked.rcode).toBe("SERVFAIL");
  expectSteps(asked, ["limit.aliases"]);
  expect(net.ask(`c${maxResolverAliases}.example.org.`).rcode).toBe("NOERROR");
  expect(net.ask(`c${20 - maxResolverAliases}.example.org.`).rcode).toBe("NOERROR");
});
