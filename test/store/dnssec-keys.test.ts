// Key-signing keys and signing states (API:CreateKeySigningKey, API:ActivateKeySigningKey, API:EnableHostedZoneDNSSEC,
// API:GetDNSSEC; DG:dns-configuring-dnssec).

import { expect, test } from "vitest";
import { signingKeys } from "../../src/server/signing-keys.ts";
import { change, faultOf, newPrivateZone, newWorld, newZone, setOf, type World } from "./fixture.ts";

const arn = (key: string): string => `arn:aws:kms:us-east-1:111122223333:key/${key}`;

function world(): World {
  return newWorld({ signingKeys });
}

function newKey(it: World, Name: string, changes: Partial<Record<string, string>> = {}): string {
  return faultOf(() =>
    it.store.createKeySigningKey(
      {
        CallerReference: Name,
        HostedZoneId: it.zoneId,
        KeyManagementServiceArn: arn(Name),
        Name,
        Status: "ACTIVE",
        ...changes,
      },
      it.context,
    ),
  );
}

type Step =
  | "enable"
  | "disable"
  | readonly ["create" | "activate" | "deactivate" | "delete", name: string, status?: string];

/** Does one step; tells how it was refused, or "none". */
function take(it: World, step: Step): string {
  const { store, context, zoneId } = it;
  const zone = { HostedZoneId: zoneId };
  if (step === "enable") return faultOf(() => store.enableHostedZoneDNSSEC(zone, context));
  if (step === "disable") return faultOf(() => store.disableHostedZoneDNSSEC(zone, context));
  const [what, Name, Status = "ACTIVE"] = step;
  switch (what) {
    case "create":
      return newKey(it, Name, { Status });
    case "activate":
      return faultOf(() => store.activateKeySigningKey({ ...zone, Name }, context));
    case "deactivate":
      return faultOf(() => store.deactivateKeySigningKey({ ...zone, Name }, context));
    case "delete":
      return faultOf(() => store.deleteKeySigningKey({ ...zone, Name }, context));
  }
}

test.each<[what: string, steps: readonly Step[], told: RegExp, status: string]>([
  ["enabling without a key", ["enable"], /^KeySigningKeyWithActiveStatusNotFound:/, "NOT_SIGNING"],
  [
    "enabling with an inactive key",
    [["create", "one", "INACTIVE"], "enable"],
    /^KeySigningKeyWithActive/,
    "NOT_SIGNING",
  ],
  ["enabling", [["create", "one"], "enable"], /^none$/, "SIGNING"],
  ["activating, then enabling", [["create", "one", "INACTIVE"], ["activate", "one"], "enable"], /^none$/, "SIGNING"],
  ["disabling what never was", ["disable"], /^DNSSECNotFound:/, "NOT_SIGNING"],
  ["disabling", [["create", "one"], "enable", "disable"], /^none$/, "NOT_SIGNING"],
  [
    "deactivating the only key of a signing zone",
    [["create", "one"], "enable", ["deactivate", "one"]],
    /^KeySigningKeyInUse:/,
    "SIGNING",
  ],
  [
    "deactivating one of two",
    [["create", "one"], ["create", "two"], "enable", ["deactivate", "one"]],
    /^none$/,
    "SIGNING",
  ],
  [
    "deactivating where nothing is signed",
    [
      ["create", "one"],
      ["deactivate", "one"],
    ],
    /^none$/,
    "NOT_SIGNING",
  ],
  [
    "deleting an active key",
    [
      ["create", "one"],
      ["delete", "one"],
    ],
    /^InvalidKeySigningKeyStatus:/,
    "NOT_SIGNING",
  ],
  [
    "deleting an inactive key",
    [
      ["create", "one", "INACTIVE"],
      ["delete", "one"],
    ],
    /^none$/,
    "NOT_SIGNING",
  ],
  ["deleting a key that is not there", [["delete", "one"]], /^NoSuchKeySigningKey:/, "NOT_SIGNING"],
  ["activating a key that is not there", [["activate", "one"]], /^NoSuchKeySigningKey:/, "NOT_SIGNING"],
  [
    "the same name twice",
    [
      ["create", "one"],
      ["create", "one"],
    ],
    /^KeySigningKeyAlreadyExists:/,
    "NOT_SIGNING",
  ],
  [
    "a third key",
    [
      ["create", "one"],
      ["create", "two"],
      ["create", "three"],
    ],
    /^TooManyKeySigningKeys:/,
    "NOT_SIGNING",
  ],
])("%s", (_what, steps, told, status) => {
  const it = world();
  const answers = steps.map((step) => take(it, step));
  expect(answers.slice(0, -1).every((answer) => answer === "none")).toBe(true);
  expect(answers.at(-1)).toMatch(told);
  const { Status } = it.store.getDNSSEC({ HostedZoneId: it.zoneId }, it.context);
  // API:DNSSECStatus: a message comes with INTERNAL_FAILURE alone.
  expect(Status).toEqual({ ServeSignature: status });
});

test.each([
  [{ Name: "a b" }, /^InvalidKeySigningKeyName:/],
  [{ Name: "ab" }, /^InvalidKeySigningKeyName:/],
  [{ Status: "DELETING" }, /^InvalidKeySigningKeyStatus:/],
  [{ KeyManagementServiceArn: "arn:aws:kms:eu-west-1:111122223333:key/1" }, /^InvalidKMSArn:/],
  [{ KeyManagementServiceArn: "nonsense" }, /^InvalidKMSArn:/],
])("a key with %j", (changes, told) => {
  expect(newKey(world(), "one", changes)).toMatch(told);
});

test("one KMS key serves one key-signing key of a zone", () => {
  const it = world();
  expect(newKey(it, "one")).toBe("none");
  expect(newKey(it, "two", { KeyManagementServiceArn: arn("one") })).toMatch(/^KeySigningKeyAlreadyExists:/);
});

test("a key is told with its records", () => {
  const it = world();
  newKey(it, "one");
  const [key] = it.store.getDNSSEC({ HostedZoneId: it.zoneId }, it.context).KeySigningKeys;
  expect(key).toMatchObject({
    Name: "one",
    KmsArn: arn("one"),
    Flag: 257,
    SigningAlgorithmMnemonic: "ECDSAP256SHA256",
    SigningAlgorithmType: 13,
    DigestAlgorithmMnemonic: "SHA-256",
    DigestAlgorithmType: 2,
    Status: "ACTIVE",
    CreatedDate: "2026-11-22T12:00:00.000Z",
  });
  expect(Buffer.from(key.PublicKey, "base64").length).toBe(64);
  expect(key.DNSKEYRecord).toBe(`257 3 13 ${key.PublicKey}`);
  expect(key.DSRecord).toBe(`${key.KeyTag} 13 2 ${key.DigestValue}`);
  expect(JSON.stringify(key)).not.toContain("privateKey");
});

test("private zones are not signed, in the words that Terraform looks for", () => {
  const it = world();
  const HostedZoneId = newPrivateZone(it, "inside.test");
  expect(faultOf(() => it.store.getDNSSEC({ HostedZoneId }, it.context))).toMatch(
    /^InvalidArgument: Operation is unsupported for private/,
  );
});

test("a DS record in a parent zone of ours keeps the key in service", () => {
  const it = world();
  const child = newZone(it.store, it.context, "child.example.test");
  const inChild = { ...it, zoneId: child };
  newKey(inChild, "one");
  take(inChild, "enable");
  const [{ DSRecord }] = it.store.getDNSSEC({ HostedZoneId: child }, it.context).KeySigningKeys;
  const delegation = setOf("child.example.test", "NS", ["ns.example.test"]);
  const ds = setOf("child.example.test", "DS", [DSRecord]);
  change(it, ["CREATE", delegation], ["CREATE", ds]);
  expect(take(inChild, "disable")).toMatch(/^KeySigningKeyInParentDSRecord:/);
  change(it, ["DELETE", ds]);
  expect(take(inChild, "disable")).toBe("none");
});

test("a zone with keys is not deleted", () => {
  const it = world();
  newKey(it, "one", { Status: "INACTIVE" });
  const remove = (): string => faultOf(() => it.store.deleteHostedZone({ Id: it.zoneId }, it.context));
  expect(remove()).toBe(
    "HostedZoneNotEmpty: The specified hosted zone contains DNSSEC Key Signing Keys and so cannot be deleted.",
  );
  take(it, ["delete", "one"]);
  expect(remove()).toBe("none");
});

test("every change of signing is a change that servers acknowledge", () => {
  const it = world();
  it.effects.length = 0;
  newKey(it, "one");
  const { ChangeInfo } = it.store.enableHostedZoneDNSSEC({ HostedZoneId: it.zoneId }, it.context);
  expect(ChangeInfo.Status).toBe("PENDING");
  expect(it.effects.map(({ kind }) => kind)).toEqual(["signing-changed", "signing-changed"]);
});
