// Time that all threads of the process agree on: performance.now() counts from each thread's own start, the system's
// monotonic clock from the machine's. One look at both when a thread begins tells how far they lie apart.

const [seconds, nanoseconds] = process.hrtime();
const offsetMs = seconds * 1000 + nanoseconds / 1e6 - performance.now();

/** Milliseconds since some fixed moment, the same in every thread; never goes back. */
export function sharedNowMs(): number {
  return performance.now() + offsetMs;
}

/** Whole seconds of `sharedNowMs`. */
export function sharedSeconds(): number {
  return Math.floor(sharedNowMs() / 1000);
}
