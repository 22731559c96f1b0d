// Handlers that go wrong, one for each way of going wrong.

export const throws = () => {
  throw new TypeError("at once");
};
export const rejects = async () => {
  throw Object.assign(new Error("later"), { name: "Custom" });
};
export const throwsText = async () => {
  // oxlint-disable-next-line only-throw-error -- handlers do this
  throw "a text";
};
export const throwsNothing = async () => {
  // oxlint-disable-next-line only-throw-error -- handlers do this
  throw undefined;
};
export const throwsNull = async () => {
  // oxlint-disable-next-line only-throw-error -- handlers do this
  throw null;
};
export const throwsObject = async () => {
  // oxlint-disable-next-line only-throw-error -- handlers do this
  throw { a: 1 };
};
export const throwsList = async () => {
  // oxlint-disable-next-line only-throw-error -- handlers do this
  throw [1, 2];
};
export const throwsLikeness = async () => {
  // oxlint-disable-next-line only-throw-error -- handlers do this
  throw { name: "Custom", message: "like an error", stack: "Custom: like an error" };
};
export const throwsTextless = async () => {
  throw Object.create(null);
};
export const throwsTrap = async () => {
  // oxlint-disable-next-line only-throw-error -- handlers do this
  throw {
    name: "Trap",
    get message() {
      throw new Error("trap");
    },
    stack: "",
  };
};
export const spins = () => {
  for (;;);
};
export const waits = () => new Promise((resolve) => setTimeout(resolve, 60_000));
export const exits = async (event) => process.exit(event.code);
export const kills = async () => {
  process.kill(process.pid, "SIGKILL");
};
export const aborts = async () => process.abort();
export const uncaught = () =>
  new Promise(() => {
    setTimeout(() => {
      throw new Error("nobody caught this");
    }, 5);
  });
export const unhandled = () =>
  new Promise(() => {
    void Promise.reject(new Error("nobody awaited this"));
    setTimeout(() => {}, 1000);
  });
export const circular = async () => {
  const circle = {};
  circle.circle = circle;
  return circle;
};
export const bigint = async () => ({ value: 1n });
export const deep = () => {
  const go = (n) => go(n + 1) + 1;
  return go(0);
};
export const eatsArrays = () => {
  const all = [];
  for (;;) all.push(new Array(1000).fill(all.length));
};
export const eatsBuffers = () => {
  const all = [];
  for (;;) all.push(Buffer.alloc(10_000_000, 1));
};
export const eatsMap = () => {
  const all = new Map();
  for (let i = 0; ; i++) all.set(i, { i });
};
export const eatsDoubling = () => {
  const all = [];
  for (let size = 100_000; ; size *= 2) all.push(new Array(size).fill(1.5));
};
export const chatters = () => {
  for (;;) console.log("a line of output that never ends, and never ends, and never ends");
};
export const closesPort = async () => {
  const { parentPort } = await import("node:worker_threads");
  parentPort.postMessage("?nonsense");
  parentPort.postMessage({ not: "text" });
  for (const nothing of [null, undefined, 7, [], new Map(), new DataView(new ArrayBuffer(8))])
    parentPort.postMessage(nothing);
  return "still here";
};
/** What our own thread would say, and is none: the first letter is the event's. */
export const impersonates = async (letter) => {
  const { parentPort } = await import("node:worker_threads");
  for (const text of ["", "{", "null", "[]", "7", '{"errorType":7}', '{"contentType":null}', "{}"]) {
    parentPort.postMessage(letter + text);
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  return "still here";
};
export const afterwards = async (event) => {
  setTimeout(() => {
    throw new Error("after the answer");
  }, 5);
  return event;
};
export const notAFunction = 1;
