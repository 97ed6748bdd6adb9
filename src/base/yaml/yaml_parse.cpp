// SPDX-License-Identifier: Apache-2.0
#include "base/yaml/node.h"
#include "base/yaml/yaml_reader.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <set>
#include <sstream>

namespace licet::yaml {
namespace {

/// Thrown by the Builder through the library, caught in Document::parse.
struct Refusal {
    std::size_t line;
    std::string reason;
};

std::size_t line_of(const YAML::Mark& mark) {
    return mark.line < 0 ? 1 : static_cast<std::size_t>(mark.line) + 1;
}

/// Makes nodes from the library's events.
class Builder : public YAML::EventHandler {
public:
    std::shared_ptr<const Node> root() const { return root_; }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        // The mark of nothing is that of what follows it.
        const bool has_key = !open_.empty() && open_.back().key;
        add(std::make_shared<Node>(Node{.line = has_key ? open_.back().key_line : line_of(mark)}),
            anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            throw Refusal{line_of(mark), "an alias inside the value it stands for"};
        }
        place(found->second, line_of(mark));
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        check_tag(mark, tag);
        add(std::make_shared<Node>(Node{.kind = NodeKind::scalar,
                                        .line = line_of(mark),
                                        .plain = tag != "!",
                                        .text = value}),
            anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(NodeKind::list, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(NodeKind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        std::shared_ptr<Node> node;
        YAML::anchor_t anchor = 0;
        std::optional<std::string> key = {};  // of a map, once read and until its value is
        std::size_t key_line = 0;
        std::set<std::string> keys = {};
    };

    static void check_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!") {
            throw Refusal{line_of(mark), "tags are not supported"};
        }
    }

    void open(NodeKind kind, const YAML::Mark& mark, const std::string& tag,
              YAML::anchor_t anchor) {
        check_tag(mark, tag);
        if (open_.size() >= kDepthMax) {
            throw Refusal{line_of(mark), fmt::format("more than {} levels", kDepthMax)};
        }
        if (!open_.empty() && open_.back().node->kind == NodeKind::map && !open_.back().key) {
            throw Refusal{line_of(mark), "a key must be a text"};
        }
        open_.push_back(
            {std::make_shared<Node>(Node{.kind = kind, .line = line_of(mark)}), anchor});
    }

    void close() {
        const Open done = std::move(open_.back());
        open_.pop_back();
        add(done.node, done.anchor);
    }

    void add(const std::shared_ptr<const Node>& node, YAML::anchor_t anchor) {
        if (anchor != 0) {
            anchors_[anchor] = node;
        }
        place(node, node->line);
    }

    /// Puts a complete node where it belongs.
    void place(const std::shared_ptr<const Node>& node, std::size_t line) {
        if (open_.empty()) {
            root_ = node;
            return;
        }
        auto& parent = open_.back();
        if (parent.node->kind == NodeKind::map && !parent.key) {
            take_key(parent, *node, line);
            return;
        }
        parent.node->values += node->values;
        if (parent.node->values > kValuesMax) {
            throw Refusal{line, fmt::format("more than {} values", kValuesMax)};
        }
        if (parent.node->kind == NodeKind::list) {
            parent.node->items.push_back(node);
        } else {
            parent.node->members.push_back(
                {*std::exchange(parent.key, std::nullopt), parent.key_line, node});
        }
    }

    static void take_key(Open& parent, const Node& node, std::size_t line) {
        if (node.kind != NodeKind::scalar) {
            throw Refusal{line, "a key must be a text"};
        }
        if (!parent.keys.insert(node.text).second) {
            throw Refusal{line, fmt::format("duplicate key `{}`", node.text)};
        }
        parent.key = node.text;
        parent.key_line = line;
    }

    std::vector<Open> open_;
    std::map<YAML::anchor_t, std::shared_ptr<const Node>> anchors_;
    std::shared_ptr<const Node> root_;
};

/// @throw Refusal, YAML::Exception
std::shared_ptr<const Node> build(std::string_view text) {
    std::istringstream stream{std::string{text}};
    YAML::Parser parser{stream};
    Builder builder;
    if (!parser.HandleNextDocument(builder) || !builder.root()) {
        throw Refusal{1, "the file is empty"};
    }
    const auto root = builder.root();
    if (Builder rest; parser.HandleNextDocument(rest)) {
        throw Refusal{rest.root() ? rest.root()->line : 1, "more than one document"};
    }
    return root;
}

Error refuse(const std::string& file, std::size_t line, std::string_view reason) {
    return Error{ErrorKind::invalid, fmt::format("{}:{}: {}", file, line, reason)};
}

}  // namespace

struct Document::Tree {
    std::string file;
    std::shared_ptr<const Node> root;
};

Result<Document> Document::parse(std::string_view text, std::string file) {
    if (text.size() > kTextBytesMax) {
        return refuse(file, 1, fmt::format("larger than {} bytes", kTextBytesMax));
    }
    if (!simdjson::validate_utf8(text.data(), text.size()) ||
        text.find('\0') != std::string_view::npos) {
        return refuse(file, 1, "not UTF-8 text");
    }
    try {
        auto root = build(text);
        return Document{std::make_shared<const Tree>(Tree{std::move(file), std::move(root)})};
    } catch (const Refusal& refusal) {
        return refuse(file, refusal.line, refusal.reason);
    } catch (const YAML::Exception& exception) {
        return refuse(file, line_of(exception.mark), exception.msg);
    }
}

Value Document::root() const {
    return Value{*tree_->root, tree_->file};
}

}  // namespace licet::yaml
