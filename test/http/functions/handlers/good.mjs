// Handlers that answer, one for each way of answering.

let invocations = 0;

export const handler = async (event) => ({ seen: event, invocations: ++invocations });
export const returns = (event) => ({ returned: event });
export const callback = (event, _context, done) => {
  setTimeout(() => done(null, { called: event }), 5);
};
export const callbackLater = (_event, context, done) => {
  globalThis.late ??= 0;
  setTimeout(() => globalThis.late++, 150);
  context.callbackWaitsForEmptyEventLoop = false;
  done(null, globalThis.late);
};
export const callbackWaits = (_event, _context, done) => {
  const state = { ticks: 0 };
  setTimeout(() => state.ticks++, 60);
  done(null, state.ticks);
  setTimeout(() => {
    globalThis.ticked = state.ticks;
  }, 80);
};
export const ticked = async () => globalThis.ticked;
export const callbackError = (_event, _context, done) => done(new RangeError("by callback"));
export const succeeds = (_event, context) => context.succeed({ by: "succeed" });
export const fails = (_event, context) => context.fail(new Error("by fail"));
export const done = (_event, context) => context.done(null, "by done");
export const nothing = () => {};
export const never = () => new Promise(() => {});
export const undefinedValue = async () => undefined;
export const text = async () => "text";
export const environment = async () => ({ ...process.env });
export const context = async (_event, context) => ({
  ...context,
  remaining: context.getRemainingTimeInMillis(),
});
export const sleep = (event) => new Promise((resolve) => setTimeout(resolve, event.ms, "slept"));
export const thread = async () => (await import("node:worker_threads")).threadId;
export const output = async () => {
  console.log("one", { two: 2 });
  console.error("three\nfour");
  process.stdout.write("half a ");
  process.stdout.write("line\nand the rest");
  return null;
};
export const nested = { deep: async () => "nested" };
export const large = async (event) => "x".repeat(event.octets);
