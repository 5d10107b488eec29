// EDEXML as a school could upload it: refused with a line, or read into records that Diff can use.
#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/roster_sync/adapters/edexml.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/roster_rules.hpp"

namespace suite::fuzz {

void Edexml(std::string_view bytes) {
    const auto file = roster_sync::ParseEdexml(bytes);
    if (!file) {
        const auto& error = file.error();
        Require(error.code == Code::kInvalidArgument && error.reason == reason::kInvalidEdexml, "a refusal says why");
        Require(!error.message.empty() && IsCleanUtf8(error.message), "a refusal has a text");
        const auto line = error.metadata.find("line");
        Require(line != error.metadata.end(), "a refusal has a line");
        Require(ParseInteger(line->second).value_or(0) >= 1, "lines count from 1");
        return;
    }
    for (const auto* text :
         {&file->brin, &file->location, &file->school_key, &file->institution_number, &file->xsd_version}) {
        Require(IsCleanUtf8(*text), "what names the school is clean UTF-8");
    }
    Require(file->roster.schools.empty(), "a file does not change the school's own record");
    for (const auto& member : file->roster.staff) Require(member.roles.empty(), "a file gives no rights (ROS-04)");
    CheckDiff(file->roster, roster_sync::Source::kEdexml);
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(Edexml)
