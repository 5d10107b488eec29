// A part of a roster batch: refused with a pointer, or sanitised to lines that hold allowed fields only and read back.
#include <nlohmann/json.hpp>
#include <set>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/roster_rules.hpp"

namespace suite::fuzz {
namespace {

using Json = nlohmann::json;
using Names = std::set<std::string_view>;

// Written out once more, and not taken from the parser: a field that slips into the parser's list is found here.
const Names kEnvelope{"type", "op", "schoolId", "id", "schoolYear", "part", "line", "data", "fault"};
const Names kFault{"field", "reason"};
const Names kPersonal{"voornaam", "voorvoegsel", "achternaam"};
const Names kSchool{"naam",         "brincode",   "dependancecode", "schoolkey",
                    "bestuurscode", "straat",     "huisnummer",     "huisnummertoevoeging",
                    "postcode",     "woonplaats", "actief",         "gefuseerdNaar"};
const Names kGroup{"naam", "jaargroep", "subgroep"};
const Names kPupil{"eckid", "lasKey", "persoonsgegevens", "jaargroep", "groep", "subgroepen"};
const Names kStaff{"eckid", "lasKey", "persoonsgegevens", "emailadres", "einddatum", "rollen", "groepen", "subgroepen"};

void CheckNames(const Json& object, const Names& allowed) {
    Require(object.is_object(), "what is stored is an object");
    for (const auto& [name, value] : object.items()) {
        Require(allowed.contains(name), "only allowed fields are stored");
    }
}

void CheckLine(const Json& line) {
    CheckNames(line, kEnvelope);
    if (line.contains("fault")) CheckNames(line.at("fault"), kFault);
    if (!line.contains("data")) return;
    const auto& type = line.at("type").get_ref<const std::string&>();
    const auto& data = line.at("data");
    CheckNames(data, type == "school" ? kSchool : type == "group" ? kGroup : type == "pupil" ? kPupil : kStaff);
    for (const auto& [name, value] : data.items()) {
        if (name == "persoonsgegevens") {
            CheckNames(value, kPersonal);
            for (const auto& text : value) Require(text.is_string(), "a part of a name is a text");
        } else {
            Require(!value.is_object(), "nothing else holds fields of its own");
            if (!value.is_array()) continue;
            for (const auto& item : value) Require(item.is_string(), "lists hold texts only");
        }
    }
}

void CheckRefusal(const Error& error) {
    Require(error.code == Code::kInvalidArgument && error.reason == reason::kInvalidRecord, "a refusal says why");
    Require(error.fields.size() == 1 && error.fields[0].pointer.starts_with('/'), "a refusal points to a line");
    Require(IsCleanUtf8(error.fields[0].pointer) && !error.fields[0].message.empty(), "a refusal has a text");
}

}  // namespace

void NdjsonRecords(std::string_view bytes) {
    const auto part = roster_sync::ParsePart(bytes, 3);
    if (!part) return CheckRefusal(part.error());
    std::size_t records = 0;
    for (const auto& [school, stored] : part->schools) {
        Require(school > 0, "a school has a Basispoort id");
        Require(IsCleanUtf8(stored.lines), "stored lines are clean UTF-8");
        records += stored.records;
        std::size_t lines = 0;
        std::string_view rest = stored.lines;
        for (; !rest.empty(); ++lines) {
            const auto end = rest.find('\n');
            Require(end != std::string_view::npos, "a stored line has an end");
            const auto line = Json::parse(rest.substr(0, end));
            Require(line.at("schoolId") == school, "a stored line is of its school");
            CheckLine(line);
            rest.remove_prefix(end + 1);
        }
        Require(lines == stored.records, "each record has a line");
        const auto roster = roster_sync::ParseStored(stored.lines);
        Require(roster.has_value(), "what was stored can be read back");
        CheckDiff(*roster, roster_sync::Source::kBasispoort);
    }
    Require(records == part->records, "no record is lost");
    for (const auto& rejection : part->rejections) {
        Require(rejection.part == 3 && rejection.line >= 1, "a rejection has a position");
        Require(!rejection.message_nl.empty() && !rejection.message_en.empty(), "a rejection has texts");
        Require(rejection.name.empty() && rejection.other_name.empty(), "the sender's answer has no names");
    }
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(NdjsonRecords)
