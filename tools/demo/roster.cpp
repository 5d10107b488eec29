#include "tools/demo/roster.hpp"

namespace suite::demo {
namespace {

void Fill(std::string& text, std::string_view mark, const std::string& value) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
        text.replace(at, mark.size(), value);
    }
}

}  // namespace

std::string RosterOn(Date day) {
    const auto year = SchoolYear::Of(day);
    std::string roster(kRosterTemplate);
    Fill(roster, "{schoolYear}", year.ToString());
    Fill(roster, "{substituteEnd}", year.LastDay().ToString());
    return roster;
}

}  // namespace suite::demo
