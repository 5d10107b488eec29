// Addresses of other sites with places to fill, as settings give them. Pure.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace suite::gateway {

/// By the name of the place, without its braces; not encoded yet.
using UrlValues = std::map<std::string, std::string, std::less<>>;

/// Whether every place of the template is the whole value of a pair in the query ("https://x.example/?TARGET={target}")
/// and one of `places`: whatever fills it, the browser goes to the same site and path.
[[nodiscard]] bool FitsPlaces(std::string_view url_template, std::span<const std::string_view> places);

/// Fills the places, percent-encoded; a pair whose place has no value is left out. Pre: FitsPlaces.
[[nodiscard]] std::string FillUrl(std::string_view url_template, const UrlValues& values);

}  // namespace suite::gateway
