#include "tests/functional/links/school.hpp"

#include <catch2/catch.hpp>

namespace suite::testing {
namespace {

using Json = nlohmann::json;

std::string StaffLine(std::int64_t id, const std::string& given, const std::string& family, const Json& roles,
                      const Json& groups) {
    const Json line{{"type", "staff"},
                    {"op", "upsert"},
                    {"schoolId", kLinkSchool},
                    {"id", id},
                    {"data",
                     {{"persoonsgegevens", {{"voornaam", given}, {"achternaam", family}}},
                      {"rollen", roles},
                      {"groepen", groups},
                      {"subgroepen", Json::array()}}}};
    return line.dump() + "\n";
}

SchoolYear ThisYear() { return SchoolYear::Of(DutchDay(SystemClock().Now())); }

}  // namespace

std::string LinkGroupLine(const std::string& key, const std::string& name, const std::string& year_group,
                          SchoolYear year) {
    const bool plus = year_group.empty();
    Json data{{"naam", name}, {"subgroep", plus}};
    if (!plus) data["jaargroep"] = year_group;
    const Json line{
        {"type", "group"}, {"op", "upsert"}, {"schoolId", kLinkSchool}, {"id", key}, {"schoolYear", year.ToString()},
        {"data", data}};
    return line.dump() + "\n";
}

std::string LinkPupilLine(std::int64_t pupil, const std::string& given, const std::string& family,
                          const std::string& group, bool plus) {
    const Json line{{"type", "pupil"},
                    {"op", "upsert"},
                    {"schoolId", kLinkSchool},
                    {"id", pupil},
                    {"data",
                     {{"persoonsgegevens", {{"voornaam", given}, {"achternaam", family}}},
                      {"groep", group},
                      {"subgroepen", plus ? Json{"PLUS"} : Json::array()}}}};
    return line.dump() + "\n";
}

LinkSchool::LinkSchool(Api& api) : api_(api) {
    const auto year = ThisYear();
    Deliver(SchoolLine(kLinkSchool, "De Boomgaard", "97YY", "00") + LinkGroupLine("G5", "Groep 5", "5", year) +
            LinkGroupLine("G6", "Groep 6", "6", year) + LinkGroupLine("G7", "Groep 7", "7", year) +
            LinkGroupLine("PLUS", "Plusklas", "", year) +
            StaffLine(7399, "Joke", "Boomgaard", Json{"ICTCoordinator"}, Json::array()) +
            StaffLine(7398, "Sanne", "Peer", Json{"Leerkracht"}, Json{"G5"}) +
            LinkPupilLine(kAppel, "Aatje", "Appel", "G5") + LinkPupilLine(kAppel + 1, "Bram", "Bes", "G5") +
            LinkPupilLine(kAppel + 2, "Cato", "Citroen", "G6") + LinkPupilLine(kAppel + 3, "Daan", "Druif", "G6") +
            LinkPupilLine(kAppel + 4, "Eva", "Els", "G7", true));
    auto& helpdesk = api.Helpdesk();
    id = OnlyItem(helpdesk, "/schools?basispoortId=" + std::to_string(kLinkSchool)).at("id");
    coordinator = OnlyItem(helpdesk, Path("/ict-coordinators")).at("id");
    teacher = OnlyItem(helpdesk, Path("/teachers?q=Peer")).at("id");
    for (const auto& group : ListOf(helpdesk, Path("/groups"))) {
        const auto name = group.at("name").get<std::string>();
        groups[name.starts_with("Groep ") ? name.substr(6) : name] = group.at("id");
    }
    for (const auto& pupil : ListOf(helpdesk, Path("/pupils"))) pupils[pupil.at("familyName")] = pupil.at("id");

    const auto order = [&](const std::string& product, const std::string& title) {
        auto line = OrderOf(id, product);
        line["title"] = title;
        return line;
    };
    licences["taal-5"] = PutOrder(api, "links-1", order("taal-5", "Taal groep 5"));
    licences["rekenen-6"] = PutOrder(api, "links-2", order("rekenen-6", "Rekenen groep 6"));
    auto extra = order("extra", "Extra oefenen");
    extra["kind"] = "pupil";
    extra["seats"] = 3;
    licences["extra"] = PutOrder(api, "links-3", extra);
    auto old = order("oud", "Taal, oude versie");
    old["startDate"] = std::to_string(year.first_year - 2) + "-08-01";
    old["endDate"] = std::to_string(year.first_year - 1) + "-07-31";
    licences["oud"] = PutOrder(api, "links-4", old);
}

bool LinkSchool::Entitled(std::int64_t pupil, const std::string& product) const {
    return Entitlement(api_, id, "basispoortId=" + std::to_string(pupil), product).at("entitled");
}

void LinkSchool::Deliver(const std::string& ndjson) {
    ApplyRoster(api_, sequence_, sequence_ == 1 ? "snapshot" : "delta", ndjson);
    ++sequence_;
}

void CheckDutch(const Answer& answer, int status, std::string_view code, std::string_view title,
                std::string_view detail) {
    CheckProblem(answer, status, code);
    CHECK(answer.json.at("title") == title);
    CHECK(answer.json.at("detail") == detail);
}

}  // namespace suite::testing
