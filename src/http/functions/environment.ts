// A handler's environment: what Lambda sets, then the function's own variables, and nothing of the server's own but where
// programs are found and how text is written. Credentials are there because AWS clients ask for some; they open nothing.
// DG: configuration-envvars (defined runtime environment variables).

import type { FunctionPlan } from "./plan.ts";

/** The server's own variables that a handler sees: without them a tool that it starts would not be found. */
const inherited = ["PATH", "LANG", "HOME", "TMPDIR"];

export function environmentOf(plan: FunctionPlan, endpointUrl: string | null): Readonly<Record<string, string>> {
  const { name, version, memoryMb, region, runtime, source, logGroup } = plan;
  const environment: Record<string, string> = {
    TZ: ":UTC",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream(version),
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SESSION_TOKEN: "local",
    _HANDLER: source.kind === "url" ? "" : source.handler,
    LAMBDA_TASK_ROOT: taskRoot(plan),
  };
  for (const variable of inherited) {
    const value = process.env[variable];
    if (value !== undefined) environment[variable] = value;
  }
  if (endpointUrl !== null) environment["AWS_ENDPOINT_URL"] = endpointUrl;
  return { ...environment, ...plan.environment };
}

function taskRoot({ source }: FunctionPlan): string {
  if (source.kind === "folder") return source.folder;
  return source.kind === "file" ? source.path.replace(/[/\\][^/\\]*$/, "") : "";
}

let streams = 0;

/** 2024/01/02/[$LATEST] and a number, as nobody else has it in this process. */
function logStream(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${(++streams).toString(16).padStart(32, "0")}`;
}
