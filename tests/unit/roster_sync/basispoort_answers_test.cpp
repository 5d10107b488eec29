#include "services/roster_sync/adapters/basispoort_answers.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

using Json = nlohmann::json;

Json Meta(const char* mutated) {
    return {{"mutationTimestamp", mutated}, {"generationTimestamp", "2026-11-21T23:00:00Z"}};
}

Json Details() {
    return {{"naam", "De Regenboog"},   {"straat", "Dorpsweg"},
            {"huisnummer", "1"},        {"huisnummertoevoeging", nullptr},
            {"postcode", "1234AB"},     {"woonplaats", "Houten"},
            {"brincode", "99XX"},       {"dependancecode", "00"},
            {"schoolkey", nullptr},     {"instellingRef", "5d39"},
            {"bestuurscode", "41000"},  {"actief", true},
            {"gefuseerdNaar", nullptr}, {"metaResult", Meta("2026-11-20T22:00:00Z")}};
}

Json Pupil(std::int64_t id) {
    return {{"id", id},
            {"eckid", "e" + std::to_string(id)},
            {"lasKey", nullptr},
            {"persoonsgegevens",
             {{"voornaam", "Aatje"}, {"voorvoegsel", nullptr}, {"achternaam", "Voorbeeld"}, {"voorletters", "A."}}},
            {"jaargroep", "5"},
            {"groep", "G5A"},
            {"subgroepen", {"PLUS"}}};
}

Json Overview() {
    return {
        {"groepen", {{{"lasKey", "G5A"}, {"naam", "5A"}, {"jaargroep", "5"}, {"omschrijving", nullptr}}}},
        {"subgroepen", {{{"lasKey", "PLUS"}, {"naam", "Plus"}, {"jaargroep", nullptr}, {"omschrijving", "x"}}}},
        {"leerlingen", {Pupil(500123)}},
        {"medewerkers",
         {{{"id", 9001},
           {"persoonsgegevens", {{"voornaam", "Juf"}, {"achternaam", "Jansen"}}},
           {"emailadres", "juf@school.test"},
           {"einddatum", "2027-01-31"},
           {"rollen", {"Leerkracht", "ICTCoordinator"}},
           {"groepen", {"G5A"}},
           {"subgroepen", Json::array()}}}},
        {"actief", true},
        {"gefuseerdNaar", nullptr},
        {"metaResult", Meta("2026-11-21T21:30:00+01:00")},
    };
}

Result<PulledSchool> Read(const Json& details, const Json& overview) {
    return ReadSchool(1001, Year(2026), details.dump(), overview.dump());
}

PulledSchool Good(const Json& details, const Json& overview) {
    auto school = Read(details, overview);
    if (!school) FAIL(school.error().message);
    return *std::move(school);
}

template <class T>
void CheckNotPromised(const Result<T>& read) {
    REQUIRE_FALSE(read);
    CHECK(read.error().code == Code::kDataLoss);
    CHECK(read.error().reason == reason::kInvalidAnswer);
    CHECK(read.error().message.find("canary") == std::string::npos);
}

}  // namespace

TEST_CASE("Basispoort's answers become the records that a push would bring", "[ROS-14]") {
    const auto school = Good(Details(), Overview());
    CHECK(school.basispoort_id == 1001);
    CHECK(school.active);
    CHECK_FALSE(school.merged_into);
    CHECK(FormatInstant(school.mutated_at) == "2026-11-21T20:30:00.000Z");
    CHECK(school.records.schools == std::vector{IncomingSchool{.head = {.at = At(1)},
                                                               .basispoort_id = 1001,
                                                               .name = "De Regenboog",
                                                               .brin = "99XX",
                                                               .location = "00",
                                                               .board_code = "41000",
                                                               .street = "Dorpsweg",
                                                               .house_number = "1",
                                                               .postal_code = "1234AB",
                                                               .city = "Houten"}});
    CHECK(school.records.groups ==
          std::vector{
              IncomingGroup{
                  .head = {.at = At(2)}, .las_key = "G5A", .school_year = Year(2026), .name = "5A", .year_group = "5"},
              IncomingGroup{.head = {.at = At(3)},
                            .las_key = "PLUS",
                            .school_year = Year(2026),
                            .name = "Plus",
                            .kind = roster::GroupKind::kComposed}});
    CHECK(school.records.pupils ==
          std::vector{IncomingPupil{.head = {.at = At(4)},
                                    .keys = {.basispoort_id = 500123, .eck_id = "e500123", .las_key = {}},
                                    .name = {.given = "Aatje", .prefix = {}, .family = "Voorbeeld"},
                                    .year_group = "5",
                                    .group = "G5A",
                                    .composed_groups = {"PLUS"}}});
    CHECK(school.records.staff ==
          std::vector{IncomingStaff{.head = {.at = At(5)},
                                    .keys = {.basispoort_id = 9001, .eck_id = {}, .las_key = {}},
                                    .name = {.given = "Juf", .prefix = {}, .family = "Jansen"},
                                    .email = "juf@school.test",
                                    .end_date = Day("2027-01-31"),
                                    .roles = {roster::StaffRole::kTeacher, roster::StaffRole::kIctCoordinator},
                                    .groups = {"G5A"}}});
    World world;
    const auto taken = world.TakeSnapshot(school.records);
    CHECK(taken.rejections.empty());
    CHECK(world.state.pupils.at(0).base_group);
}

TEST_CASE("what may not be kept is not in what was pulled", "[ROS-03][ROS-14]") {
    auto overview = Overview();
    auto& pupil = overview["leerlingen"][0];
    pupil["bsn"] = "999990019";
    pupil["geboortedatum"] = "2017-03-04";
    pupil["adres"] = {{"straat", "Canaristraat"}};
    pupil["persoonsgegevens"]["geboorteland"] = "Canaria";
    const auto school = Good(Details(), overview);
    CHECK(school.records == Good(Details(), Overview()).records);
    // instellingRef, two omschrijvingen and voorletters are no use either.
    CHECK(Good(Details(), Overview()).dropped_fields == 4);
    CHECK(school.dropped_fields == 8);
}

TEST_CASE("a closed school names its successor", "[ROS-11][ROS-14]") {
    auto overview = Overview();
    overview["actief"] = false;
    overview["gefuseerdNaar"] = 1002;
    const auto school = Good(Details(), overview);
    CHECK_FALSE(school.active);
    CHECK(school.merged_into == 1002);
    // The overview was asked last, so the school's record follows it.
    CHECK_FALSE(school.records.schools.at(0).active);
    CHECK(school.records.schools.at(0).merged_into_basispoort_id == 1002);
    CHECK(FormatInstant(school.mutated_at) == "2026-11-21T20:30:00.000Z");
}

TEST_CASE("an empty school is an answer like another", "[ROS-09][ROS-14]") {
    auto overview = Overview();
    for (const auto* list : {"groepen", "subgroepen", "leerlingen", "medewerkers"}) overview[list] = Json::array();
    const auto school = Good(Details(), overview);
    CHECK(school.records.schools.size() == 1);
    CHECK(school.records.groups.empty());
    CHECK(school.records.pupils.empty());
    CHECK(school.records.staff.empty());
}

TEST_CASE("a group without key and a field of a wrong type cost their record only", "[ROS-08][ROS-14]") {
    auto overview = Overview();
    auto bad_group = overview["groepen"][0];
    bad_group["lasKey"] = GENERATE(Json(nullptr), Json("  "), Json(5));
    bad_group["naam"] = "5B";
    overview["groepen"].push_back(bad_group);
    overview["leerlingen"].push_back(Pupil(500124));
    overview["leerlingen"].push_back(Pupil(500125));
    overview["leerlingen"][1]["jaargroep"] = 5;
    overview["medewerkers"][0]["rollen"] = {"Directeur"};
    World world;
    const auto taken = world.TakeSnapshot(Good(Details(), overview).records);
    REQUIRE(taken.rejections.size() == 3);
    CHECK(taken.rejections[0].entity == Entity::kGroup);
    CHECK(taken.rejections[0].line == 3);
    CHECK(taken.rejections[0].field == "lasKey");
    CHECK(taken.rejections[0].reason == rejected::kMissingKey);
    CHECK(taken.rejections[0].key.empty());
    CHECK(taken.rejections[1].key == "500124");
    CHECK(taken.rejections[1].reason == rejected::kInvalidType);
    CHECK(taken.rejections[2].key == "9001");
    CHECK(taken.rejections[2].reason == rejected::kUnknownRole);
    CHECK(world.state.groups.size() == 2);
    CHECK(world.state.pupils.size() == 2);
}

TEST_CASE("nothing of an answer that lacks what is promised is used", "[ROS-09][ROS-14]") {
    const std::pair<const char*, std::function<void(Json & details, Json & overview)>> rows[] = {
        {"details without actief", [](Json& details, Json&) { details.erase("actief"); }},
        {"details without metaResult", [](Json& details, Json&) { details.erase("metaResult"); }},
        {"no groups", [](Json&, Json& overview) { overview.erase("groepen"); }},
        {"composed groups null", [](Json&, Json& overview) { overview["subgroepen"] = nullptr; }},
        {"pupils an object", [](Json&, Json& overview) { overview["leerlingen"] = Json::object(); }},
        {"no staff", [](Json&, Json& overview) { overview.erase("medewerkers"); }},
        {"actief a text", [](Json&, Json& overview) { overview["actief"] = "canary"; }},
        {"merged into a text", [](Json&, Json& overview) { overview["gefuseerdNaar"] = "canary"; }},
        {"no timestamp", [](Json&, Json& overview) { overview["metaResult"].erase("mutationTimestamp"); }},
        {"timestamp without zone", [](Json&, Json& o) { o["metaResult"]["mutationTimestamp"] = "2026-11-21T21:30"; }},
        {"a group that is a text", [](Json&, Json& overview) { overview["groepen"].push_back("canary"); }},
        {"a pupil that is a number", [](Json&, Json& overview) { overview["leerlingen"].push_back(5); }},
        {"a pupil without id", [](Json&, Json& overview) { overview["leerlingen"][0].erase("id"); }},
        {"a pupil with a text as id", [](Json&, Json& overview) { overview["leerlingen"][0]["id"] = "500123"; }},
        {"a pupil with a broken id", [](Json&, Json& overview) { overview["leerlingen"][0]["id"] = 1.5; }},
        {"a pupil below one", [](Json&, Json& overview) { overview["leerlingen"][0]["id"] = 0; }},
        {"a pupil above int64", [](Json&, Json& o) { o["leerlingen"][0]["id"] = 9223372036854775808ULL; }},
        {"a pupil without names", [](Json&, Json& overview) { overview["leerlingen"][0].erase("persoonsgegevens"); }},
        {"a pupil without subgroups", [](Json&, Json& overview) { overview["leerlingen"][0]["subgroepen"] = nullptr; }},
        {"staff without roles", [](Json&, Json& overview) { overview["medewerkers"][0].erase("rollen"); }},
        {"staff without groups", [](Json&, Json& overview) { overview["medewerkers"][0].erase("groepen"); }},
        {"a NUL in a name",
         [](Json&, Json& o) { o["leerlingen"][0]["persoonsgegevens"]["voornaam"] = std::string("a\0b", 3); }},
        {"an endless name",
         [](Json&, Json& o) { o["leerlingen"][0]["persoonsgegevens"]["voornaam"] = std::string(70000, 'x'); }},
    };
    for (const auto& [name, spoil] : rows) {
        CAPTURE(name);
        auto details = Details();
        auto overview = Overview();
        spoil(details, overview);
        CheckNotPromised(Read(details, overview));
    }
}

TEST_CASE("half an answer is no answer", "[ROS-09][ROS-14]") {
    const auto whole = Overview().dump();
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        CAPTURE(size);
        CheckNotPromised(ReadSchool(1001, Year(2026), Details().dump(), whole.substr(0, size)));
    }
    CHECK(ReadSchool(1001, Year(2026), Details().dump(), whole));
}

TEST_CASE("JSON that hides something is no answer", "[ROS-14]") {
    const auto with = [](Json answer, const std::string& member) {
        return "{" + member + "," + answer.dump().substr(1);
    };
    REQUIRE(ReadSchool(1001, Year(2026), with(Details(), R"("x":[[["y"]]])"), with(Overview(), R"("x":[[["y"]]])")));
    const std::string rows[] = {R"("actief":false)",
                                R"("x":1,"x":1)",
                                R"("x":{"y":1,"y":1})",
                                R"("x":)" + std::string(8, '[') + std::string(8, ']'),
                                R"("x":)" + std::string(100000, '[') + std::string(100000, ']'),
                                "\"x\":\"\xff\"",
                                R"("x":"\ud800")"};
    for (const auto& member : rows) {
        CAPTURE(member.substr(0, 60));
        CheckNotPromised(ReadSchool(1001, Year(2026), with(Details(), member), Overview().dump()));
        CheckNotPromised(ReadSchool(1001, Year(2026), Details().dump(), with(Overview(), member)));
    }
    for (const auto& other : {std::string(1000000, '['), Overview().dump() + "{}", std::string("<html>canary</html>"),
                              std::string("[]"), std::string("null")}) {
        CAPTURE(other.substr(0, 60));
        CheckNotPromised(ReadSchool(1001, Year(2026), Details().dump(), other));
        CheckNotPromised(ReadSchool(1001, Year(2026), other, Overview().dump()));
    }
}

TEST_CASE("a list of schools is read whole or not at all", "[ROS-12][ROS-14]") {
    CHECK(ReadIds("[1001, 9223372036854775807]").value() == std::vector<std::int64_t>{1001, 9223372036854775807});
    CHECK(ReadIds("[]").value().empty());
    for (const auto* text : {"", "[1001", "{}", "null", "[\"1001\"]", "[1001,null]", "[0]", "[-1]", "[1.0]", "[[1001]]",
                             "[9223372036854775808]", "1001"}) {
        CAPTURE(text);
        CheckNotPromised(ReadIds(text));
    }
}

TEST_CASE("consent is true or false and nothing else", "[ROS-12]") {
    CHECK(ReadPermission(R"({"hasSynchronizationPermission":true})").value());
    CHECK_FALSE(ReadPermission(R"({"hasSynchronizationPermission":false,"x":1})").value());
    for (const auto* text : {"", "{}", "true", R"({"hasSynchronizationPermission":null})",
                             R"({"hasSynchronizationPermission":"true"})", R"({"hasSynchronizationPermission":1})"}) {
        CAPTURE(text);
        CheckNotPromised(ReadPermission(text));
    }
}

}  // namespace suite::roster_sync::test
