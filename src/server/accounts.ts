// Accounts of AWS clients: twelve digits, told by the access key of a request. Nobody must list keys: all that are not
// listed, and requests without one, share an account.

export const otherAccount = "000000000000";
