# SPDX-License-Identifier: Apache-2.0
#
# Policies of a new organization: the server was made with `licet init --standalone`.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

variable "types" {
  type    = list(string)
  default = ["SERVICE_CONTROL_POLICY"]
}

variable "denied" {
  default = "bedrock:*"
}

variable "purpose" {
  default = "trial"
}

resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = var.types
}

resource "aws_organizations_organizational_unit" "team" {
  name      = "team"
  parent_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_policy" "deny" {
  name        = "deny"
  description = "what nobody in the unit may do"
  type        = "SERVICE_CONTROL_POLICY"
  tags        = { purpose = var.purpose }
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = var.denied, Resource = "*" }]
  })
  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_policy_attachment" "team" {
  policy_id = aws_organizations_policy.deny.id
  target_id = aws_organizations_organizational_unit.team.id
}

resource "aws_organizations_policy" "tags" {
  name = "tags"
  type = "TAG_POLICY"
  content = jsonencode({
    tags = { costcenter = { tag_key = { "@@assign" = "CostCenter" } } }
  })
  depends_on = [aws_organizations_organization.this]
}

data "aws_organizations_organization" "this" {
  depends_on = [aws_organizations_organization.this]
}

data "aws_organizations_policies" "control" {
  filter     = "SERVICE_CONTROL_POLICY"
  depends_on = [aws_organizations_policy.deny]
}

data "aws_organizations_policies_for_target" "team" {
  target_id  = aws_organizations_organizational_unit.team.id
  filter     = "SERVICE_CONTROL_POLICY"
  depends_on = [aws_organizations_policy_attachment.team]
}

data "aws_organizations_policy" "deny" {
  policy_id  = aws_organizations_policy.deny.id
  depends_on = [aws_organizations_policy.deny]
}

output "types" {
  value = data.aws_organizations_organization.this.roots[0].policy_types[*].type
}

output "control_policies" {
  value = length(data.aws_organizations_policies.control.ids)
}

output "on_team" {
  value = length(data.aws_organizations_policies_for_target.team.ids)
}

output "denied" {
  value = jsondecode(data.aws_organizations_policy.deny.content).Statement[0].Action
}
