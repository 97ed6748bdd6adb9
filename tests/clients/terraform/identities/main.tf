# SPDX-License-Identifier: Apache-2.0
#
# Users, groups and roles, and what they may do.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

variable "developer" { default = "ann" }
variable "action" { default = "bedrock:InvokeModel" }
variable "description" { default = "reads" }
variable "session" { default = 3600 }

data "aws_caller_identity" "this" {}

data "aws_iam_policy_document" "one" {
  statement {
    actions   = [var.action]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.this.account_id}:root"]
    }
  }
}

resource "aws_iam_policy" "models" {
  name   = "models"
  path   = "/teams/"
  policy = data.aws_iam_policy_document.one.json
  tags   = { purpose = "trial" }
}

resource "aws_iam_user" "developer" {
  name                 = var.developer
  permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
  force_destroy        = true
  tags                 = { team = "models" }
}

resource "aws_iam_access_key" "developer" {
  user = aws_iam_user.developer.name
}

resource "aws_iam_user_policy" "developer" {
  name   = "own"
  user   = aws_iam_user.developer.name
  policy = data.aws_iam_policy_document.one.json
}

resource "aws_iam_group" "developers" {
  name = "developers"
  path = "/teams/"
}

resource "aws_iam_group_policy" "developers" {
  name   = "own"
  group  = aws_iam_group.developers.name
  policy = data.aws_iam_policy_document.one.json
}

resource "aws_iam_user_group_membership" "developer" {
  user   = aws_iam_user.developer.name
  groups = [aws_iam_group.developers.name]
}

resource "aws_iam_role" "reader" {
  name                 = "reader"
  description          = var.description
  max_session_duration = var.session
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = { team = var.developer }
}

resource "aws_iam_role_policy" "reader" {
  name   = "own"
  role   = aws_iam_role.reader.id
  policy = data.aws_iam_policy_document.one.json
}

resource "aws_iam_role_policy_attachment" "reader" {
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_policy_attachment" "models" {
  name       = "models"
  policy_arn = aws_iam_policy.models.arn
  users      = [aws_iam_user.developer.name]
  groups     = [aws_iam_group.developers.name]
  roles      = [aws_iam_role.reader.name]
}

data "aws_iam_group" "developers" {
  group_name = aws_iam_group.developers.name
  depends_on = [aws_iam_user_group_membership.developer]
}

output "members" {
  value = data.aws_iam_group.developers.users[*].user_name
}

output "role" {
  value = [aws_iam_role.reader.description, aws_iam_role.reader.max_session_duration]
}
