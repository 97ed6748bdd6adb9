// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace licet {

/// Appends `text` as a JSON string with its quotes. Bytes over 0x7f pass unchanged: callers hold
/// UTF-8.
void append_json_string(std::string& out, std::string_view text);

/// Whether append_json_string() would write it without an escape.
bool needs_no_escape(std::string_view text);

/// Writes JSON into a string as it is told; knows where commas belong. One thread; cheap to make.
///
/// Requires balanced begin/end calls and a key before each value inside an object.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_{out} {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& string(std::string_view value);
    JsonWriter& integer(std::int64_t value);
    JsonWriter& real(double value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    /// `json` must be one whole JSON value.
    JsonWriter& raw(std::string_view json);

    JsonWriter& member(std::string_view name, std::string_view value) {
        return key(name).string(value);
    }

private:
    void separate();

    std::string& out_;
    bool first_ = true;
    bool after_key_ = false;
};

}  // namespace licet
