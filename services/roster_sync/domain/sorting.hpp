// How lists are searched and sorted: folded text (core/text.hpp), so that no database needs a collation.
#pragma once

#include <string>

#include "roster/roster.hpp"

namespace suite::roster_sync {

/// What a search for part of a name looks in.
[[nodiscard]] std::string SearchText(const roster::PersonName& name);
/// By family name as a Dutch list has it: without the prefix.
[[nodiscard]] std::string SortKey(const roster::PersonName& name);
/// Year groups before composed groups, "1" before "11": a child's way of counting.
[[nodiscard]] std::string SortKey(const roster::Group& group);

}  // namespace suite::roster_sync
