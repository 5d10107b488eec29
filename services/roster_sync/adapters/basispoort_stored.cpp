// ParseStored: what ParsePart let through, as records.
#include <nlohmann/json.hpp>
#include <utility>

#include "core/reasons.hpp"
#include "core/time.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"

namespace suite::roster_sync {
namespace {

using Json = nlohmann::json;

std::string Text(const Json& data, const char* name) {
    const auto at = data.find(name);
    return at == data.end() ? std::string{} : at->get<std::string>();
}

std::vector<std::string> Texts(const Json& data, const char* name) {
    const auto at = data.find(name);
    return at == data.end() ? std::vector<std::string>{} : at->get<std::vector<std::string>>();
}

const Json& Data(const Json& line) {
    static const Json kNone = Json::object();
    const auto at = line.find("data");
    return at == line.end() ? kNone : *at;
}

RecordHead Head(const Json& line) {
    RecordHead head{.op = line.at("op") == "delete" ? Op::kDelete : Op::kUpsert,
                    .at = {.part = line.at("part").get<int>(), .line = line.at("line").get<int>()}};
    if (const auto fault = line.find("fault"); fault != line.end()) {
        head.fault =
            Fault{.field = fault->at("field").get<std::string>(), .reason = fault->at("reason").get<std::string>()};
    }
    return head;
}

roster::PersonKeys Keys(const Json& line) {
    const auto& data = Data(line);
    return {.basispoort_id = line.at("id").get<std::int64_t>(),
            .eck_id = Text(data, "eckid"),
            .las_key = Text(data, "lasKey")};
}

roster::PersonName Name(const Json& data) {
    const auto at = data.find("persoonsgegevens");
    if (at == data.end()) return {};
    return {.given = Text(*at, "voornaam"), .prefix = Text(*at, "voorvoegsel"), .family = Text(*at, "achternaam")};
}

IncomingSchool School(const Json& line) {
    const auto& data = Data(line);
    auto house_number = Text(data, "huisnummer");
    if (const auto addition = Text(data, "huisnummertoevoeging"); !addition.empty())
        house_number.append(" ").append(addition);
    IncomingSchool school{.head = Head(line),
                          .basispoort_id = line.at("schoolId").get<std::int64_t>(),
                          .name = Text(data, "naam"),
                          .brin = Text(data, "brincode"),
                          .location = Text(data, "dependancecode"),
                          .school_key = Text(data, "schoolkey"),
                          .board_code = Text(data, "bestuurscode"),
                          .street = Text(data, "straat"),
                          .house_number = std::move(house_number),
                          .postal_code = Text(data, "postcode"),
                          .city = Text(data, "woonplaats"),
                          .active = data.value("actief", true)};
    if (const auto merged = data.find("gefuseerdNaar"); merged != data.end()) {
        school.merged_into_basispoort_id = merged->get<std::int64_t>();
    }
    return school;
}

IncomingGroup Group(const Json& line) {
    const auto& data = Data(line);
    return {.head = Head(line),
            .las_key = line.at("id").get<std::string>(),
            .school_year = SchoolYear::Parse(Text(line, "schoolYear")),
            .name = Text(data, "naam"),
            .kind = data.value("subgroep", false) ? roster::GroupKind::kComposed : roster::GroupKind::kBase,
            .year_group = Text(data, "jaargroep")};
}

IncomingPupil Pupil(const Json& line) {
    const auto& data = Data(line);
    IncomingPupil pupil{.head = Head(line),
                        .keys = Keys(line),
                        .name = Name(data),
                        .year_group = Text(data, "jaargroep"),
                        .composed_groups = Texts(data, "subgroepen")};
    if (data.contains("groep")) pupil.group = Text(data, "groep");
    return pupil;
}

IncomingStaff Staff(const Json& line) {
    const auto& data = Data(line);
    IncomingStaff member{.head = Head(line),
                         .keys = Keys(line),
                         .name = Name(data),
                         .email = Text(data, "emailadres"),
                         .end_date = Date::Parse(Text(data, "einddatum")),
                         .groups = Texts(data, "groepen")};
    for (auto& key : Texts(data, "subgroepen")) member.groups.push_back(std::move(key));
    for (const auto& role : Texts(data, "rollen")) {
        if (const auto known = roster::ParseStaffRole(role)) member.roles.push_back(*known);
    }
    return member;
}

void Add(const Json& line, IncomingRoster& roster) {
    const auto& type = line.at("type").get_ref<const std::string&>();
    if (type == "school") {
        roster.schools.push_back(School(line));
    } else if (type == "group") {
        roster.groups.push_back(Group(line));
    } else if (type == "pupil") {
        roster.pupils.push_back(Pupil(line));
    } else {
        roster.staff.push_back(Staff(line));
    }
}

}  // namespace

Result<IncomingRoster> ParseStored(std::string_view lines) {
    IncomingRoster roster;
    try {
        while (!lines.empty()) {
            const auto end = lines.find('\n');
            Add(Json::parse(lines.substr(0, end)), roster);
            lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        }
    } catch (const Json::exception& error) {
        // The library's text may quote the line, so only its number is passed on.
        return Fail(Code::kDataLoss, reason::kInternal,
                    "a stored line cannot be read (json error " + std::to_string(error.id) + ")");
    }
    return roster;
}

}  // namespace suite::roster_sync
