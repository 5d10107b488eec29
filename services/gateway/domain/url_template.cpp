#include "services/gateway/domain/url_template.hpp"

#include <algorithm>

#include "core/percent.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

bool HasBrace(std::string_view text) { return text.find_first_of("{}") != std::string_view::npos; }

struct Pair {
    std::string_view name;
    std::string_view value;  // what stands behind '='
    bool is_place = false;   // then `value` is the place's name
};

Pair ReadPair(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return {.name = text, .value = {}};
    Pair pair{.name = text.substr(0, equals), .value = text.substr(equals + 1)};
    if (pair.value.size() > 2 && pair.value.starts_with('{') && pair.value.ends_with('}')) {
        pair.value = pair.value.substr(1, pair.value.size() - 2);
        pair.is_place = true;
    }
    return pair;
}

}  // namespace

bool FitsPlaces(std::string_view url_template, std::span<const std::string_view> places) {
    const auto question = url_template.find('?');
    if (HasBrace(url_template.substr(0, question))) return false;
    if (question == std::string_view::npos) return true;
    const auto pairs = Split(url_template.substr(question + 1), '&');
    return std::ranges::all_of(pairs, [&](std::string_view text) {
        const auto pair = ReadPair(text);
        if (HasBrace(pair.name) || HasBrace(pair.value)) return false;
        return !pair.is_place || std::ranges::find(places, pair.value) != places.end();
    });
}

std::string FillUrl(std::string_view url_template, const UrlValues& values) {
    const auto question = url_template.find('?');
    std::string url(url_template.substr(0, question));
    if (question == std::string_view::npos) return url;
    char before = '?';
    const auto pairs = Split(url_template.substr(question + 1), '&');
    for (const auto text : pairs) {
        const auto pair = ReadPair(text);
        const auto value = pair.is_place ? values.find(pair.value) : values.end();
        if (pair.is_place && (value == values.end() || value->second.empty())) continue;
        url += before;
        before = '&';
        if (pair.is_place) {
            url.append(pair.name).append("=").append(PercentEncode(value->second));
        } else {
            url.append(text);
        }
    }
    return url;
}

}  // namespace suite::gateway
