# A health check of each type. Signpost probes the endpoints; alarms and routing controls are told to it by hand.

resource "aws_route53_health_check" "http" {
  ip_address         = "127.0.0.1"
  fqdn               = "www.shop.test"
  port               = 8080
  type               = "HTTP"
  resource_path      = local.changed ? "/ready" : "/health?deep=1&fast=0"
  failure_threshold  = local.changed ? 2 : 3
  request_interval   = 30
  measure_latency    = true
  invert_healthcheck = local.changed
  regions            = ["us-east-1", "us-west-1", "eu-west-1"]
  tags               = { Name = local.changed ? "www, second edition" : "www" }
}

resource "aws_route53_health_check" "https" {
  ip_address        = "127.0.0.1"
  port              = 8443
  type              = "HTTPS"
  enable_sni        = !local.changed
  failure_threshold = 5
  request_interval  = 10
  disabled          = local.changed
}

resource "aws_route53_health_check" "search" {
  for_each = toset(["HTTP_STR_MATCH", "HTTPS_STR_MATCH"])

  ip_address        = "::1"
  port              = 8081
  type              = each.value
  search_string     = local.changed ? "<b>ready</b>" : "<b>\"all\" & well</b>"
  failure_threshold = 3
  request_interval  = 30
}

resource "aws_route53_health_check" "tcp" {
  ip_address        = "127.0.0.1"
  port              = local.changed ? 8083 : 8082
  type              = "TCP"
  failure_threshold = 1
  request_interval  = 30
}

resource "aws_route53_health_check" "calculated" {
  type                   = "CALCULATED"
  child_health_threshold = local.changed ? 2 : 1
  child_healthchecks = local.changed ? [
    aws_route53_health_check.http.id, aws_route53_health_check.https.id,
  ] : [aws_route53_health_check.http.id, aws_route53_health_check.tcp.id]
}

resource "aws_route53_health_check" "alarm" {
  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = local.changed ? "errors-2" : "errors"
  cloudwatch_alarm_region         = "eu-central-1"
  insufficient_data_health_status = local.changed ? "Unhealthy" : "Healthy"
}

resource "aws_route53_health_check" "control" {
  type                = "RECOVERY_CONTROL"
  routing_control_arn = "arn:aws:route53-recovery-control::000000000000:controlpanel/0a/routingcontrol/0b"
}
