// A school of one group, as Basispoort pushes it.
#pragma once

#include <string>

#include "core/time.hpp"
#include "tests/functional/support/steps.hpp"

namespace suite::testing {

inline constexpr std::int64_t kSchool = 7001;

[[nodiscard]] inline std::string GroupLine(std::int64_t school, const std::string& key) {
    const auto year = SchoolYear::Of(DutchDay(SystemClock().Now())).ToString();
    return R"({"type":"group","op":"upsert","schoolId":)" + std::to_string(school) + R"(,"id":")" + key +
           R"(","schoolYear":")" + year + R"(","data":{"naam":"Groep )" + key + R"(","jaargroep":"5"}})" + "\n";
}

/// `pupils` pupils in group "5A", Basispoort ids from `first`.
[[nodiscard]] inline std::string WholeSchool(std::int64_t school, std::int64_t first, int pupils) {
    auto lines = SchoolLine(school, "De Proef", "97ZZ", "00") + GroupLine(school, "5A");
    for (int i = 0; i < pupils; ++i) lines += PupilLine(school, first + i, "Kind" + std::to_string(first + i), "5A");
    return lines;
}

[[nodiscard]] inline std::string IdOfSchool(Api& api, std::int64_t school) {
    return OnlyItem(api.Helpdesk(), "/schools?basispoortId=" + std::to_string(school)).at("id");
}

}  // namespace suite::testing
