// SPDX-License-Identifier: Apache-2.0
#include "net/http.h"

#include "net/request_builder.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace licet::net {
namespace {

constexpr char kNoBody[Request::kBodyPadding] = {};
constexpr std::size_t kSmallestBody = 1024;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
    for (const Header& header : headers_) {
        if (header.name == name) {
            return header.value;
        }
    }
    return std::nullopt;
}

Request Request::make(std::string_view method, std::string_view target,
                      const std::vector<Header>& headers, std::string_view body, std::string peer,
                      HttpVersion version) {
    std::size_t size = method.size() + target.size();
    for (const Header& header : headers) {
        size += header.name.size() + header.value.size();
    }
    std::string bytes;
    bytes.reserve(size);  // so that the views below stay valid
    const auto keep = [&bytes](std::string_view text) {
        bytes += text;
        return std::string_view{bytes}.substr(bytes.size() - text.size());
    };

    RequestBuilder::Head head;
    head.method = keep(method);
    head.target = keep(target);
    head.version = version;
    std::vector<Header> kept;
    kept.reserve(headers.size());
    for (const Header& header : headers) {
        std::string name{header.name};
        std::transform(name.begin(), name.end(), name.begin(), lower);
        const std::string_view kept_name = keep(name);
        kept.push_back({kept_name, keep(header.value)});
    }
    head.headers = kept;

    Request request = RequestBuilder::build(bytes, head, {std::move(peer)});
    BodyBuffer buffer;
    buffer.append(body);
    RequestBuilder::set_body(request, std::move(buffer));
    return request;
}

void BodyBuffer::reserve(std::size_t bytes) {
    if (bytes <= capacity_) {
        return;
    }
    std::unique_ptr<char[]> grown{new char[bytes + Request::kBodyPadding]};
    if (size_ != 0) {
        std::memcpy(grown.get(), data_.get(), size_);
    }
    data_ = std::move(grown);
    capacity_ = bytes;
}

void BodyBuffer::append(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    if (bytes.size() > capacity_ - size_) {
        reserve(std::max({size_ + bytes.size(), capacity_ * 2, kSmallestBody}));
    }
    std::memcpy(data_.get() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
}

Request RequestBuilder::build(std::string_view bytes, const Head& head, Peer peer) {
    Request request;
    const std::size_t table = head.headers.size() * sizeof(Header);
    request.head_block_.reset(new char[table + bytes.size() + 1]);
    char* const copy = request.head_block_.get() + table;
    if (!bytes.empty()) {
        std::memcpy(copy, bytes.data(), bytes.size());
    }
    const auto moved = [&](std::string_view view) {
        return view.empty() ? std::string_view{}
                            : std::string_view{copy + (view.data() - bytes.data()), view.size()};
    };

    auto* const fields = reinterpret_cast<Header*>(request.head_block_.get());
    for (std::size_t i = 0; i < head.headers.size(); ++i) {
        new (fields + i) Header{moved(head.headers[i].name), moved(head.headers[i].value)};
    }
    request.headers_ = {fields, head.headers.size()};
    request.method_ = moved(head.method);
    request.target_ = moved(head.target);
    const std::size_t mark = request.target_.find('?');
    request.path_ = request.target_.substr(0, mark);
    if (mark != std::string_view::npos) {
        request.query_ = request.target_.substr(mark + 1);
    }
    request.version_ = head.version;
    request.peer_ = std::move(peer);
    request.body_ = {kNoBody, 0};
    return request;
}

void RequestBuilder::set_body(Request& request, BodyBuffer body) {
    if (body.size_ == 0) {
        return;
    }
    std::memset(body.data_.get() + body.size_, 0, Request::kBodyPadding);
    request.body_ = {body.data_.get(), body.size_};
    request.body_block_ = std::move(body.data_);
}

}  // namespace licet::net
