// The client's side of REST with JSON, by the model and in words of its own: an input becomes the request that an SDK would
// send, a reply becomes the output that an SDK would give.

import type { Member, Operation, Shape, Structure } from "../../../src/aws/model.ts";
import { pathFinder } from "../../../src/aws/paths.ts";
import { readInput } from "../../../src/aws/rest-json/input.ts";
import type { RestJsonService } from "../../../src/aws/rest-json/service.ts";
import type { WireReply } from "../../../src/aws/service-api.ts";
import type { SignedRequest } from "../../../src/base/sigv4/claim.ts";
import { ServiceFault } from "../../../src/base/service-fault.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What the service reads of a request: the operation's input, the fault as `code: message`, or null for no operation. */
export function readRequest(service: RestJsonService, request: SignedRequest): unknown {
  const found = pathFinder(service.model.operations.values())(request.method, request.path, request.query);
  if (found === null) return null;
  try {
    return readInput(found, request, service);
  } catch (error) {
    if (error instanceof ServiceFault) return `${error.code}: ${error.message}`;
    throw error;
  }
}

export function plainRequest(method: string, target: string, body: string | Uint8Array = ""): SignedRequest {
  const mark = target.indexOf("?");
  const [path, query] = mark === -1 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
  return { method, path, query, headers: {}, body: typeof body === "string" ? new TextEncoder().encode(body) : body };
}

export function requestOf({ method, path, input }: Operation, value: Fields): SignedRequest {
  const [bare, ...query] = path.split("?");
  let target = bare;
  const headers: Record<string, string> = {};
  let payload: Uint8Array | null = null;
  for (const { name, place, wireName } of input.members) {
    const one = value[name];
    if (one === undefined) continue;
    if (place === "uri") target = target.replace(`{${wireName}}`, encodeURIComponent(one as string));
    if (place === "header") headers[wireName.toLowerCase()] = one as string;
    if (place === "payload") payload = one as Uint8Array;
    if (place !== "query") continue;
    const pairs =
      wireName === "*"
        ? Object.entries(one as Fields)
        : (Array.isArray(one) ? one : [one]).map((item) => [wireName, item]);
    query.push(...pairs.map((pair) => pair.map((text) => encodeURIComponent(String(text))).join("=")));
  }
  const inBody = input.members.filter(({ place }) => place === "body");
  const json = new TextEncoder().encode(JSON.stringify(toWire(input, value)));
  const body = payload ?? (inBody.length === 0 ? new Uint8Array() : json);
  return { method, path: target, query: query.join("&"), headers, body };
}

export function outputOf({ output }: Operation, reply: WireReply): Fields {
  const read: Record<string, unknown> = {};
  const hasBody = output.members.some(({ place }) => place === "body");
  if (hasBody) Object.assign(read, fromWire(output, JSON.parse(reply.body as string)));
  for (const { name, place, wireName } of output.members) {
    const text = reply.headers[wireName.toLowerCase()];
    if (place === "header" && text !== undefined) read[name] = text;
    if (place === "payload" && reply.body !== "") read[name] = reply.body;
    if (place === "status") read[name] = reply.status;
  }
  return read;
}

const isInBody = ({ place }: Member): boolean => place === "body";

function toWire(shape: Shape, value: unknown): unknown {
  return walk(
    shape,
    value,
    ({ name }) => name,
    ({ wireName }) => wireName,
    (octets) => Buffer.from(octets as Uint8Array).toString("base64"),
  );
}

function fromWire(shape: Structure, value: unknown): Fields {
  return walk(
    shape,
    value,
    ({ wireName }) => wireName,
    ({ name }) => name,
    (text) => new Uint8Array(Buffer.from(text as string, "base64")),
  ) as Fields;
}

/** The value with members called otherwise and blobs turned over. */
function walk(
  shape: Shape,
  value: unknown,
  from: (member: Member) => string,
  to: (member: Member) => string,
  turn: (blob: unknown) => unknown,
): unknown {
  const inner = (one: Shape, given: unknown): unknown => walk(one, given, from, to, turn);
  switch (shape.kind) {
    case "structure":
      return Object.fromEntries(
        shape.members
          .filter(isInBody)
          .filter((member) => (value as Fields)[from(member)] !== undefined)
          .map((member) => [to(member), inner(member.shape, (value as Fields)[from(member)])]),
      );
    case "list":
      return (value as readonly unknown[]).map((item) => inner(shape.item, item));
    case "map":
      return Object.fromEntries(Object.entries(value as Fields).map(([name, one]) => [name, inner(shape.value, one)]));
    case "blob":
      return turn(value);
    case "timestamp":
      return typeof value === "number" ? new Date(value * 1000).toISOString() : Date.parse(String(value)) / 1000;
    case "string":
    case "integer":
    case "long":
    case "double":
    case "boolean":
      return value;
  }
}
