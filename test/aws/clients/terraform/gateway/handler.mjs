// What the function of ./function.tf runs: an authorizer, and an answer that tells where it comes from.

export const handler = async (event) => {
  if (event.type === "TOKEN") {
    const Effect = event.authorizationToken === "Bearer staff" ? "Allow" : "Deny";
    const Statement = [{ Action: "execute-api:Invoke", Effect, Resource: event.methodArn }];
    return { principalId: "somebody", policyDocument: { Version: "2012-10-17", Statement } };
  }
  const { httpMethod, path, queryStringParameters, body, stageVariables } = event;
  const told = { httpMethod, path, query: queryStringParameters, body, shelf: stageVariables.shelf };
  return { statusCode: 200, body: JSON.stringify({ ...told, edition: process.env.EDITION }) };
};
