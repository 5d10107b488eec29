#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

}  // namespace

TEST_CASE("an order becomes a licence, a linked group gets access, another group does not",
          "[LIC-03][LIC-08][LIC-14]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto order = service.Put(Service::Order());
    REQUIRE(order);
    CHECK(order->outcome() == v1::ORDER_OUTCOME_CREATED);
    CHECK(service.Check(kPupil5).reason() == v1::ENTITLEMENT_REASON_GROUP_NOT_LINKED);

    const auto linked = service.Link(order->licence_id(), kGroup5);
    REQUIRE(linked);
    CHECK(linked->group_count() == 1);
    CHECK(linked->pupil_count() == 1);
    CHECK(linked->groups(0).name() == "Groep 5");
    CHECK(linked->state() == v1::LICENCE_STATE_ACTIVE);
    const auto pupil = service.Check(kPupil5);
    CHECK(pupil.entitled());
    CHECK(pupil.licence_id() == order->licence_id());
    CHECK(pupil.until() == ThisYear().LastDay().ToString());  // the link's, before the licence's
    CHECK(service.Check(kTeacher).entitled());
    CHECK(service.Check(kPupil6).reason() == v1::ENTITLEMENT_REASON_GROUP_NOT_LINKED);

    REQUIRE(service.Link(order->licence_id(), kGroup5));  // twice is once
    REQUIRE(service.Link(order->licence_id(), kGroup5, "UnlinkGroup"));
    CHECK_FALSE(service.Check(kPupil5).entitled());
    REQUIRE(service.Link(order->licence_id(), kGroup5, "UnlinkGroup"));
}

TEST_CASE("a person is found by our id, ECK iD or Basispoort id", "[LIC-08]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto order = service.Put(Service::Order());
    REQUIRE(service.Link(order->licence_id(), kGroup5));
    v1::CheckEntitlementRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_product_id("taal-5");
    CHECK(service.Call<v1::Entitlement>("EntitlementService/CheckEntitlement", request, kSoftware).error().code ==
          Code::kInvalidArgument);
    request.set_eck_id("eck-405");
    CHECK(service.Call<v1::Entitlement>("EntitlementService/CheckEntitlement", request, kSoftware)->entitled());
    request.set_basispoort_id(500405);
    CHECK(service.Call<v1::Entitlement>("EntitlementService/CheckEntitlement", request, kSoftware).error().code ==
          Code::kInvalidArgument);
    request.clear_eck_id();
    CHECK(service.Call<v1::Entitlement>("EntitlementService/CheckEntitlement", request, kSoftware)->entitled());
    request.set_basispoort_id(1);
    CHECK(service.Call<v1::Entitlement>("EntitlementService/CheckEntitlement", request, kSoftware)->reason() ==
          v1::ENTITLEMENT_REASON_PERSON_UNKNOWN);
    CHECK(service.Check(kPupil5, "taal-5", SchoolId{999}).reason() == v1::ENTITLEMENT_REASON_SCHOOL_UNKNOWN);
    CHECK(service.Check(kPupil5, "rekenen-5").reason() == v1::ENTITLEMENT_REASON_NO_LICENCE);
}

TEST_CASE("an order line sent again changes nothing, changed it changes the licence, moved it is refused", "[LIC-14]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto first = service.Put(Service::Order());
    REQUIRE(first);
    const auto again = service.Put(Service::Order());
    CHECK(again->outcome() == v1::ORDER_OUTCOME_UNCHANGED);
    CHECK(again->licence_id() == first->licence_id());
    REQUIRE(service.Link(first->licence_id(), kGroup5));

    auto ended = Service::Order();
    ended.set_end_date("2021-07-31");
    CHECK(service.Put(ended)->outcome() == v1::ORDER_OUTCOME_CHANGED);
    CHECK(service.Check(kPupil5).reason() == v1::ENTITLEMENT_REASON_LICENCE_ENDED);
    CHECK(service.Link(first->licence_id(), kGroup6).error().reason == reason::kLicenceEnded);
    auto other_product = Service::Order();
    other_product.set_product_id("taal-5b");
    REQUIRE(service.Put(other_product));
    CHECK(service.Check(kPupil5).reason() == v1::ENTITLEMENT_REASON_NO_LICENCE);
    CHECK(service.Check(kPupil5, "taal-5b").entitled());

    service.Take(WholeSchool(kOtherSchool));
    auto moved = Service::Order();
    moved.set_school_id(kOtherSchool.ToString());
    CHECK(service.Put(moved).error().reason == reason::kOrderOtherSchool);
    auto unknown = Service::Order("line-2");
    unknown.clear_school_id();
    unknown.set_basispoort_school_id(42);
    CHECK(service.Put(unknown).error().reason == reason::kSchoolUnknown);
    unknown.set_basispoort_school_id(1101);
    CHECK(service.Put(unknown)->school_id() == kSchool.ToString());
    unknown.set_brin("99XX");
    CHECK(service.Put(unknown).error().code == Code::kInvalidArgument);
    CHECK(service.Call<v1::Order>("PutOrder", Service::Order(), kCoordinator).error().code == Code::kPermissionDenied);
}

TEST_CASE("licences are listed with counts and groups, page by page", "[LIC-02]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    std::string linked;
    for (int i = 1; i <= 5; ++i) {
        const auto order = service.Put(Service::Order("line-" + std::to_string(i), "product-" + std::to_string(i)));
        REQUIRE(order);
        linked = order->licence_id();
    }
    REQUIRE(service.Link(linked, kGroup5));
    REQUIRE(service.Link(linked, kGroup6));
    v1::ListLicencesRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_limit(2);
    int seen = 0;
    int groups = 0;
    do {
        const auto page = service.Call<v1::ListLicencesResponse>("ListLicences", request, kCoordinator);
        REQUIRE(page);
        for (const auto& licence : page->items()) {
            ++seen;
            groups += licence.groups_size();
            CHECK(licence.groups_size() == licence.group_count());
            if (licence.id() == linked) CHECK(licence.pupil_count() == 2);
        }
        request.set_cursor(page->next_cursor());
    } while (!request.cursor().empty());
    CHECK(seen == 5);
    CHECK(groups == 2);
}

TEST_CASE("only the school's coordinator links, and what is another school's does not exist", "[ACC-03][LIC-03]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(Service::Order())->licence_id();
    const Actor teacher{.role = Role::kTeacher, .school = kSchool, .person = kTeacher};
    const Actor stranger{.role = Role::kCoordinator, .school = kOtherSchool};
    const Actor helpdesk{.role = Role::kHelpdesk};
    CHECK(service.Link(licence, kGroup5, "LinkGroup", teacher).error().code == Code::kPermissionDenied);
    CHECK(service.Link(licence, kGroup5, "LinkGroup", helpdesk).error().code == Code::kPermissionDenied);
    CHECK(service.Link(licence, kGroup5, "LinkGroup", stranger).error().reason == reason::kSchoolUnknown);
    CHECK(service.Link(licence, GroupId{999}).error().reason == reason::kGroupUnknown);
    CHECK(service.Link(licence, GroupId{}).error().reason == reason::kGroupUnknown);  // no id: not a pupil's either
    CHECK(service.Link("0000000000009", kGroup5).error().reason == reason::kLicenceUnknown);
    CHECK(service.Link("not an id", kGroup5).error().reason == reason::kLicenceUnknown);
    v1::GetLicenceRequest get;
    get.set_school_id(kSchool.ToString());
    get.set_licence_id(licence);
    CHECK(service.Call<v1::Licence>("GetLicence", get, helpdesk)->title() == "Taal 5");
    CHECK(service.Call<v1::Licence>("GetLicence", get, stranger).error().reason == reason::kSchoolUnknown);
}

TEST_CASE("a licence per pupil takes no groups", "[LIC-03]") {
    const Service service(Dialect::kSqlite);
    auto order = Service::Order();
    order.set_kind(v1::LICENCE_KIND_PUPIL);
    CHECK(service.Put(order).error().fields.at(0).pointer == "/seats");
    order.set_seats(30);
    const auto licence = service.Put(order);
    REQUIRE(licence);
    CHECK(service.Link(licence->licence_id(), kGroup5).error().reason == reason::kLicenceNotForGroups);
}

TEST_CASE("a link ends with its group, in a delta and in a snapshot", "[ROS-10][LIC-03]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(Service::Order())->licence_id();
    REQUIRE(service.Link(licence, kGroup5));
    REQUIRE(service.Link(licence, kGroup6));
    REQUIRE(service.Check(kPupil5).entitled());
    roster::SchoolChanges gone{.school_id = kSchool, .version = 2};
    gone.removed_groups = {kGroup5};
    service.Take(gone);
    CHECK_FALSE(service.Check(kPupil5).entitled());
    CHECK(service.Check(kPupil6).entitled());
    auto without_6 = WholeSchool(kSchool, 3);
    without_6.groups.pop_back();
    without_6.pupils.pop_back();
    service.Take(without_6);
    CHECK(service.Check(kPupil6).reason() == v1::ENTITLEMENT_REASON_PERSON_UNKNOWN);
    CHECK(service.Link(licence, kGroup5, "UnlinkGroup")->group_count() == 0);
}

TEST_CASE("a composed group can be linked, and a group may hold several licences", "[LIC-11]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto whole = WholeSchool(kSchool, 2);
    whole.groups.push_back({.id = GroupId{207},
                            .school_year = {2026},
                            .las_key = "PLUS",
                            .name = "Plusklas",
                            .kind = roster::GroupKind::kComposed});
    whole.pupils.back().composed_groups = {GroupId{207}};
    service.Take(whole);
    const auto plus = service.Put(Service::Order("plus", "plus-taken"))->licence_id();
    const auto taal = service.Put(Service::Order("taal", "taal-6"))->licence_id();
    REQUIRE(service.Link(plus, GroupId{207}));
    REQUIRE(service.Link(taal, kGroup6));
    REQUIRE(service.Link(plus, kGroup6));
    CHECK(service.Check(kPupil6, "plus-taken").entitled());
    CHECK(service.Check(kPupil6, "taal-6").entitled());
    CHECK_FALSE(service.Check(kPupil5, "plus-taken").entitled());
}

TEST_CASE("who linked and unlinked what is kept, also when the roster did it", "[LIC-15]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(Service::Order())->licence_id();
    REQUIRE(service.Link(licence, kGroup5));
    REQUIRE(service.Link(licence, kGroup5));  // nothing new to tell
    REQUIRE(service.Link(licence, kGroup5, "UnlinkGroup"));
    REQUIRE(service.Link(licence, kGroup6));
    roster::SchoolChanges gone{.school_id = kSchool, .version = 2};
    gone.removed_groups = {kGroup6};
    service.Take(gone);
    CHECK(service.Count("SELECT count(*) FROM licence_history") == 4);
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE how = 'hand' AND person_id = 300") == 3);
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE how = 'roster' AND action = 'unlink'") == 1);
}
