# A traffic policy whose document Terraform composes, and an instance of it: a tree of record sets in the zone.

data "aws_route53_traffic_policy_document" "campaign" {
  record_type = "A"
  start_rule  = "site"

  endpoint {
    id    = "main"
    type  = "value"
    value = "192.0.2.80"
  }

  endpoint {
    id    = "backup"
    type  = "value"
    value = "192.0.2.81"
  }

  rule {
    id   = "site"
    type = "failover"

    primary { endpoint_reference = "main" }
    secondary { endpoint_reference = "backup" }
  }
}

resource "aws_route53_traffic_policy" "campaign" {
  name     = "campaign"
  comment  = local.changed ? "Second edition" : "First edition"
  document = data.aws_route53_traffic_policy_document.campaign.json
}

resource "aws_route53_traffic_policy_instance" "campaign" {
  name                   = "campaign.shop.test"
  hosted_zone_id         = data.aws_route53_zone.shop.zone_id
  traffic_policy_id      = aws_route53_traffic_policy.campaign.id
  traffic_policy_version = aws_route53_traffic_policy.campaign.version
  ttl                    = local.ttl
}
