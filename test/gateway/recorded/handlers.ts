// The functions of the recorded tests, as far as their answers tell what they do. The recorded ones were Python; what Python
// prints otherwise (blanks in JSON, stack traces) is excused where it is met.

const sources = {
  /** A proxy answer that holds the event. */
  proxy: `async (event) => ({ statusCode: 200, body: JSON.stringify(event), isBase64Encoded: false })`,
  /** The event itself. */
  echo: `async (event) => event`,
  /** What the client's body says is the answer. */
  answering: `async (event) => JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, "base64").toString() : event.body)`,
  /** Two results by the client's body. */
  mapping: `async ({ body }) => ({ statusCode: 200, body: Number(body.httpStatus) >= 400 ? "customerror" : "noerror" })`,
  /** Passes, or throws one of two errors. */
  selecting: `async ({ statusCode }) => {
    if (statusCode === "200") return "Pass";
    throw new Error("Error: Raising " + (statusCode === "400" ? "four" : "five") + " hundred from within the Lambda function");
  }`,
  /** A proxy answer about the event. */
  telling: `async (event) => ({
    statusCode: 200,
    body: JSON.stringify("response from localstack lambda: " + JSON.stringify(event)),
    isBase64Encoded: false,
    headers: {},
  })`,
} as const;

export type HandlerName = keyof typeof sources;

/** What stands in index.js. */
export const handlers: Readonly<Record<HandlerName, string>> = Object.fromEntries(
  Object.entries(sources).map(([name, source]) => [name, `exports.handler = ${source};\n`]),
) as Record<HandlerName, string>;
