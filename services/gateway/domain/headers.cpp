#include "services/gateway/domain/headers.hpp"

#include <algorithm>
#include <compare>
#include <span>
#include <string>

#include "core/text.hpp"

namespace suite::gateway {
namespace {

/// Thousandths of a weight "q=0.8"; nullopt for what is none (RFC 9110 §12.4.2).
std::optional<int> Quality(std::string_view parameter) {
    const auto text = AsciiLower(Trim(parameter));
    if (!text.starts_with("q=")) return std::nullopt;
    const auto value = std::string_view(text).substr(2);
    if (value.empty() || value.size() > 5 || (value[0] != '0' && value[0] != '1')) return std::nullopt;
    if (value.size() > 1 && value[1] != '.') return std::nullopt;
    int thousandths = (value[0] - '0') * 1000;
    int place = 100;
    for (const char c : value.substr(std::min<std::size_t>(2, value.size()))) {
        if (c < '0' || c > '9') return std::nullopt;
        thousandths += (c - '0') * place;
        place /= 10;
    }
    return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

bool IsLanguage(std::string_view tag, std::string_view language) {
    return tag.starts_with(language) && (tag.size() == language.size() || tag[language.size()] == '-');
}

/// How a media range of Accept stands to a type: 2 names it, 1 names its kind ("text/*"), 0 takes anything; nullopt for
/// another one.
std::optional<int> Exactness(std::string_view range, std::string_view type) {
    if (range == type) return 2;
    if (range == "*/*") return 0;
    const auto kind = type.substr(0, type.find('/') + 1);
    return range.starts_with(kind) && range.substr(kind.size()) == "*" ? std::optional(1) : std::nullopt;
}

/// What one kind of answer is worth to a caller: the weight that the most exact range gives it, and how exact that is.
struct Worth {
    int quality = 0;
    int exactness = -1;

    void Take(std::optional<int> named, int weight) {
        if (!named || *named < exactness) return;
        quality = *named > exactness ? weight : std::max(quality, weight);
        exactness = *named;
    }
    auto operator<=>(const Worth&) const = default;
};

}  // namespace

Language LanguageOf(std::string_view accept_language, bool machine) {
    std::optional<int> dutch;
    std::optional<int> english;
    bool dutch_first = false;
    for (const auto item : Split(accept_language, ',')) {
        const auto parts = Split(item, ';');
        const auto tag = AsciiLower(Trim(parts.front()));
        // A weight that is none makes the item one that says nothing.
        const auto quality = parts.size() == 1 ? std::optional(1000) : Quality(parts[1]);
        if (!quality) continue;
        for (auto [language, best] : {std::pair("nl", &dutch), std::pair("en", &english)}) {
            if (!IsLanguage(tag, language)) continue;
            if (best == &dutch && !english) dutch_first = true;
            *best = std::max(best->value_or(0), *quality);
        }
    }
    const int nl = dutch.value_or(0);
    const int en = english.value_or(0);
    if (nl != en) return nl > en ? Language::kDutch : Language::kEnglish;
    if (nl > 0) return dutch_first ? Language::kDutch : Language::kEnglish;
    // Neither is wanted. Only one of them was said not to be: the other, then.
    if (dutch.has_value() != english.has_value()) return dutch ? Language::kEnglish : Language::kDutch;
    return machine ? Language::kEnglish : Language::kDutch;
}

bool PrefersJson(std::string_view accept) {
    Worth json;
    Worth page;
    for (const auto item : Split(accept, ',')) {
        const auto parts = Split(item, ';');
        const auto range = AsciiLower(Trim(parts.front()));
        auto weight = std::optional(1000);
        for (const auto parameter : std::span(parts).subspan(1)) {
            if (AsciiLower(Trim(parameter)).starts_with("q=")) weight = Quality(parameter);
        }
        if (!weight) continue;  // one that is none makes the item one that says nothing
        json.Take(std::max(Exactness(range, "application/json"), Exactness(range, "application/problem+json")),
                  *weight);
        page.Take(Exactness(range, "text/html"), *weight);
    }
    return json.quality > 0 && json > page;
}

bool IsHarmlessId(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
}

std::optional<std::string_view> BearerToken(std::string_view authorization) {
    constexpr std::string_view kScheme = "bearer ";
    if (AsciiLower(authorization.substr(0, kScheme.size())) != kScheme) return std::nullopt;
    return Trim(authorization.substr(kScheme.size()));
}

bool IsMediaType(std::string_view content_type, std::string_view media_type) {
    return AsciiLower(Trim(content_type.substr(0, content_type.find(';')))) == media_type;
}

}  // namespace suite::gateway
