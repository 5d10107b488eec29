// Who is in Basispoort's lists, after what happens at school.
#include "world.hpp"

namespace suite::licence::test {
namespace {

using Users = std::set<std::string>;
using Paths = std::vector<std::string>;
using sql::Dialect;

const Users kOfGroup5{"500001", "500002", "600009"};

}  // namespace

TEST_CASE("a linked group is in the lists of product and method, an unlinked one is not, and no more is said",
          "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    CHECK(world.Listed(kOfMethod) == kOfGroup5);
    world.Writes();

    // A second product of the method: its list only, but for who is new to the method.
    world.Save(World::LicenceOf(kSchool, kLicence6, "taal-6"));
    world.Link(kGroup5, kSchool, true, kLicence6);
    world.Run();
    CHECK(world.Listed(kOfProduct6) == kOfGroup5);
    CHECK(world.Writes() == Paths{"POST /methode/taal/product/taal-6/gebruiker/addlist"});
    world.Link(kGroup6, kSchool, true, kLicence6);
    world.Run();
    CHECK(world.Listed(kOfProduct6) == Users{"500001", "500002", "600009", "500003", "eck-4"});
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    world.Writes();

    // Without the first product they stay in the method by the second.
    world.Link(kGroup5, kSchool, false);
    world.Run();
    CHECK(world.Listed(kOfProduct).empty());
    CHECK(world.Listed(kOfMethod) == world.Listed(kOfProduct6));
    CHECK(world.Writes() == Paths{"POST /methode/taal/product/taal-5/gebruiker/removelist"});
    world.Link(kGroup5, kSchool, false, kLicence6);
    world.Link(kGroup6, kSchool, false, kLicence6);
    world.Run();
    CHECK(world.Listed(kOfMethod).empty());
    CHECK(world.Listed(kOfProduct6).empty());
    CHECK(world.Count("SELECT COUNT(*) FROM basispoort_user") == 0);
    // Nothing to say, nothing said.
    world.Writes();
    world.Link(kGroup5, kSchool, false);
    world.Run();
    CHECK(world.Writes().empty());
}

TEST_CASE("many changes of a school are one message", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    for (int i = 0; i < 5; ++i) world.Link(kGroup6, kSchool, i % 2 == 0);
    CHECK(world.Count("SELECT COUNT(*) FROM outbox WHERE topic = 'basispoort-users'") == 1);
}

TEST_CASE("a school without licences costs nothing", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    CHECK(world.Count("SELECT COUNT(*) FROM outbox WHERE topic = 'basispoort-users'") == 0);
    world.Save(World::LicenceOf(kSchool, kLicence, "taal-5"));
    world.Run();
    world.Take(World::Whole(kSchool, 2));
    world.Take(World::Whole(kOther, 2));
    CHECK(world.Count("SELECT COUNT(*) FROM outbox WHERE topic = 'basispoort-users' AND school_id = 101") == 1);
    CHECK(world.Count("SELECT COUNT(*) FROM outbox WHERE topic = 'basispoort-users' AND school_id = 102") == 0);
}

TEST_CASE("the lists follow the roster: moves, leavers, new numbers, closing, consent", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    auto changes = World::Whole(kSchool, 2);
    Users expected;
    SECTION("a pupil moves in") {
        changes.pupils[2].base_group = kGroup5;
        expected = {"500001", "500002", "500003", "600009"};
    }
    SECTION("a pupil without a number moves in") {
        changes.pupils[3].base_group = kGroup5;
        expected = {"500001", "500002", "eck-4", "600009"};
    }
    SECTION("a pupil moves out, another leaves") {
        changes.pupils[0].base_group = kGroup6;
        changes.pupils.erase(changes.pupils.begin() + 1);
        expected = {"600009"};
    }
    SECTION("a pupil has another number") {
        changes.pupils[0].keys.basispoort_id = 500003;
        expected = {"500003", "500002", "600009"};
    }
    SECTION("the school closes") { changes.school->active = false; }
    SECTION("the school takes its tick away") { changes.school->consent = false; }
    SECTION("the group is gone") {
        changes.groups.erase(changes.groups.begin());
        for (auto& pupil : changes.pupils) pupil.base_group = kGroup6;
        changes.staff[0].groups.clear();
    }
    world.Take(changes);
    world.Run();
    CHECK(world.Listed(kOfProduct) == expected);
    CHECK(world.Listed(kOfMethod) == expected);
}

TEST_CASE("a pupil of another group, and one on a seat, get the icon like everyone", "[LIC-05][LIC-06][LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    auto per_child = World::LicenceOf(kSchool, kLicence6, "taal-6");
    per_child.kind = LicenceKind::kPupil;
    per_child.seats = 5;
    world.Save(per_child);
    world.Write([&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(kSchool));
        SUITE_RETURN_IF_ERROR(
            tx.Links().AddPupil(kSchool, kLicence, PersonId{3}, {2026}, How::kHand, world.clock.Now()));
        return tx.MappingChanged(kSchool, world.clock.Now());
    });
    REQUIRE(world.database->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) {
        return session.Execute(
            "INSERT INTO seat_assignment (school_id, person_id, licence_id, assigned_at, seat)"
            " VALUES (101, 4, 902, 0, 1)");
    }));
    world.Run();
    CHECK(world.Listed(kOfProduct) == Users{"500001", "500002", "500003", "600009"});
    CHECK(world.Listed(kOfProduct6) == Users{"eck-4"});
    world.LookBack();
    const auto links = world.See().links;
    REQUIRE(links.size() == 2);
    CHECK(links[0].subject == Subject::kGroup);
    CHECK(links[1].subject == Subject::kPupil);
    CHECK(links[1].name == "Aatje Voorbeeld");
    CHECK(links[1].icons.state == IconState::kVisible);
    const auto seats = world.See(kLicence6).links;
    REQUIRE(seats.size() == 1);
    CHECK(seats[0].subject == Subject::kSeat);
    CHECK(seats[0].icons.state == IconState::kVisible);
}

TEST_CASE("a teacher of two schools keeps the icon until the last of them stops", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    world.Save(World::LicenceOf(kOther, kLicence6, "taal-5"), kOther);
    world.Link(kGroup5, kOther, true, kLicence6);
    world.Run();
    CHECK(world.Listed(kOfProduct).size() == 5);
    world.Link(kGroup5, kSchool, false);
    world.Run();
    CHECK(world.Listed(kOfProduct) == Users{"500101", "500102", "600009"});
    world.Link(kGroup5, kOther, false, kLicence6);
    world.Run();
    CHECK(world.Listed(kOfProduct).empty());
}

TEST_CASE("the calendar gives and takes icons without anybody doing something", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    auto licence = World::LicenceOf(kSchool, kLicence, "taal-5");
    SECTION("a licence that starts tomorrow") {
        licence.start = *Date::Parse("2026-11-22");
        world.Save(licence);
        world.Run();
        CHECK(world.Listed(kOfProduct).empty());
        world.NextDay();
        CHECK(world.Listed(kOfProduct) == kOfGroup5);
    }
    SECTION("a licence whose last day is today, and a few days on which nothing ran") {
        world.NextDay();
        licence.end = *Date::Parse("2026-11-22");
        world.Save(licence);
        world.Run();
        CHECK(world.Listed(kOfProduct) == kOfGroup5);
        world.clock.Pass(std::chrono::hours(48));
        world.NextDay();
        CHECK(world.Listed(kOfProduct).empty());
    }
    SECTION("a substitute whose last day is today") {
        auto changes = World::Whole(kSchool, 2);
        changes.staff[0].end_date = *Date::Parse("2026-11-21");
        world.Take(changes);
        REQUIRE(world.sweep());
        world.Run();
        CHECK(world.Listed(kOfProduct) == kOfGroup5);
        world.NextDay();
        CHECK(world.Listed(kOfProduct) == Users{"500001", "500002"});
    }
    // Once a day is enough.
    CHECK_FALSE(world.sweep().value());
}

TEST_CASE("a product that is not in the catalogue is not told of, and is as soon as it is there", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Save(World::LicenceOf(kSchool, kLicence, "taal-5"));
    world.Link(kGroup5);
    world.Run();
    CHECK(Methods(world.stand_in).empty());
    CHECK(world.See().setup == IconSetup::kNotInCatalogue);
    world.PutCatalogue();
    CHECK(world.See().setup == IconSetup::kWaiting);
    world.Run();
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    CHECK(world.See().setup == IconSetup::kOn);
    // Another name is all that is said of it again.
    world.Writes();
    world.Write(
        [](LicenceTx& tx) { return tx.Catalogue().Save(Method{.id = "taal", .name = "Taal!", .subject = "t"}); });
    world.Run();
    CHECK(world.Writes() == Paths{"PUT /methode/taal"});
    CHECK(Methods(world.stand_in).at(0).at("naam") == "Taal!");
}

TEST_CASE("what leaves the catalogue leaves Basispoort, products before their method", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.PutCatalogue();
    world.Run();
    REQUIRE(Methods(world.stand_in).size() == 1);
    world.Write([](LicenceTx& tx) -> Status {
        for (const auto* id : {"taal-5", "taal-6"}) SUITE_RETURN_IF_ERROR(tx.Catalogue().RemoveProduct(id));
        SUITE_RETURN_IF_ERROR(tx.Catalogue().RemoveMethod("taal"));
        return {};
    });
    world.Run();
    CHECK(Methods(world.stand_in).empty());
    CHECK(world.Count("SELECT COUNT(*) FROM basispoort_list") == 0);
}

TEST_CASE("a product that Basispoort refuses says so, holds up no other, and is tried again the next day", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.stand_in.Control().Fault(
        R"({"path":"/product$","method":"POST","kind":"answer","status":400,"text":"url niet toegestaan","count":1})");
    world.Save(World::LicenceOf(kSchool, kLicence, "taal-5"));
    world.Link(kGroup5);
    world.Begin();
    CHECK(world.See().setup == IconSetup::kRefused);
    CHECK(world.Listed(kOfProduct).empty());
    CHECK(world.Listed(kOfMethod) == kOfGroup5);
    world.NextDay();
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    CHECK(world.See().setup == IconSetup::kOn);
}

}  // namespace suite::licence::test
