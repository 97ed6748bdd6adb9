# SPDX-License-Identifier: Apache-2.0
#
# An organization whose feature set changes: the server was made with `licet init --standalone`.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

variable "features" {}

resource "aws_organizations_organization" "this" {
  feature_set = var.features
}
