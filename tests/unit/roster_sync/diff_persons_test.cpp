#include <catch2/catch.hpp>

#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

const roster::Pupil& OnlyPupil(const World& world) {
    REQUIRE(world.state.pupils.size() == 1);
    return world.state.pupils[0];
}

TEST_CASE("a pupil is added, stays, changes and goes", "[ROS-03][ROS-05]") {
    World world;
    auto record = PupilRecord(500123, "Voorbeeld", 1);
    CHECK(world.Take({.pupils = {record}}).pupils == Counts{.added = 1});
    const auto again = world.Take({.pupils = {record}});
    CHECK(again.pupils == Counts{.unchanged = 1});
    CHECK(again.changes.Empty());
    record.name.family = " Voor  beeld ";
    CHECK(world.Take({.pupils = {record}}).pupils == Counts{.changed = 1});
    CHECK(OnlyPupil(world).name.family == "Voor beeld");
    CHECK(world.Take({.pupils = {Deleting(record)}}).pupils == Counts{.removed = 1});
    CHECK(world.state.pupils.empty());
}

TEST_CASE("deleting somebody who is not there changes nothing and is no mistake", "[ROS-05]") {
    World world;
    const auto record = PupilRecord(500123, "Voorbeeld", 1);
    world.Take({.pupils = {record}});
    world.Take({.pupils = {Deleting(record)}});
    const auto again = world.Take({.pupils = {Deleting(record)}, .staff = {Deleting(StaffRecord(9, "", 2))}});
    CHECK(again.pupils == Counts{.unchanged = 1});
    CHECK(again.staff == Counts{.unchanged = 1});
    CHECK(again.rejections.empty());
    CHECK(again.changes.Empty());
    // Brought and deleted by one batch: the later record wins, and nobody comes.
    const auto passing = world.Take({.pupils = {record, Deleting(PupilRecord(500123, "", 2))}});
    CHECK(passing.pupils == Counts{.unchanged = 1});
    CHECK(world.state.pupils.empty());
    // Without a key nobody can be meant.
    auto nobody = record;
    nobody.keys = {};
    CHECK(Reasons(world.Take({.pupils = {Deleting(nobody)}})) == Texts{"unknown-person"});
}

TEST_CASE("a pupil found by a weaker key takes over the stronger one and keeps the registration", "[ROS-03]") {
    World world;
    auto record = PupilRecord(0, "Voorbeeld", 1);
    record.keys = {.basispoort_id = {}, .eck_id = {}, .las_key = " ll-1 "};
    world.Take({.pupils = {record}});
    const auto id = OnlyPupil(world).id;
    record.keys = {.basispoort_id = {}, .eck_id = "https://ketenid.test/1", .las_key = "ll-1"};
    CHECK(world.Take({.pupils = {record}}).pupils == Counts{.changed = 1});
    record.keys = {.basispoort_id = 7, .eck_id = "https://ketenid.test/1", .las_key = {}};
    CHECK(world.Take({.pupils = {record}}).pupils == Counts{.changed = 1});
    CHECK(OnlyPupil(world).id == id);
    CHECK(OnlyPupil(world).keys ==
          roster::PersonKeys{.basispoort_id = 7, .eck_id = "https://ketenid.test/1", .las_key = "ll-1"});
    record.keys = {.basispoort_id = 7, .eck_id = {}, .las_key = {}};
    CHECK(world.Take({.pupils = {record}}).pupils == Counts{.unchanged = 1});
}

TEST_CASE("a weaker key does not find a person whom the batch names by another stronger key", "[ROS-03]") {
    for (const int line : {1, 3}) {  // before and after the record of the person
        World world;
        auto first = PupilRecord(1, "Een", 2);
        first.keys.las_key = "ll-1";
        world.Take({.pupils = {first}});
        const auto id = OnlyPupil(world).id;
        first.keys.las_key = "ll-9";
        auto second = PupilRecord(2, "Twee", line);
        second.keys.las_key = "ll-1";
        CAPTURE(line);
        CHECK(world.Take({.pupils = {second, first}}).pupils == Counts{.added = 1, .changed = 1});
        for (const auto& pupil : world.state.pupils) CHECK((pupil.id == id) == (pupil.name.family == "Een"));
    }
}

TEST_CASE("a key that starts with # identifies nobody", "[ROS-06]") {
    World world;
    auto record = PupilRecord(0, "Voorbeeld", 3);
    record.keys = {.basispoort_id = {}, .eck_id = {}, .las_key = " #001"};
    CHECK(Reasons(world.Take({.pupils = {record}})) == Texts{"no-stable-key"});
    record.keys.eck_id = "https://ketenid.test/1";
    CHECK(world.Take({.pupils = {record}}).pupils == Counts{.added = 1});
    CHECK(OnlyPupil(world).keys.las_key.empty());
}

TEST_CASE("blanks inside a key count, those around it do not", "[ROS-06]") {
    World world;
    auto record = PupilRecord(1, "Voorbeeld", 1);
    record.keys.las_key = " 12  a ";
    world.Take({.pupils = {record}});
    CHECK(OnlyPupil(world).keys.las_key == "12  a");
}

TEST_CASE("of two records about one person the later position wins, also when they use other keys", "[ROS-05]") {
    for (const bool swapped : {false, true}) {
        World world;
        auto by_id = PupilRecord(1, "Eerst", swapped ? 2 : 1);
        by_id.keys.eck_id = "e1";
        auto by_eck = PupilRecord(0, "Later", swapped ? 1 : 2);
        by_eck.keys = {.basispoort_id = {}, .eck_id = "e1", .las_key = {}};
        CHECK(world.Take({.pupils = {by_eck, by_id}}).pupils == Counts{.added = 1});
        CHECK(OnlyPupil(world).name.family == (swapped ? "Eerst" : "Later"));
    }
}

TEST_CASE("what is wrong with a pupil rejects that record and nothing of it is applied", "[ROS-08][ROS-03]") {
    const auto with = [](auto change) {
        auto pupil = PupilRecord(5, "Voorbeeld", 7);
        change(pupil);
        return pupil;
    };
    struct Row {
        IncomingPupil pupil;
        const char* field;
        const char* reason;
    };
    const Row rows[] = {
        {with([](auto& p) { p.name = {}; }), "achternaam", "missing-name"},
        {with([](auto& p) { p.name.family = std::string(201, 'x'); }), "achternaam", "too-long"},
        {with([](auto& p) { p.name.prefix = "van den der"; }), "voorvoegsel", "too-long"},
        {with([](auto& p) { p.name.given = std::string(65, 'x'); }), "voornaam", "too-long"},
        {with([](auto& p) { p.keys.eck_id = std::string(257, 'x'); }), "eckid", "too-long"},
        {with([](auto& p) { p.name.given = "A\x1Bz"; }), "voornaam", "invalid-text"},
        {with([](auto& p) { p.keys.las_key = "a\nb"; }), "lasKey", "invalid-text"},
        {with([](auto& p) { p.year_group = "9"; }), "jaargroep", "invalid-year-group"},
        {with([](auto& p) { p.group = "NOPE"; }), "groep", "unknown-group"},
        {with([](auto& p) { p.group = "PLUS"; }), "groep", "unknown-group"},
        {with([](auto& p) { p.composed_groups = {"PLUS", "G5A"}; }), "subgroepen", "unknown-group"},
        {with([](auto& p) { p.head.fault = Fault{"persoonsgegevens", "invalid-type"}; }), "persoonsgegevens",
         "invalid-type"},
    };
    for (const auto& row : rows) {
        World world;
        world.Take(
            {.groups = {BaseGroup("G5A"), ComposedGroup("PLUS")}, .pupils = {PupilRecord(5, "Zoals het was", 1)}});
        const auto before = world.state;
        const auto result =
            world.TakeSnapshot({.groups = {BaseGroup("G5A"), ComposedGroup("PLUS")}, .pupils = {row.pupil}});
        CAPTURE(row.field, row.reason);
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].field == row.field);
        CHECK(result.rejections[0].reason == row.reason);
        CHECK(result.rejections[0].key == "5");
        CHECK(result.pupils == Counts{.rejected = 1});
        CHECK(world.state == before);  // also: a rejected record is no sign that the pupil left
    }
}

TEST_CASE("every reason has a Dutch and an English text", "[ROS-08]") {
    for (const auto reason : rejected::kAll) {
        const auto rejection = MakeRejection(Entity::kPupil, At(1), "5", {.field = {}, .reason = std::string(reason)});
        CAPTURE(reason);
        CHECK_FALSE(rejection.message_nl.empty());
        CHECK_FALSE(rejection.message_en.empty());
    }
}

TEST_CASE("a former pupil is not taken in, and goes when present", "[ROS-06]") {
    IncomingRoster batch{.groups = {BaseGroup("H")}, .reference_day = Day("2026-10-01")};
    batch.groups[0].year_group = "H";
    auto former = PupilRecord(1, "Weg", 5);
    bool is_former = true;
    SECTION("historic year group") { former.year_group = "H"; }
    SECTION("historic group") {
        former.year_group.clear();
        former.group = "H";
    }
    SECTION("left before the day the file speaks of") { former.leave_date = Day("2026-09-30"); }
    SECTION("leaves on that day: not former yet") {
        former.leave_date = Day("2026-10-01");
        is_former = false;
    }
    batch.pupils = {former};
    World world;
    world.options.source = Source::kEdexml;
    CHECK(world.Preview(batch).pupils == (is_former ? Counts{.rejected = 1} : Counts{.added = 1}));
    CHECK(Reasons(world.Preview(batch)) == (is_former ? Texts{"former-pupil"} : Texts{}));
    world.Take({.pupils = {PupilRecord(1, "Weg", 1)}});
    const auto result = world.Take(batch);
    CHECK(result.pupils.removed == (is_former ? 1 : 0));
    CHECK(result.rejections.empty());
    CHECK(world.state.pupils.size() == (is_former ? 0 : 1));
}

TEST_CASE("an e-mail address belongs to one member of staff and a clash rejects that record only", "[ROS-04][ROS-08]") {
    World world;
    world.Take({.staff = {StaffRecord(1, "Anna@School.test", 1)}});
    CHECK(world.state.staff[0].email == "anna@school.test");

    SECTION("the present holder keeps it") {
        const auto result =
            world.Take({.staff = {StaffRecord(2, "ANNA@school.test", 1), StaffRecord(3, "c@school.test", 2)}});
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].reason == "duplicate-email");
        CHECK(result.rejections[0].key == "2");
        CHECK(result.staff == Counts{.added = 1, .rejected = 1});
    }
    SECTION("also when the holder comes later in the same batch") {
        const auto result =
            world.Take({.staff = {StaffRecord(2, "anna@school.test", 1), StaffRecord(1, "anna@school.test", 2)}});
        CHECK(result.staff == Counts{.unchanged = 1, .rejected = 1});
    }
    SECTION("of two new ones the first by position has it") {
        const auto result =
            world.Take({.staff = {StaffRecord(3, "nieuw@school.test", 9), StaffRecord(2, "nieuw@school.test", 4)}});
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].key == "3");
    }
    SECTION("two members may swap addresses in one batch") {
        world.Take({.staff = {StaffRecord(2, "b@school.test", 1)}});
        const auto result =
            world.Take({.staff = {StaffRecord(1, "b@school.test", 1), StaffRecord(2, "anna@school.test", 2)}});
        CHECK(result.staff == Counts{.changed = 2});
        CHECK(result.rejections.empty());
    }
    SECTION("a rejected record keeps the address it has, and that can reject the next") {
        world.Take({.staff = {StaffRecord(2, "b@school.test", 1)}});
        // 1 wants b (held by 2, who is not named), 3 wants what 1 does not give up.
        const auto result =
            world.Take({.staff = {StaffRecord(1, "b@school.test", 1), StaffRecord(3, "anna@school.test", 2)}});
        CHECK(result.staff == Counts{.rejected = 2});
    }
    SECTION("a record that is rejected for its key claims its address no longer") {
        auto first = StaffRecord(2, "", 1);
        first.keys.eck_id = "e1";
        world.Take({.staff = {first}});
        auto thief = StaffRecord(3, "nieuw@school.test", 1);
        thief.keys.eck_id = "e1";
        first.email = "b@school.test";
        const auto result = world.Take({.staff = {thief, first, StaffRecord(4, "nieuw@school.test", 3)}});
        CAPTURE(Reasons(result));
        CHECK(world.state.staff.size() == 3);
    }
    SECTION("the address of somebody who goes in the same batch is free") {
        const auto result =
            world.Take({.staff = {StaffRecord(2, "anna@school.test", 1), Deleting(StaffRecord(1, "", 2))}});
        CHECK(result.staff == Counts{.added = 1, .removed = 1});
    }
    SECTION("what is no address is rejected") {
        CHECK(Reasons(world.Take({.staff = {StaffRecord(2, "06-12345678", 1)}})) == Texts{"invalid-email"});
    }
}

TEST_CASE("who is rejected is named, and in a clash who has it already", "[ROS-04][ROS-08]") {
    const auto staff = [](std::int64_t id, std::string given, std::string email, int line) {
        auto record = StaffRecord(id, std::move(email), line);
        record.name = {.given = std::move(given), .prefix = " van  den", .family = "Berg"};
        return record;
    };
    World world;
    world.Take({.staff = {staff(1, "Anna", "anna@school.test", 1), staff(2, "Bea", "bea@school.test", 2)}});

    SECTION("two members of staff with one address") {
        const auto result = world.Take({.staff = {staff(3, "Cor", "anna@school.test", 1)}});
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].name == "Cor van den Berg");
        CHECK(result.rejections[0].other_name == "Anna van den Berg");
        for (const auto* text : {&result.rejections[0].message_nl, &result.rejections[0].message_en}) {
            CHECK(text->find("Berg") == std::string::npos);
        }
    }
    SECTION("the one who has it is named as the batch leaves him") {
        const auto result =
            world.Take({.staff = {staff(1, "Annie", "anna@school.test", 1), staff(3, "Cor", "anna@school.test", 2)}});
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].other_name == "Annie van den Berg");
    }
    SECTION("a chain: each gets what the next was not allowed to give up") {
        const auto result =
            world.Take({.staff = {staff(1, "Anna", "bea@school.test", 1), staff(3, "Cor", "anna@school.test", 2)}});
        REQUIRE(result.rejections.size() == 2);
        CHECK(result.rejections[0].other_name == "Bea van den Berg");
        CHECK(result.rejections[1].name == "Cor van den Berg");
        CHECK(result.rejections[1].other_name == "Anna van den Berg");
    }
    SECTION("a deletion, or a record that could not be read, is named after whom the school knows") {
        auto unread = staff(1, "", "", 1);
        unread.name = {};
        unread.head.fault = Fault{"emailadres", std::string(rejected::kInvalidType)};
        const auto result = world.Take({.staff = {unread}});
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].name == "Anna van den Berg");
        CHECK(result.rejections[0].other_name.empty());
    }
    SECTION("a key that two records of a file have") {
        auto second = staff(1, "Dirk", "", 2);
        second.head.fault = Fault{"key", std::string(rejected::kDuplicateKey)};
        const auto result = world.Take({.staff = {staff(1, "Anna", "anna@school.test", 1), second}});
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].name == "Dirk van den Berg");
        CHECK(result.rejections[0].other_name == "Anna van den Berg");
    }
    SECTION("what is no name is not repeated") {
        auto odd = staff(3, "Cor\x1B", "c@school.test", 1);
        odd.name.family = std::string(201, 'x');
        const auto result = world.Take({.staff = {odd}});
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].name == "van den");
    }
}

TEST_CASE("a long chain of clashes is settled in one pass", "[ROS-04]") {
    // Everyone wants the next one's address, and the last address is kept by one whom the batch does not name.
    constexpr int kMembers = 20000;
    const auto address = [](int member) { return "box" + std::to_string(member) + "@school.test"; };
    World world;
    IncomingRoster all;
    for (int i = 1; i <= kMembers; ++i) all.staff.push_back(StaffRecord(i, address(i), i));
    world.Take(all);
    all.staff.pop_back();
    for (int i = 1; i < kMembers; ++i) all.staff[static_cast<std::size_t>(i - 1)].email = address(i + 1);
    const auto result = world.Take(all);
    CHECK(result.staff == Counts{.rejected = kMembers - 1});
    CHECK(result.changes.Empty());
}

TEST_CASE("a key that belongs to another is not taken over", "[ROS-03][ROS-08]") {
    World world;
    auto first = PupilRecord(1, "Een", 1);
    first.keys.eck_id = "e1";
    auto second = PupilRecord(2, "Twee", 2);
    second.keys.eck_id = "e2";
    world.Take({.pupils = {first, second}});
    second.keys.eck_id = "e1";
    const auto result = world.Take({.pupils = {second}});
    CHECK(Reasons(result) == Texts{"duplicate-key"});
    CHECK(result.changes.Empty());
}

TEST_CASE("two strangers with one weaker key are not made one person", "[ROS-03][ROS-08]") {
    World world;
    auto from_file = PupilRecord(0, "Voorbeeld", 1);
    from_file.keys = {.basispoort_id = {}, .eck_id = {}, .las_key = "ll-1"};
    world.Take({.pupils = {from_file}});
    auto first = PupilRecord(5, "Vijf", 1);
    auto second = PupilRecord(6, "Zes", 2);
    first.keys.las_key = second.keys.las_key = "ll-1";
    const auto result = world.Take({.pupils = {first, second}});
    CHECK(result.pupils == Counts{.changed = 1, .rejected = 1});
    CHECK(Reasons(result) == Texts{"duplicate-key"});
    CHECK(OnlyPupil(world).name.family == "Vijf");
}

TEST_CASE("roles and end date come from Basispoort only", "[ROS-04]") {
    World world;
    auto record = StaffRecord(1, "ict@school.test", 1);
    record.keys.las_key = "LK1";
    record.roles = {roster::StaffRole::kTeacher, roster::StaffRole::kIctCoordinator, roster::StaffRole::kTeacher};
    record.end_date = Day("2027-01-31");
    world.Take({.staff = {record}});
    const std::vector roles{roster::StaffRole::kTeacher, roster::StaffRole::kIctCoordinator};
    CHECK(world.state.staff[0].roles == roles);

    world.options.source = Source::kEdexml;
    IncomingStaff from_file{.head = {.at = At(1)},
                            .keys = {.basispoort_id = {}, .eck_id = {}, .las_key = "LK1"},
                            .name = record.name,
                            .email = record.email,
                            .roles = {roster::StaffRole::kIntern}};
    CHECK(world.Take({.staff = {from_file}}).staff == Counts{.unchanged = 1});
    from_file.keys.las_key = "LK2";
    from_file.email.clear();
    from_file.roles = {roster::StaffRole::kIctCoordinator};
    world.Take({.staff = {from_file}});
    REQUIRE(world.state.staff.size() == 2);
    CHECK(world.state.staff[1].roles.empty());

    world.options.source = Source::kBasispoort;
    record.roles.clear();
    record.end_date.reset();
    world.Take({.staff = {record}});
    CHECK(world.state.staff[0].roles.empty());
    CHECK_FALSE(world.state.staff[0].end_date);
}

TEST_CASE("a file of the LAS does not take away who was made by hand at Basispoort", "[ROS-04]") {
    World world;
    auto by_hand = StaffRecord(1, "inval@school.test", 1);
    by_hand.end_date = Day("2027-01-31");
    world.Take({.staff = {by_hand, StaffRecord(2, "vast@school.test", 2)}});

    world.options.source = Source::kEdexml;
    world.options.kind = BatchKind::kSnapshot;
    IncomingStaff from_file{.head = {.at = At(1)},
                            .keys = {.basispoort_id = {}, .eck_id = {}, .las_key = "LK1"},
                            .name = {.given = "Nieuw", .prefix = {}, .family = "Nieuw"},
                            .email = "nieuw@school.test"};
    CHECK(world.Take({.staff = {from_file}}).staff == Counts{.added = 1, .removed = 1});
    REQUIRE(world.state.staff.size() == 2);
    CHECK(world.state.staff[0].email == "inval@school.test");

    world.options.source = Source::kBasispoort;
    CHECK(world.Take({.staff = {StaffRecord(2, "vast@school.test", 1)}}).staff.removed == 2);
}

TEST_CASE("a snapshot removes whom it does not name, a delta does not", "[ROS-05]") {
    World world;
    IncomingRoster all{.pupils = {PupilRecord(1, "Een", 1), PupilRecord(2, "Twee", 2)},
                       .staff = {StaffRecord(3, "c@school.test", 3), StaffRecord(4, "d@school.test", 4)}};
    world.Take(all);
    all.pupils.pop_back();
    all.staff.pop_back();
    CHECK(world.Take(all).changes.Empty());
    const auto result = world.TakeSnapshot(all);
    CHECK(result.pupils == Counts{.removed = 1, .unchanged = 1});
    CHECK(result.staff == Counts{.removed = 1, .unchanged = 1});
}

}  // namespace
}  // namespace suite::roster_sync::test
