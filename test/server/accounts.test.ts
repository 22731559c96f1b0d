import { expect, test } from "vitest";
import { accountFaults } from "../../src/server/accounts.ts";

test("an access key is one account's, however often that names it", () => {
  const [one, other] = ["111111111111", "222222222222"];
  const account = (id: string, ...accessKeys: string[]) => ({ id, accessKeys, secretKeys: {} });
  expect(accountFaults([account(one, "AKIA1", "AKIA1"), account(other, "AKIA2")])).toEqual([]);
  expect(accountFaults([account(one, "AKIA1"), account(other, "AKIA2", "AKIA1")])).toEqual([
    `accounts gives the access key AKIA1 to ${one} and to ${other}.`,
  ]);
});
