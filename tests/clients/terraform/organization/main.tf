# SPDX-License-Identifier: Apache-2.0
#
# An organization from nothing: the server was made with `licet init --standalone`.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

variable "unit" {
  default = "workloads"
}

variable "purpose" {
  default = "trial"
}

variable "account_unit" {
  default = "root"
}

variable "close" {
  description = "whether to close the account instead of removing it"
  default     = true
}

locals {
  root = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_organization" "this" {
  feature_set = "ALL"
  aws_service_access_principals = [
    "license-management.marketplace.amazonaws.com",
    "license-manager.amazonaws.com",
  ]
}

resource "aws_organizations_organizational_unit" "outer" {
  name      = var.unit
  parent_id = local.root
  tags      = { purpose = var.purpose }
}

resource "aws_organizations_organizational_unit" "inner" {
  name      = "inner"
  parent_id = aws_organizations_organizational_unit.outer.id
}

resource "aws_organizations_account" "team" {
  name              = "team"
  email             = "team@example.com"
  parent_id         = var.account_unit == "inner" ? aws_organizations_organizational_unit.inner.id : local.root
  close_on_deletion = var.close
  tags              = { purpose = var.purpose }
}

resource "aws_organizations_delegated_administrator" "team" {
  account_id        = aws_organizations_account.team.id
  service_principal = "license-manager.amazonaws.com"
  depends_on        = [aws_organizations_organization.this]
}

data "aws_organizations_organization" "this" {
  depends_on = [aws_organizations_account.team]
}

data "aws_organizations_organizational_units" "of_root" {
  parent_id  = local.root
  depends_on = [aws_organizations_organizational_unit.outer]
}

data "aws_organizations_delegated_administrators" "of_licenses" {
  service_principal = "license-manager.amazonaws.com"
  depends_on        = [aws_organizations_delegated_administrator.team]
}

data "aws_organizations_organizational_unit" "outer" {
  parent_id  = local.root
  name       = aws_organizations_organizational_unit.outer.name
  depends_on = [aws_organizations_organizational_unit.outer]
}

data "aws_organizations_organizational_unit_descendant_organizational_units" "of_root" {
  parent_id = local.root
  depends_on = [
    aws_organizations_organizational_unit.outer,
    aws_organizations_organizational_unit.inner,
  ]
}

data "aws_organizations_organizational_unit_child_accounts" "of_inner" {
  parent_id  = aws_organizations_organizational_unit.inner.id
  depends_on = [aws_organizations_account.team]
}

data "aws_organizations_organizational_unit_descendant_accounts" "of_root" {
  parent_id  = local.root
  depends_on = [aws_organizations_account.team]
}

data "aws_organizations_delegated_services" "of_team" {
  account_id = aws_organizations_delegated_administrator.team.account_id
}

data "aws_organizations_resource_tags" "of_team" {
  resource_id = aws_organizations_account.team.id
  depends_on  = [aws_organizations_account.team]
}

output "accounts" {
  value = data.aws_organizations_organization.this.accounts[*].status
}

output "units" {
  value = data.aws_organizations_organizational_units.of_root.children[*].name
}

output "administrators" {
  value = data.aws_organizations_delegated_administrators.of_licenses.delegated_administrators[*].name
}

output "outer_found" {
  value = data.aws_organizations_organizational_unit.outer.id == aws_organizations_organizational_unit.outer.id
}

output "all_units" {
  value = data.aws_organizations_organizational_unit_descendant_organizational_units.of_root.children[*].name
}

output "in_inner" {
  value = data.aws_organizations_organizational_unit_child_accounts.of_inner.accounts[*].name
}

output "below_root" {
  value = length(data.aws_organizations_organizational_unit_descendant_accounts.of_root.accounts)
}

output "services" {
  value = data.aws_organizations_delegated_services.of_team.delegated_services[*].service_principal
}

output "tags" {
  value = data.aws_organizations_resource_tags.of_team.tags
}
