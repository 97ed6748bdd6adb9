// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/rules.h"
#include "model/bedrock/guardrail_definition.h"

namespace licet::model {

/// What a definition has a text scanned for. A side that is not enabled is not looked at.
guardrail::Rules rules_of(const GuardrailDefinition& definition);

}  // namespace licet::model
