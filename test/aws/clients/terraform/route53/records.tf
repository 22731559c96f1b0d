# Plain record sets: one of each type that Terraform knows, and the shapes of names and values that have caused trouble.

data "aws_route53_zone" "shop" {
  name = "shop.test"
}

locals {
  plain = {
    "" = {
      MX  = ["10 mail.shop.test", "20 mail.example.net"]
      CAA = ["0 issue \"ca.example.net\"", "0 iodef \"mailto:admin@shop.test\""]
      TXT = ["v=spf1 mx -all", "say=\\\"hello\\\""]
    }
    "www"            = { A = ["192.0.2.1", "192.0.2.2"], AAAA = ["2001:db8::1", "2001:DB8:0:0::2"] }
    "mail"           = { A = ["192.0.2.25"] }
    "*.wild"         = { A = ["192.0.2.7"] }
    "alias"          = { CNAME = ["www.shop.test"] }
    "branch"         = { NS = ["ns1.branch.example.net.", "ns2.branch.example.net"] }
    "1"              = { PTR = ["www.shop.test."] }
    "_sip._tcp"      = { SRV = ["10 60 5060 sip.shop.test."] }
    "naptr"          = { NAPTR = ["100 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.shop.test."] }
    "spf"            = { SPF = ["v=spf1 -all"] }
    "signed"         = { DS = ["12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"] }
    "_443._tcp.www"  = { TLSA = ["3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"] }
    "keys"           = { SSHFP = ["4 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"] }
    "svc"            = { HTTPS = ["1 . alpn=\"h3,h2\" ipv4hint=\"192.0.2.1,192.0.2.2\""] }
    "_dns"           = { SVCB = ["1 dns.shop.test. alpn=dot port=853"] }
    "long"           = { TXT = [join("\"\"", [for part in range(3) : join("", [for i in range(85) : "ab${part}"])])] }
    "_acme.CAPITALS" = { TXT = ["Keeps Its Case"] }
  }

  plain_sets = merge([
    for name, types in local.plain : {
      for type, values in types : "${name == "" ? "@" : name} ${type}" => { name = name, type = type, values = values }
    }
  ]...)
}

resource "aws_route53_record" "plain" {
  for_each = local.plain_sets

  zone_id = data.aws_route53_zone.shop.zone_id
  name    = each.value.name
  type    = each.value.type
  ttl     = local.ttl
  records = each.value.values
}

# The apex has NS and SOA sets already: Terraform takes them over, and leaves them there when it is done.
resource "aws_route53_record" "soa" {
  zone_id         = data.aws_route53_zone.shop.zone_id
  name            = "shop.test"
  type            = "SOA"
  ttl             = local.ttl
  allow_overwrite = true
  records         = ["${data.aws_route53_zone.shop.primary_name_server}. hostmaster.shop.test. 1 7200 900 1209600 60"]
}

resource "aws_route53_record" "ns" {
  zone_id         = data.aws_route53_zone.shop.zone_id
  name            = "shop.test"
  type            = "NS"
  ttl             = local.ttl
  allow_overwrite = true
  records         = data.aws_route53_zone.shop.name_servers
}

# A load balancer: where it leads is said in signpost.yaml (awsHosts).
resource "aws_route53_record" "balancer" {
  zone_id = data.aws_route53_zone.shop.zone_id
  name    = "lb"
  type    = "A"

  alias {
    name                   = "Shop-1.us-east-1.elb.amazonaws.com"
    zone_id                = "Z35SXDOTRQ7X7K"
    evaluate_target_health = local.changed
  }
}

# An alias at the apex, once its target is there.
resource "aws_route53_record" "apex" {
  count = local.changed ? 1 : 0

  zone_id = data.aws_route53_zone.shop.zone_id
  name    = "shop.test"
  type    = "A"

  alias {
    name                   = "mail.shop.test"
    zone_id                = data.aws_route53_zone.shop.zone_id
    evaluate_target_health = true
  }
}
