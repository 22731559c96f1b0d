# APIs from OpenAPI: one as its resource's body, and one that a document is put over.

locals {
  books = {
    openapi = "3.0.1"
    info    = { title = "books", version = local.changed ? "2" : "1" }
    paths = merge({
      "/books/{isbn}" = {
        get = {
          operationId = "book"
          parameters  = [{ name = "isbn", in = "path", required = true, schema = { type = "string" } }]
          responses   = { "200" = { description = "One book" } }
          x-amazon-apigateway-integration = {
            type             = "mock"
            requestTemplates = { "application/json" = "{\"statusCode\": 200}" }
            responses        = { default = { statusCode = "200", responseTemplates = { "application/json" = "{\"isbn\": \"$input.params('isbn')\"}" } } }
          }
        }
      }
      }, local.changed ? {
      "/books" = {
        get = {
          responses = { "200" = { description = "All books" } }
          x-amazon-apigateway-integration = {
            type             = "mock"
            requestTemplates = { "application/json" = "{\"statusCode\": 200}" }
            responses        = { default = { statusCode = "200" } }
          }
        }
      }
    } : {})
  }
}

resource "aws_api_gateway_rest_api" "books" {
  name              = "books"
  body              = jsonencode(local.books)
  put_rest_api_mode = local.changed ? "merge" : "overwrite"
  parameters        = { basepath = "ignore" }
  fail_on_warnings  = true

  endpoint_configuration { types = ["REGIONAL"] }
}

resource "aws_api_gateway_deployment" "books" {
  rest_api_id = aws_api_gateway_rest_api.books.id
  triggers    = { redeployment = sha1(aws_api_gateway_rest_api.books.body) }

  lifecycle { create_before_destroy = true }
}

resource "aws_api_gateway_stage" "books" {
  rest_api_id   = aws_api_gateway_rest_api.books.id
  deployment_id = aws_api_gateway_deployment.books.id
  stage_name    = "live"
}

resource "aws_api_gateway_rest_api" "put" {
  name = "put"

  lifecycle { ignore_changes = [policy, description] }
}

resource "aws_api_gateway_rest_api_put" "put" {
  rest_api_id = aws_api_gateway_rest_api.put.id
  body = jsonencode({
    swagger = "2.0"
    info    = { title = "put", version = "1" }
    paths   = local.books.paths
  })
  parameters       = { basepath = "ignore" }
  fail_on_warnings = true
  triggers         = { redeployment = sha1(jsonencode(local.books)) }
}
