// What the page asks the server that it came from. A refusal is a sentence of the server's, and is shown as it is.
// Invariant: nothing is asked of any other server.

/** The server said no, or nothing. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

const silence = "The server does not answer. Does it still run?";

export async function textOf(
  path: string,
  method: "GET" | "POST" | "PUT" | "DELETE" = "GET",
  body?: string,
): Promise<string> {
  const reply = await fetch(path, { method, ...(body !== undefined && { body }) }).catch(() => null);
  const text = reply === null ? null : await reply.text().catch(() => null);
  if (reply === null || text === null) throw new Refusal(0, silence);
  if (!reply.ok) throw new Refusal(reply.status, text.trim());
  return text;
}

/** A page of JSON; its form is what the server's documentation promises. */
export async function jsonOf<Page>(path: string): Promise<Page> {
  return JSON.parse(await textOf(path)) as Page;
}

/** What the page was told with its first octets. */
export function facts(): { readonly recursion: string; readonly isSent: boolean } {
  const { recursion = "off", sent } = document.documentElement.dataset;
  return { recursion, isSent: sent === "true" };
}
