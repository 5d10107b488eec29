#include "tests/functional/access/world_roster.hpp"

#include <nlohmann/json.hpp>

#include "core/time.hpp"
#include "tests/functional/support/steps.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

std::string Line(const char* type, const char* op, std::int64_t school, const Json& id, const Json& data = nullptr) {
    Json line{{"type", type}, {"op", op}, {"schoolId", school}, {"id", id}};
    if (std::string_view(type) == "group")
        line["schoolYear"] = SchoolYear::Of(DutchDay(SystemClock().Now())).ToString();
    if (!data.is_null()) line["data"] = data;
    return line.dump() + "\n";
}

std::string ComposedGroup(std::int64_t school, const char* key, const char* name) {
    return Line("group", "upsert", school, key, {{"naam", name}, {"subgroep", true}});
}

std::string Pupil(std::int64_t school, std::int64_t id, const char* group, int year_group, const char* subgroup) {
    Json data{{"persoonsgegevens", {{"voornaam", "Kind"}, {"achternaam", "Plus"}}},
              {"jaargroep", std::to_string(year_group)},
              {"groep", group},
              {"subgroepen", Json::array()}};
    if (subgroup != nullptr) data["subgroepen"].push_back(subgroup);
    return Line("pupil", "upsert", school, id, data);
}

}  // namespace

std::string SchoolToErase() {
    auto lines = SchoolLine(kErasedRoster.id, "De Stille Wilg", "99WW", "00");
    lines += Line("group", "upsert", kErasedRoster.id, "B", {{"naam", "Bovenbouw"}, {"jaargroep", "C"}});
    lines += Line("staff", "upsert", kErasedRoster.id, kErasedCoordinator,
                  {{"persoonsgegevens", {{"voornaam", "Wies"}, {"achternaam", "Wilg"}}},
                   {"emailadres", "wies.wilg@stillewilg.example"},
                   {"einddatum", nullptr},
                   {"rollen", {"ICTCoordinator"}},
                   {"groepen", Json::array()},
                   {"subgroepen", Json::array()}});
    for (int i = 0; i < 12; ++i)
        lines += Pupil(kErasedRoster.id, kErasedRoster.many + i, kErasedRoster.group, 5, nullptr);
    return lines;
}

std::string PlusClass(const RosterSchool& school) {
    auto lines = ComposedGroup(school.id, "PLUS", "Plusklas");
    for (int year_group = 5; year_group <= 8; ++year_group)
        lines += Pupil(school.id, school.plus + year_group, school.group, year_group, "PLUS");
    return lines;
}

std::string ManyGone(const RosterSchool& school) {
    std::string lines;
    for (int i = 0; i < 12; ++i) lines += Line("pupil", "delete", school.id, school.many + i);
    return lines;
}

std::string Leavers(const RosterSchool& school) {
    return ComposedGroup(school.id, kLeaversGroup, "Weggroep") +
           Pupil(school.id, school.leavers, school.group, 5, kLeaversGroup) +
           Pupil(school.id, school.leavers + 1, school.other_group, 6, nullptr);
}

std::string LeaversGone(const RosterSchool& school) {
    return Line("pupil", "delete", school.id, school.leavers) + Line("pupil", "delete", school.id, school.leavers + 1) +
           Line("group", "delete", school.id, kLeaversGroup);
}

}  // namespace suite::testing
