// The AWS SDK for JavaScript v3 and a server for it that checks its signatures. It comes with the development dependencies,
// so it is asked wherever the tests run.

import { Route53Client } from "@aws-sdk/client-route-53";
import { Folder, RunningServer } from "../../e2e/running-server.ts";

const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

export interface SdkServer {
  readonly client: Route53Client;
  stop(): Promise<void>;
}

export async function startSdkServer(): Promise<SdkServer> {
  const folder = new Folder();
  folder.write("zones/.keep", "");
  const { accessKeyId, secretAccessKey } = credentials;
  folder.write(
    "signpost.yaml",
    `api: { listen: "127.0.0.1:0", verifySignatures: true }
accounts: [{ id: "111122223333", accessKeys: [${accessKeyId}], secretKeys: { ${accessKeyId}: "${secretAccessKey}" } }]
`,
  );
  const words = ["-c", "signpost.yaml", "--zones", "zones", "--listen", "127.0.0.1:0", "--no-resolver"];
  const server = new RunningServer([...words, "--workers", "1"], folder.path);
  const endpoint = `http://${(await server.ready()).api}`;
  const client = new Route53Client({ endpoint, credentials, region: "us-east-1", maxAttempts: 1 });
  const stop = async (): Promise<void> => {
    client.destroy();
    await server.stop();
    folder.remove();
  };
  return { client, stop };
}
