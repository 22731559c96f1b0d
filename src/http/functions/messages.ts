// What the threads of a function say to each other, as text: an invocation goes in as four short lines and the event behind
// them, everything that comes out is one letter and a text. Invocations, and answers of quick handlers, lie on pages of shared
// memory (./text-page.ts); a batch is brought by a message that has, for each of its invocations, null or what found no room there.
// Text is what crosses threads cheapest; nothing is read that nobody needs. Octets of a streamed answer cross as they are, and
// numbers give leave to send more.

import type { LineReader } from "../../base/line-reader.ts";

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
  /** The memory of a TextPage each: of what is asked and what is answered. */
  readonly calls: SharedArrayBuffer;
  readonly answers: SharedArrayBuffer;
}

/** The invocations that come together; null: it lies on the page. */
export type InvocationBatch = readonly (string | null)[];

export interface InvocationHead {
  readonly requestId: string;
  readonly invokedArn: string;
  readonly traceId: string;
  /** JSON in base64, or "". */
  readonly clientContext: string;
  /** Whether what follows is the event, or the lines of one (../../gateway/engine/integrations/event-object.ts). */
  readonly form: "text" | "lines";
}

export interface InvocationText extends InvocationHead {
  readonly event: string;
}

/** What an instance says, by the first letter. */
export const said = {
  /** The handler is there. */
  ready: "i",
  /** The handler could not be loaded: a failure. */
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

const linesFollow = "l";
const textFollows = "t";

export function composeInvocation(invocation: InvocationText): string {
  const { requestId, invokedArn, traceId, clientContext, event, form } = invocation;
  const first = form === "lines" ? linesFollow : textFollows;
  return `${first}${requestId}\n${invokedArn}\n${oneLine(traceId)}\n${oneLine(clientContext)}\n${event}`;
}

function oneLine(text: string): string {
  return text.includes("\n") ? text.replaceAll("\n", " ") : text;
}

/** What stands before the event, which is left to be read. */
export function readInvocation(lines: LineReader): InvocationHead {
  const first = lines.next();
  return {
    form: first.startsWith(linesFollow) ? "lines" : "text",
    requestId: first.slice(1),
    invokedArn: lines.next(),
    traceId: lines.next(),
    clientContext: lines.next(),
  };
}
