// What the threads of a function say to each other, as text: an invocation goes in as four short lines and the event behind
// them, several invocations as several texts; everything that comes out is one letter and a text, answers of quick handlers on
// a page in shared memory (./answer-page.ts). Text is what crosses threads cheapest; nothing is read that nobody needs. Octets
// of a streamed answer cross as they are, and numbers give leave to send more.

/** What an instance is told when it starts. */
export interface InstanceData {
  /** A module's file, or a folder that the handler's file is sought in. */
  readonly path: string;
  readonly lookUp: "file" | "folder";
  readonly handler: string;
  readonly name: string;
  readonly version: string;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly timeoutMs: number;
  /** The memory of a BatchProgress. */
  readonly progress: SharedArrayBuffer;
  /** The memory of an AnswerPage. */
  readonly answers: SharedArrayBuffer;
}

export interface InvocationText {
  readonly requestId: string;
  readonly invokedArn: string;
  readonly traceId: string;
  /** JSON in base64, or "". */
  readonly clientContext: string;
  /** JSON. */
  readonly event: string;
  /** Whether that is the event, or EventValues (../../gateway/engine/integrations/event-object.ts). */
  readonly form: "text" | "values";
}

/** What an instance says, by the first letter. */
export const said = {
  /** The handler is there. */
  ready: "i",
  /** The handler could not be had: a failure. */
  initFailed: "f",
  /** There are answers on the page. */
  answered: "a",
  /** What the handler returned. */
  result: "r",
  /** The handler failed: a failure. */
  failure: "e",
  /** The event is no JSON: why. */
  unreadable: "j",
  /** The thread must end, with this failure. */
  crash: "x",
  /** One line of output. */
  line: "l",
  /** A streamed answer begins: content type and metadata. */
  stream: "m",
  /** It ends. */
  streamEnd: "z",
} as const;

export interface StreamHead {
  readonly contentType: string;
  /** What HttpResponseStream.from was given, else null. */
  readonly metadata: unknown;
}

const valuesFollow = "v";
const textFollows = "t";

export function composeInvocation(invocation: InvocationText): string {
  const { requestId, invokedArn, traceId, clientContext, event, form } = invocation;
  const first = form === "values" ? valuesFollow : textFollows;
  return `${first}${requestId}\n${invokedArn}\n${oneLine(traceId)}\n${oneLine(clientContext)}\n${event}`;
}

function oneLine(text: string): string {
  return text.includes("\n") ? text.replaceAll("\n", " ") : text;
}

export function parseInvocation(text: string): InvocationText {
  const id = text.indexOf("\n");
  const arn = text.indexOf("\n", id + 1);
  const trace = text.indexOf("\n", arn + 1);
  const client = text.indexOf("\n", trace + 1);
  return {
    requestId: text.slice(1, id),
    invokedArn: text.slice(id + 1, arn),
    traceId: text.slice(arn + 1, trace),
    clientContext: text.slice(trace + 1, client),
    event: text.slice(client + 1),
    form: text.startsWith(valuesFollow) ? "values" : "text",
  };
}
