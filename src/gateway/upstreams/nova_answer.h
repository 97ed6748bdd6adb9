// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/invoke_answer.h"

namespace licet::gateway {

/// The answers of InvokeModel and InvokeModelWithResponseStream with Amazon Nova's bodies: those of
/// Converse; a part of a stream has an event as its one member.
class NovaAnswer final : public MakerAnswer {
public:
    Result<void> whole(std::string_view body, Emit& emit) override;

private:
    Result<void> chunk(Json part, std::string_view data, Emit& emit) override;
    bool is_done() const override { return said_.is_done(); }

    ConverseWords said_;
};

}  // namespace licet::gateway
