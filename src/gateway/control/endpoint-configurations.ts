// Where an API is reached: EDGE unless somebody says otherwise, one type an API, IPv4 or both families; a PRIVATE API has both
// (recorded answers of 2025; AWS guide: api-gateway-api-endpoint-types). Domain names follow the same rules (./domain-names.ts).

import type { EndpointConfiguration, EndpointType } from "../model/shapes.ts";
import { type Constraints, enums } from "./constraints.ts";
import { badRequest } from "./faults.ts";
import type { Change, Draft, PatchRow } from "./patch.ts";

export interface EndpointRequest {
  readonly types?: readonly string[] | undefined;
  readonly ipAddressType?: string | undefined;
  readonly vpcEndpointIds?: readonly string[] | undefined;
}

export function checkEndpoint(constraints: Constraints, input: string, endpoint: EndpointRequest | undefined): void {
  const member = `${input}.endpointConfiguration`;
  constraints.eachOf(`${member}.types`, endpoint?.types, enums.endpointType);
  constraints.oneOf(`${member}.ipAddressType`, given(endpoint?.ipAddressType), enums.ipAddressType);
}

function given(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

export function newEndpoint(request: EndpointRequest | undefined): EndpointConfiguration {
  const types = (request?.types ?? ["EDGE"]) as readonly EndpointType[];
  if (types.length === 0) throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types.length > 1) throw badRequest("Cannot create an api with multiple Endpoint Types.");
  const isPrivate = types[0] === "PRIVATE";
  const family = given(request?.ipAddressType) ?? (isPrivate ? "dualstack" : "ipv4");
  const vpcEndpointIds = request?.vpcEndpointIds ?? [];
  return checkedEndpoint({
    ipAddressType: family as "ipv4" | "dualstack",
    types,
    ...(vpcEndpointIds.length > 0 && { vpcEndpointIds }),
  });
}

function checkedEndpoint(endpoint: EndpointConfiguration): EndpointConfiguration {
  const isPrivate = endpoint.types.includes("PRIVATE");
  if (isPrivate && endpoint.ipAddressType === "ipv4")
    throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
  if (!isPrivate && endpoint.vpcEndpointIds !== undefined)
    throw badRequest("VPCEndpoints can only be specified with PRIVATE apis.");
  return endpoint;
}

interface HasEndpoint {
  readonly endpointConfiguration: EndpointConfiguration;
}

/** The patches of a type, the family and the VPC endpoints. */
export function endpointRows<Entity extends HasEndpoint>(): readonly PatchRow<Entity>[] {
  const change =
    (changed: (endpoint: EndpointConfiguration, change: Change) => EndpointConfiguration) =>
    (draft: Draft<Entity>, given: Change): void => {
      draft.endpointConfiguration = checkedEndpoint(changed(draft.endpointConfiguration, given));
    };
  return [
    {
      path: "/endpointConfiguration/types/*",
      ops: ["add", "remove", "replace"],
      otherOps: "Invalid patch operation specified. Must be 'add'|'remove'|'replace'",
      apply: change(changeType),
    },
    { path: "/endpointConfiguration/ipAddressType", ops: ["replace"], apply: change(changeFamily) },
    { path: "/endpointConfiguration/vpcEndpointIds", ops: ["add", "remove"], apply: change(changeVpcEndpoints) },
  ];
}

function changeType(endpoint: EndpointConfiguration, { op, names, value }: Change): EndpointConfiguration {
  // Some tools name the type by its place in the list.
  const name = /^\d$/.test(names[0]) ? (endpoint.types[Number(names[0])] ?? "") : names[0];
  const wanted = op === "replace" ? value : name;
  if (!isEndpointType(wanted) || !isEndpointType(name))
    throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
  const others = endpoint.types.filter((type) => type !== name && type !== wanted);
  const types = op === "remove" ? others : [...others, wanted];
  if (types.length === 0) throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types.length > 1) throw badRequest("Cannot update an api to have multiple Endpoint Types.");
  const { vpcEndpointIds: _vpcEndpointIds, ...rest } = endpoint;
  if (types[0] === "PRIVATE") return { ...endpoint, types, ipAddressType: "dualstack" };
  return { ...rest, types };
}

function isEndpointType(text: string | null): text is EndpointType {
  return text !== null && (enums.endpointType as readonly string[]).includes(text);
}

function changeFamily(endpoint: EndpointConfiguration, { value }: Change): EndpointConfiguration {
  if (value !== "ipv4" && value !== "dualstack") throw badRequest("ipAddressType must be either ipv4 or dualstack.");
  return { ...endpoint, ipAddressType: value };
}

function changeVpcEndpoints(endpoint: EndpointConfiguration, { op, value }: Change): EndpointConfiguration {
  const { vpcEndpointIds = [], ...rest } = endpoint;
  const others = vpcEndpointIds.filter((id) => id !== value);
  const ids = op === "add" && value !== null ? [...others, value] : others;
  return ids.length === 0 ? rest : { ...rest, vpcEndpointIds: ids };
}
