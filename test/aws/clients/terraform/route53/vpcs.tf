# A private zone, its record, and another VPC that may see it: its account authorizes, the VPC's account associates.

data "aws_route53_zone" "inside" {
  name   = "inside.test"
  vpc_id = "vpc-0a"
}

resource "aws_route53_record" "inside" {
  zone_id = data.aws_route53_zone.inside.zone_id
  name    = "db"
  type    = "A"
  ttl     = local.ttl
  records = [local.changed ? "10.0.0.2" : "10.0.0.1"]
}

resource "aws_route53_vpc_association_authorization" "others" {
  zone_id    = data.aws_route53_zone.inside.zone_id
  vpc_id     = "vpc-0c"
  vpc_region = "us-west-2"
}

resource "aws_route53_zone_association" "others" {
  zone_id    = aws_route53_vpc_association_authorization.others.zone_id
  vpc_id     = aws_route53_vpc_association_authorization.others.vpc_id
  vpc_region = aws_route53_vpc_association_authorization.others.vpc_region
}
