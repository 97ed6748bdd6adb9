# SPDX-License-Identifier: Apache-2.0
#
# A subscribed license, granted to one account and accepted there. What AWS has no resource for is
# done before: the agreement, the account.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "license" {}

variable "account" {}

variable "name" {
  default = "first name"
}

provider "aws" {}

provider "aws" {
  alias = "team"
  assume_role {
    role_arn = "arn:aws:iam::${var.account}:role/OrganizationAccountAccessRole"
  }
}

resource "aws_licensemanager_grant" "team" {
  name        = var.name
  license_arn = var.license
  principal   = "arn:aws:iam::${var.account}:root"
  allowed_operations = [
    "CheckInLicense", "CheckoutLicense", "CreateToken", "ExtendConsumptionLicense",
    "ListPurchasedLicenses",
  ]
}

resource "aws_licensemanager_grant_accepter" "team" {
  provider  = aws.team
  grant_arn = aws_licensemanager_grant.team.arn
}

data "aws_licensemanager_received_license" "bought" {
  license_arn = var.license
}

data "aws_licensemanager_received_license" "granted" {
  provider    = aws.team
  license_arn = var.license
  depends_on  = [aws_licensemanager_grant_accepter.team]
}

data "aws_licensemanager_received_licenses" "of_product" {
  filter {
    name   = "ProductSKU"
    values = [data.aws_licensemanager_received_license.bought.product_sku]
  }
}

data "aws_licensemanager_grants" "of_license" {
  filter {
    name   = "LicenseArn"
    values = [var.license]
  }
  depends_on = [aws_licensemanager_grant.team]
}

data "aws_caller_identity" "team" {
  provider = aws.team
}

data "aws_iam_role" "assumed" {
  provider = aws.team
  name     = "OrganizationAccountAccessRole"
}

data "aws_iam_roles" "of_services" {
  provider    = aws.team
  path_prefix = "/aws-service-role/license-manager.amazonaws.com/"
}

data "aws_iam_users" "all" {
  provider = aws.team
}

data "aws_bedrock_foundation_models" "of_anthropic" {
  by_provider = "Anthropic"
}

data "aws_bedrock_foundation_model" "first" {
  model_id = data.aws_bedrock_foundation_models.of_anthropic.model_summaries[0].model_id
}

data "aws_bedrock_inference_profiles" "all" {}

data "aws_bedrock_inference_profile" "first" {
  inference_profile_id = data.aws_bedrock_inference_profiles.all.inference_profile_summaries[0].inference_profile_id
}

output "accepted" {
  value = aws_licensemanager_grant_accepter.team.status
}

output "licenses" {
  value = data.aws_licensemanager_received_licenses.of_product.arns
}

output "grants" {
  value = data.aws_licensemanager_grants.of_license.arns
}

output "grant" {
  value = aws_licensemanager_grant.team.arn
}

output "granted" {
  value = data.aws_licensemanager_received_license.granted.status
}

output "recipient" {
  value = data.aws_caller_identity.team.account_id
}

output "provider" {
  value = data.aws_bedrock_foundation_model.first.provider_name
}

output "profile" {
  value = data.aws_bedrock_inference_profile.first.status
}

output "role" {
  value = data.aws_iam_role.assumed.path
}

output "service_roles" {
  value = data.aws_iam_roles.of_services.names
}

output "users" {
  value = data.aws_iam_users.all.names
}
