# How Terraform's provider for AWS is led to Signpost for API Gateway, Lambda and Route 53, and the two words that a run may say.
# The zone shop.test is there already: Terraform waits 15 seconds for a zone and 15 more for a record in it.

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
  region  = "eu-central-1"
}

provider "aws" {
  region                      = local.region
  access_key                  = "any"
  secret_key                  = "any"
  skip_credentials_validation = true # the account is asked for below, and stands in every execution_arn
  skip_metadata_api_check     = true
  skip_region_validation      = true

  endpoints {
    apigateway = var.endpoint
    lambda     = var.endpoint
    route53    = var.endpoint
    sts        = var.endpoint
  }

  default_tags { tags = { project = "shop" } }
}
