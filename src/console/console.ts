// The console: a page at / on which a question is asked and its answer is watched coming about, step by step, and on which
// zones, cache, APIs and health checks are looked at. It reads what every other program may read, below /_signpost/, and
// computes nothing itself. The page's scripts are this program's own modules, told to browsers as they are: it tells a trace
// with the words and the tables of ../trace/.
// Invariants: scripts come from here alone (Content-Security-Policy), and only from folders that need no Node; a link on another
// site's page asks nothing and changes nothing.
// Read next: ./page/main.ts, ./source-modules.ts.

import { readFile } from "node:fs/promises";
import type { Handler, HttpReply, Resource } from "../http/listener.ts";
import { plainText } from "../http/listener.ts";
import { extension, SourceModules } from "./source-modules.ts";

/** What the page says of the server before it asks anything. */
export interface ConsoleFacts {
  readonly version: string;
  /** Where questions go that no zone of ours answers. */
  readonly recursion: "off" | "on" | "lab";
}

const html = "text/html; charset=utf-8";
/** Nothing from elsewhere, nothing inline, in no other site's frame (W3C CSP 3). */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function consoleRoutes(facts: ConsoleFacts): [path: string, resource: Resource][] {
  const modules = new SourceModules();
  return [
    ["/", { GET: ({ headers }) => frontPage(facts, headers["sec-fetch-site"] === "cross-site") }],
    ["/console.css", { GET: () => file("style.css", "text/css; charset=utf-8") }],
    ["/console.svg", { GET: () => file("sign.svg", "image/svg+xml") }],
    ["/source/**", { GET: moduleOf(modules) }],
  ];
}

/** A visitor whom another site's page sent is asked before a question in the address is. */
async function frontPage({ version, recursion }: ConsoleFacts, isSent: boolean): Promise<HttpReply> {
  const text = await readFile(new URL("./page/index.html", import.meta.url), "utf8");
  const body = text
    .replaceAll("{extension}", extension)
    .replaceAll("{version}", version)
    .replaceAll("{recursion}", recursion)
    .replaceAll("{sent}", String(isSent));
  const headers = {
    "content-security-policy": policy,
    // Whoever opened the page cannot lead it on.
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
  };
  return { status: 200, type: html, body, headers };
}

async function file(name: string, type: string): Promise<HttpReply> {
  return { status: 200, type, body: await readFile(new URL(`./page/${name}`, import.meta.url)) };
}

function moduleOf(modules: SourceModules): Handler {
  return async ({ rest }) => {
    const body = await modules.find(rest);
    if (body === null) return { status: 404, type: plainText, body: "There is no such module.\n" };
    return { status: 200, type: "text/javascript; charset=utf-8", body };
  };
}
