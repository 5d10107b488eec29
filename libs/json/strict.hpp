// JSON that comes from outside, read strictly. The one reader for it: nlohmann's own parser keeps the last of two equal
// names and nests without end, and its callback, which could refuse both, looks through all of an array after each of
// the array's objects, so that 50,000 of them took seconds.
#pragma once

#include <cstddef>
#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace suite::json {

enum class Fault {
    kNotJson,  // or not whole
    kTwice,    // an object names a field twice
    kTooDeep,
    kNumber,  // one that no double can hold
};

struct Refusal {
    Fault fault = Fault::kNotJson;
    std::size_t byte = 0;  // how far it was read; of kNotJson
};

/// `max_nesting`: how many arrays and objects may lie in each other. Time and memory grow in step with the text. A text
/// may hold a NUL, written as one: whoever takes a text checks it (core/text.hpp IsCleanUtf8).
[[nodiscard]] std::expected<nlohmann::json, Refusal> ParseStrict(std::string_view text, std::size_t max_nesting);

}  // namespace suite::json
