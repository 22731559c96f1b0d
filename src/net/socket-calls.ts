// The system calls that sockets are made of, through koffi or node:ffi, and a datagram socket made with them: shared port, IPv6 only
// for IPv6, no fragmentation games, and on a wildcard the address that each datagram was sent to (IP_PKTINFO).
// Numbers are Linux' on x64 and arm64. Calls with pointers are typed here and made only in udp-mmsg.ts.

import { createRequire } from "node:module";
import { networkInterfaces } from "node:os";
import { getSystemErrorMap } from "node:util";
import { type Endpoint, isWildcard, parseAddress } from "./address.ts";
import { loadThroughFfi } from "./ffi-calls.ts";
import { ListenFault } from "./listen-fault.ts";

export type Pointer = bigint;

/** What we use of the C library and of its binding. */
export interface System {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, name: Uint8Array, length: number): number;
  getsockname(fd: number, name: Uint8Array, length: Uint32Array): number;
  setsockopt(fd: number, level: number, option: number, value: Int32Array, length: number): number;
  close(fd: number): number;
  recvmmsg(fd: number, headers: Pointer, count: number, flags: number, timeout: null): number;
  sendmmsg(fd: number, headers: Pointer, count: number, flags: number): number;
  errno(): number;
  address(slab: Uint8Array): Pointer;
  poll(fd: number, wake: () => void): PollHandle;
}

export interface PollHandle {
  close(): void;
}

const libc = "libc.so.6"; // glibc's name; musl's sendmmsg would send one by one

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_DGRAM = 2 | 0o4000 | 0o2000000; // | SOCK_NONBLOCK | SOCK_CLOEXEC
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_REUSEPORT = 15;
const SO_RCVBUFFORCE = 33;
const IPPROTO_IP = 0;
const IP_PKTINFO = 8;
const IP_MTU_DISCOVER = 10;
const IPPROTO_IPV6 = 41;
const IPV6_MTU_DISCOVER = 23;
const IPV6_V6ONLY = 26;
const IPV6_RECVPKTINFO = 49;
const PMTUDISC_OMIT = 5; // never trust a forged "fragmentation needed", never set DF: draft-ietf-dnsop-avoid-fragmentation

export function openSocket(
  system: System,
  endpoint: Endpoint,
  receiveBufferOctets: number,
): { fd: number; port: number } {
  const { family, octets, zone } = parseAddress(endpoint.address)!;
  const fault = (): ListenFault => new ListenFault(errorName(system.errno()), "UDP", endpoint);
  const fd = system.socket(family === 4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
  if (fd < 0) throw fault();
  const name = socketName(family, octets, zone, endpoint.port);
  const set = (level: number, option: number, value: number): number =>
    system.setsockopt(fd, level, option, Int32Array.of(value), 4);
  let failed = set(SOL_SOCKET, SO_REUSEPORT, 1) < 0;
  if (family === 6) failed ||= set(IPPROTO_IPV6, IPV6_V6ONLY, 1) < 0;
  if (isWildcard(octets))
    failed ||= (family === 4 ? set(IPPROTO_IP, IP_PKTINFO, 1) : set(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1)) < 0;
  if (!failed) {
    // These two may fail without harm: an older kernel, a missing privilege.
    if (set(SOL_SOCKET, SO_RCVBUFFORCE, receiveBufferOctets) < 0) set(SOL_SOCKET, SO_RCVBUF, receiveBufferOctets);
    if (family === 4) set(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_OMIT);
    else set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_OMIT);
    failed = system.bind(fd, name, name.length) < 0 || system.getsockname(fd, name, Uint32Array.of(name.length)) < 0;
  }
  if (failed) {
    const error = fault();
    system.close(fd);
    throw error;
  }
  return { fd, port: (name[2] << 8) | name[3] };
}

function socketName(family: 4 | 6, octets: Uint8Array, zone: string, port: number): Uint8Array {
  const name = new Uint8Array(family === 4 ? 16 : 28);
  const view = new DataView(name.buffer);
  view.setUint16(0, family === 4 ? AF_INET : AF_INET6, true);
  view.setUint16(2, port);
  name.set(octets, family === 4 ? 4 : 8);
  if (zone !== "") view.setUint32(24, scopeId(zone), true);
  return name;
}

function scopeId(zone: string): number {
  const named = networkInterfaces()[zone]?.find((one) => one.family === "IPv6" && one.scopeid > 0);
  return named?.family === "IPv6" ? named.scopeid : Number(zone) || 0;
}

function errorName(errno: number): string {
  return getSystemErrorMap().get(-errno)?.[0] ?? `errno ${errno}`;
}

/** An exception may not pass through koffi's callback, where it would be lost: the loop throws it a turn later. */
function outsideNative(wake: () => void): void {
  try {
    wake();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}

/** The binding that is available, or why there is none: koffi first, whose calls cost less and are no experiment. */
export function loadSystem(binding: "ffi" | "any" = "any"): System | string {
  if (process.platform !== "linux") return "recvmmsg(2) is a Linux call; this is " + process.platform;
  if (process.arch !== "x64" && process.arch !== "arm64") return `no packet layout for ${process.arch}`;
  let missing = "the optional package koffi is not installed";
  if (binding !== "ffi") {
    try {
      return loadThroughKoffi();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") missing = `koffi fails: ${String(error)}`;
    }
  }
  try {
    return loadThroughFfi(libc, outsideNative);
  } catch (error) {
    return `${missing}, and node:ffi is not available: ${String(error)}`;
  }
}

function loadThroughKoffi(): System {
  const koffi = createRequire(import.meta.url)("koffi") as typeof import("koffi");
  const library = koffi.load(libc);
  return {
    socket: library.func("int socket(int, int, int)"),
    bind: library.func("int bind(int, void *, uint32_t)"),
    getsockname: library.func("int getsockname(int, void *, void *)"),
    setsockopt: library.func("int setsockopt(int, int, int, void *, uint32_t)"),
    close: library.func("int close(int)"),
    recvmmsg: library.func("int recvmmsg(int, void *, unsigned int, int, void *)"),
    sendmmsg: library.func("int sendmmsg(int, void *, unsigned int, int)"),
    errno: () => koffi.errno(),
    address: (slab) => koffi.address(slab),
    poll: (fd, wake) => koffi.node.poll(fd, { readable: true }, () => outsideNative(wake)),
  };
}
