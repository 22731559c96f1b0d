// Records that are not replayed here, each with its reason. `what` is held against the test's name, and against the name and a
// step's. A reason that no record needs any more fails a test.

export interface Skip {
  readonly what: RegExp;
  readonly why: string;
}

export const skips: readonly Skip[] = [
  {
    what: /^TestApiGatewayApiRestApi::test_get_api_case_insensitive create-rest-api$/,
    why: "recorded in 2024, before an API told its ipAddressType; every later record has it",
  },
  {
    what: /^TestApigatewayIntegration::test_put_integration_request_parameter_bool_type put-integration-request-param-/,
    why: "SerializationException: a member of another type than the model's is refused where JSON is read, by aws/",
  },
  {
    what: /^TestApigatewayIntegrationResponse::test_integration_response_invalid_responsetemplates .*-1$/,
    why: "SerializationException: as above",
  },
  {
    what: /^TestCanaryDeployments::test_invoking_canary_deployment response-/,
    why: "answers of the gateway itself, not of its control API",
  },
  {
    what: /^TestApigatewayTestInvoke::test_(failed_)?invoke_test_method$/,
    why: "what a method answers and logs is the engine's; the look-ups in front of it are tested in test-invocations.test.ts",
  },
  {
    what: /^TestApiGatewayCommon::|^TestApigatewayRouting::|^TestApiGatewayHeaderRemapping::|^test_integration_mock_/,
    why: "answers of the gateway itself",
  },
  {
    what: /^TestAPIGateway::test_(apigw_test_invoke_method_api|api_gateway_mock_integration)$|^TestIntegrations::/,
    why: "answers of the gateway itself",
  },
  {
    what: /^test_lambda_|^test_aws_proxy_response_payload_format_validation$/,
    why: "answers of the gateway in front of Lambda functions",
  },
  {
    what: /^test_export_|^TestApiGatewayImportRestApi::/,
    why: "the documents that were imported are not among the recordings; reading, writing and storing are tested by documents of our own",
  },
  { what: /^test_create_execute_api_vpc_endpoint$/, why: "needs a VPC endpoint of EC2" },
];
