// The facade: one member an operation of the API, named as the operation, its input and output plain objects with the model's
// members. A writing operation is one transaction, and its effects are told once that is durable; storage that refuses becomes
// ServiceUnavailableException (503), and nothing of the operation is left. Everything but the two test invocations is
// synchronous, so operations of many clients come one after the other. It is the engine's catalogue too (../model/catalogue.ts).

import type { Tables } from "../../base/tables.ts";
import { StorageFault } from "../../base/tables.ts";
import type {
  DeployedStage,
  GatewayCatalogue,
  GatewayEffect,
  GatewayListener,
  MappedDomain,
  PlannedKey,
} from "../model/catalogue.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import * as accessAssociations from "./access-associations.ts";
import * as account from "./account.ts";
import { snapshotOf } from "./api-copies.ts";
import * as imports from "./api-imports.ts";
import * as authorizers from "./authorizers.ts";
import * as apiKeyImports from "./api-key-imports.ts";
import * as apiKeys from "./api-keys.ts";
import * as basePathMappings from "./base-path-mappings.ts";
import {
  type ServedApi,
  apiRows,
  clientCertificate,
  deployedStage,
  domainRows,
  mappedDomain,
  servedApi,
} from "./catalogue.ts";
import * as clientCertificates from "./client-certificates.ts";
import type { ControlContext, Work } from "./context.ts";
import * as deployments from "./deployments.ts";
import type { DomainRow } from "./domain-rows.ts";
import { ControlFault } from "./faults.ts";
import * as documentationParts from "./documentation-parts.ts";
import * as documentationVersions from "./documentation-versions.ts";
import * as domainNames from "./domain-names.ts";
import * as gatewayResponses from "./gateway-responses.ts";
import * as integrationResponses from "./integration-responses.ts";
import * as integrations from "./integrations.ts";
import * as methodResponses from "./method-responses.ts";
import * as methods from "./methods.ts";
import * as models from "./models.ts";
import { type ControlPorts, noPorts } from "./ports.ts";
import { forgetEverything } from "./reset.ts";
import * as requestValidators from "./request-validators.ts";
import * as resources from "./resources.ts";
import type { ApiRow } from "./rest-api-rows.ts";
import * as restApis from "./rest-apis.ts";
import * as sdkTypes from "./sdk-types.ts";
import * as sdks from "./sdks.ts";
import * as stages from "./stages.ts";
import * as tags from "./tags.ts";
import * as testInvocations from "./test-invocations.ts";
import * as usage from "./usage.ts";
import { type UsageBook, usageBook } from "./usage-book.ts";
import * as usagePlanKeys from "./usage-plan-keys.ts";
import * as usagePlans from "./usage-plans.ts";
import * as vpcLinks from "./vpc-links.ts";

type Operation<Input, Output> = (work: Work, input: Input) => Output;
type Call<Input, Output> = (input: Input, context: ControlContext) => Output;

export class GatewayStore implements GatewayCatalogue {
  readonly #tables: Tables;
  readonly #ports: ControlPorts;
  readonly #listeners: GatewayListener[] = [];

  constructor(tables: Tables, ports: Partial<ControlPorts> = {}) {
    this.#tables = tables;
    this.#ports = { ...noPorts, ...ports };
  }

  /** Asks to be told of every commit. */
  onCommit(listener: GatewayListener): void {
    this.#listeners.push(listener);
  }

  // What the engine asks.

  stage(apiId: string, stageName: string): DeployedStage | null {
    return deployedStage(this.#tables, apiId, stageName);
  }

  domain(name: string): MappedDomain | null {
    return mappedDomain(this.#tables, name);
  }

  plannedKey(value: string, apiId: string, stageName: string): PlannedKey | null {
    return usagePlanKeys.plannedKey(this.#tables, value, apiId, stageName);
  }

  /** What a stage's integrations show to their servers; null when it is there no more. */
  clientCertificate(name: Parameters<typeof clientCertificate>[1]): ReturnType<typeof clientCertificate> {
    return clientCertificate(this.#tables, name);
  }

  /** Every API, and every custom domain, of every account. */
  apis(): Iterable<ApiRow> {
    return apiRows(this.#tables);
  }

  domains(): Iterable<DomainRow> {
    return domainRows(this.#tables);
  }

  /** The region and the endpoint of an API that a stage serves; null for one that none does. */
  servedApi(apiId: string): ServedApi | null {
    return servedApi(this.#tables, apiId);
  }

  /** Where the data plane reads quotas and writes what was used. */
  usageBook(): UsageBook {
    return usageBook(this.#tables);
  }

  /** Forgets everything of every account, for tests. */
  reset(): void {
    const effects: GatewayEffect[] = [];
    this.#guard(() => this.#tables.transaction(() => forgetEverything(this.#tables, effects)));
    this.#tell(effects);
  }

  /** An API as it now stands, deployed or not; null when there is none. */
  workingSnapshot(apiId: string): ApiSnapshot | null {
    return snapshotOf(this.#tables, apiId);
  }

  // APIs.

  readonly createRestApi = this.#write(restApis.createRestApi);
  readonly getRestApi = this.#read(restApis.getRestApi);
  readonly getRestApis = this.#read(restApis.getRestApis);
  readonly updateRestApi = this.#write(restApis.updateRestApi);
  readonly deleteRestApi = this.#write(restApis.deleteRestApi);
  /** Beyond the API: what ImportRestApi and PutRestApi have read, as one transaction. */
  readonly importApi = this.#write(imports.importApi);

  // Resources and their methods.

  readonly createResource = this.#write(resources.createResource);
  readonly getResource = this.#read(resources.getResource);
  readonly getResources = this.#read(resources.getResources);
  readonly updateResource = this.#write(resources.updateResource);
  readonly deleteResource = this.#write(resources.deleteResource);
  readonly putMethod = this.#write(methods.putMethod);
  readonly getMethod = this.#read(methods.getMethod);
  readonly updateMethod = this.#write(methods.updateMethod);
  readonly deleteMethod = this.#write(methods.deleteMethod);
  readonly putMethodResponse = this.#write(methodResponses.putMethodResponse);
  readonly getMethodResponse = this.#read(methodResponses.getMethodResponse);
  readonly updateMethodResponse = this.#write(methodResponses.updateMethodResponse);
  readonly deleteMethodResponse = this.#write(methodResponses.deleteMethodResponse);
  readonly putIntegration = this.#write(integrations.putIntegration);
  readonly getIntegration = this.#read(integrations.getIntegration);
  readonly updateIntegration = this.#write(integrations.updateIntegration);
  readonly deleteIntegration = this.#write(integrations.deleteIntegration);
  readonly putIntegrationResponse = this.#write(integrationResponses.putIntegrationResponse);
  readonly getIntegrationResponse = this.#read(integrationResponses.getIntegrationResponse);
  readonly updateIntegrationResponse = this.#write(integrationResponses.updateIntegrationResponse);
  readonly deleteIntegrationResponse = this.#write(integrationResponses.deleteIntegrationResponse);
  readonly testInvokeMethod = this.#read(testInvocations.testInvokeMethod);

  // What methods refer to.

  readonly createModel = this.#write(models.createModel);
  readonly getModel = this.#read(models.getModel);
  readonly getModels = this.#read(models.getModels);
  readonly getModelTemplate = this.#read(models.getModelTemplate);
  readonly updateModel = this.#write(models.updateModel);
  readonly deleteModel = this.#write(models.deleteModel);
  readonly createRequestValidator = this.#write(requestValidators.createRequestValidator);
  readonly getRequestValidator = this.#read(requestValidators.getRequestValidator);
  readonly getRequestValidators = this.#read(requestValidators.getRequestValidators);
  readonly updateRequestValidator = this.#write(requestValidators.updateRequestValidator);
  readonly deleteRequestValidator = this.#write(requestValidators.deleteRequestValidator);
  readonly createAuthorizer = this.#write(authorizers.createAuthorizer);
  readonly getAuthorizer = this.#read(authorizers.getAuthorizer);
  readonly getAuthorizers = this.#read(authorizers.getAuthorizers);
  readonly updateAuthorizer = this.#write(authorizers.updateAuthorizer);
  readonly deleteAuthorizer = this.#write(authorizers.deleteAuthorizer);
  readonly testInvokeAuthorizer = this.#read(testInvocations.testInvokeAuthorizer);
  readonly putGatewayResponse = this.#write(gatewayResponses.putGatewayResponse);
  readonly getGatewayResponse = this.#read(gatewayResponses.getGatewayResponse);
  readonly getGatewayResponses = this.#read(gatewayResponses.getGatewayResponses);
  readonly updateGatewayResponse = this.#write(gatewayResponses.updateGatewayResponse);
  readonly deleteGatewayResponse = this.#write(gatewayResponses.deleteGatewayResponse);

  // Documentation.

  readonly createDocumentationPart = this.#write(documentationParts.createDocumentationPart);
  readonly getDocumentationPart = this.#read(documentationParts.getDocumentationPart);
  readonly getDocumentationParts = this.#read(documentationParts.getDocumentationParts);
  readonly updateDocumentationPart = this.#write(documentationParts.updateDocumentationPart);
  readonly deleteDocumentationPart = this.#write(documentationParts.deleteDocumentationPart);
  readonly importDocumentationParts = this.#write(documentationParts.importDocumentationParts);
  readonly createDocumentationVersion = this.#write(documentationVersions.createDocumentationVersion);
  readonly getDocumentationVersion = this.#read(documentationVersions.getDocumentationVersion);
  readonly getDocumentationVersions = this.#read(documentationVersions.getDocumentationVersions);
  readonly updateDocumentationVersion = this.#write(documentationVersions.updateDocumentationVersion);
  readonly deleteDocumentationVersion = this.#write(documentationVersions.deleteDocumentationVersion);

  // Deployments and stages.

  readonly createDeployment = this.#write(deployments.createDeployment);
  readonly getDeployment = this.#read(deployments.getDeployment);
  readonly getDeployments = this.#read(deployments.getDeployments);
  readonly updateDeployment = this.#write(deployments.updateDeployment);
  readonly deleteDeployment = this.#write(deployments.deleteDeployment);
  readonly createStage = this.#write(stages.createStage);
  readonly getStage = this.#read(stages.getStage);
  readonly getStages = this.#read(stages.getStages);
  readonly updateStage = this.#write(stages.updateStage);
  readonly deleteStage = this.#write(stages.deleteStage);
  readonly flushStageCache = this.#write(stages.flushStageCache);
  readonly flushStageAuthorizersCache = this.#write(stages.flushStageAuthorizersCache);
  readonly getSdk = this.#read(sdks.getSdk);
  readonly getSdkType = this.#read(sdkTypes.getSdkType);
  readonly getSdkTypes = this.#read(sdkTypes.getSdkTypes);

  // Who may call, and how often.

  readonly createApiKey = this.#write(apiKeys.createApiKey);
  readonly getApiKey = this.#read(apiKeys.getApiKey);
  readonly getApiKeys = this.#read(apiKeys.getApiKeys);
  readonly updateApiKey = this.#write(apiKeys.updateApiKey);
  readonly deleteApiKey = this.#write(apiKeys.deleteApiKey);
  readonly importApiKeys = this.#write(apiKeyImports.importApiKeys);
  readonly createUsagePlan = this.#write(usagePlans.createUsagePlan);
  readonly getUsagePlan = this.#read(usagePlans.getUsagePlan);
  readonly getUsagePlans = this.#read(usagePlans.getUsagePlans);
  readonly updateUsagePlan = this.#write(usagePlans.updateUsagePlan);
  readonly deleteUsagePlan = this.#write(usagePlans.deleteUsagePlan);
  readonly createUsagePlanKey = this.#write(usagePlanKeys.createUsagePlanKey);
  readonly getUsagePlanKey = this.#read(usagePlanKeys.getUsagePlanKey);
  readonly getUsagePlanKeys = this.#read(usagePlanKeys.getUsagePlanKeys);
  readonly deleteUsagePlanKey = this.#write(usagePlanKeys.deleteUsagePlanKey);
  readonly getUsage = this.#settled(this.#read(usage.getUsage));
  readonly updateUsage = this.#settled(this.#write(usage.updateUsage));

  // Domain names, and ways to the servers behind.

  readonly createDomainName = this.#write(domainNames.createDomainName);
  readonly getDomainName = this.#read(domainNames.getDomainName);
  readonly getDomainNames = this.#read(domainNames.getDomainNames);
  readonly updateDomainName = this.#write(domainNames.updateDomainName);
  readonly deleteDomainName = this.#write(domainNames.deleteDomainName);
  readonly createBasePathMapping = this.#write(basePathMappings.createBasePathMapping);
  readonly getBasePathMapping = this.#read(basePathMappings.getBasePathMapping);
  readonly getBasePathMappings = this.#read(basePathMappings.getBasePathMappings);
  readonly updateBasePathMapping = this.#write(basePathMappings.updateBasePathMapping);
  readonly deleteBasePathMapping = this.#write(basePathMappings.deleteBasePathMapping);
  readonly createDomainNameAccessAssociation = this.#write(accessAssociations.createDomainNameAccessAssociation);
  readonly getDomainNameAccessAssociations = this.#read(accessAssociations.getDomainNameAccessAssociations);
  readonly deleteDomainNameAccessAssociation = this.#write(accessAssociations.deleteDomainNameAccessAssociation);
  readonly rejectDomainNameAccessAssociation = this.#write(accessAssociations.rejectDomainNameAccessAssociation);
  readonly createVpcLink = this.#write(vpcLinks.createVpcLink);
  readonly getVpcLink = this.#read(vpcLinks.getVpcLink);
  readonly getVpcLinks = this.#read(vpcLinks.getVpcLinks);
  readonly updateVpcLink = this.#write(vpcLinks.updateVpcLink);
  readonly deleteVpcLink = this.#write(vpcLinks.deleteVpcLink);
  readonly generateClientCertificate = this.#write(clientCertificates.generateClientCertificate);
  readonly getClientCertificate = this.#read(clientCertificates.getClientCertificate);
  readonly getClientCertificates = this.#read(clientCertificates.getClientCertificates);
  readonly updateClientCertificate = this.#write(clientCertificates.updateClientCertificate);
  readonly deleteClientCertificate = this.#write(clientCertificates.deleteClientCertificate);

  // Tags and the account.

  readonly tagResource = this.#write(tags.tagResource);
  readonly untagResource = this.#write(tags.untagResource);
  readonly getTags = this.#read(tags.getTags);
  readonly getAccount = this.#read(account.getAccount);
  readonly updateAccount = this.#write(account.updateAccount);

  #read<Input, Output>(operation: Operation<Input, Output>): Call<Input, Output> {
    return (input, context) => this.#guard(() => operation(this.#work(context, []), input));
  }

  #write<Input, Output>(operation: Operation<Input, Output>): Call<Input, Output> {
    return (input, context) => {
      const effects: GatewayEffect[] = [];
      const output = this.#guard(() => this.#tables.transaction(() => operation(this.#work(context, effects), input)));
      this.#tell(effects);
      return output;
    };
  }

  /** After what waits to be counted is counted. */
  #settled<Input, Output>(call: Call<Input, Output>): Call<Input, Output> {
    return (input, context) => {
      this.#guard(this.#ports.settleUsage);
      return call(input, context);
    };
  }

  #tell(effects: readonly GatewayEffect[]): void {
    if (effects.length > 0) for (const listener of this.#listeners) listener(effects);
  }

  #work(context: ControlContext, effects: GatewayEffect[]): Work {
    return { tables: this.#tables, ports: this.#ports, context, effects };
  }

  #guard<Output>(operation: () => Output): Output {
    try {
      return operation();
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error;
      throw new ControlFault("ServiceUnavailableException", `The change could not be stored: ${error.message}`, {
        cause: error,
      });
    }
  }
}
