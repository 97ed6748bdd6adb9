// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "gateway/door.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace licet::gateway {

/// The response object and the events of its stream. Source: OpenAI API Reference, "The response
/// object", "Streaming events".
class ResponsesWriter final : public ReplyWriter {
public:
    explicit ResponsesWriter(AnswerFacts facts);

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override;
    std::string_view stream_type() const override;
    void piece(std::string& out, const Frame& frame) override;
    void finish(std::string& out, Milliseconds latency) override;
    void fail(std::string& out, const Error& error) override;

private:
    struct Failure {
        std::string_view code;
        std::string_view message;
    };

    void take(const ReplyEvent& event, std::string& out);
    void begin(std::string& out);
    void begin_block(std::string& out);
    void begin_part(std::string& out);
    void put_piece(const ReplyEvent& event, std::string& out);
    void end_text(std::string& out);
    void end_reasoning(std::string& out);
    void end_block(std::string& out);

    template <typename Write>
    void put(std::string& out, std::string_view name, Write write);
    template <typename Write>
    void put_of_block(std::string& out, std::string_view name, std::string_view part_index,
                      Write write);

    void write_response(JsonWriter& json, const Reply& reply, std::string_view status,
                        const Failure* failure = nullptr) const;
    void write_item(JsonWriter& json, const ReplyBlock& block, std::size_t index,
                    std::string_view status) const;
    std::string item_id(BlockKind kind, std::size_t index) const;

    AnswerFacts facts_;
    std::string tail_;   // of all ids
    Reply reply_;        // what has come of a stream: its last event tells all of it
    std::string event_;  // that is being written
    std::int64_t sequence_ = 0;
    bool began_ = false;
    bool part_began_ = false;  // of the last block
    bool native_ = false;      // it goes on as it came
};

}  // namespace licet::gateway
