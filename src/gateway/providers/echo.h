// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/provider.h"

namespace licet::gateway {

/// The built-in upstream: answers `echo: ` and the last thing the user said, its pieces joined by
/// line feeds. The answer ends before the first stop sequence in it, and after four bytes for each
/// of max_tokens. A token is four bytes, the last one perhaps fewer: input tokens are counted over
/// all texts of the prompt together.
Completion echo(const Prompt& prompt);

class EchoProvider final : public Provider {
public:
    /// Answers at once.
    void complete(const decision::Admission& admission, const Prompt& prompt, Done done) override;
};

}  // namespace licet::gateway
