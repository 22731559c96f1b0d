// Signed zones: signatures beside what they cover, and proofs of what does not exist, for clients that set DO.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve, type AskOptions } from "../../authority/asking.ts";
import { fakeSigned } from "../../differential/fake-signer.ts";
import { parseMessage, composeQuery, nameText, typeText, flags } from "../../peers/wire.ts";
import { coveredType } from "../../differential/signed-essence.ts";

const ds = `1 13 2 ${"00".repeat(32)}`;
const text = `${head}@ MX 10 www
www A 192.0.2.10
*.wild TXT "stands in"
a.b A 192.0.2.11
alias CNAME www
towild CNAME x.wild
old DNAME new
x.new A 192.0.2.12
secure NS ns.secure
ns.secure A 192.0.2.13
secure DS ${ds}
insecure NS ns1
`;

const image = newImage();
serve(image, {
  "example.": fakeSigned("example.", text, { kind: "nsec" }),
  "plain.test.": `${head}cut NS ns1\ncut DS ${ds}\n`,
});
const asking = new Asking(image);
const secure = { edns: { flags: 0x8000, size: 4096 } };

/** Sections as "owner TYPE" words, a signature as "owner ~TYPE"; names relative to the zone. */
function told(question: string, options: AskOptions = secure): string {
  const [name, type] = question.split(" ");
  const reply = asking.send(composeQuery(name, type, options), { protocol: 1, ...options });
  const message = parseMessage(reply!);
  const word = (record: (typeof message.answer)[number]): string => {
    const owner = nameText(record.owner).replace(/\.?example\.$/, "") || "@";
    return `${owner} ${record.type === 46 ? "~" : ""}${typeText(coveredType(record))}`;
  };
  const sections = [message.answer, message.authority, message.additional].map((s) => s.map(word).join(", "));
  return sections.join(" | ").trim();
}

const cases: readonly (readonly [clause: string, question: string, told: string])[] = [
  ["§3.1.1: a signature beside each RRset", "www.example. A", "www A, www ~A |  |"],
  ["§3.1.1: and beside additional ones", "example. MX", "@ MX, @ ~MX |  | www A, www ~A"],
  ["§3.1.1: RRSIG asked for by its type", "www.example. RRSIG", "www ~A, www ~NSEC |  |"],
  ["§3.1.1: NSEC is data like other data", "www.example. NSEC", "www NSEC, www ~NSEC |  |"],
  ["§3.1.1: a CNAME and its end", "alias.example. A", "alias CNAME, alias ~CNAME, www A, www ~A |  |"],
  ["§3.1.3.1: no such type", "www.example. TXT", "| @ SOA, @ ~SOA, www NSEC, www ~NSEC |"],
  ["§3.1.3.1: an empty non-terminal", "b.example. A", "| @ SOA, @ ~SOA, alias NSEC, alias ~NSEC |"],
  ["§3.1.3.2: no such name, nor a wildcard", "no.www.example. A", "| @ SOA, @ ~SOA, www NSEC, www ~NSEC |"],
  [
    "§3.1.3.2: two records where one does not prove both",
    "zzz.example. A",
    "| @ SOA, @ ~SOA, www NSEC, www ~NSEC, @ NSEC, @ ~NSEC |",
  ],
  [
    "§3.1.3.3: an answer from a wildcard",
    "x.wild.example. TXT",
    "x.wild TXT, x.wild ~TXT | *.wild NSEC, *.wild ~NSEC |",
  ],
  [
    "§3.1.3.3: one that an alias leads to",
    "towild.example. TXT",
    "towild CNAME, towild ~CNAME, x.wild TXT, x.wild ~TXT | *.wild NSEC, *.wild ~NSEC |",
  ],
  ["§3.1.3.4: a wildcard without the type", "x.wild.example. A", "| @ SOA, @ ~SOA, *.wild NSEC, *.wild ~NSEC |"],
  ["§3.1.4: a referral with DS", "www.secure.example. A", "| secure NS, secure DS, secure ~DS | ns.secure A"],
  [
    "§3.1.4: one that is proven to have none",
    "www.insecure.example. A",
    "| insecure NS, insecure NSEC, insecure ~NSEC | ns1 A",
  ],
  ["§3.1.4.1: DS at a cut", "secure.example. DS", "secure DS, secure ~DS |  |"],
  ["§3.1.4.1: no DS at a cut", "insecure.example. DS", "| @ SOA, @ ~SOA, insecure NSEC, insecure ~NSEC |"],
  ["§3.1.4.1: DS at the apex", "example. DS", "| @ SOA, @ ~SOA, @ NSEC, @ ~NSEC |"],
  [
    "§3.1.1: a DNAME, and the CNAME made from it (RFC 6672 §5.3.1)",
    "x.old.example. A",
    "old DNAME, old ~DNAME, x.old CNAME, x.new A, x.new ~A |  |",
  ],
  ["§3.1.1: ANY is one RRset (RFC 8482 §4.1)", "www.example. ANY", "www A, www ~A |  |"],
  ["§3.1: an unsigned zone has nothing to add", "no.plain.test. A", "| plain.test. SOA |"],
  ["§3.1.4: its DS is no part of a referral", "www.cut.plain.test. A", "| cut.plain.test. NS | ns1.plain.test. A"],
];

test.each(cases)("RFC 4035 %s", (_, question, expected) => {
  expect(told(question)).toBe(expected);
});

test("RFC 4035 §3.1: without DO an answer is as if nothing were signed", () => {
  for (const [, question] of cases.filter(([, asked]) => !/RRSIG|NSEC/.test(asked))) {
    expect(told(question, {}), question).not.toMatch(/~|NSEC/);
  }
  expect(told("www.secure.example. A", {})).toBe("| secure NS | ns.secure A");
  expect(told("x.wild.example. TXT", { edns: {} })).toBe("x.wild TXT |  |");
});

test("RFC 3225 §3, RFC 4035 §3.1.6: DO comes back, AD and CD do not", () => {
  const query = composeQuery("www.example.", "A", { ...secure, flags: flags.ad | flags.cd | flags.rd });
  const message = parseMessage(asking.send(query)!);
  expect(message.opt?.flags).toBe(0x8000);
  expect(message.flags & (flags.ad | flags.cd)).toBe(0);
  expect(message.flags & flags.rd).toBe(flags.rd);
});

test("RFC 4035 §3.1.1: signatures of additional data are left out first, those of answers mean TC", () => {
  const long = `${head}@ MX 10 a\n@ MX 20 b\na A 192.0.2.1\nb A 192.0.2.2\n${Array.from({ length: 8 }, (_, i) => `a A 192.0.2.${i + 3}`).join("\n")}\n`;
  const small = newImage();
  serve(small, { "example.": fakeSigned("example.", long, { kind: "nsec" }) });
  const asks = new Asking(small);
  const sizes = [512, 480, 400, 330, 200, 120, 100, 60].map((room) => {
    const message = parseMessage(asks.send(composeQuery("example.", "MX", secure), { room })!);
    const count = (type: number, section: typeof message.answer): number =>
      section.filter((r) => r.type === type).length;
    const words = [
      count(15, message.answer),
      count(46, message.answer),
      count(1, message.additional),
      count(46, message.additional),
    ];
    return `${room}: ${words.join(" ")}${(message.flags & flags.tc) === 0 ? "" : " tc"}`;
  });
  expect(sizes).toEqual([
    "512: 2 1 10 2",
    "480: 2 1 10 2",
    "400: 2 1 10 2",
    "330: 2 1 10 1",
    "200: 2 1 1 1",
    "120: 2 1 0 0",
    "100: 0 0 0 0 tc",
    "60: 0 0 0 0 tc",
  ]);
});

test("RFC 4035 §3.1: nothing for clients that set DO is given to others, nor the reverse, by any short cut", () => {
  const questions = cases.map(([, question]) => question);
  const fresh = questions.map((question) => [
    told(question),
    told(question, { edns: { size: 4096 } }),
    told(question, {}),
  ]);
  for (let round = 0; round < 4000; round++) {
    const i = (round * 7) % questions.length;
    const way = (round * 5) % 3;
    const options = [secure, { edns: { size: 4096 } }, {}][way];
    expect(told(questions[i], { ...options, protocol: 0 }), questions[i]).toBe(fresh[i][way]);
  }
});
