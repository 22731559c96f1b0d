// The languages that API Gateway generates clients for, and what each wants to be told (AWS API reference: SdkType; guide: how-to-
// generate-sdk). One of them is generated here: ./sdks.ts.

import type { Nothing, Work } from "./context.ts";
import { notFound } from "./faults.ts";
import { listNamed, type Page, type PageRequest } from "./pages.ts";

export interface SdkConfigurationProperty {
  readonly name: string;
  readonly friendlyName: string;
  readonly description: string;
  readonly required: boolean;
  readonly defaultValue?: string;
}

export interface SdkType {
  readonly id: string;
  readonly friendlyName: string;
  readonly description: string;
  readonly configurationProperties?: readonly SdkConfigurationProperty[];
}

function property(name: string, friendlyName: string, defaultValue?: string): SdkConfigurationProperty {
  return {
    name,
    friendlyName,
    description: `${friendlyName} of the generated client`,
    required: defaultValue === undefined,
    ...(defaultValue !== undefined && { defaultValue }),
  };
}

const sdkTypes: readonly SdkType[] = [
  {
    id: "android",
    friendlyName: "Android",
    description: "A client for Android",
    configurationProperties: [
      property("groupId", "Group ID"),
      property("artifactId", "Artifact ID"),
      property("artifactVersion", "Artifact version"),
      property("invokerPackage", "Invoker package"),
    ],
  },
  {
    id: "java",
    friendlyName: "Java SDK",
    description: "A client for Java",
    configurationProperties: [
      property("service.name", "Service name"),
      property("java.package-name", "Java package name"),
      property("java.build-system", "Java build system", "maven"),
      property("java.group-id", "Java group ID", "com.example"),
      property("java.artifact-id", "Java artifact ID", "api"),
      property("java.artifact-version", "Java artifact version", "1.0-SNAPSHOT"),
    ],
  },
  { id: "javascript", friendlyName: "JavaScript", description: "A client for browsers and Node.js" },
  {
    id: "objectivec",
    friendlyName: "iOS (Objective-C)",
    description: "A client for iOS in Objective-C",
    configurationProperties: [property("classPrefix", "Prefix")],
  },
  {
    id: "ruby",
    friendlyName: "Ruby",
    description: "A client for Ruby",
    configurationProperties: [
      property("service.name", "Service name"),
      property("ruby.gem-name", "Ruby gem name", "api-sdk"),
      property("ruby.gem-version", "Ruby gem version", "1.0.0"),
    ],
  },
  {
    id: "swift",
    friendlyName: "iOS (Swift)",
    description: "A client for iOS in Swift",
    configurationProperties: [property("classPrefix", "Prefix")],
  },
];

export function findSdkType(id: string): SdkType {
  const found = sdkTypes.find((type) => type.id === id);
  if (found === undefined) throw notFound("sdkType");
  return found;
}

export function getSdkType(_: Work, input: { readonly id: string }): SdkType {
  return findSdkType(input.id);
}

export function getSdkTypes(_: Work, input: PageRequest | Nothing): Page<SdkType> {
  return listNamed(
    sdkTypes.map((type) => [type.id, type] as const),
    input,
  );
}
