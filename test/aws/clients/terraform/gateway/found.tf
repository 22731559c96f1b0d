# What others would look up, and what it says.

data "aws_api_gateway_rest_api" "shop" {
  name = aws_api_gateway_rest_api.shop.name
}

data "aws_api_gateway_resource" "users" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  path        = "/users"

  depends_on = [aws_api_gateway_resource.root]
}

data "aws_api_gateway_authorizer" "staff" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  authorizer_id = aws_api_gateway_authorizer.staff.id
}

data "aws_api_gateway_authorizers" "all" {
  rest_api_id = aws_api_gateway_rest_api.shop.id

  depends_on = [aws_api_gateway_authorizer.staff, aws_api_gateway_authorizer.customers]
}

data "aws_api_gateway_api_key" "given" {
  id = aws_api_gateway_api_key.given.id
}

data "aws_api_gateway_api_keys" "all" {
  include_values = true

  depends_on = [aws_api_gateway_api_key.given, aws_api_gateway_api_key.drawn]
}

data "aws_api_gateway_domain_name" "api" {
  domain_name = aws_api_gateway_domain_name.api.domain_name
}

data "aws_api_gateway_export" "books" {
  rest_api_id = aws_api_gateway_rest_api.books.id
  stage_name  = aws_api_gateway_stage.books.stage_name
  export_type = "oas30"
  parameters  = { extensions = "apigateway" }
}

data "aws_api_gateway_vpc_link" "orders" {
  name = aws_api_gateway_vpc_link.orders.name
}

data "aws_lambda_function" "shop" {
  function_name = aws_lambda_function.shop.function_name
  qualifier     = aws_lambda_alias.live.name
}

data "aws_lambda_functions" "all" {
  depends_on = [aws_lambda_function.shop]
}

data "aws_lambda_alias" "live" {
  function_name = aws_lambda_function.shop.function_name
  name          = aws_lambda_alias.live.name
}

data "aws_lambda_invocation" "shop" {
  function_name = aws_lambda_function.shop.function_name
  qualifier     = aws_lambda_alias.live.name
  input         = jsonencode({ httpMethod = "GET", path = "/", stageVariables = { shelf = "none" } })
}

output "authorizers" { value = sort([for id in data.aws_api_gateway_authorizers.all.ids : id == data.aws_api_gateway_authorizer.staff.id ? "staff" : "other"]) }
output "exported" { value = keys(jsondecode(data.aws_api_gateway_export.books.body).paths) }
output "functions" { value = data.aws_lambda_functions.all.function_names }
output "invoked" { value = jsondecode(jsondecode(data.aws_lambda_invocation.shop.result).body).edition }
output "keys" { value = sort([for key in data.aws_api_gateway_api_keys.all.items : "${key.name} ${nonsensitive(length(key.value))}"]) }
output "found" {
  value = [
    data.aws_api_gateway_rest_api.shop.root_resource_id == data.aws_api_gateway_resource.users.parent_id,
    data.aws_api_gateway_domain_name.api.regional_domain_name == aws_api_gateway_domain_name.api.regional_domain_name,
    data.aws_api_gateway_vpc_link.orders.id == aws_api_gateway_vpc_link.orders.id,
    data.aws_lambda_alias.live.invoke_arn == aws_lambda_alias.live.invoke_arn,
    nonsensitive(data.aws_api_gateway_api_key.given.value == "a-key-of-at-least-twenty-letters"),
  ]
}
output "edge" { value = [aws_api_gateway_domain_name.edge.cloudfront_domain_name, aws_api_gateway_domain_name.edge.cloudfront_zone_id] }
output "regional" { value = [aws_api_gateway_domain_name.api.regional_domain_name, aws_api_gateway_domain_name.api.regional_zone_id] }
