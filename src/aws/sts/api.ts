// The one operation of AWS STS that clients of other services need: GetCallerIdentity, by which Terraform and scripts learn the
// account that their ARNs are about (AWS STS API reference: GetCallerIdentity). It speaks AWS's query protocol: the operation
// and its version are parameters of a form that is posted to "/", or stand in the query; the answer is XML.
// There are no users here, so whoever asks is the account itself. Read next: ../service-api.ts.

import type { SignedRequest } from "../../base/sigv4/claim.ts";
import { WireFault } from "../fault.ts";
import type { Operation, Structure } from "../model.ts";
import { queryPairs } from "../query.ts";
import { escapeText } from "../rest-xml/print.ts";
import { faultReply } from "../rest-xml/reply.ts";
import { type Fields, type Operations, ServiceApi, type ServiceApiOptions, type Speech } from "../service-api.ts";

const version = "2011-06-15";
const namespace = `https://sts.amazonaws.com/doc/${version}/`;

const noMembers: Structure = { kind: "structure", name: "GetCallerIdentityRequest", members: [] };
const getCallerIdentity: Operation = {
  name: "GetCallerIdentity",
  method: "POST",
  path: "/",
  status: 200,
  errors: [],
  input: noMembers,
  output: noMembers,
};

export class StsApi extends ServiceApi<string> {
  constructor(options: Omit<ServiceApiOptions, "operations">) {
    super(speech, { ...options, operations });
  }
}

const operations: Operations = (name) =>
  name === "getCallerIdentity"
    ? (_, { account }) => ({ Arn: `arn:aws:iam::${account}:root`, UserId: account, Account: account })
    : null;

const speech: Speech<string> = {
  service: "sts",
  // Which operation is meant stands in the body.
  find: () => ({ operation: getCallerIdentity, places: new Map() }),
  readInput: (_, request) => {
    const parameters = new Map(parametersOf(request));
    const action = parameters.get("Action");
    if (action === undefined) throw new WireFault("MissingAction", "Missing Action", 400);
    const asked = parameters.get("Version") ?? version;
    if (action !== getCallerIdentity.name || asked !== version)
      throw new WireFault("InvalidAction", `Could not find operation ${action} for version ${asked}`, 400);
    return {};
  },
  printOutput: ({ name, status }, output, requestId) => ({
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<${name}Response xmlns="${namespace}"><${name}Result>${printMembers(output)}</${name}Result>${metadata(requestId)}</${name}Response>`,
  }),
  printFault: (fault, requestId) => faultReply(fault, namespace, requestId),
  nameFault: (fault) => fault,
  rateExceeded: () => new WireFault("Throttling", "Rate exceeded"),
};

function parametersOf({ query, body }: SignedRequest): [name: string, value: string][] {
  return [...queryPairs(query), ...queryPairs(new TextDecoder().decode(body))];
}

function printMembers(output: Fields): string {
  return Object.entries(output)
    .map(([name, value]) => `<${name}>${escapeText(String(value))}</${name}>`)
    .join("");
}

function metadata(requestId: string): string {
  return `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
}
