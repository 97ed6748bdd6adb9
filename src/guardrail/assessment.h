// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/guardrail.h"

#include <chrono>
#include <cstddef>
#include <span>
#include <string>

namespace licet::guardrail {

inline constexpr std::size_t kUnitCharacters = 1'000;

/// Text units that a scan is counted as, of each policy the guardrail has: begun thousands of
/// characters.
struct Usage {
    std::size_t words = 0;
    std::size_t sensitive = 0;       ///< personal data
    std::size_t sensitive_free = 0;  ///< regexes
};
Usage usage_of(const Guardrail& guardrail, Source source, const Coverage& coverage);

/// The `usage` of an answer: a JSON object with every member that the API requires.
std::string write_usage(const Usage& usage);

/// An assessment as in `assessments` of ApplyGuardrail and in traces: a JSON object. Policies
/// without a finding are left out.
///
/// Source: Amazon Bedrock Runtime API Reference, GuardrailAssessment.
/// @param findings those of one guardrail.
std::string write_assessment(std::span<const Finding> findings, const Usage& usage,
                             const Coverage& coverage, std::chrono::milliseconds latency);

}  // namespace licet::guardrail
