// What a healthy Basispoort says, as roster-sync gets it.
#include <set>
#include <thread>

#include "core/reasons.hpp"
#include "support.hpp"
#include "tools/roster_gen/roster_gen.hpp"

namespace suite::roster_sync::test {

TEST_CASE("the schools that Basispoort shows can be pulled", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    CHECK(client->Institutions(Soon()).value() == std::vector<std::int64_t>{1001, 1002});

    const auto school = client->School(1001, kYear, Soon());
    REQUIRE(school);
    CHECK(school->active);
    CHECK_FALSE(school->merged_into);
    REQUIRE(school->records.schools.size() == 1);
    CHECK(school->records.schools[0].name == "De Regenboog");
    CHECK(school->records.schools[0].brin == "99XX");
    REQUIRE(school->records.groups.size() == 2);
    CHECK(school->records.groups[0].school_year == kYear);
    CHECK(school->records.groups[1].kind == roster::GroupKind::kComposed);
    REQUIRE(school->records.pupils.size() == 2);
    CHECK(school->records.pupils[0].keys.basispoort_id == 500123);
    CHECK(school->records.pupils[0].composed_groups == std::vector<std::string>{"PLUS"});
    CHECK(school->records.pupils[1].name.family == "Tweede");
    REQUIRE(school->records.staff.size() == 1);
    CHECK(school->records.staff[0].email == "juf@school.test");

    const auto closed = client->School(1002, kYear, Soon());
    REQUIRE(closed);
    CHECK_FALSE(closed->active);
    CHECK(closed->records.pupils.empty());
}

TEST_CASE("a school that Basispoort does not know is not found", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    const auto school = client->School(4711, kYear, Soon());
    CheckFails(school, Code::kNotFound);
    CHECK(school.error().reason == reason::kSchoolUnknown);
    CheckFails(client->HasConsent(4711, Soon()), Code::kNotFound);
    // Asked once: nothing passes by itself here.
    CHECK(stand_in.Control().Requests().size() == 2);
    stand_in.Control().RemoveSchool(1002);
    CheckFails(client->School(1002, kYear, Soon()), Code::kNotFound);
    CHECK(client->Institutions(Soon()).value() == std::vector<std::int64_t>{1001});
}

TEST_CASE("what Basispoort may carry and we may not keep does not come in", "[ROS-03][ROS-14]") {
    BasispoortStandIn stand_in(
        School(1001) +
        Person("pupil", 1001, 1,
               R"({"persoonsgegevens":{"achternaam":"Voorbeeld","voorletters":"C.A.N."},"bsn":"999990019",)"
               R"("geboorteland":"Canaria"})"));
    auto client = ClientOf(stand_in);
    const auto school = client->School(1001, kYear, Soon());
    REQUIRE(school);
    CHECK(school->records.pupils ==
          std::vector{IncomingPupil{.head = {.at = {1, 2}},
                                    .keys = {.basispoort_id = 1, .eck_id = {}, .las_key = {}},
                                    .name = {.given = {}, .prefix = {}, .family = "Voorbeeld"}}});
    CHECK(school->dropped_fields >= 3);
}

TEST_CASE("a school that changed says since when", "[ROS-11][ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    const auto before = client->School(1001, kYear, Soon());
    REQUIRE(before);
    CHECK(client->School(1001, kYear, Soon())->mutated_at == before->mutated_at);
    stand_in.Control().PutSchool(1001, School(1001, R"({"naam":"Dicht","actief":false,"gefuseerdNaar":1002})"));
    const auto after = client->School(1001, kYear, Soon());
    REQUIRE(after);
    CHECK(after->mutated_at >= before->mutated_at);
    CHECK_FALSE(after->active);
    CHECK(after->merged_into == 1002);
    CHECK(after->records.schools.at(0).merged_into_basispoort_id == 1002);
    CHECK(after->records.pupils.empty());
}

TEST_CASE("a generated school comes through whole, asked by many threads at once", "[ROS-14]") {
    const roster_gen::Generator generator({.schools = 4, .seed = 7});
    std::string lines;
    std::map<std::int64_t, std::array<std::size_t, 3>> expected;
    generator.Roster([&](std::string_view line) {
        lines.append(line).append("\n");
        const auto id = std::stoll(std::string(line.substr(line.find("\"schoolId\":") + 11)));
        auto& counts = expected[id];
        counts[0] += line.starts_with(R"({"type":"group")");
        counts[1] += line.starts_with(R"({"type":"pupil")");
        counts[2] += line.starts_with(R"({"type":"staff")");
    });
    BasispoortStandIn stand_in(lines);
    auto client = ClientOf(stand_in);
    const auto ids = client->Institutions(Soon());
    REQUIRE(ids);
    REQUIRE(ids->size() == 4);
    std::vector<Result<PulledSchool>> pulled(12);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < pulled.size(); ++i) {
            threads.emplace_back([&, i] { pulled[i] = client->School((*ids)[i % 4], kYear, Soon()); });
        }
    }
    for (const auto& school : pulled) {
        REQUIRE(school);
        const auto& records = school->records;
        CHECK(std::array{records.groups.size(), records.pupils.size(), records.staff.size()} ==
              expected.at(school->basispoort_id));
        const auto faultless = [](const auto& record) { return !record.head.fault; };
        CHECK(std::ranges::all_of(records.pupils, faultless));
        CHECK(std::ranges::all_of(records.staff, faultless));
    }
}

}  // namespace suite::roster_sync::test
