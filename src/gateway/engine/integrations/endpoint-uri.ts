// The address that an HTTP integration asks (AWS guide: setup-http-integrations): a URI with stage variables and with
// `{names}` that integration.request.path mappings fill. Compiled once; one without either is checked once as well.
// Invariants: what a mapping puts in cannot break out of its place, as blanks, `?` and `#` are written as escapes; values that
// came in the path are escaped already, and stay as the client wrote them. Backends answer at ports 80, 443 and 1024 to 65535.

import type { Exchange } from "../exchange.ts";
import type { GatewayFault } from "../fault.ts";
import { compileStageText } from "../stage-text.ts";
import { misconfigured } from "./mapping-faults.ts";

export type EndpointUri = (exchange: Exchange, path: ReadonlyMap<string, string>) => string | GatewayFault;

const placeholder = /\{([^{}]+?)\+?\}/g;

export function compileEndpointUri(uri: string): EndpointUri {
  const text = compileStageText(uri);
  if (text.constant !== null && !uri.includes("{")) {
    const checked = check(uri);
    return () => checked;
  }
  return (exchange, path) => {
    const missing: string[] = [];
    const filled = text.of(exchange).replaceAll(placeholder, (whole, name: string) => {
      const value = path.get(name);
      if (value !== undefined) return escaped(value);
      missing.push(name);
      return whole;
    });
    return missing.length === 0 ? check(filled) : invalid(filled, `nothing is mapped to ${missing.join(" and ")}`);
  };
}

/** The same with a query behind it; `query` has no question mark. */
export function withQuery(url: string, query: string): string {
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

export function queryText(parameters: ReadonlyMap<string, readonly string[]>): string {
  let text = "";
  for (const [name, values] of parameters) {
    for (const value of values)
      text += `${text === "" ? "" : "&"}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  }
  return text;
}

function escaped(value: string): string {
  return value.replaceAll(/[^\x21-\x7e]|["#<>?\\^`{|}]/gu, (character) => encodeURIComponent(character.toWellFormed()));
}

const address = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[^/?#:@\s[\]]+)(?::(\d{1,5}))?(?:[/?][\x21-\x7e]*)?$/i;

function check(url: string): string | GatewayFault {
  const found = address.exec(url);
  if (found === null) return invalid(url, "it is none of http or https");
  const port = found[1] === undefined ? 443 : Number(found[1]);
  const isOpen = port === 80 || port === 443 || (port >= 1024 && port <= 65_535);
  return isOpen ? url : invalid(url, `port ${port} is none of 80, 443 and 1024 to 65535`);
}

function invalid(url: string, reason: string): GatewayFault {
  return misconfigured(`Invalid endpoint address "${url}": ${reason}.`);
}
