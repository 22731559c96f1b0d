# Hosted zones: a public one on name servers that it shares with others, and a private one.

resource "aws_route53_delegation_set" "shared" {}

resource "aws_route53_zone" "branded" {
  name              = "Branded.test."
  delegation_set_id = aws_route53_delegation_set.shared.id
  comment           = local.changed ? "" : "A \"brand\" & more"
  tags              = local.changed ? { team = "web", stage = "live" } : { team = "web", owner = "Zoë" }
}

resource "aws_route53_zone" "rooms" {
  name = "rooms.test"

  vpc { vpc_id = "vpc-0a" }

  dynamic "vpc" {
    for_each = local.changed ? ["eu-central-1"] : []
    content {
      vpc_id     = "vpc-0b"
      vpc_region = vpc.value
    }
  }
}

resource "aws_route53_query_log" "shop" {
  zone_id                  = data.aws_route53_zone.shop.zone_id
  cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/route53/shop.test"
}
