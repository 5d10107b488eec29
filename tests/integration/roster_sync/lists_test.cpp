#include "support.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

wire::ListPupilsRequest Pupils(const std::string& school) {
    wire::ListPupilsRequest request;
    request.set_school_id(school);
    return request;
}

}  // namespace

TEST_CASE("a coordinator finds groups, pupils, teachers and coordinators of the own school",
          "[ROS-01][ROS-02][ROS-03][ROS-04]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    const auto school = service.SchoolOf(1001);
    const auto ida = service.CoordinatorOf(school);

    wire::ListGroupsRequest groups;
    groups.set_school_id(school);
    const auto all = service.Call<wire::ListGroupsResponse>("RosterService/ListGroups", groups, ida);
    REQUIRE(all);
    REQUIRE(all->items_size() == 3);
    CHECK(all->items(0).name() == "5A");  // year groups first, composed groups last
    CHECK(all->items(0).pupil_count() == 1);
    CHECK(all->items(2).name() == "Plusklas");

    auto request = Pupils(school);
    request.set_q("ebert");  // without the accent
    const auto zoe = service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, ida);
    REQUIRE(zoe);
    REQUIRE(zoe->items_size() == 1);
    CHECK(zoe->items(0).base_group().name() == "6A");
    request.set_q("%");
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, ida)->items_size() == 0);

    request = Pupils(school);
    request.set_las_key("ll-1");
    const auto aatje = service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, ida);
    REQUIRE(aatje->items_size() == 1);
    CHECK(aatje->items(0).basispoort_id() == 500123);
    CHECK(aatje->items(0).composed_groups(0).name() == "Plusklas");
    request = Pupils(school);
    request.set_group_id(all->items(2).id());
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, ida)->items_size() == 1);
    request = Pupils(school);
    request.set_year_group("6");
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, ida)->items_size() == 1);

    wire::ListStaffRequest staff;
    staff.set_school_id(school);
    const auto teachers = service.Call<wire::ListStaffResponse>("RosterService/ListTeachers", staff, ida);
    REQUIRE(teachers->items_size() == 1);
    CHECK(teachers->items(0).family_name() == "Leraar");
    const auto coordinators = service.Call<wire::ListStaffResponse>("RosterService/ListIctCoordinators", staff, ida);
    REQUIRE(coordinators->items_size() == 1);
    CHECK(coordinators->items(0).email() == "ida@regenboog.example");
}

TEST_CASE("pages follow each other without loss or repetition", "[ROS-03]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    std::string lines = kSchoolLines;
    for (int i = 1; i <= 23; ++i) {
        lines += "{\"type\":\"pupil\",\"op\":\"upsert\",\"schoolId\":1001,\"id\":" + std::to_string(i) +
                 ",\"data\":{\"persoonsgegevens\":{\"voornaam\":\"Jan\",\"achternaam\":\"" +
                 (i % 3 == 0 ? "Bos" : "Vos") + "\"},\"jaargroep\":\"4\"}}\n";
    }
    service.Push(1, lines);
    const auto school = service.SchoolOf(1001);
    auto request = Pupils(school);
    request.set_limit(4);
    std::set<std::string> ids;
    std::string last;
    int pages = 0;
    do {
        const auto page =
            service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, service.CoordinatorOf(school));
        REQUIRE(page);
        for (const auto& pupil : page->items()) CHECK(ids.insert(pupil.id()).second);
        request.set_cursor(page->next_cursor());
        ++pages;
    } while (!request.cursor().empty());
    CHECK(ids.size() == 25);
    CHECK(pages == 7);
    request.set_cursor("bm9uc2Vuc2U");
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, service.CoordinatorOf(school))
              .error()
              .reason == reason::kInvalidCursor);
}

TEST_CASE("another school, another teacher's group and no role see nothing", "[ACC-02][ACC-03]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    const auto school = service.SchoolOf(1001);
    const auto ida = service.CoordinatorOf(school);
    const Actor stranger{.role = Role::kCoordinator, .school = SchoolId{12345}};
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", Pupils(school), stranger).error().reason ==
          reason::kSchoolUnknown);
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", Pupils("0000000000001"), ida)
              .error()
              .reason == reason::kSchoolUnknown);
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", Pupils(school), Actor{}).error().reason ==
          reason::kSchoolUnknown);

    wire::ListStaffRequest staff;
    staff.set_school_id(school);
    const auto tom = service.Call<wire::ListStaffResponse>("RosterService/ListTeachers", staff, ida)->items(0).id();
    const Actor teacher{.role = Role::kTeacher, .school = *SchoolId::Parse(school), .person = *PersonId::Parse(tom)};
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", Pupils(school), teacher)->items_size() ==
          1);
    wire::ListGroupsRequest groups;
    groups.set_school_id(school);
    const auto own = service.Call<wire::ListGroupsResponse>("RosterService/ListGroups", groups, teacher);
    REQUIRE(own->items_size() == 1);
    CHECK(own->items(0).name() == "5A");
    groups.set_q("6A");
    const auto six = service.Call<wire::ListGroupsResponse>("RosterService/ListGroups", groups, ida);
    wire::GetGroupRequest group;
    group.set_school_id(school);
    group.set_group_id(six->items(0).id());
    CHECK(service.Call<wire::GroupDetail>("RosterService/GetGroup", group, teacher).error().reason ==
          reason::kGroupUnknown);
    CHECK(service.Call<wire::GroupDetail>("RosterService/GetGroup", group, ida)->pupils_size() == 1);
    const Actor nobody{.role = Role::kTeacher, .school = *SchoolId::Parse(school)};
    CHECK(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", Pupils(school), nobody)->items_size() ==
          0);
}

TEST_CASE("a substitute past the end date sees no group and no pupil any more", "[ROS-04]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    const auto with_end = [](const char* end) {
        return std::string(
                   R"({"type":"staff","op":"upsert","schoolId":1001,"id":9003,"data":{"persoonsgegevens":{"voornaam":"Inge"},"einddatum":")") +
               end + R"(","rollen":["Inval"],"groepen":["G5A"],"subgroepen":[]}})" + "\n";
    };
    service.Push(1, kSchoolLines + with_end("2199-01-31"));
    const auto school = service.SchoolOf(1001);
    wire::ListStaffRequest staff;
    staff.set_school_id(school);
    staff.set_basispoort_id(9003);
    const auto inge =
        service.Call<wire::ListStaffResponse>("RosterService/ListTeachers", staff, service.CoordinatorOf(school));
    REQUIRE(inge);
    REQUIRE(inge->items_size() == 1);
    const Actor substitute{
        .role = Role::kTeacher, .school = *SchoolId::Parse(school), .person = *PersonId::Parse(inge->items(0).id())};
    wire::ListGroupsRequest groups;
    groups.set_school_id(school);
    const auto seen = [&] {
        return service.Call<wire::ListGroupsResponse>("RosterService/ListGroups", groups, substitute)->items_size() +
               service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", Pupils(school), substitute)
                   ->items_size();
    };
    CHECK(seen() == 2);
    service.Push(2, with_end("2020-01-31"));
    CHECK(seen() == 0);
}

TEST_CASE("the gateway finds any school for a way in and nothing that is in it", "[ACC-05][ACC-03]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    const auto school = service.SchoolOf(1001);
    const Actor gateway{.role = Role::kMachine, .client_id = "gateway", .scopes = {"way-in"}};

    wire::GetSchoolRequest one;
    one.set_school_id(school);
    const auto found = service.Call<wire::School>("RosterService/GetSchool", one, gateway);
    REQUIRE(found);
    CHECK(found->basispoort_id() == 1001);
    wire::ListSchoolsRequest by_key;
    by_key.set_basispoort_id(1001);
    CHECK(service.Call<wire::ListSchoolsResponse>("RosterService/ListSchools", by_key, gateway)->items_size() == 1);
    one.set_school_id(EncodeId(4711));
    CHECK_FALSE(service.Call<wire::School>("RosterService/GetSchool", one, gateway));

    const auto refused = [](const auto& answer) { return !answer && answer.error().reason == "school-unknown"; };
    CHECK(refused(service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", Pupils(school), gateway)));
    wire::ListGroupsRequest groups;
    groups.set_school_id(school);
    CHECK(refused(service.Call<wire::ListGroupsResponse>("RosterService/ListGroups", groups, gateway)));
    wire::ListStaffRequest staff;
    staff.set_school_id(school);
    CHECK(refused(service.Call<wire::ListStaffResponse>("RosterService/ListTeachers", staff, gateway)));
    // Another machine does not find it by our id.
    one.set_school_id(school);
    const Actor software{.role = Role::kMachine, .client_id = "bingel", .scopes = {"entitlements:read"}};
    CHECK(refused(service.Call<wire::School>("RosterService/GetSchool", one, software)));
}
