// Our validation beside that of unbound and knot-resolver, over the same signed internet: the lab, bound to its addresses in a
// network namespace. For each question the response code and AD must be the same; where they are not, the list says why.

import { expect, test } from "vitest";
import { printName } from "../../src/dns/text/name-text.ts";
import { typeName } from "../../src/dns/types.ts";
import { readLessons } from "../../src/lab/lesson.ts";
import { FaultList } from "../../src/zone/file-fault.ts";
import { openProjectLab } from "./support.ts";
import { disagreements, hasValidators, whyNot } from "./validators.ts";

const lab = openProjectLab();

/** Names of every kind: signed, unsigned, neither there nor not, behind aliases, by wildcards, of many types. */
const usual = `
www.example.com A|www.example.com AAAA|www.example.com TXT|example.com MX|example.com DS|example.com DNSKEY|example.com SOA
nothing.example.com A|deep.nothing.example.com A|ftp.example.com A|anybody.people.example.com A|anybody.people.example.com TXT
ada.people.example.com A|labs.example.com A|longer.example.com TXT|_api._https.www.example.com SVCB|dev.example.com SOA
dev.example.com DS|www.dev.example.com A|www.example.org A|nothing.example.org A|any.pages.example.org A|tree.example.org A
leaf.twig.branch.bough.limb.trunk.root.tree.example.org A|guest-101.example.org A|example.org DNSKEY|org DS|org SOA|com SOA
com DS|com DNSKEY|. SOA|. NS|nothing A|nothing.com A|gaslight.com A|www.gaslight.com A|gaslight.com DS|lanterns.com A
teahouse.co.zz A|menu.teahouse.co.zz A|zz DS|zz SOA|co.zz DS|xn--mrchen-bua.xn--bcher-kva.com A|xn--bcher-kva.com DNSKEY
harbour-dns.net DS|ns1.harbour-dns.net A|swiftcache.net A|swiftcache.net DS|80.2.0.192.in-addr.arpa PTR|2.0.192.in-addr.arpa DS
test DS|broken.test SOA|fixed.test SOA|nothing.fixed.test A|arpa SOA|in-addr.arpa DS|a.root-servers.net A`
  .trim()
  .split(/[|\n]/);

const broken = readLessons(lab.directory, new FaultList())
  .filter(({ theme }) => theme === "signatures")
  .flatMap(({ play, twin }) => [...play, ...(twin === null ? [] : [twin])])
  .flatMap((act) => (act.kind === "ask" ? [act.question] : []))
  .map(({ name, type }) => `${printName(name.wire).replace(/(?<=.)\.$/, "")} ${typeName(type)}`);

const questions = [...new Set([...usual, ...broken])];

/** Where they judge otherwise, and why. */
const differences: Readonly<Record<string, string>> = {
  "unbound: nobody.nsec3-iterations.broken.test A": "RFC 9276 §3.2: unbound computes up to 150 iterations, we do 50",
};

test.skipIf(!hasValidators)(
  `what unbound and knot-resolver call secure, insecure and bogus, we do${whyNot}`,
  () => {
    expect(disagreements(lab, questions, new Set(Object.keys(differences)))).toEqual([]);
  },
  120_000,
);
