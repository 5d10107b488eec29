// What is wrong with a field, in Dutch too (ACC-07). Services say it in English; as in gettext, that English is the
// key. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "services/gateway/domain/headers.hpp"

namespace suite::gateway {

/// A message and its translation. "#" stands for a run of digits and "*" for a list of our own names; both languages
/// have the same marks in the same order. At most one "*", and after it no "#".
struct FieldText {
    std::string_view en;
    std::string_view nl;
};
/// Every message there is: tests/contract/field_texts finds those in the sources that are not here, and the other way
/// round.
[[nodiscard]] std::span<const FieldText> FieldTexts();

/// The message of a FieldViolation in the caller's language; as it is when nobody translated it.
[[nodiscard]] std::string FieldTextIn(Language language, std::string_view english);

}  // namespace suite::gateway
