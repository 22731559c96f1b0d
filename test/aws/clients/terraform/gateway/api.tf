# A REST API made part by part: /users with GET, POST, DELETE and CORS, /books with a template, /{proxy+} for whatever else.

resource "aws_api_gateway_rest_api" "shop" {
  name                         = local.changed ? "shop, second edition" : "shop"
  description                  = local.changed ? "" : "Users & \"books\""
  api_key_source               = "HEADER"
  binary_media_types           = local.changed ? ["image/*", "application/octet-stream"] : ["image/*"]
  minimum_compression_size     = local.changed ? "1024" : "0"
  disable_execute_api_endpoint = local.changed
  tags                         = local.changed ? { edition = "second" } : { owner = "Zoë" }

  endpoint_configuration { types = ["REGIONAL"] }
}

resource "aws_api_gateway_rest_api_policy" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" },
      {
        Effect    = "Deny", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*/*/books",
        Condition = { IpAddress = { "aws:SourceIp" = local.changed ? ["192.0.2.0/24", "198.51.100.0/24"] : ["192.0.2.0/24"] } }
      },
    ]
  })
}

resource "aws_api_gateway_resource" "root" {
  for_each = toset(["users", "books", "{proxy+}"])

  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = each.value
}

resource "aws_api_gateway_model" "user" {
  rest_api_id  = aws_api_gateway_rest_api.shop.id
  name         = "User"
  description  = local.changed ? "Who buys, and from where" : "Who buys"
  content_type = "application/json"
  schema = jsonencode({
    "$schema"  = "http://json-schema.org/draft-04/schema#"
    type       = "object"
    required   = local.changed ? ["name", "city"] : ["name"]
    properties = { name = { type = "string" }, city = { type = "string" } }
  })
}

resource "aws_api_gateway_request_validator" "all" {
  rest_api_id                 = aws_api_gateway_rest_api.shop.id
  name                        = local.changed ? "everything" : "all"
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_authorizer" "staff" {
  rest_api_id                      = aws_api_gateway_rest_api.shop.id
  name                             = "staff"
  type                             = "TOKEN"
  authorizer_uri                   = aws_lambda_function.shop.invoke_arn
  identity_source                  = "method.request.header.Authorization"
  identity_validation_expression   = local.changed ? "^Bearer [a-z]+$" : "^Bearer .*$"
  authorizer_result_ttl_in_seconds = local.changed ? 0 : 60
}

resource "aws_api_gateway_authorizer" "customers" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  name          = "customers"
  type          = "COGNITO_USER_POOLS"
  provider_arns = ["arn:aws:cognito-idp:${local.region}:000000000000:userpool/${local.region}_Customers"]
}

locals {
  users = {
    GET    = { key = false, authorizer = null }
    POST   = { key = false, authorizer = null }
    DELETE = { key = false, authorizer = "staff" }
  }
}

resource "aws_api_gateway_method" "users" {
  for_each = local.users

  rest_api_id          = aws_api_gateway_rest_api.shop.id
  resource_id          = aws_api_gateway_resource.root["users"].id
  http_method          = each.key
  operation_name       = "${each.key}Users"
  authorization        = each.value.authorizer == null ? "NONE" : "CUSTOM"
  authorizer_id        = each.value.authorizer == null ? null : aws_api_gateway_authorizer.staff.id
  api_key_required     = each.value.key
  request_validator_id = aws_api_gateway_request_validator.all.id
  request_models       = each.key == "POST" ? { "application/json" = aws_api_gateway_model.user.name } : null
  request_parameters   = each.key == "GET" ? { "method.request.querystring.user_name" = local.changed } : null
}

resource "aws_api_gateway_method" "others" {
  for_each = {
    cors   = { resource = "users", verb = "OPTIONS", key = false, authorization = "NONE", parameters = {} }
    books  = { resource = "books", verb = "GET", key = true, authorization = "NONE", parameters = {} }
    orders = { resource = "books", verb = "PUT", key = false, authorization = "COGNITO_USER_POOLS", parameters = {} }
    rest = {
      resource   = "{proxy+}", verb = "ANY", key = false, authorization = "NONE"
      parameters = { "method.request.path.proxy" = true }
    }
  }

  rest_api_id          = aws_api_gateway_rest_api.shop.id
  resource_id          = aws_api_gateway_resource.root[each.value.resource].id
  http_method          = each.value.verb
  authorization        = each.value.authorization
  authorizer_id        = each.value.authorization == "NONE" ? null : aws_api_gateway_authorizer.customers.id
  authorization_scopes = each.value.authorization == "NONE" ? null : ["books/order", "books/read"]
  api_key_required     = each.value.key
  request_parameters   = each.value.parameters
}

resource "aws_api_gateway_integration" "function" {
  for_each = { for verb, method in aws_api_gateway_method.users : verb => method }

  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = each.value.resource_id
  http_method             = each.value.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  timeout_milliseconds    = local.changed ? 3000 : 29000
  cache_key_parameters    = each.key == "GET" ? ["method.request.querystring.user_name"] : null
  # The stage says which alias.
  uri = replace(aws_lambda_function.shop.invoke_arn, "/invocations", ":$${stageVariables.alias}/invocations")
}

resource "aws_api_gateway_integration" "others" {
  for_each = {
    cors   = { type = "MOCK", verb = null, uri = null, templates = { "application/json" = "{\"statusCode\": 204}" } }
    books  = { type = "MOCK", verb = null, uri = null, templates = { "application/json" = "{\"statusCode\": 200}" } }
    orders = { type = "HTTP", verb = "PUT", uri = "https://orders.shop.test/new", templates = { "application/json" = "$input.json('$')" } }
    rest   = { type = "HTTP_PROXY", verb = "ANY", uri = "https://old.shop.test/{proxy}", templates = null }
  }

  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_method.others[each.key].resource_id
  http_method             = aws_api_gateway_method.others[each.key].http_method
  type                    = each.value.type
  integration_http_method = each.value.verb
  uri                     = each.value.uri
  request_templates       = each.value.templates
  passthrough_behavior    = each.key == "rest" ? null : "WHEN_NO_TEMPLATES"
  connection_type         = each.key == "orders" ? "VPC_LINK" : null
  connection_id           = each.key == "orders" ? aws_api_gateway_vpc_link.orders.id : null
  request_parameters = {
    for name, value in {
      "integration.request.path.proxy"    = each.key == "rest" ? "method.request.path.proxy" : null
      "integration.request.header.X-Shop" = each.key == "orders" ? (local.changed ? "'second'" : "'first'") : null
    } : name => value if value != null
  }

  dynamic "tls_config" {
    for_each = each.key == "orders" && local.changed ? [true] : []
    content { insecure_skip_verification = true }
  }
}

locals {
  allowed = {
    "method.response.header.Access-Control-Allow-Headers" = "'Content-Type,Authorization,X-Api-Key'"
    "method.response.header.Access-Control-Allow-Methods" = "'GET,POST,DELETE,OPTIONS'"
    "method.response.header.Access-Control-Allow-Origin"  = local.changed ? "'https://shop.test'" : "'*'"
  }
  responses = {
    cors       = { method = "cors", status = "204", pattern = null, parameters = local.allowed, body = "" }
    books      = { method = "books", status = "200", pattern = null, parameters = {}, body = "{\"shelf\": \"$stageVariables.shelf\"}" }
    orders     = { method = "orders", status = "200", pattern = null, parameters = {}, body = null }
    orders_bad = { method = "orders", status = "400", pattern = local.changed ? "4\\d{2}" : "400", parameters = {}, body = "{}" }
  }
}

resource "aws_api_gateway_method_response" "others" {
  for_each = local.responses

  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_method.others[each.value.method].resource_id
  http_method         = aws_api_gateway_method.others[each.value.method].http_method
  status_code         = each.value.status
  response_parameters = { for name, value in each.value.parameters : name => true }
  response_models     = { "application/json" = each.value.status == "400" ? "Error" : local.changed ? "Empty" : "User" }

  depends_on = [aws_api_gateway_model.user]
}

resource "aws_api_gateway_integration_response" "others" {
  for_each = local.responses

  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_method.others[each.value.method].resource_id
  http_method         = aws_api_gateway_method.others[each.value.method].http_method
  status_code         = aws_api_gateway_method_response.others[each.key].status_code
  selection_pattern   = each.value.pattern
  response_parameters = each.value.parameters
  response_templates  = each.value.body == null ? null : { "application/json" = each.value.body }
  content_handling    = each.key == "orders" && local.changed ? "CONVERT_TO_TEXT" : null

  depends_on = [aws_api_gateway_integration.others]
}

resource "aws_api_gateway_gateway_response" "unknown" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  response_type       = "MISSING_AUTHENTICATION_TOKEN"
  status_code         = "404"
  response_templates  = { "application/json" = local.changed ? "{\"gone\":$context.error.messageString}" : "{\"unknown\":$context.error.messageString}" }
  response_parameters = { "gatewayresponse.header.Cache-Control" = "'no-store'" }
}
