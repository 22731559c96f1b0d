// RFC 7515 appendix A.2 to A.4: signatures by RSA and by elliptic curves, verified by the engine's cryptography, and none other.

import { expect, test } from "vitest";
import type { JsonWebKey } from "../../../src/gateway/engine/ports.ts";
import { gatewayCrypto } from "../../../src/server/gateway/gateway-crypto.ts";

interface Example {
  readonly algorithm: string;
  readonly key: JsonWebKey;
  readonly signed: string;
  readonly signature: string;
}

/** The claims of A.1 to A.3, as they are signed. */
const claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

const rsa: Example = {
  algorithm: "RS256",
  key: {
    kty: "RSA",
    n: "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    e: "AQAB",
  },
  signed: `eyJhbGciOiJSUzI1NiJ9.${claims}`,
  signature:
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
};

const p256: Example = {
  algorithm: "ES256",
  key: {
    kty: "EC",
    crv: "P-256",
    x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  },
  signed: `eyJhbGciOiJFUzI1NiJ9.${claims}`,
  signature: "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
};

const p521: Example = {
  algorithm: "ES512",
  key: {
    kty: "EC",
    crv: "P-521",
    x: "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
    y: "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2",
  },
  signed: "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA",
  signature:
    "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
};

function verify({ algorithm, key, signed, signature }: Example): Promise<boolean> {
  const octets = Buffer.from(signature, "base64url");
  return Promise.resolve(gatewayCrypto.verify(algorithm, key, Buffer.from(signed), octets));
}

test.each([
  ["RFC 7515 appendix A.2", rsa],
  ["RFC 7515 appendix A.3", p256],
  ["RFC 7515 appendix A.4", p521],
])("%s", async (_title, example) => {
  expect(await verify(example)).toBe(true);
  expect(await verify({ ...example, signed: `${example.signed}a` })).toBe(false);
  expect(await verify({ ...example, signature: example.signature.replace(/^./, "e") })).toBe(false);
  expect(await verify({ ...example, signature: "" })).toBe(false);
});

test.each<[string, Example]>([
  ["another hash of the same family", { ...rsa, algorithm: "RS384" }],
  ["another padding of the same key", { ...rsa, algorithm: "PS256" }],
  ["a key of another kind", { ...rsa, key: p256.key }],
  ["a key of another curve", { ...p256, key: p521.key }],
  ["no signature at all", { ...rsa, algorithm: "none" }],
  ["a secret that both sides share", { ...rsa, algorithm: "HS256" }],
  ["a key that is none", { ...rsa, key: { kty: "RSA" } }],
  ["a point that is not on the curve", { ...p256, key: { ...p256.key, y: p256.key["x"] } }],
])("RFC 7515 §5.2: %s verifies nothing", async (_title, example) => {
  expect(await verify(example)).toBe(false);
});
