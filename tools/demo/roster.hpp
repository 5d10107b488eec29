// The demonstration's roster, as it is in roster.ndjson beside this file: two made-up schools in Basispoort's words.
#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"

namespace suite::demo {

/// With the marks {schoolYear} and {substituteEnd} where a date belongs.
extern const std::string_view kRosterTemplate;

/// The roster as it is on `day`: groups of that day's school year, and a substitute who leaves at its end.
[[nodiscard]] std::string RosterOn(Date day);

}  // namespace suite::demo
