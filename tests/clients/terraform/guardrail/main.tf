# SPDX-License-Identifier: Apache-2.0
#
# A guardrail with every policy, and one version of it.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

variable "strength" {
  default = "HIGH"
}

resource "aws_bedrock_guardrail" "this" {
  name                      = "company"
  description               = "what is not talked about"
  blocked_input_messaging   = "Not this question."
  blocked_outputs_messaging = "Not this answer."

  topic_policy_config {
    topics_config {
      name       = "Advice"
      definition = "What to buy or sell."
      examples   = ["Should I buy this?"]
      type       = "DENY"
    }
    topics_config {
      name       = "Weather"
      definition = "Rain and wind."
      examples   = ["Will it rain?"]
      type       = "DENY"
    }
  }

  content_policy_config {
    filters_config {
      type            = "HATE"
      input_strength  = var.strength
      output_strength = "LOW"
    }
    filters_config {
      type            = "PROMPT_ATTACK"
      input_strength  = "MEDIUM"
      output_strength = "NONE"
    }
  }

  contextual_grounding_policy_config {
    filters_config {
      type      = "GROUNDING"
      threshold = 0.75
    }
  }

  word_policy_config {
    words_config {
      text = "falcon"
    }
    managed_word_lists_config {
      type = "PROFANITY"
    }
  }

  sensitive_information_policy_config {
    pii_entities_config {
      type   = "EMAIL"
      action = "ANONYMIZE"
    }
    regexes_config {
      name        = "ticket"
      description = "numbers of tickets"
      pattern     = "T-[0-9]{6}"
      action      = "BLOCK"
    }
  }
}

resource "aws_bedrock_guardrail_version" "first" {
  guardrail_arn = aws_bedrock_guardrail.this.guardrail_arn
  description   = "the first"
}

output "version" {
  value = aws_bedrock_guardrail_version.first.version
}
