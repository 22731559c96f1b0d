# A deployment whenever something of the API changes, and stages that point at it: one with a cache, settings, a log and a canary.

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = "arn:aws:iam::000000000000:role/logs"
  reset_on_delete     = true
}

resource "aws_api_gateway_client_certificate" "shop" {
  description = local.changed ? "What we show to the shop, renewed" : "What we show to the shop"
}

resource "aws_api_gateway_deployment" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  description = local.changed ? "Second edition" : "First edition"
  variables   = {}

  # What the API is made of: whole resources would differ once more after they were made.
  triggers = {
    redeployment = sha1(jsonencode([filesha1("${path.module}/api.tf"), var.revision]))
  }

  depends_on = [
    aws_api_gateway_rest_api_policy.shop, aws_api_gateway_gateway_response.unknown, aws_api_gateway_integration.function,
    aws_api_gateway_integration_response.others, aws_api_gateway_integration.others,
  ]

  lifecycle { create_before_destroy = true }
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id           = aws_api_gateway_rest_api.shop.id
  deployment_id         = aws_api_gateway_deployment.shop.id
  stage_name            = "live"
  description           = local.changed ? "What customers meet now" : "What customers meet"
  client_certificate_id = aws_api_gateway_client_certificate.shop.id
  documentation_version = aws_api_gateway_documentation_version.shop.version
  xray_tracing_enabled  = local.changed
  cache_cluster_enabled = local.changed
  cache_cluster_size    = "0.5"
  variables             = { alias = "live", shelf = local.changed ? "upper" : "lower" }
  tags                  = local.changed ? {} : { edition = "first" }

  access_log_settings {
    destination_arn = "arn:aws:logs:${local.region}:000000000000:log-group:shop"
    format          = local.changed ? "$context.requestId $context.status $context.path" : "$context.requestId $context.status"
  }

  dynamic "canary_settings" {
    for_each = local.changed ? [25.5] : []
    content {
      deployment_id            = aws_api_gateway_deployment.shop.id
      percent_traffic          = canary_settings.value
      stage_variable_overrides = { shelf = "upper" }
      use_stage_cache          = true
    }
  }

  depends_on = [aws_api_gateway_account.this]
}

resource "aws_api_gateway_method_settings" "live" {
  for_each = { all = "*/*", users = "users/GET" }

  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = each.value

  settings {
    metrics_enabled                            = true
    logging_level                              = local.changed ? "ERROR" : "INFO"
    data_trace_enabled                         = !local.changed
    throttling_burst_limit                     = local.changed ? 200 : 100
    throttling_rate_limit                      = local.changed ? 99.5 : 50
    caching_enabled                            = false
    cache_ttl_in_seconds                       = local.changed ? 60 : 300
    cache_data_encrypted                       = local.changed
    require_authorization_for_cache_control    = true
    unauthorized_cache_control_header_strategy = local.changed ? "FAIL_WITH_403" : "SUCCEED_WITH_RESPONSE_HEADER"
  }
}

resource "aws_api_gateway_documentation_part" "users" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  properties  = jsonencode({ description = local.changed ? "All users there are" : "All users" })

  location {
    type   = "METHOD"
    method = "GET"
    path   = "/users"
  }
}

resource "aws_api_gateway_documentation_version" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  version     = "1"
  description = local.changed ? "As it was at first" : "As it is"

  depends_on = [aws_api_gateway_documentation_part.users]
}
