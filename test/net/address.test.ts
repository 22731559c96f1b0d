// Addresses and endpoints as configurations write them, and what is said when one cannot be listened on.

import { expect, test } from "vitest";
import { isWildcard, parseAddress, parseEndpoint, printAddress, printEndpoint } from "../../src/net/address.ts";
import { listenFault, ListenFault } from "../../src/net/listen-fault.ts";

test.each([
  ["127.0.0.1:5300", { address: "127.0.0.1", port: 5300 }],
  ["[::1]:0", { address: "::1", port: 0 }],
  ["[fe80::1%eth0]:53", { address: "fe80::1%eth0", port: 53 }],
  ["0.0.0.0:65535", { address: "0.0.0.0", port: 65535 }],
])("%s is an endpoint", (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
  expect(printEndpoint(endpoint)).toBe(text);
});

test.each([
  "127.0.0.1",
  "127.0.0.1:65536",
  "localhost:53",
  "::1:53",
  "[127.0.0.1]:53",
  "[::1]53",
  ":53",
  "1.2.3:53",
  "01.2.3.4:53",
  "256.1.1.1:53",
  "",
])("%j is no endpoint", (text) => {
  expect(parseEndpoint(text)).toBeNull();
});

test("zones belong to IPv6", () => {
  expect(parseAddress("fe80::1%2")).toMatchObject({ family: 6, zone: "2" });
  expect(parseAddress("127.0.0.1%lo")).toBeNull();
});

test("IPv4 prints from a 16-octet room", () => {
  expect(printAddress(4, Uint8Array.of(192, 0, 2, 7, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9))).toBe("192.0.2.7");
});

test("wildcards are the addresses of zeros", () => {
  expect(
    ["0.0.0.0", "::", "::0.0.0.0", "127.0.0.1", "::1"].map((text) => isWildcard(parseAddress(text)!.octets)),
  ).toEqual([true, true, true, false, false]);
});

test("a port below 1024 that is refused says what to do", () => {
  const fault = listenFault(Object.assign(new Error("x"), { code: "EACCES" }), "UDP", { address: "::1", port: 53 });
  expect(fault).toBeInstanceOf(ListenFault);
  expect(fault.message).toBe(
    "Cannot listen on UDP [::1]:53: ports below 1024 need root, the capability CAP_NET_BIND_SERVICE " +
      "(setcap cap_net_bind_service=+ep on the node binary), or sysctl net.ipv4.ip_unprivileged_port_start=53.",
  );
});

test.each([
  ["EADDRINUSE", "another program already uses this address and port"],
  ["EADDRNOTAVAIL", "no interface of this machine has that address"],
  ["EAFNOSUPPORT", "this machine does not speak that address family"],
  ["ENOTSUP", "this system does not share a port among threads"],
  ["EPERM", "the system does not permit it (EPERM)"],
  ["ENOBUFS", "ENOBUFS"],
])("%s is told in words", (code, words) => {
  expect(new ListenFault(code, "TCP", { address: "127.0.0.1", port: 5300 }).message).toContain(
    `Cannot listen on TCP 127.0.0.1:5300: ${words}`,
  );
});

test("other errors pass through", () => {
  const error = new TypeError("no");
  expect(listenFault(error, "UDP", { address: "::1", port: 1 })).toBe(error);
});
