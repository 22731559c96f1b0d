// Asks a server that runs for the trace of a question, through its API (POST /_signpost/trace): what is told happened
// there, with its zones, health, cache and memory of servers. The shape of what comes back: ../../trace/ending.ts.

import { printName } from "../../dns/text/name-text.ts";
import { typeName } from "../../dns/types.ts";
import type { Question } from "../../resolver/question.ts";
import { type FinishedTrace, traceOf } from "../../trace/ending.ts";
import { Failure } from "../program.ts";

/** Longer than any resolution may take. */
const waitMs = 30_000;

/** Who asks it, at which of its addresses, and for whom: what is not said is the server's to say. */
export interface AskedAs {
  readonly client?: string;
  readonly subnet?: string;
  readonly server?: string;
}

export async function askRunningServer(api: string, question: Question, as: AskedAs): Promise<FinishedTrace> {
  const url = urlOf(api);
  for (const [key, value] of Object.entries(as)) url.searchParams.set(key, String(value));
  url.searchParams.set("name", printName(question.name.wire));
  url.searchParams.set("type", typeName(question.type));
  const { status, text } = await post(url);
  if (status !== 200) throw new Failure(1, `${api} answers ${status}: ${text.trim().slice(0, 300)}`);
  const trace = traceOf(text);
  if (typeof trace === "string") throw new Failure(1, `What ${api} answers is no trace: ${trace}.`);
  return trace;
}

async function post(url: URL): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { method: "POST", signal: AbortSignal.timeout(waitMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Failure(1, `${url.origin} cannot be asked: ${reason}.`);
  }
}

/** HOST:PORT or a whole URL. */
function urlOf(api: string): URL {
  const text = /^https?:\/\//.test(api) ? api : `http://${api}`;
  if (!URL.canParse(text)) throw new Failure(2, `"${api}" is no address of an API: expected HOST:PORT or a URL.`);
  return new URL("/_signpost/trace", text);
}
