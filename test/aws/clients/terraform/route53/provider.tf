# How Terraform's provider for AWS is led to Signpost, and the two words that a run may say.
# The zones shop.test, listed.test, signed.test and inside.test are there already: Terraform waits 15 seconds for whatever it
# makes and then for what depends on it, so a zone and its records in one configuration would take twice as long.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" {
  description = "Where Signpost's API listens."
  type        = string
  default     = "http://127.0.0.1:5380"
}

variable "revision" {
  description = "1 makes everything; 2 changes in place whatever can be changed."
  type        = number
  default     = 1
}

locals {
  changed = var.revision > 1
  ttl     = local.changed ? 120 : 60
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "any"
  secret_key                  = "any"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  endpoints { route53 = var.endpoint }
}
