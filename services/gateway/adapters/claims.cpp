#include "services/gateway/adapters/claims.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/text.hpp"

namespace suite::gateway {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kNesting = 8;
constexpr std::size_t kMaxText = 1024;
constexpr std::size_t kMaxAudience = 20;

/// Nothing for what is no decent text.
std::optional<std::string> PlainText(const Json& json) {
    if (!json.is_string()) return std::nullopt;
    auto text = json.get<std::string>();
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (text.empty() || text.size() > kMaxText || !IsCleanUtf8(text) || std::ranges::any_of(text, control))
        return std::nullopt;
    return text;
}

}  // namespace

std::optional<std::int64_t> WholeNumber(const Json& json) {
    if (json.is_number_unsigned()) {
        const auto value = json.get<std::uint64_t>();
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
        return static_cast<std::int64_t>(value);
    }
    if (json.is_number_integer()) return json.get<std::int64_t>();
    return std::nullopt;
}

Claims::Claims(Json json, std::string_view reason)
    : json_(std::make_unique<const Json>(std::move(json))), reason_(reason) {}
Claims::Claims(Claims&&) noexcept = default;
Claims::~Claims() = default;

std::unexpected<Error> Claims::Refused(std::string why) const {
    return Fail(Code::kUnauthenticated, reason_, std::move(why));
}

Result<Claims> Claims::Parse(std::string_view payload, std::string_view reason) {
    auto json = json::ParseStrict(payload, kNesting);
    if (!json || !json->is_object())
        return Fail(Code::kUnauthenticated, reason, "claims are no JSON object, or one is named twice");
    return Claims(*std::move(json), reason);
}

const Json* Claims::Find(const std::string& name) const {
    const auto it = json_->find(name);
    return it == json_->end() ? nullptr : &*it;
}

Result<std::optional<std::string>> Claims::Text(const std::string& name) const {
    const auto* json = Find(name);
    if (json == nullptr) return std::optional<std::string>{};
    auto text = PlainText(*json);
    if (!text) return Refused("claim is malformed: " + name);
    return text;
}

Result<std::optional<std::int64_t>> Claims::Time(const std::string& name) const {
    const auto* json = Find(name);
    if (json == nullptr) return std::optional<std::int64_t>{};
    const auto number = WholeNumber(*json);
    if (!number) return Refused(name + " is no whole number");
    return number;
}

Result<std::vector<std::string>> Claims::Audience() const {
    const auto* json = Find("aud");
    if (json == nullptr) return Refused("no aud");
    const Json list = json->is_array() ? *json : Json::array({*json});
    if (list.empty() || list.size() > kMaxAudience) return Refused("aud is malformed");
    std::vector<std::string> audience;
    for (const auto& entry : list) {
        auto text = PlainText(entry);
        if (!text) return Refused("aud is malformed");
        audience.push_back(*std::move(text));
    }
    return audience;
}

}  // namespace suite::gateway
