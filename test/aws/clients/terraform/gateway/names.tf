# Names: a regional custom domain that an alias record leads to, an edge-optimised one, and a private one that a VPC is let into.

data "aws_route53_zone" "shop" {
  name = "shop.test"
}

resource "aws_api_gateway_domain_name" "api" {
  domain_name              = "api.shop.test"
  regional_certificate_arn = "arn:aws:acm:${local.region}:000000000000:certificate/api"
  security_policy          = "TLS_1_2"
  tags                     = { name = "api" }

  endpoint_configuration { types = ["REGIONAL"] }
}

resource "aws_route53_record" "api" {
  zone_id = data.aws_route53_zone.shop.zone_id
  name    = aws_api_gateway_domain_name.api.domain_name
  type    = "A"

  alias {
    name                   = aws_api_gateway_domain_name.api.regional_domain_name
    zone_id                = aws_api_gateway_domain_name.api.regional_zone_id
    evaluate_target_health = false
  }
}

resource "aws_api_gateway_base_path_mapping" "shop" {
  domain_name = aws_api_gateway_domain_name.api.domain_name
  api_id      = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  base_path   = local.changed ? "v2" : "v1"
}

resource "aws_api_gateway_base_path_mapping" "books" {
  domain_name = aws_api_gateway_domain_name.api.domain_name
  api_id      = aws_api_gateway_rest_api.books.id
  stage_name  = aws_api_gateway_stage.books.stage_name
}

resource "aws_api_gateway_domain_name" "edge" {
  domain_name     = "edge.shop.test"
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/edge"
}

resource "aws_api_gateway_domain_name" "inside" {
  domain_name     = "inside.shop.test"
  certificate_arn = "arn:aws:acm:${local.region}:000000000000:certificate/inside"

  endpoint_configuration { types = ["PRIVATE"] }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" },
    ]
  })
}

resource "aws_api_gateway_rest_api" "inside" {
  name = "inside"
  body = jsonencode(local.books)
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" },
    ]
  })

  endpoint_configuration {
    types            = ["PRIVATE"]
    vpc_endpoint_ids = ["vpce-0a1b2c3d4e5f60718"]
  }
}

resource "aws_api_gateway_deployment" "inside" {
  rest_api_id = aws_api_gateway_rest_api.inside.id
}

resource "aws_api_gateway_stage" "inside" {
  rest_api_id   = aws_api_gateway_rest_api.inside.id
  deployment_id = aws_api_gateway_deployment.inside.id
  stage_name    = "live"
}

resource "aws_api_gateway_base_path_mapping" "inside" {
  domain_name    = aws_api_gateway_domain_name.inside.domain_name
  domain_name_id = aws_api_gateway_domain_name.inside.domain_name_id
  api_id         = aws_api_gateway_rest_api.inside.id
  stage_name     = aws_api_gateway_stage.inside.stage_name
}

resource "aws_api_gateway_domain_name_access_association" "inside" {
  access_association_source      = "vpce-0a1b2c3d4e5f60718"
  access_association_source_type = "VPCE"
  domain_name_arn                = aws_api_gateway_domain_name.inside.arn
}

resource "aws_api_gateway_vpc_link" "orders" {
  name        = local.changed ? "orders, second edition" : "orders"
  description = local.changed ? "" : "Where orders go"
  target_arns = ["arn:aws:elasticloadbalancing:${local.region}:000000000000:loadbalancer/net/orders/0a1b2c3d4e5f6071"]
  tags        = { name = "orders" }
}
