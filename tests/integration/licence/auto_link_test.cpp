// Links that appear by themselves, and what is asked when they do not (LIC-04).
#include <suite/licence/v1/proposal_service.pb.h>

#include "proposals.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

}  // namespace

TEST_CASE("an order for a group's year group links it, with its reason in the history", "[LIC-04][LIC-15]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(OrderFor("line-1", "taal", {"5"}))->licence_id();
    CHECK(Eventually([&] { return GroupsOf(service, licence) == std::vector{kGroup5}; }));
    CHECK(service.Check(kPupil5, "taal-5").entitled());
    CHECK_FALSE(service.Check(kPupil6, "taal-5").entitled());
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE how = 'automatic' AND action = 'link'"
                        " AND reason = 'year-group-matches' AND role = ''") == 1);
    CHECK(OpenProposals(service).empty());
    // Runs again: nothing new.
    REQUIRE(service.Put(OrderFor("line-1", "taal", {"5"}, "Taal, nieuwe titel")));
    Settle(service);
    CHECK(GroupsOf(service, licence) == std::vector{kGroup5});
    CHECK(service.Count("SELECT count(*) FROM licence_history") == 1);
}

TEST_CASE("groups that come are linked, and a school without licences has nothing to do", "[LIC-04]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    service.Take(WholeSchool(kSchool, 2));
    CHECK(service.Count("SELECT count(*) FROM outbox_queue WHERE topic = 'auto-link'") == 0);
    const auto licence = service.Put(OrderFor("line-1", "taal", {"7"}))->licence_id();
    Settle(service);
    CHECK(GroupsOf(service, licence).empty());
    roster::SchoolChanges changes{.school_id = kSchool, .version = 3};
    changes.groups = {
        {.id = GroupId{207}, .school_year = ThisYear(), .las_key = "G7", .name = "Groep 7", .year_group = "7"}};
    changes.pupils = {PupilOf(PersonId{407}, GroupId{207}, "7")};
    service.Take(changes);
    CHECK(Eventually([&] { return GroupsOf(service, licence) == std::vector{GroupId{207}}; }));
}

TEST_CASE("a doubtful match is proposed: accepted it is linked by hand, dropped it never comes back", "[LIC-04]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(TitleOnly("line-1"))->licence_id();
    REQUIRE(Eventually([&] { return OpenProposals(service).size() == 1; }));
    const auto proposal = OpenProposals(service).at(0);
    CHECK(proposal.licence_title() == "Taal groep 5");
    CHECK(proposal.group_name() == "Groep 5");
    CHECK(proposal.group_id() == kGroup5.ToString());
    // What speaks for it, and what makes it doubtful.
    REQUIRE(proposal.reasons_size() == 2);
    CHECK(proposal.reasons(0).code() == "year-group-matches");
    CHECK_FALSE(proposal.reasons(0).doubt());
    CHECK(proposal.reasons(1).code() == "title-only");
    CHECK(proposal.reasons(1).doubt());
    CHECK_FALSE(proposal.reasons(1).message().empty());
    CHECK(GroupsOf(service, licence).empty());

    SECTION("accepted") {
        const auto accepted = Decide(service, "AcceptProposal", proposal.id());
        REQUIRE(accepted);
        CHECK(accepted->state() == v1::PROPOSAL_STATE_ACCEPTED);
        CHECK(accepted->decided_by() == PersonId{300}.ToString());
        CHECK(GroupsOf(service, licence) == std::vector{kGroup5});
        CHECK(service.Check(kPupil5, "taal-titel").entitled());
        CHECK(service.Count("SELECT count(*) FROM licence_history WHERE how = 'hand' AND person_id = 300"
                            " AND reason = 'proposal: year-group-matches title-only'") == 1);
        CHECK(Decide(service, "AcceptProposal", proposal.id()).error().reason == reason::kProposalDecided);
        CHECK(Decide(service, "DropProposal", proposal.id()).error().reason == reason::kProposalDecided);
    }
    SECTION("dropped") {
        const auto dropped = Decide(service, "DropProposal", proposal.id());
        REQUIRE(dropped);
        CHECK(dropped->state() == v1::PROPOSAL_STATE_DROPPED);
        auto again = TitleOnly("line-1");
        again.set_title("Taal groep 5 nieuw");
        REQUIRE(service.Put(again));
        Settle(service);
        CHECK(OpenProposals(service).empty());
        CHECK(Proposals(service, "dropped").size() == 1);
        CHECK(GroupsOf(service, licence).empty());
    }
    SECTION("linked by hand meanwhile") {
        REQUIRE(service.Link(licence, kGroup5));
        CHECK(OpenProposals(service).empty());
        CHECK(Proposals(service, "closed").size() == 1);
        CHECK(Decide(service, "AcceptProposal", proposal.id()).error().reason == reason::kProposalDecided);
    }
    SECTION("the licence is cancelled") {
        auto cancelled = TitleOnly("line-1");
        cancelled.set_cancelled(true);
        REQUIRE(service.Put(cancelled));
        CHECK(Eventually([&] { return OpenProposals(service).empty(); }));
        CHECK(Proposals(service, "all").at(0).state() == v1::PROPOSAL_STATE_CLOSED);
    }
}

TEST_CASE("a group that goes takes its proposals along", "[LIC-04]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(service.Put(TitleOnly("line-1")));
    REQUIRE(Eventually([&] { return OpenProposals(service).size() == 1; }));
    roster::SchoolChanges gone{.school_id = kSchool, .version = 2};
    gone.removed_groups = {kGroup5};
    service.Take(gone);
    CHECK(Eventually([&] { return OpenProposals(service).empty(); }));
}

TEST_CASE("what a hand unlinked is not linked again", "[LIC-04]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(OrderFor("line-1", "taal", {"5"}))->licence_id();
    REQUIRE(Eventually([&] { return GroupsOf(service, licence) == std::vector{kGroup5}; }));
    REQUIRE(service.Link(licence, kGroup5, "UnlinkGroup"));
    service.Take(WholeSchool(kSchool, 2));
    Settle(service);
    CHECK(GroupsOf(service, licence).empty());
    CHECK(OpenProposals(service).empty());
}

TEST_CASE("an automatic link is withdrawn when the next order line is of another method, unless a hand confirmed it",
          "[LIC-04]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const bool confirmed = GENERATE(false, true);
    const auto licence = service.Put(OrderFor("line-1", "taal", {"5"}))->licence_id();
    REQUIRE(Eventually([&] { return GroupsOf(service, licence) == std::vector{kGroup5}; }));
    if (confirmed) REQUIRE(service.Link(licence, kGroup5));
    const auto other = service.Put(OrderFor("line-2", "woordveld", {"5"}))->licence_id();
    // Of neither the subject is known: they may be for the same.
    CHECK(Eventually([&] { return !OpenProposals(service).empty(); }));
    Settle(service);
    CHECK(OpenProposals(service).size() == (confirmed ? 1 : 2));
    CHECK(GroupsOf(service, licence).size() == (confirmed ? 1 : 0));
    CHECK(GroupsOf(service, other).empty());
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE how = 'automatic' AND action = 'unlink'") ==
          (confirmed ? 0 : 1));
}

TEST_CASE("several proposals are accepted together or not at all", "[LIC-04][LIC-16]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto first = service.Put(TitleOnly("line-1"))->licence_id();
    auto six = TitleOnly("line-2");
    six.set_title("Taal groep 6");
    six.set_product_id("taal-titel-6");
    const auto second = service.Put(six)->licence_id();
    REQUIRE(Eventually([&] { return OpenProposals(service).size() == 2; }));
    v1::AcceptProposalsRequest request;
    request.set_school_id(kSchool.ToString());
    for (const auto& proposal : OpenProposals(service)) request.add_ids(proposal.id());
    auto with_unknown = request;
    with_unknown.add_ids(ProposalId{999}.ToString());
    const auto refused = AcceptAll(service, with_unknown);
    REQUIRE(refused);
    CHECK(refused->status() == v1::ACCEPT_STATUS_REFUSED);
    CHECK(refused->accepted() == 0);
    CHECK(refused->refused() == 1);
    REQUIRE(refused->items_size() == 3);
    CHECK_FALSE(refused->items(0).refused());
    CHECK(refused->items(2).problem().code() == reason::kProposalUnknown);
    CHECK(GroupsOf(service, first).empty());
    CHECK(OpenProposals(service).size() == 2);

    request.add_ids(request.ids(0));  // twice is once
    const auto applied = AcceptAll(service, request);
    REQUIRE(applied);
    CHECK(applied->status() == v1::ACCEPT_STATUS_APPLIED);
    CHECK(applied->accepted() == 2);
    CHECK(GroupsOf(service, first) == std::vector{kGroup5});
    CHECK(GroupsOf(service, second) == std::vector{kGroup6});
    CHECK(AcceptAll(service, request)->items(0).problem().code() == reason::kProposalDecided);
    v1::AcceptProposalsRequest none;
    none.set_school_id(kSchool.ToString());
    CHECK(AcceptAll(service, none).error().fields.at(0).pointer == "/ids");
    for (int i = 0; i < 101; ++i) none.add_ids("x");
    CHECK(AcceptAll(service, none).error().fields.at(0).pointer == "/ids");
}

TEST_CASE("only the school's coordinator decides, and another school's proposal does not exist", "[ACC-03][LIC-04]") {
    const Service service(Dialect::kSqlite);
    REQUIRE(service.Put(TitleOnly("line-1")));
    REQUIRE(Eventually([&] { return OpenProposals(service).size() == 1; }));
    const auto id = OpenProposals(service).at(0).id();
    const Actor helpdesk{.role = Role::kHelpdesk};
    const Actor teacher{.role = Role::kTeacher, .school = kSchool, .person = kTeacher};
    const Actor stranger{.role = Role::kCoordinator, .school = kOtherSchool};
    CHECK(Decide(service, "AcceptProposal", id, helpdesk).error().code == Code::kPermissionDenied);
    CHECK(Decide(service, "AcceptProposal", id, teacher).error().code == Code::kPermissionDenied);
    CHECK(Decide(service, "DropProposal", id, stranger).error().reason == reason::kSchoolUnknown);
    CHECK(Decide(service, "DropProposal", ProposalId{999}.ToString()).error().reason == reason::kProposalUnknown);
    CHECK(Decide(service, "DropProposal", "garbage").error().reason == reason::kProposalUnknown);
    CHECK(Proposals(service, "", helpdesk).size() == 1);
}
