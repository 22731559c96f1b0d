// `signpost dig` against a server that says what the test wants: words in, text or JSON and an exit code out.

import { afterEach, describe, expect, test } from "vitest";
import type { Part } from "../../src/dns/dissection/part.ts";
import { opt, questionEnd, record, reply, scriptedServer } from "./scripted-server.ts";
import type { Script, ScriptedServer } from "./scripted-server.ts";
import { signpost } from "./signpost.ts";

const bytes = (...octets: number[]): Uint8Array => Uint8Array.from(octets);
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const address = record(1, 300, bytes(192, 0, 2, 1));
const good = 0x8500; // QR AA RD

let server: ScriptedServer;
afterEach(() => server.close());

async function dig(script: Script, ...words: string[]) {
  server = await scriptedServer(script);
  return signpost(["dig", ...words, `@127.0.0.1:${server.port}`]);
}

/** The question of the first query: name in lower case, type, class. */
function asked(): [string, number, number] {
  const query = server.queries[0].octets;
  const end = questionEnd(query);
  const labels: string[] = [];
  for (let at = 12; query[at] !== 0; at += query[at] + 1)
    labels.push(String.fromCharCode(...query.subarray(at + 1, at + 1 + query[at])));
  return [labels.join("."), (query[end - 4] << 8) | query[end - 3], (query[end - 2] << 8) | query[end - 1]];
}

test("an answer is printed as dig prints it", async () => {
  const options = [
    [3, text("ns1")],
    [15, bytes(0, 20, ...text("no such zone"))],
    [10, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)],
  ] as const;
  const { code, stdout, stderr } = await dig(
    (query) => [reply(query, good, [[address], [], [opt(1232, 0, options)]])],
    "example.test",
  );
  expect([code, stderr]).toEqual([0, ""]);
  expect(
    stdout
      .replace(/id: \d+/, "id: 1")
      .replace(/time: \d+/, "time: 2")
      .replace(/dig \d\S*:/, "dig VERSION:")
      .replaceAll(String(server.port), "PORT"),
  ).toBe(
    [
      "; signpost dig VERSION: example.test @127.0.0.1:PORT",
      ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1",
      ";; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1",
      "",
      ";; OPT PSEUDOSECTION:",
      "; EDNS: version: 0, flags:; udp: 1232",
      '; NSID: 6e7331 ("ns1")',
      "; EDE: 20 (Not Authoritative): (no such zone)",
      "; COOKIE: 0102030405060708090a0b0c0d0e0f10",
      ";; QUESTION SECTION:",
      ";example.test.\t\t\tIN\tA",
      "",
      ";; ANSWER SECTION:",
      "example.test. 300    IN  A      192.0.2.1",
      "",
      ";; Query time: 2 msec",
      ";; SERVER: 127.0.0.1:PORT (UDP)",
      ";; MSG SIZE  rcvd: 102",
      "",
    ].join("\n"),
  );
});

test("--json is one object with the same content", async () => {
  const { code, stdout } = await dig((query) => [reply(query, 0x8183, [])], "example.test", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    opcode: "QUERY",
    rcode: 3,
    status: "NXDOMAIN",
    flags: ["qr", "rd", "ra"],
    question: [{ name: "example.test.", class: "IN", type: "A" }],
    answer: [],
    edns: null,
    server: `127.0.0.1:${server.port}`,
    transport: "udp",
    sizeOctets: 30,
  });
});

describe("the words stand in any order", () => {
  const none: Script = (query) => [reply(query, good)];
  test.each([
    [
      ["example.test", "MX"],
      ["example.test", 15, 1],
    ],
    [
      ["mx", "example.test"],
      ["example.test", 15, 1],
    ],
    [
      ["example.test", "TYPE65280"],
      ["example.test", 65280, 1],
    ],
    [
      ["CH", "TXT", "version.bind"],
      ["version.bind", 16, 3],
    ],
    [["mx"], ["mx", 1, 1]],
    [
      ["mx", "txt"],
      ["mx", 16, 1],
    ],
    [[], ["", 2, 1]],
    [["a\\.b.test"], ["a.b.test", 1, 1]],
    [["bücher.example"], ["xn--bcher-kva.example", 1, 1]],
    [
      ["-x", "192.0.2.1"],
      ["1.2.0.192.in-addr.arpa", 12, 1],
    ],
  ])("%j", async (words, question) => {
    await dig(none, ...words);
    expect(asked()).toEqual(question);
  });
});

test("RFC 7766 §5: a truncated answer is asked for again over TCP", async () => {
  const script: Script = (query, over) => [
    reply(query, over === "udp" ? 0x8700 : good, [over === "udp" ? [] : [address]]),
  ];
  const { stdout } = await dig(script, "example.test");
  expect(server.queries.map(({ over }) => over)).toEqual(["udp", "tcp"]);
  expect(stdout).toContain(";; Truncated, asked again over TCP.");
  expect(stdout).toContain("(TCP)");
});

test("RFC 7873 §5.3: a server that wants its cookie gets it", async () => {
  const cookie = (query: Uint8Array): Uint8Array => query.subarray(query.indexOf(10, query.length - 24) + 3);
  const script: Script = (query) => {
    const sent = cookie(query);
    const isWhole = sent.length > 8;
    const given = isWhole ? sent : Buffer.concat([sent, new Uint8Array(8).fill(7)]);
    return [
      reply(query, isWhole ? good : 0x8507, [
        isWhole ? [address] : [],
        [],
        [opt(1232, isWhole ? 0 : 1, [[10, given]])],
      ]),
    ];
  };
  const { stdout } = await dig(script, "example.test");
  expect(server.queries).toHaveLength(2);
  expect(stdout).toContain("192.0.2.1");
});

test("--tcp and --dnssec do what they say", async () => {
  await dig((query) => [reply(query, good)], "example.test", "--tcp", "--dnssec");
  const [{ over, octets }] = server.queries;
  const optAt = questionEnd(octets);
  expect([over, octets[optAt + 7] >>> 7]).toEqual(["tcp", 1]);
});

test("--octets shows both messages octet by octet, and what each part says", async () => {
  const { code, stdout } = await dig((query) => [reply(query, good, [[address]])], "example.test", "--octets");
  expect(code).toBe(0);
  const [, query, answer] = stdout.split(/^;; OCTETS OF THE (?:QUERY|REPLY): /m);
  expect(query).toMatch(/^57\n/);
  expect(query).toContain("; 000c  07 65 78 61 6d 70 6c 65      label: example\n");
  expect(answer).toMatch(/^46\n; 0000 {27}header: 12 octets\n/);
  expect(answer).toContain(";       1... .... .... ....          QR: a response\n");
  expect(answer.trimEnd().split("\n").slice(-7)).toEqual([
    "; 001e                             NAME: example.test.",
    "; 001e  c0 0c                        pointer: to octet 12 (0xc): example.test.",
    "; 0020  00 01                      TYPE: A: a host's IPv4 address",
    "; 0022  00 01                      CLASS: IN",
    "; 0024  00 00 01 2c                TTL: 300 seconds",
    "; 0028  00 04                      RDLENGTH: 4 octets",
    "; 002a  c0 00 02 01                address: 192.0.2.1",
  ]);
});

test("--octets --json has the messages in hexadecimal and their parts as a tree", async () => {
  const { stdout } = await dig((query) => [reply(query, good, [[address]])], "example.test", "--octets", "--json");
  const { octets } = JSON.parse(stdout) as Record<"octets", Record<"query" | "reply", { hex: string; parts: Part[] }>>;
  expect(octets.query.hex).toBe(Buffer.from(server.queries[0].octets).toString("hex"));
  expect(octets.reply.parts.map(({ name, text, start, end }) => [name, text, start, end])).toEqual([
    ["header", "12 octets", 0, 12],
    ["question", "example.test. IN A", 12, 30],
    ["answer", "example.test. A", 30, 46],
  ]);
});

test("--no-recurse, --cd and --short say and show less", async () => {
  const txt = record(16, 60, Uint8Array.from([3, ...text("a b")]));
  const { stdout } = await dig((query) => [reply(query, good, [[address, txt]])], "example.test", "--no-recurse", "--cd", "--short"); // prettier-ignore
  const [{ octets }] = server.queries;
  expect([octets[2] & 1, octets[3] & 0x10]).toEqual([0, 0x10]);
  expect(stdout).toBe('192.0.2.1\n"a b"\n');
});

test("RFC 1995 §3: IXFR=SERIAL brings the version along, and the SOA alone is an answer", async () => {
  const soa = record(6, 60, Uint8Array.from([0, 0, 0, 0, 0, 7, ...Array<number>(16).fill(0)]));
  const { stdout } = await dig((query) => [reply(query, good, [[soa]])], "example.test", "IXFR=7");
  const [{ over, octets }] = server.queries;
  const end = questionEnd(octets);
  expect([over, octets[9]]).toEqual(["tcp", 1]);
  expect([...octets.subarray(end, end + 18)]).toEqual([0xc0, 12, 0, 6, 0, 1, 0, 0, 0, 0, 0, 22, 0, 0, 0, 0, 0, 7]);
  expect(stdout).toMatch(/SOA +\. \. 7 0 0 0 0\n;; Query time[^]*;; XFR size: 1 records/);
});

test("types and names that dns-packet cannot show are read by our own table", async () => {
  const https = record(65, 60, bytes(0, 1, 0, 0, 1, 0, 3, 2, ...text("h2")));
  const cname = record(5, 60, bytes(3, ...text("a.b"), 0xff - 0xfe, 0xc8, 0));
  const unknown = record(65280, 60, bytes(1, 2, 3));
  const { stdout } = await dig((query) => [reply(query, good, [[https, cname, unknown]])], "example.test");
  expect(stdout).toMatch(/HTTPS {2}1 \. alpn="?h2"?\n/);
  expect(stdout).toContain("CNAME  a\\.b.\\200.\n");
  expect(stdout).toContain("TYPE65280 \\# 3 010203\n");
});

describe("what is wrong is one sentence", () => {
  test("a reply that ends inside a record", async () => {
    const { code, stdout, stderr } = await dig(
      (query) => [reply(query, good, [[address]]).subarray(0, -1)],
      "example.test",
    );
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`signpost: The reply of 127.0.0.1:${server.port} cannot be read: it ends inside a record.\n`);
  });

  test("a server that closes the connection", async () => {
    const { code, stderr } = await dig(() => [], "example.test", "--tcp");
    expect([code, stderr]).toEqual([
      1,
      `signpost: 127.0.0.1:${server.port} closed the TCP connection without an answer.\n`,
    ]);
  });
});
