// API keys and usage plans (AWS guide: api-gateway-api-usage-plans, api-gateway-api-key-source): a method that wants a key
// takes the one of x-api-key, or the one that its authorizer names; a key counts only through a plan that has the stage.
// What is unknown, disabled, or in no plan of the stage is one and the same to the client: Forbidden.
// What was found is kept until somebody changes keys or plans; keys that are not there are asked for each time, so that
// guesses fill no memory. Buckets are made here too, for each key has its own of every limit of its plan.

import { maxPlannedKeys } from "../../base/limits.ts";
import type { ApiKey, ApiStage, UsagePlan } from "../model/access.ts";
import type { GatewayCatalogue } from "../model/catalogue.ts";
import { GatewayFault } from "./fault.ts";
import type { RequestExchange } from "./request-exchange.ts";
import type { Bucket, Throttle } from "./throttle.ts";

export interface KeyUse {
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly bucket: Bucket | null;
  /** By `{path}/{VERB}`, for the methods that the plan limits by themselves. */
  readonly methodBuckets: ReadonlyMap<string, Bucket | null>;
}

const invalidKey = new GatewayFault("INVALID_API_KEY");

/** The keys of one stage that were used of late. */
export class StageKeys {
  readonly #catalogue: GatewayCatalogue;
  readonly #throttle: Throttle;
  readonly #apiId: string;
  readonly #stageName: string;
  readonly #known = new Map<string, KeyUse>();

  constructor(catalogue: GatewayCatalogue, throttle: Throttle, apiId: string, stageName: string) {
    this.#catalogue = catalogue;
    this.#throttle = throttle;
    this.#apiId = apiId;
    this.#stageName = stageName;
  }

  /** Keys or plans have changed. */
  forget(): void {
    this.#known.clear();
  }

  find(value: string): KeyUse | null {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const planned = this.#catalogue.plannedKey(value, this.#apiId, this.#stageName);
    if (planned === null || !planned.key.enabled) return null;
    const use = this.#useOf(planned.key, planned.plan);
    if (this.#known.size >= maxPlannedKeys) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    this.#known.set(value, use);
    return use;
  }

  #useOf(key: ApiKey, plan: UsagePlan): KeyUse {
    const name = `plan/${plan.id}/${key.id}`;
    const isThis = ({ apiId, stage }: ApiStage): boolean => apiId === this.#apiId && stage === this.#stageName;
    const limits = Object.entries(plan.apiStages.find(isThis)?.throttle ?? {});
    return {
      key,
      plan,
      bucket: plan.throttle === undefined ? null : this.#throttle.bucket(name, plan.throttle),
      methodBuckets: new Map(
        limits.map(([method, limit]) => [
          methodKey(method),
          this.#throttle.bucket(`${name}/${this.#apiId}/${this.#stageName}/${methodKey(method)}`, limit),
        ]),
      ),
    };
  }
}

/** `/users/{id}/GET`, whatever stands ahead of it: AWS takes the root's as //GET and as /GET. */
export function methodKey(written: string): string {
  return written.replace(/^\/*/, "/");
}

/** What a method asks of a key: the key's use, or that there is none. */
export function compileKeyCheck(
  keys: StageKeys,
  source: "HEADER" | "AUTHORIZER",
): (exchange: RequestExchange) => KeyUse | GatewayFault {
  return (exchange) => {
    const value = source === "HEADER" ? exchange.request.header("x-api-key") : exchange.authorized?.usageIdentifierKey;
    if (value === undefined || value === null || value === "") return invalidKey;
    const use = keys.find(value);
    if (use === null) return invalidKey;
    exchange.apiKey = use.key;
    exchange.plan = use.plan;
    return use;
  };
}
