// A new school year: last year's links end with their groups, what the pupils had decides about the new ones (ROS-10).
#include "proposals.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

constexpr GroupId kOld5{505};
constexpr GroupId kOld6{506};
constexpr GroupId kNew6{606};
constexpr GroupId kNew7{607};

roster::Group GroupOf(GroupId id, SchoolYear year, const char* code) {
    return {.id = id,
            .school_year = year,
            .las_key = std::string("G") + code,
            .name = std::string("Groep ") + code,
            .year_group = code};
}

/// Groups 5 and 6 of last school year, eight pupils each (1..8 in group 5, 11..18 in group 6).
roster::SchoolChanges LastYearsSchool(std::int64_t version) {
    auto whole = WholeSchool(kSchool, version);
    const SchoolYear last{ThisYear().first_year - 1};
    whole.groups = {GroupOf(kOld5, last, "5"), GroupOf(kOld6, last, "6")};
    whole.staff.clear();
    whole.pupils.clear();
    for (std::int64_t i = 1; i <= 8; ++i) {
        whole.pupils.push_back(PupilOf(PersonId{i}, kOld5, "5"));
        whole.pupils.push_back(PupilOf(PersonId{10 + i}, kOld6, "6"));
    }
    return whole;
}

/// The same pupils a year later; group 6's old pupils are in group 7.
roster::SchoolChanges ThisYearsSchool(std::int64_t version) {
    auto whole = LastYearsSchool(version);
    whole.groups = {GroupOf(kNew6, ThisYear(), "6"), GroupOf(kNew7, ThisYear(), "7")};
    for (auto& pupil : whole.pupils) {
        const bool older = pupil.base_group == kOld6;
        pupil.base_group = older ? kNew7 : kNew6;
        pupil.year_group = older ? "7" : "6";
    }
    return whole;
}

/// As Basispoort's nights bring it: first the groups, then the pupils, then the old groups go.
std::vector<roster::SchoolChanges> InThreeNights(std::int64_t version) {
    const auto whole = ThisYearsSchool(version);
    roster::SchoolChanges groups{.school_id = kSchool, .version = version};
    groups.groups = whole.groups;
    roster::SchoolChanges pupils{.school_id = kSchool, .version = version + 1};
    pupils.pupils = whole.pupils;
    roster::SchoolChanges gone{.school_id = kSchool, .version = version + 2};
    gone.removed_groups = {kOld5, kOld6};
    return {groups, pupils, gone};
}

}  // namespace

TEST_CASE("last year's product is proposed to the same pupils' new group, and next year's is linked",
          "[ROS-10][LIC-04]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const bool at_once = GENERATE(true, false);
    CAPTURE(at_once);
    service.Take(LastYearsSchool(2));
    auto typing = Service::Order("typen", "typen-compleet");
    typing.set_title("Typen compleet");
    typing.set_method_id("typen");
    const auto typing_id = service.Put(typing)->licence_id();
    REQUIRE(service.Link(typing_id, kOld6));
    REQUIRE(service.Check(PersonId{11}, "typen-compleet").entitled());
    Settle(service);

    if (at_once) service.Take(ThisYearsSchool(3));
    for (const auto& night : InThreeNights(3)) {
        if (!at_once) service.Take(night);
    }
    REQUIRE(Eventually([&] { return OpenProposals(service).size() == 1; }));
    CHECK_FALSE(service.Check(PersonId{11}, "typen-compleet").entitled());
    const auto proposal = OpenProposals(service).at(0);
    CHECK(proposal.group_id() == kNew7.ToString());
    CHECK(proposal.reasons(0).code() == "all-pupils-had-method-last-year");
    CHECK(proposal.reasons(1).code() == "all-pupils-had-product-last-year");
    CHECK(proposal.reasons(2).code() == "year-group-unknown");
    CHECK(service.Count("SELECT count(*) FROM last_year_group") == 16);
    REQUIRE(Decide(service, "AcceptProposal", proposal.id()));
    CHECK(service.Check(PersonId{11}, "typen-compleet").entitled());
    CHECK_FALSE(service.Check(PersonId{1}, "typen-compleet").entitled());
}

TEST_CASE("a licence for the year group is linked in the new year by itself, once", "[ROS-10][LIC-04]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    service.Take(LastYearsSchool(2));
    auto order = OrderFor("taal-6", "taal", {"6"});
    // What was there last year and the year group did not have is asked; so it is either new, or was in use.
    const bool bought_this_year = GENERATE(true, false);
    CAPTURE(bought_this_year);
    if (bought_this_year) order.set_start_date(std::to_string(ThisYear().first_year) + "-08-01");
    const auto taal = service.Put(order)->licence_id();
    Settle(service);
    CHECK(GroupsOf(service, taal).empty());  // those groups are of a year that is over
    if (!bought_this_year) REQUIRE(service.Link(taal, kOld6));
    service.Take(ThisYearsSchool(3));
    CHECK(Eventually([&] { return GroupsOf(service, taal) == std::vector{kNew6}; }));
    for (const auto& proposal : OpenProposals(service)) {
        for (const auto& reason : proposal.reasons()) UNSCOPED_INFO(proposal.group_name() << ": " << reason.code());
    }
    CHECK(service.Check(PersonId{1}, "taal-6").entitled());
    service.Take(ThisYearsSchool(4));
    Settle(service);
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE action = 'link' AND how = 'automatic'") == 1);
}

TEST_CASE("what was noted of last year goes with the school's data, and is not noted without licences",
          "[ROS-12][LIC-04]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    service.Take(LastYearsSchool(2));
    service.Take(ThisYearsSchool(3));
    CHECK(service.Count("SELECT count(*) FROM last_year_group") == 0);
    service.Take(LastYearsSchool(4));
    REQUIRE(service.Put(TitleOnly("line-1")));
    service.Take(ThisYearsSchool(5));
    CHECK(service.Count("SELECT count(*) FROM last_year_group") == 16);
    roster::SchoolChanges erased{.school_id = kSchool, .version = 6, .complete = true};
    erased.school = WholeSchool(kSchool).school;
    erased.school->consent = false;
    service.Take(erased);
    CHECK(service.Count("SELECT count(*) FROM last_year_group") == 0);
    CHECK(service.Count("SELECT count(*) FROM link_proposal") == 0);
}
