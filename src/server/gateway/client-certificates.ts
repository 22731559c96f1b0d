// Makes the client certificates of GenerateClientCertificate: a key pair each, and a certificate over it that it signs itself,
// as AWS's are. The owner of a server behind an integration gives it to that server as the one authority for its clients
// (AWS guide: getting-started-client-side-ssl-authentication). Read next: ../../http/certificates/certificate.ts.

import { generateKeyPairSync } from "node:crypto";
import type { ClientCertificateMaker } from "../../gateway/control/ports.ts";
import { composeClient } from "../../http/certificates/certificate.ts";

export const clientCertificates: ClientCertificateMaker = {
  make(certificateId, { notBeforeMs, notAfterMs }) {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const validity = { from: Math.floor(notBeforeMs / 1000), until: Math.floor(notAfterMs / 1000) };
    return {
      certificate: composeClient(privateKey, `Signpost gateway ${certificateId}`, validity),
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
    };
  },
};
