// RFC 9325 §3.1.1: TLS 1.2 and 1.3, and nothing older.

import { expect, test } from "vitest";
import { dialTls, serveSecure } from "../../net/secure-servers.ts";

test.each(["tlsPort", "httpsPort"] as const)("old versions are refused (%s)", async (which) => {
  const servers = await serveSecure();
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const socket = await dialTls(servers[which], { minVersion: version, maxVersion: version });
    expect(socket.getProtocol()).toBe(version);
  }
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  await expect(dialTls(servers[which], old)).rejects.toThrow(/version|protocol|closed/);
});
