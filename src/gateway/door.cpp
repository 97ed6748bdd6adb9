// SPDX-License-Identifier: Apache-2.0
#include "gateway/door.h"

#include "gateway/doors/reading.h"
#include "wire/fault.h"

namespace licet::gateway {
namespace {

constexpr std::size_t kModelBytesMax = 2'048;

}  // namespace

Result<std::string_view> Door::model_of(Json body) const {
    const auto model = body.find("model");
    if (!model) {
        return wire::at("$.model", body.is_object()
                                       ? wire::missing()
                                       : Error{ErrorKind::invalid, "must be an object"});
    }
    auto name = read_name(*model, kModelBytesMax);
    return name.ok() ? name : wire::at("$.model", name.error());
}

Result<bool> Door::wants_stream(Json body) const {
    const auto stream = body.find("stream");
    if (!stream || stream->is_null()) {
        return false;
    }
    auto value = stream->boolean();
    return value.ok() ? value : wire::at("$.stream", value.error());
}

}  // namespace licet::gateway
