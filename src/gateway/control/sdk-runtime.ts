// What every generated JavaScript client begins with: it builds a request out of a method's path and parameters, signs it when it
// has an access key (AWS Signature Version 4) and sends it by `fetch`. It runs in browsers and in Node.js, without packages.
// The text below is the client's, not ours: nothing in this project runs it but its tests. Read next: ./sdk-javascript.ts.

export const clientRuntime = String.raw`"use strict";

const encoder = new TextEncoder();

function escaped(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}

function hex(octets) {
  return Array.from(new Uint8Array(octets), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

async function sha256(text) {
  return hex(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", imported, encoder.encode(text));
}

async function signed(config, verb, url, headers, body) {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const all = { ...headers, host: url.host, "x-amz-date": time };
  if (config.sessionToken) all["x-amz-security-token"] = config.sessionToken;
  const lower = Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
  const names = Object.keys(lower).sort();
  const query = [...url.searchParams]
    .map(([name, value]) => escaped(name) + "=" + escaped(value))
    .sort()
    .join("&");
  const path = url.pathname.split("/").map(escaped).join("/");
  const lines = names.map((name) => name + ":" + String(lower[name]).trim().replace(/\s+/g, " "));
  const canonical = [verb, path, query, ...lines, "", names.join(";"), await sha256(body)].join("\n");
  const scope = [day, config.region, "execute-api", "aws4_request"].join("/");
  const text = ["AWS4-HMAC-SHA256", time, scope, await sha256(canonical)].join("\n");
  let key = encoder.encode("AWS4" + config.secretKey);
  for (const part of scope.split("/")) key = await hmac(key, part);
  const signature = hex(await hmac(key, text));
  delete all.host;
  all.Authorization =
    "AWS4-HMAC-SHA256 Credential=" + config.accessKey + "/" + scope +
    ", SignedHeaders=" + names.join(";") + ", Signature=" + signature;
  return all;
}

async function invoke(config, method, params = {}, body, additional = {}) {
  const path = method.path.replace(/\{([^}+]+)(\+?)\}/g, (_, name, greedy) => {
    if (params[name] === undefined) throw new Error("The parameter " + name + " is missing.");
    return greedy ? String(params[name]).split("/").map(escaped).join("/") : escaped(params[name]);
  });
  const url = new URL(config.invokeUrl.replace(/\/$/, "") + path);
  const headers = { Accept: config.defaultAcceptType, ...additional.headers };
  for (const name of method.query) if (params[name] !== undefined) url.searchParams.append(name, params[name]);
  for (const [name, value] of Object.entries(additional.queryParams ?? {})) url.searchParams.append(name, value);
  for (const name of method.headers) if (params[name] !== undefined) headers[name] = params[name];
  for (const name of method.required) if (params[name] === undefined) throw new Error("The parameter " + name + " is missing.");
  const hasBody = body !== undefined && body !== null && body !== "";
  const text = !hasBody ? "" : typeof body === "string" ? body : JSON.stringify(body);
  if (hasBody) headers["Content-Type"] ??= config.defaultContentType;
  if (config.apiKey) headers["x-api-key"] = config.apiKey;
  const verb = method.verb === "ANY" ? (additional.method ?? "GET") : method.verb;
  const sent = config.accessKey ? await signed(config, verb, url, headers, text) : headers;
  const answer = await fetch(url, { method: verb, headers: sent, ...(hasBody && { body: text }) });
  const content = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  const result = {
    status: answer.status,
    statusText: answer.statusText,
    headers: Object.fromEntries(answer.headers),
    data: isJson && content !== "" ? JSON.parse(content) : content,
  };
  if (!answer.ok) throw Object.assign(new Error("The API answered " + answer.status + "."), { response: result });
  return result;
}
`;
