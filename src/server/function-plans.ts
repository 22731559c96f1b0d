// From what a name means to what is run: the declared source where the configuration has one, the unpacked zip otherwise.
// A declared source also runs for a function of that name that was created through the API, whose settings then hold: so a
// Python function of a Terraform plan can be run by a runtime elsewhere. Read next: ./functions.ts.

import { ServiceFault } from "../base/service-fault.ts";
import { digitsOf } from "../gateway/functions/code.ts";
import type { ResolvedFunction } from "../gateway/functions/function-store.ts";
import type { FunctionPlan, FunctionSource } from "../http/functions/plan.ts";
import type { UnpackedCode } from "../http/functions/unpacked-code.ts";
import type { DeclaredFunctions } from "./declared-functions.ts";

const usualRuntime = "nodejs24.x";

/** Throws InvalidRuntimeException where nothing here could run it, and what unpacking throws. */
export function planOf(
  { functionArn, configuration, reserved }: ResolvedFunction,
  declared: Pick<DeclaredFunctions, "source">,
  unpacked: Pick<UnpackedCode, "folderOf">,
): FunctionPlan {
  const { FunctionName, Version, Timeout, MemorySize, Environment, RevisionId, LoggingConfig } = configuration;
  const { Runtime = usualRuntime } = configuration;
  const said = declared.source(FunctionName);
  const source = said?.source ?? unpackedSource(configuration, unpacked);
  return {
    id: `${functionArn}:${Version}`,
    revision: `${RevisionId} ${said?.revision ?? ""}`,
    functionArn,
    name: FunctionName,
    version: Version,
    region: functionArn.split(":")[3],
    // A file of signpost.yaml may stand for a function in another language.
    runtime: Runtime.startsWith("nodejs") ? Runtime : usualRuntime,
    source,
    timeoutMs: Timeout * 1000,
    memoryMb: MemorySize,
    environment: Environment?.Variables ?? {},
    logGroup: LoggingConfig.LogGroup,
    reserved,
  };
}

function unpackedSource(
  { Runtime = "", Handler = "", CodeSha256, FunctionName }: ResolvedFunction["configuration"],
  unpacked: Pick<UnpackedCode, "folderOf">,
): FunctionSource {
  if (!Runtime.startsWith("nodejs"))
    throw new ServiceFault(
      "InvalidRuntimeException",
      502,
      `This server runs functions for Node.js, not for ${Runtime}. A runtime elsewhere can: functions: { ${FunctionName}: "http://…" } in signpost.yaml.`,
    );
  const folder = unpacked.folderOf(digitsOf(CodeSha256));
  if (folder === null) throw new Error(`The code of ${FunctionName} (${CodeSha256}) is missing.`);
  return { kind: "folder", folder, handler: Handler };
}
