# Record sets among which a routing policy chooses: one name for each policy.

locals {
  weights = local.changed ? { blue = 0, green = 10 } : { blue = 10, green = 0 }

  regions = { frankfurt = "eu-central-1", virginia = "us-east-1" }

  places = {
    everywhere = { country = "*" }
    europe     = { continent = "EU" }
    germany    = { country = "DE" }
    texas      = { country = "US", subdivision = "TX" }
  }
}

resource "aws_route53_record" "weighted" {
  for_each = local.weights

  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "weighted"
  type           = "TXT"
  ttl            = 60
  set_identifier = each.key
  records        = [each.key]

  weighted_routing_policy { weight = each.value }
}

resource "aws_route53_record" "latency" {
  for_each = local.regions

  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "latency"
  type           = "TXT"
  ttl            = local.ttl
  set_identifier = each.key
  records        = [each.key]

  latency_routing_policy { region = each.value }
}

resource "aws_route53_record" "failover" {
  for_each = { PRIMARY = "127.0.0.1", SECONDARY = "127.0.0.2" }

  zone_id         = data.aws_route53_zone.shop.zone_id
  name            = "failover"
  type            = "A"
  ttl             = local.ttl
  set_identifier  = lower(each.key)
  records         = [each.value]
  health_check_id = each.key == "PRIMARY" ? aws_route53_health_check.tcp.id : null

  failover_routing_policy { type = each.key }
}

resource "aws_route53_record" "geolocation" {
  for_each = local.places

  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "geo"
  type           = "TXT"
  ttl            = local.ttl
  set_identifier = each.key
  records        = [each.key]

  geolocation_routing_policy {
    continent   = lookup(each.value, "continent", null)
    country     = lookup(each.value, "country", null)
    subdivision = lookup(each.value, "subdivision", null)
  }
}

resource "aws_route53_record" "near_region" {
  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "near"
  type           = "TXT"
  ttl            = 60
  set_identifier = "frankfurt"
  records        = ["frankfurt"]

  geoproximity_routing_policy {
    aws_region = "eu-central-1"
    bias       = local.changed ? -10 : 20
  }
}

resource "aws_route53_record" "near_coordinates" {
  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "near"
  type           = "TXT"
  ttl            = 60
  set_identifier = "sydney"
  records        = ["sydney"]

  geoproximity_routing_policy {
    coordinates {
      latitude  = "-33.87"
      longitude = "151.21"
    }
  }
}

resource "aws_route53_record" "near_local_zone" {
  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "near"
  type           = "TXT"
  ttl            = 60
  set_identifier = "los-angeles"
  records        = ["los-angeles"]

  geoproximity_routing_policy { local_zone_group = "us-west-2-lax-1" }
}

resource "aws_route53_record" "multivalue" {
  for_each = toset(["192.0.2.10", "192.0.2.11", "192.0.2.12"])

  zone_id                          = data.aws_route53_zone.shop.zone_id
  name                             = "many"
  type                             = "A"
  ttl                              = local.ttl
  set_identifier                   = each.value
  records                          = [each.value]
  multivalue_answer_routing_policy = true
}

resource "aws_route53_cidr_collection" "networks" {
  name = "networks"
}

resource "aws_route53_cidr_location" "office" {
  cidr_collection_id = aws_route53_cidr_collection.networks.id
  name               = "office"
  cidr_blocks        = local.changed ? ["203.0.113.0/24", "2001:db8:2::/48"] : ["198.51.100.0/24", "2001:db8:2::/48"]
}

resource "aws_route53_record" "network" {
  for_each = toset(["office", "*"])

  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "network"
  type           = "TXT"
  ttl            = local.ttl
  set_identifier = each.value
  records        = [each.value == "*" ? "elsewhere" : each.value]

  cidr_routing_policy {
    collection_id = aws_route53_cidr_collection.networks.id
    location_name = each.value
  }

  depends_on = [aws_route53_cidr_location.office]
}

# A tree, once its branches are there: a name weighted between two aliases, each of them a policy of its own.
resource "aws_route53_record" "tree" {
  for_each = local.changed ? { "latency" = 1, "geo" = 0 } : {}

  zone_id        = data.aws_route53_zone.shop.zone_id
  name           = "tree"
  type           = "TXT"
  set_identifier = each.key

  weighted_routing_policy { weight = each.value }

  alias {
    name                   = "${each.key}.shop.test"
    zone_id                = data.aws_route53_zone.shop.zone_id
    evaluate_target_health = true
  }
}
