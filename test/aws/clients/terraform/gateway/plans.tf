# API keys, and usage plans that say what their holders may.

resource "aws_api_gateway_api_key" "given" {
  name        = "given"
  description = local.changed ? "Somebody's, locked" : "Somebody's"
  value       = "a-key-of-at-least-twenty-letters"
  enabled     = !local.changed
  customer_id = "customer-1"
  tags        = { owner = "somebody" }
}

resource "aws_api_gateway_api_key" "drawn" {
  name = "drawn"
}

resource "aws_api_gateway_usage_plan" "basic" {
  name         = local.changed ? "basic, second edition" : "basic"
  description  = "What everybody gets"
  product_code = local.changed ? "BASIC2" : "BASIC1"
  tags         = { kind = "basic" }

  api_stages {
    api_id = aws_api_gateway_rest_api.shop.id
    stage  = aws_api_gateway_stage.live.stage_name

    throttle {
      path        = "/books/GET"
      burst_limit = local.changed ? 20 : 10
      rate_limit  = local.changed ? 10 : 5
    }
  }

  dynamic "api_stages" {
    for_each = local.changed ? [] : [aws_api_gateway_stage.books.stage_name]
    content {
      api_id = aws_api_gateway_rest_api.books.id
      stage  = api_stages.value
    }
  }

  quota_settings {
    limit  = local.changed ? 2000 : 1000
    offset = 2
    period = local.changed ? "MONTH" : "WEEK"
  }

  throttle_settings {
    burst_limit = local.changed ? 40 : 20
    rate_limit  = local.changed ? 20 : 10
  }
}

resource "aws_api_gateway_usage_plan_key" "all" {
  for_each = { given = aws_api_gateway_api_key.given.id, drawn = aws_api_gateway_api_key.drawn.id }

  usage_plan_id = aws_api_gateway_usage_plan.basic.id
  key_id        = each.value
  key_type      = "API_KEY"
}
