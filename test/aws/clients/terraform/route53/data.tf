# What else Terraform can look up, said as outputs.

data "aws_route53_zone" "private" {
  name         = "inside.test."
  private_zone = true
}

data "aws_route53_zone" "tagged" {
  name = "shop.test"
  tags = { team = "web" }
}

data "aws_route53_zones" "all" {}

data "aws_route53_records" "geo" {
  zone_id    = data.aws_route53_zone.shop.zone_id
  name_regex = "^geo"
  depends_on = [aws_route53_record.geolocation]
}

data "aws_route53_delegation_set" "shared" {
  id = aws_route53_delegation_set.shared.id
}

output "delegation_set" {
  value = data.aws_route53_delegation_set.shared.name_servers
}

output "branded_name_servers" {
  value = aws_route53_zone.branded.name_servers
}

output "zones" {
  value = [
    length(data.aws_route53_zones.all.ids),
    data.aws_route53_zone.private.zone_id == data.aws_route53_zone.inside.zone_id,
    data.aws_route53_zone.tagged.comment,
  ]
}

output "geo" {
  value = [for set in data.aws_route53_records.geo.resource_record_sets : "${set.name} ${set.type} ${set.set_identifier}"]
}

output "second_key" {
  value = aws_route53_key_signing_key.second.dnskey_record
}
