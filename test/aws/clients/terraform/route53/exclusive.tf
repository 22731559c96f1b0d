# A zone whose record sets are all listed here: whatever else is in it is deleted. When this is destroyed, they stay.

data "aws_route53_zone" "listed" {
  name = "listed.test"
}

resource "aws_route53_records_exclusive" "listed" {
  zone_id = data.aws_route53_zone.listed.zone_id

  resource_record_set {
    name = "www.listed.test."
    type = "A"
    ttl  = 60
    resource_records { value = "192.0.2.1" }
    resource_records { value = "192.0.2.2" }
  }

  # Route 53 wants an alias's target to be there before it, and Terraform's sets know no order: hence a second step.
  dynamic "resource_record_set" {
    for_each = local.changed ? ["www.listed.test."] : []
    content {
      name = "listed.test."
      type = "A"
      alias_target {
        dns_name               = resource_record_set.value
        hosted_zone_id         = data.aws_route53_zone.listed.zone_id
        evaluate_target_health = false
      }
    }
  }

  dynamic "resource_record_set" {
    for_each = local.changed ? { b = 0, c = 3 } : { a = 1, b = 2 }
    content {
      name           = "drawn.listed.test."
      type           = "TXT"
      ttl            = 30
      set_identifier = resource_record_set.key
      weight         = resource_record_set.value
      resource_records { value = "\"${resource_record_set.key}\"" }
    }
  }
}
