// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/prompt_format.h"
#include "gateway/upstreams/invoke_answer.h"

#include <optional>
#include <vector>

namespace licet::gateway {

/// Answers that are one text. What they say of tokens stands in the body, in headers or in the
/// metrics of a stream's last part; where it stands nowhere nothing is said of it.
class PromptAnswer final : public MakerAnswer {
public:
    explicit PromptAnswer(const PromptFormat& format) : format_{format} {}

    Result<void> whole(std::string_view body, Emit& emit) override;

private:
    Result<void> chunk(Json part, std::string_view data, Emit& emit) override;
    bool is_done() const override { return stopped_; }

    Result<void> text(const Json& answer);
    Result<void> count(const Json& body, std::string_view name, std::int64_t TokenUsage::*which);
    void stop(std::string_view reason);
    void begin();
    void tell_usage();

    const PromptFormat& format_;
    std::vector<ReplyEvent> events_;  // of the frame that is being read
    std::optional<TokenUsage> usage_;
    bool started_ = false;
    bool open_ = false;  // a text has begun
    bool stopped_ = false;
};

}  // namespace licet::gateway
