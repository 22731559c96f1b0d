# What answers: one function, its published version, the alias that the stage's variable names, and who may invoke it.
# handler.zip holds handler.mjs.

resource "aws_lambda_function" "shop" {
  function_name                  = "shop"
  description                    = local.changed ? "The shop, second edition" : "The shop"
  filename                       = "${path.module}/handler.zip"
  source_code_hash               = filebase64sha256("${path.module}/handler.zip")
  handler                        = "handler.handler"
  runtime                        = "nodejs22.x"
  role                           = "arn:aws:iam::000000000000:role/shop"
  memory_size                    = local.changed ? 256 : 128
  timeout                        = local.changed ? 10 : 5
  reserved_concurrent_executions = local.changed ? 20 : 10
  publish                        = true
  architectures                  = ["arm64"]
  tags                           = local.changed ? { edition = "second" } : { edition = "first" }

  environment {
    variables = { EDITION = local.changed ? "second" : "first" }
  }
  ephemeral_storage { size = local.changed ? 1024 : 512 }
  tracing_config { mode = local.changed ? "Active" : "PassThrough" }
  logging_config {
    log_format            = "JSON"
    application_log_level = local.changed ? "DEBUG" : "INFO"
    system_log_level      = "WARN"
  }
  dead_letter_config {
    target_arn = "arn:aws:sqs:${local.region}:000000000000:lost"
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = local.changed ? "What customers meet, since the second edition" : "What customers meet"
  function_name    = aws_lambda_function.shop.function_name
  function_version = local.changed ? "1" : aws_lambda_function.shop.version

  dynamic "routing_config" {
    for_each = local.changed ? [{ (aws_lambda_function.shop.version) = 1 }] : []
    content { additional_version_weights = routing_config.value }
  }
}

# One permission for each alias and one without; the statement of the second is named by the provider.
resource "aws_lambda_permission" "live" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.shop.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*"
}

resource "aws_lambda_permission" "latest" {
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.shop.function_name
  principal      = "apigateway.amazonaws.com"
  source_account = "000000000000"
}
