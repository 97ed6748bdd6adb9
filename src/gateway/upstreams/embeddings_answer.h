// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/dialect.h"
#include "gateway/upstreams/answer_reader.h"
#include "gateway/upstreams/invoke_answer.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Answers of embeddings, which come whole. Doors of the same dialect get them as they came; for
/// others all numbers are read.
namespace licet::gateway {

/// What an answer is to.
struct Embedded {
    Dialect door = Dialect::none;  ///< of who asked
    std::size_t inputs = 0;        ///< things to be embedded; only for doors of other dialects
    std::int64_t estimate = 0;     ///< of their tokens, for answers that tell none
};

/// @param door its dialect
Embedded embedded_in(Dialect door, const Conversation& conversation);

/// OpenAI's. Source: OpenAI API Reference, "The embedding object".
class OpenAiEmbeddings final : public AnswerReader {
public:
    explicit OpenAiEmbeddings(Embedded asked) : asked_{asked} {}

    Result<void> whole(std::string_view body, Emit& emit) override;
    Result<void> piece(std::string_view bytes, Emit& emit) override;
    bool is_complete() const override { return false; }

private:
    Embedded asked_;
};

/// Of InvokeModel.
class InvokedEmbeddings : public MakerAnswer {
public:
    Result<void> whole(std::string_view body, Emit& emit) final;

protected:
    InvokedEmbeddings(Dialect dialect, Embedded asked) : dialect_{dialect}, asked_{asked} {}

private:
    /// Whether it has numbers, of whatever type.
    virtual bool is_answer(const Json& answer) const = 0;
    /// Those of one that has floats: a list for each thing. @return `invalid`
    virtual Result<std::vector<std::string>> numbers(const Json& answer) const = 0;
    /// What the body tells of tokens; nothing where it does not. @return `invalid`
    virtual Result<std::optional<TokenUsage>> usage(const Json& answer) const = 0;
    Result<void> chunk(Json part, std::string_view data, Emit& emit) final;
    bool is_done() const final { return false; }

    Dialect dialect_;
    Embedded asked_;
};

/// Titan's. Source: Bedrock User Guide, "Amazon Titan Embeddings G1 - Text".
class TitanEmbeddings final : public InvokedEmbeddings {
public:
    explicit TitanEmbeddings(Embedded asked)
        : InvokedEmbeddings{Dialect::amazon_titan_embeddings, asked} {}

private:
    bool is_answer(const Json& answer) const override;
    Result<std::vector<std::string>> numbers(const Json& answer) const override;
    Result<std::optional<TokenUsage>> usage(const Json& answer) const override;
};

/// Cohere's: its lists, or its lists by type. Source: Bedrock User Guide, "Cohere Embed models".
class CohereEmbeddings final : public InvokedEmbeddings {
public:
    explicit CohereEmbeddings(Embedded asked)
        : InvokedEmbeddings{Dialect::cohere_embeddings, asked} {}

private:
    bool is_answer(const Json& answer) const override;
    Result<std::vector<std::string>> numbers(const Json& answer) const override;
    Result<std::optional<TokenUsage>> usage(const Json& answer) const override;
};

/// Of what InvokeModel is asked by one of invoke_embeddings_bodies().
std::unique_ptr<AnswerReader> invoked_embeddings(std::string_view model_id, Embedded asked);

}  // namespace licet::gateway
