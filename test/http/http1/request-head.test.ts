// Heads of requests, sound and malformed, each with the clause that it keeps or breaks; wherever one is cut it is incomplete, and
// what is malformed stays so whatever follows.

import { describe, expect, test } from "vitest";
import { type RequestHead, readHead } from "../../../src/http/http1/request-head.ts";

const host = "Host: a\r\n";

function read(text: string): RequestHead {
  const head = readHead(text, 0);
  if (typeof head === "string") throw new Error(`${head}: ${JSON.stringify(text)}`);
  return head;
}

describe("a sound head", () => {
  const get = (...lines: readonly string[]): string =>
    `GET / HTTP/1.1\r\n${host}${lines.map((line) => `${line}\r\n`).join("")}\r\n`;
  const post = (...lines: readonly string[]): string => get(...lines).replace("GET", "POST");
  test.each<[string, string, Partial<RequestHead>]>([
    ["§3: method, target, version", get(), { method: "GET", target: "/", protocol: "HTTP/1.1", authority: "a" }],
    ["§2.2: behind empty lines", `\r\n\r\n${get()}`, { method: "GET", rawHeaders: ["Host", "a"] }],
    ["§3.2: any octet of a target", get().replace(" / ", ' /"<>\\^`{|}#?% '), { target: '/"<>\\^`{|}#?%' }],
    ["§3.2.2: a proxy's target", get().replace(" / ", " http://a/x "), { target: "http://a/x" }],
    ["§3.2.4: a target of the server", get().replace("GET / ", "OPTIONS * "), { target: "*" }],
    ["§5: case, order and duplicates", get("x-B: 1", "X-b: 2"), { rawHeaders: ["Host", "a", "x-B", "1", "X-b", "2"] }],
    [
      "§5: blanks round a value",
      get("A:\t 1 \t2 \t", "B:", "C:  "),
      { rawHeaders: "Host a A 1_\t2 B _ C _".split(" ").map((one) => one.replace("1_", "1 ").replace("_", "")) },
    ],
    ["RFC 9110 §5.5: octets beyond ASCII", get("A: caf\xe9"), { rawHeaders: ["Host", "a", "A", "caf\xe9"] }],
    ["§6.3: no body", get(), { length: null }],
    ["§6.3: a length", post("Content-Length: 0012 "), { length: 12 }],
    ["§6.1: chunks", post("TRANSFER-encoding: Chunked"), { length: "chunked" }],
    ["§9.3: HTTP/1.1 stays", get(), { staysOpen: true }],
    ["§9.6: unless it says so", get("Connection: x, Close"), { staysOpen: false }],
    ["§9.6: in any line", get("Connection: keep-alive", "connection: close"), { staysOpen: false }],
    ["§9.3: HTTP/1.0 goes", get().replace("1.1", "1.0"), { staysOpen: false, protocol: "HTTP/1.0" }],
    ["§9.3: unless it says so", get("Connection: Keep-Alive").replace("1.1", "1.0"), { staysOpen: true }],
    ["RFC 9110 §10.1.1: an expectation", post("Expect: 100-Continue"), { expects: "100-continue" }],
    ["RFC 9110 §10.1.1: another", post("Expect: 100-continue", "Expect: more"), { expects: "something else" }],
    ["RFC 9110 §10.1.1: of HTTP/1.0", post("Expect: x").replace("1.1", "1.0"), { expects: "nothing" }],
    ["RFC 9110 §7.8: an upgrade", get("Connection: Upgrade", "Upgrade: a", "Upgrade: b"), { upgrade: "a, b" }],
    ["RFC 9110 §7.8: not said of the connection", get("Upgrade: a"), { upgrade: null }],
    ["RFC 9110 §7.8: to nothing", get("Connection: Upgrade", "Upgrade:"), { upgrade: null }],
    ["RFC 9110 §7.8: of HTTP/1.0", get("Connection: Upgrade", "Upgrade: a").replace("1.1", "1.0"), { upgrade: null }],
    ["with a body", post("Connection: Upgrade", "Upgrade: a", "Content-Length: 1"), { upgrade: null }],
    ["with a body of nothing", post("Connection: Upgrade", "Upgrade: a", "Content-Length: 0"), { upgrade: "a" }],
    ["RFC 9113 §3.1: to HTTP/2", get("Connection: Upgrade", "Upgrade: h2c"), { upgrade: null }],
  ])("RFC 9112 %s", (_, text, wanted) => {
    expect(read(text)).toMatchObject(wanted);
    expect(read(`${text}GET`).end).toBe(text.length);
    for (let cut = 0; cut < text.length; cut++)
      expect(readHead(text.slice(0, cut), 0), `cut at ${cut}`).toBe("incomplete");
  });
});

describe("a malformed head", () => {
  const line = (text: string): string => `${text}\r\n${host}\r\n`;
  const field = (text: string): string => `GET / HTTP/1.1\r\n${host}${text}\r\n\r\n`;
  test.each([
    ["§2.2: an empty line of a bare LF", `\n${line("GET / HTTP/1.1")}`],
    ["§2.2: an empty line of a bare CR", `\r${line("GET / HTTP/1.1")}`],
    ["§2.2: a blank before the method", line(" GET / HTTP/1.1")],
    ["§2.2: a bare LF behind the request line", `GET / HTTP/1.1\n${host}\r\n`],
    ["§2.2: a bare CR in a value", field("A: 1\rB: 2")],
    ["§2.2: a bare LF in a value", field("A: 1\nB: 2")],
    ["§2.2: a head that ends with LF", `GET / HTTP/1.1\r\n${host}\n`],
    ["§2.2: a head that ends with CR CR LF", `GET / HTTP/1.1\r\n${host}\r\r\n`],
    ["§2.3: a version that we do not speak", line("GET / HTTP/1.2")],
    ["§2.3: HTTP/2.0", line("GET / HTTP/2.0")],
    ["§2.3: HTTP/0.9", "GET /\r\n\r\n"],
    ["§2.3: a version in small letters", line("GET / http/1.1")],
    ["§2.3: more behind the version", line("GET / HTTP/1.1 ")],
    ["§2.3: a version of two digits", line("GET / HTTP/1.10")],
    ["§3: two blanks behind the method", line("GET  / HTTP/1.1")],
    ["§3: two blanks behind the target", line("GET /  HTTP/1.1")],
    ["§3: a tab for a blank", line("GET\t/ HTTP/1.1")],
    ["§3.1: a method in small letters", line("get / HTTP/1.1")],
    ["§3.1: a method that nobody knows", line("BREW / HTTP/1.1")],
    ["§3.1: a method that is no token", line("G@T / HTTP/1.1")],
    ["§3.1: no method", line("/ HTTP/1.1")],
    ["§3.2: no target", line("GET  HTTP/1.1")],
    ["§3.2: a target of no form", line("GET x HTTP/1.1")],
    ["§3.2: a target of no server", line("GET http:///x HTTP/1.1")],
    ["§3.2: a target of another scheme's form", line("GET x:y HTTP/1.1")],
    ["§3.2: more than a star", line("OPTIONS *x HTTP/1.1")],
    ["§3.2: a blank in the target", line("GET /a b HTTP/1.1")],
    ["§3.2: a NUL in the target", line("GET /\0 HTTP/1.1")],
    ["§3.2: an octet beyond ASCII in the target", line("GET /\xe9 HTTP/1.1")],
    ["§3.2: no host", "GET / HTTP/1.1\r\n\r\n"],
    ["§3.2: no host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n"],
    ["§3.2: two hosts", field("host: b")],
    ["§3.2: the same host twice", field("Host: a")],
    ["§5: a line without a colon", field("abc")],
    ["§5: a name of nothing", field(": x")],
    ["§5.1: a blank before the colon", field("A : 1")],
    ["§5.1: a blank in a name", field("A B: 1")],
    ["§5.1: an octet beyond ASCII in a name", field("\xe9: 1")],
    ["§5.2: a folded line", field("A: 1\r\n 2")],
    ["§5.2: a folded line of a tab", field("A: 1\r\n\t2")],
    ["§5.2: a folded first line", `GET / HTTP/1.1\r\n ${host}\r\n`],
    ["RFC 9110 §5.5: a NUL in a value", field("A: 1\0")],
    ["RFC 9110 §5.5: DEL in a value", field("A: \x7f")],
    ["RFC 9110 §5.5: another control in a value", field("A: \x0b1")],
    ["§6.1: a length and chunks", field("Content-Length: 1\r\nTransfer-Encoding: chunked")],
    ["§6.1: chunks and a length", field("Transfer-Encoding: chunked\r\nContent-Length: 1")],
    ["§6.1: chunks of HTTP/1.0", field("Transfer-Encoding: chunked").replace("1.1", "1.0")],
    ["§6.1: another coding", field("Transfer-Encoding: xchunked")],
    ["§6.1: another coding before chunks", field("Transfer-Encoding: gzip, chunked")],
    ["§6.1: chunks not last", field("Transfer-Encoding: chunked, identity")],
    ["§6.1: chunks twice", field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")],
    ["§6.1: a coding of nothing", field("Transfer-Encoding:")],
    ["§6.1: a tab behind the coding", field("Transfer-Encoding: chunked\t")],
    ["§6.1: a quoted coding", field('Transfer-Encoding: "chunked"')],
    ["§6.2: a length of nothing", field("Content-Length:")],
    ["§6.2: a length with a sign", field("Content-Length: +1")],
    ["§6.2: a negative length", field("Content-Length: -1")],
    ["§6.2: a length in hex", field("Content-Length: 0x1")],
    ["§6.2: a length with a blank", field("Content-Length: 1 1")],
    ["§6.2: a length that is a list", field("Content-Length: 1, 1")],
    ["§6.2: a length beyond all numbers", field("Content-Length: 18446744073709551616")],
    ["§6.3: two lengths", field("Content-Length: 1\r\nContent-Length: 2")],
    ["§6.3: the same length twice", field("Content-Length: 1\r\nContent-Length: 1")],
    ["RFC 9110 §9.3.6: CONNECT", line("CONNECT a:443 HTTP/1.1")],
    ["§1: TLS", "\x16\x03\x01\x02\x00"],
    ["RFC 9113 §3.4: HTTP/2 in clear", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ])("RFC 9112 %s", (_, text) => {
    expect(readHead(text, 0)).toBe("malformed");
    let before: unknown = "incomplete";
    for (let cut = 0; cut < text.length; cut++) {
      const now = readHead(text.slice(0, cut), 0);
      expect(["incomplete", "malformed"], `cut at ${cut}`).toContain(now);
      if (before === "malformed") expect(now, `cut at ${cut}`).toBe("malformed");
      before = now;
    }
  });
});
