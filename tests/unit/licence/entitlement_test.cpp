#include "services/licence/domain/entitlement.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "worlds.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr GroupId kGroup5{5};
constexpr GroupId kGroup6{6};
constexpr LicenceId kLicence{100};
const Date kToday = *Date::Parse("2026-11-21");
const Date kYearStart = *Date::Parse("2026-08-01");
const Date kYearEnd = *Date::Parse("2027-07-31");

constexpr const char* kTaal = "taal-5";

SchoolFacts PupilInGroup5() {
    return {.known = true, .active = true, .licence_version = 1, .person = PersonFacts{.groups = {kGroup5}}};
}
MappedLicence ForGroups(const std::vector<GroupId>& groups, LicenceId id = kLicence) {
    return {.id = id, .product_id = kTaal, .start = kYearStart, .end = kYearEnd, .groups = LinkedTo(groups)};
}
MappedLicence PerChild(LicenceId id = kLicence) {
    auto licence = ForGroups({}, id);
    licence.kind = LicenceKind::kPupil;
    return licence;
}
SchoolMapping Linked(const std::vector<GroupId>& groups) { return {.version = 1, .licences = {ForGroups(groups)}}; }
Entitlement DecideTaal(const SchoolFacts& facts, const SchoolMapping& mapping, Date day = kToday) {
    return Decide(facts, mapping, kTaal, day);
}

}  // namespace

TEST_CASE("everyone in a linked group has access until the licence's last day", "[LIC-03][LIC-08]") {
    const auto answer = DecideTaal(PupilInGroup5(), Linked({kGroup5}));
    CHECK(answer.Entitled());
    CHECK(answer.reason == Reason::kGroupLicence);
    CHECK(answer.licence == kLicence);
    CHECK(answer.until == kYearEnd);
    CHECK(DecideTaal(PupilInGroup5(), Linked({kGroup5}), kYearStart).Entitled());
    CHECK(DecideTaal(PupilInGroup5(), Linked({kGroup5}), kYearEnd).Entitled());
}

TEST_CASE("each thing that is missing has its own reason", "[LIC-08]") {
    auto facts = PupilInGroup5();
    auto mapping = Linked({kGroup5});
    Reason expected{};
    SECTION("the school is not known") {
        facts = {};
        expected = Reason::kSchoolUnknown;
    }
    SECTION("the school is not active") {
        facts.active = false;
        expected = Reason::kSchoolInactive;
    }
    SECTION("the person is not of this school") {
        facts.person.reset();
        expected = Reason::kPersonUnknown;
    }
    SECTION("the person is not active") {
        facts.person->active = false;
        expected = Reason::kPersonInactive;
    }
    SECTION("the substitute's last day was yesterday") {
        facts.person->end_date = *Date::Parse("2026-11-20");
        expected = Reason::kStaffEnded;
    }
    SECTION("the school has no licence for it") {
        mapping.licences.clear();
        expected = Reason::kNoLicence;
    }
    SECTION("the licence starts tomorrow") {
        mapping.licences[0].start = *Date::Parse("2026-11-22");
        expected = Reason::kLicenceNotStarted;
    }
    SECTION("the licence ended yesterday") {
        mapping.licences[0].end = *Date::Parse("2026-11-20");
        expected = Reason::kLicenceEnded;
    }
    SECTION("the licence was cancelled") {
        mapping.licences[0].cancelled = true;
        expected = Reason::kLicenceCancelled;
    }
    SECTION("the group is not linked") {
        mapping = Linked({kGroup6});
        expected = Reason::kGroupNotLinked;
    }
    SECTION("no group is linked") {
        mapping = Linked({});
        expected = Reason::kGroupNotLinked;
    }
    SECTION("the person is in no group") {
        facts.person->groups.clear();
        expected = Reason::kGroupNotLinked;
    }
    const auto answer = DecideTaal(facts, mapping);
    CHECK_FALSE(answer.Entitled());
    CHECK(answer.reason == expected);
    CHECK_FALSE(answer.until);
}

TEST_CASE("a substitute has access on the last day, and until then", "[LIC-08][ROS-04]") {
    auto facts = PupilInGroup5();
    facts.person->end_date = kToday;
    const auto answer = DecideTaal(facts, Linked({kGroup5}));
    CHECK(answer.Entitled());
    CHECK(answer.until == kToday);
}

TEST_CASE("a pupil of another group has access by a link of their own", "[LIC-05][LIC-08]") {
    auto facts = PupilInGroup5();
    facts.person->links = {kLicence};
    const auto answer = DecideTaal(facts, Linked({kGroup6}));
    CHECK(answer == Entitlement{.reason = Reason::kPupilLink, .licence = kLicence, .until = kYearEnd});
    CHECK(DecideTaal(facts, Linked({kGroup5})).reason == Reason::kGroupLicence);
    facts.person->links = {LicenceId{101}};
    CHECK(DecideTaal(facts, Linked({kGroup6})).reason == Reason::kGroupNotLinked);
}

TEST_CASE("a licence per child is the pupils' who have a seat, and nobody else's", "[LIC-06][LIC-08]") {
    SchoolMapping mapping{.version = 1, .licences = {PerChild()}};
    auto facts = PupilInGroup5();
    CHECK(DecideTaal(facts, mapping) == Entitlement{.reason = Reason::kSeatNotAssigned, .licence = kLicence});
    facts.person->links = {kLicence};  // of no use: links are of group licences
    mapping.licences[0].groups = LinkedTo({kGroup5});
    CHECK(DecideTaal(facts, mapping).reason == Reason::kSeatNotAssigned);
    facts.person->seats = {kLicence};
    CHECK(DecideTaal(facts, mapping) == Entitlement{.reason = Reason::kSeat, .licence = kLicence, .until = kYearEnd});
    facts.person->staff = true;
    CHECK(DecideTaal(facts, mapping) == Entitlement{.reason = Reason::kPupilsOnly, .licence = kLicence});
    // A seat of a group licence cannot be; it would open nothing.
    facts.person = PersonFacts{.seats = {kLicence}};
    CHECK(DecideTaal(facts, Linked({kGroup6})).reason == Reason::kGroupNotLinked);
}

TEST_CASE("a contract that renews gives access in its later terms, until it is terminated", "[LIC-08][LIC-10]") {
    auto mapping = Linked({kGroup5});
    mapping.licences[0].renews = true;
    mapping.licences[0].groups = LinkedTo({kGroup5}, SchoolYear{2028});
    const Date later = *Date::Parse("2028-09-15");
    CHECK(DecideTaal(PupilInGroup5(), mapping, later).until == *Date::Parse("2029-07-31"));
    mapping.licences[0].ends_on = *Date::Parse("2028-07-31");
    CHECK(DecideTaal(PupilInGroup5(), mapping, *Date::Parse("2028-07-31")).Entitled());
    CHECK(DecideTaal(PupilInGroup5(), mapping, later).reason == Reason::kLicenceEnded);
    mapping.licences[0].ends_on.reset();
    mapping.licences[0].renews = false;
    CHECK(DecideTaal(PupilInGroup5(), mapping, later).reason == Reason::kLicenceEnded);
}

TEST_CASE("a group's link gives access until 31 July of its school year, whether or not the group is still there",
          "[LIC-03][LIC-08][ROS-10]") {
    const Date last = *Date::Parse("2027-07-31");
    const Date next = *Date::Parse("2027-08-01");
    struct Case {
        const char* what;
        std::optional<SchoolYear> year;  // of the link
        Date day;
        bool entitled;
        const char* until;
    };
    const Case cases[] = {
        {"its last day", SchoolYear{2026}, last, true, "2027-07-31"},
        {"the day after", SchoolYear{2026}, next, false, ""},
        {"next year's group, linked in July", SchoolYear{2027}, last, true, "2028-07-31"},
        {"next year's group, in its year", SchoolYear{2027}, next, true, "2028-07-31"},
        {"long over", SchoolYear{2020}, last, false, ""},
        {"year not known", std::nullopt, next, true, "2030-07-31"},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        auto mapping = Linked({});
        mapping.licences[0].end = *Date::Parse("2030-07-31");
        mapping.licences[0].groups = LinkedTo({kGroup5}, c.year);
        std::vector<Step> steps;
        const auto answer = Decide(PupilInGroup5(), mapping, kTaal, c.day, &steps);
        CHECK(answer.reason == (c.entitled ? Reason::kGroupLicence : Reason::kGroupNotLinked));
        CHECK((answer.until ? answer.until->ToString() : "") == c.until);
        CHECK(steps[9] == Step{Question::kLinked, c.entitled ? std::nullopt : std::optional(Reason::kGroupNotLinked)});
        CHECK(UsableProducts(PupilInGroup5(), mapping, c.day).size() == (c.entitled ? 1 : 0));
    }
}

TEST_CASE("a link that ends before its licence starts is none", "[LIC-08][ROS-10]") {
    auto mapping = Linked({kGroup5});
    mapping.licences[0].start = *Date::Parse("2027-08-01");
    mapping.licences[0].end = *Date::Parse("2028-07-31");
    CHECK(DecideTaal(PupilInGroup5(), mapping).reason == Reason::kGroupNotLinked);
    mapping.licences[0].groups = LinkedTo({kGroup5}, SchoolYear{2027});
    CHECK(DecideTaal(PupilInGroup5(), mapping).reason == Reason::kLicenceNotStarted);
}

TEST_CASE("of several groups of a pupil the link that lasts longest counts, and a link of one's own has no year",
          "[LIC-05][LIC-08][ROS-10]") {
    auto facts = PupilInGroup5();
    facts.person->groups = {kGroup5, kGroup6};  // in July, already in next year's group too
    auto mapping = Linked({});
    mapping.licences[0].end = *Date::Parse("2030-07-31");
    mapping.licences[0].groups = {{.id = kGroup5, .year = SchoolYear{2026}}, {.id = kGroup6, .year = SchoolYear{2027}}};
    CHECK(DecideTaal(facts, mapping, *Date::Parse("2027-07-31")).until == Date::Parse("2028-07-31"));
    CHECK(DecideTaal(facts, mapping, *Date::Parse("2027-08-01")).until == Date::Parse("2028-07-31"));
    mapping.licences[0].groups.pop_back();
    CHECK_FALSE(DecideTaal(facts, mapping, *Date::Parse("2027-08-01")).Entitled());
    facts.person->links = {kLicence};
    const auto july = DecideTaal(facts, mapping, *Date::Parse("2027-07-31"));
    CHECK(july ==
          Entitlement{.reason = Reason::kGroupLicence, .licence = kLicence, .until = Date::Parse("2030-07-31")});
    CHECK(DecideTaal(facts, mapping, *Date::Parse("2027-08-01")).reason == Reason::kPupilLink);
}

TEST_CASE("only the product that was asked for counts", "[LIC-08]") {
    SchoolMapping mapping{.version = 1,
                          .licences = {{.id = LicenceId{3}, .product_id = "rekenen-5"},
                                       ForGroups({kGroup5}),
                                       {.id = LicenceId{1}, .product_id = "taal-6"}}};
    CHECK(DecideTaal(PupilInGroup5(), mapping).Entitled());
    CHECK(Decide(PupilInGroup5(), mapping, "taal-7", kToday).reason == Reason::kNoLicence);
    CHECK(Decide(PupilInGroup5(), mapping, "taal-6", kToday).licence == LicenceId{1});
}

TEST_CASE("of several licences the one that lasts longest answers", "[LIC-08]") {
    auto mapping = Linked({kGroup5});
    auto longer = ForGroups({kGroup5}, LicenceId{101});
    longer.end = *Date::Parse("2028-07-31");
    auto cancelled = ForGroups({kGroup5}, LicenceId{102});
    cancelled.end = *Date::Parse("2029-07-31");
    cancelled.cancelled = true;
    mapping.licences.push_back(longer);
    mapping.licences.push_back(cancelled);
    for (auto& licence : mapping.licences) licence.groups = LinkedTo({kGroup5}, std::nullopt);
    CHECK(DecideTaal(PupilInGroup5(), mapping).licence == LicenceId{101});
}

TEST_CASE("without access the reason is the one nearest to it", "[LIC-08][LIC-12]") {
    const auto ended = [&] {
        auto licence = ForGroups({kGroup5}, LicenceId{1});
        licence.end = *Date::Parse("2026-09-01");
        return licence;
    }();
    const auto coming = [&](LicenceId id, const std::vector<GroupId>& groups) {
        auto licence = ForGroups(groups, id);
        licence.start = *Date::Parse("2026-12-01");
        return licence;
    };
    auto cancelled = ForGroups({kGroup5}, LicenceId{9});
    cancelled.cancelled = true;
    struct Case {
        std::vector<MappedLicence> licences;  // the nearest is the last
        Reason reason;
    };
    const std::vector<Case> cases{
        {{cancelled, ended}, Reason::kLicenceEnded},
        {{ended, coming(LicenceId{2}, {kGroup6})}, Reason::kGroupNotLinked},
        {{coming(LicenceId{2}, {kGroup6}), coming(LicenceId{3}, {kGroup5})}, Reason::kLicenceNotStarted},
        {{coming(LicenceId{3}, {kGroup5}), PerChild(LicenceId{4})}, Reason::kSeatNotAssigned},
        {{PerChild(LicenceId{4}), ForGroups({kGroup6}, LicenceId{5})}, Reason::kGroupNotLinked},
    };
    for (const auto& [licences, reason] : cases) {
        const auto answer = DecideTaal(PupilInGroup5(), {.version = 1, .licences = licences});
        CHECK(answer.reason == reason);
        CHECK(answer.licence == licences.back().id);
    }
    // What nobody can give a teacher comes after what somebody can.
    auto teacher = PupilInGroup5();
    teacher.person->staff = true;
    CHECK(DecideTaal(teacher, {.version = 1, .licences = {coming(LicenceId{2}, {kGroup6}), PerChild(LicenceId{4})}})
              .reason == Reason::kGroupNotLinked);
    CHECK(DecideTaal(teacher, {.version = 1, .licences = {ended, PerChild(LicenceId{4})}}).reason ==
          Reason::kPupilsOnly);
}
