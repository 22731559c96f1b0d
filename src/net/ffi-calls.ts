// The system calls of socket-calls.ts through node:ffi, which Node has since 26.1 as an experiment: for where koffi is
// not installed. The poll handle is libuv's own: the program exports uv_poll_*, and the loop is this thread's.
// A handle's memory is never given back, as the loop may look at it until its thread is gone; it is 160 octets a socket.

import { createRequire } from "node:module";
import type { PollHandle, System } from "./socket-calls.ts";

const UV_POLL = 8; // of uv_handle_type
const UV_READABLE = 1;

const calls = {
  socket: { arguments: ["i32", "i32", "i32"], return: "i32" },
  bind: { arguments: ["i32", "buffer", "u32"], return: "i32" },
  getsockname: { arguments: ["i32", "buffer", "buffer"], return: "i32" },
  setsockopt: { arguments: ["i32", "i32", "i32", "buffer", "u32"], return: "i32" },
  close: { arguments: ["i32"], return: "i32" },
  recvmmsg: { arguments: ["i32", "pointer", "u32", "i32", "pointer"], return: "i32" },
  sendmmsg: { arguments: ["i32", "pointer", "u32", "i32"], return: "i32" },
  malloc: { arguments: ["u64"], return: "pointer" },
} as const;

const loopCalls = {
  uv_handle_size: { arguments: ["i32"], return: "u64" },
  uv_poll_init: { arguments: ["pointer", "pointer", "i32"], return: "i32" },
  uv_poll_start: { arguments: ["pointer", "i32", "pointer"], return: "i32" },
  uv_close: { arguments: ["pointer", "pointer"], return: "void" },
} as const;

/** Throws where this Node has no node:ffi, or a library lacks a call. `call` runs what the loop calls. */
export function loadThroughFfi(libc: string, call: (wake: () => void) => void): System {
  const ffi = createRequire(import.meta.url)("node:ffi") as typeof import("node:ffi");
  const { lib: library, functions: system } = ffi.dlopen(libc, calls);
  const { lib: program, functions: loop } = ffi.dlopen(null, loopCalls);
  const errno = library.getFunction("__errno_location", { arguments: [], return: "pointer" })(); // this thread's, for as long as it lives
  const poll = (fd: number, wake: () => void): PollHandle => {
    const handle = system.malloc(loop.uv_handle_size(UV_POLL));
    const signature = { arguments: ["pointer", "i32", "i32"], return: "void" } as const;
    const callback = program.registerCallback(signature, () => call(wake));
    if (
      loop.uv_poll_init(ffi.getCurrentEventLoop(), handle, fd) < 0 ||
      loop.uv_poll_start(handle, UV_READABLE, callback) < 0
    )
      throw new Error("the event loop takes no poll handle");
    return { close: () => loop.uv_close(handle, 0n) };
  };
  return {
    ...system,
    recvmmsg: (fd, headers, count, flags) => system.recvmmsg(fd, headers, count, flags, 0n),
    errno: () => ffi.getInt32(errno, 0),
    address: (slab) => ffi.getRawPointer(slab),
    poll,
  };
}
