// VPC links: named ways to load balancers within a VPC, of which integrations take their id (AWS API reference: VpcLink). Nothing
// is built behind one here, so a link that was just made is ready at the next look; its target is reached as any other host.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { StringMap } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badRequest, notFound } from "./faults.ts";
import { newShortId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { text } from "./patch-rows.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";

/** As it is stored: its status is not, since it is always ready. */
export interface VpcLinkRow {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly targetArns: readonly string[];
  readonly tags?: StringMap<string>;
}

export interface VpcLink extends VpcLinkRow {
  readonly status: "AVAILABLE" | "PENDING";
  readonly statusMessage?: string;
}

export interface VpcLinkRequest {
  readonly vpcLinkId: string;
}

export interface CreateVpcLinkRequest {
  readonly name: string;
  readonly description?: string | undefined;
  readonly targetArns: readonly string[];
  readonly tags?: StringMap<string> | undefined;
}

function checkName(name: string | null): void {
  if (name === null || name === "") throw badRequest("Name cannot be empty");
}

export function createVpcLink(work: Work, input: CreateVpcLinkRequest): VpcLink {
  new Constraints()
    .present("createVpcLinkInput.name", input.name)
    .present("createVpcLinkInput.targetArns", input.targetArns)
    .hold();
  checkName(input.name);
  for (const arn of input.targetArns)
    if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
  if (input.targetArns.length !== 1) throw badRequest("VPC link must have exactly one target ARN");
  const { description = "", tags = {} } = input;
  checkTags(tags);
  const row: VpcLinkRow = {
    id: newShortId(work.context.random),
    name: input.name,
    ...(description !== "" && { description }),
    targetArns: input.targetArns,
    ...(Object.keys(tags).length > 0 && { tags }),
  };
  putLink(work, row);
  return { ...row, status: "PENDING" };
}

function putLink({ tables, context }: Work, row: VpcLinkRow): void {
  putRow(tables, table.vpcLinks, keyOf(context.account, context.region, row.id), row);
}

function requireLink({ tables, context }: Work, { vpcLinkId }: VpcLinkRequest): VpcLinkRow {
  const row = getRow(tables, table.vpcLinks, keyOf(context.account, context.region, vpcLinkId));
  if (row === null) throw notFound("vpcLink");
  return row;
}

function shown(row: VpcLinkRow): VpcLink {
  return { ...row, status: "AVAILABLE", statusMessage: "Your vpc link is ready for use" };
}

function shownWhole(row: VpcLinkRow): VpcLink {
  return { ...shown(row), tags: row.tags ?? {} };
}

export function getVpcLink(work: Work, input: VpcLinkRequest): VpcLink {
  return shownWhole(requireLink(work, input));
}

export function getVpcLinks(work: Work, input: PageRequest): Page<VpcLink> {
  const { tables, context } = work;
  return listRows({ tables, table: table.vpcLinks, prefix: prefixOf(context.account, context.region) }, input, shown);
}

const linkPatches: PatchTable<VpcLinkRow> = {
  wording: "listed",
  rows: [text("/name", "name", ["replace"], checkName), text("/description", "description")],
};

export function updateVpcLink(work: Work, input: VpcLinkRequest & PatchRequest): VpcLink {
  checkOperations(new Constraints(), "updateVpcLinkInput", input).hold();
  const row = patched(linkPatches, requireLink(work, input), input.patchOperations);
  putLink(work, row);
  return shownWhole(row);
}

export function deleteVpcLink(work: Work, input: VpcLinkRequest): Nothing {
  const { id } = requireLink(work, input);
  work.tables.delete(table.vpcLinks, keyOf(work.context.account, work.context.region, id));
  return nothing;
}
