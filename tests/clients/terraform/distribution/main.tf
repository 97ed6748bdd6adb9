# SPDX-License-Identifier: Apache-2.0
#
# A subscribed license, granted to the whole organization. Terraform has no resource for activation.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "license" {}

variable "operations" {
  type    = list(string)
  default = ["CheckInLicense", "CheckoutLicense", "CreateToken"]
}

provider "aws" {}

data "aws_organizations_organization" "this" {}

resource "aws_licensemanager_grant" "everyone" {
  name               = "everyone"
  license_arn        = var.license
  principal          = data.aws_organizations_organization.this.arn
  allowed_operations = var.operations
}

output "grant" {
  value = aws_licensemanager_grant.everyone.arn
}

output "status" {
  value = aws_licensemanager_grant.everyone.status
}
