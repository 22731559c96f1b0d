// Health checks with their status, and the hosts outside our zones that aliases lead to.
// Of GET /_signpost/healthchecks and /_signpost/awshosts (docs/health-checks.md).

import { element, paragraph, table } from "./elements.ts";
import { jsonOf } from "./server.ts";

interface Check {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly override: string | null;
}

interface Host {
  readonly name: string;
  readonly hostedZoneId: string;
  readonly status: string;
}

export async function showHealth(into: HTMLElement): Promise<void> {
  const [checks, hosts] = await Promise.all([
    jsonOf<Check[]>("/_signpost/healthchecks"),
    jsonOf<Host[]>("/_signpost/awshosts"),
  ]);
  into.append(element("h1", {}, "Health checks"));
  if (checks.length === 0) into.append(paragraph("None yet: CreateHealthCheck makes one, and this server probes it."));
  else into.append(table(["id", "type", "status"], checks.map(checkCells)));
  if (hosts.length > 0) {
    into.append(
      element("h1", {}, "Hosts outside our zones"),
      table(["name", "hosted zone", "status"], hosts.map(hostCells)),
    );
  }
}

function checkCells({ id, type, status, override }: Check): (Node | string)[] {
  return [element("code", {}, id), type, statusOf(override === null ? status : `${status} (told)`)];
}

function hostCells({ name, hostedZoneId, status }: Host): (Node | string)[] {
  return [name, element("code", {}, hostedZoneId), statusOf(status)];
}

function statusOf(status: string): HTMLElement {
  return element("span", { class: status.startsWith("healthy") ? "well" : "ill" }, status);
}
