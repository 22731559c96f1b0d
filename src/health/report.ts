// What checkers say of an endpoint: the texts of GetHealthCheckStatus and GetHealthCheckLastFailureReason, one table.
// Those of HTTP statuses, time-outs of connecting and look-ups are AWS's (API:GetHealthCheckStatus,
// API:GetHealthCheckLastFailureReason, DG:health-checks-monitor-view-status); the others were not found in public and are
// written in their manner. Programs compare "Success: HTTP Status Code 200, OK", so the address is only said of names.

import { isSuccess, type ProbeOutcome } from "./definition.ts";

const firewallPage =
  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html";

/** What a checker reports, or null when nothing was probed. */
export function reportText(outcome: ProbeOutcome): string | null {
  if (outcome.kind === "skipped") return null;
  const resolved = "resolved" in outcome && outcome.resolved !== null ? `. Resolved IP: ${outcome.resolved}` : "";
  return `${isSuccess(outcome) ? "Success" : "Failure"}: ${sentence(outcome)}${resolved}`;
}

/** What a checker says that has never seen a failure. */
export function neverFailedText(sinceMs: number): string {
  const since = new Date(sinceMs).toISOString().replace("Z", "+00:00");
  return `The health check endpoint has not failed since the Route 53 health checker for this endpoint restarted at ${since}.`;
}

function sentence(outcome: Exclude<ProbeOutcome, { kind: "skipped" }>): string {
  switch (outcome.kind) {
    case "response":
      return `HTTP Status Code ${outcome.status}${outcome.reason === "" ? "" : `, ${outcome.reason}`}`;
    case "connected":
      return "TCP connection established";
    case "string-missing":
      return "The search string is not in the first 5120 bytes of the response body";
    case "connect-timeout":
      return `Connection timed out. The endpoint or the internet connection is down, or requests are being blocked by your firewall. See ${firewallPage}`;
    case "refused":
      return `Connection failed: ${outcome.detail}`;
    case "status-timeout":
      return "The endpoint did not send an HTTP status code within two seconds of connecting";
    case "body-timeout":
      return "The endpoint did not send the response body within two seconds of the HTTP status code";
    case "tls":
      return `SSL alert ${outcome.detail}`;
    case "malformed":
      return `Invalid HTTP response: ${outcome.detail}`;
    case "unresolved":
      return `DNS resolution failed: ${outcome.detail}`;
    case "forbidden":
      return `The IP address ${outcome.address} is in a local, private, non-routable, or multicast range`;
  }
}
