# A zone that has a key already is signed, and gets a second key.

data "aws_route53_zone" "signed" {
  name = "signed.test"
}

resource "aws_route53_hosted_zone_dnssec" "signed" {
  count = local.changed ? 0 : 1

  hosted_zone_id = data.aws_route53_zone.signed.zone_id
}

resource "aws_route53_key_signing_key" "second" {
  hosted_zone_id             = data.aws_route53_zone.signed.zone_id
  key_management_service_arn = "arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000002"
  name                       = "second"
  status                     = local.changed ? "INACTIVE" : "ACTIVE"
}
