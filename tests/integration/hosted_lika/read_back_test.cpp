// What is found in Basispoort's lists, and what follows from it.
#include "world.hpp"

namespace suite::licence::test {
namespace {

using Users = std::set<std::string>;
using sql::Dialect;

const Users kOfGroup5{"500001", "500002", "600009"};

/// Somebody else with the publisher's certificate.
void Meddle(World& world, const std::string& verb, const std::vector<UserKey>& users) {
    auto client = ClientOf(world.stand_in);
    REQUIRE(
        (verb == "add" ? client->AddUsers(kOfProduct, users, Soon()) : client->RemoveUsers(kOfProduct, users, Soon())));
}

}  // namespace

TEST_CASE("who was sent waits, and is visible once seen in the list", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    auto icons = world.SeeGroup();
    CHECK(icons.state == IconState::kWaiting);
    CHECK(icons.persons == 3);
    CHECK(icons.waiting == 3);
    const auto report = world.LookBack();
    CHECK(report.visible == 6);  // product and method
    CHECK(report.dropped == 0);
    icons = world.SeeGroup();
    CHECK(icons.state == IconState::kVisible);
    CHECK(icons.visible_since == world.clock.Now());
    CHECK(world.See().checked_at == world.clock.Now());
    CHECK(world.See().missing.empty());
}

TEST_CASE("a list is read when it is its turn, and not while there is nothing to see", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    CHECK(world.LookBack().lists == 3);  // two with users, and the day's compare of the third
    CHECK(world.LookBack().lists == 2);  // the day's compare of those two
    CHECK(world.LookBack().lists == 0);
    world.Link(kGroup6);
    world.Run();
    CHECK(world.read_back().value().lists == 0);  // too early to say anything
    CHECK(world.LookBack().lists == 2);
}

TEST_CASE("whom Basispoort does not know is named, and shown as soon as it knows", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.stand_in.Control().Unknown("[500002]");
    world.Begin();
    CHECK(world.LookBack().dropped == 2);
    auto seen = world.See();
    REQUIRE(seen.missing.size() == 1);
    CHECK(seen.missing[0].name == "Aatje Verloren");
    CHECK(seen.missing[0].person == PersonId{2});
    CHECK(seen.missing[0].problem == IconProblem::kUnknownThere);
    CHECK(seen.links[0].icons.state == IconState::kDropped);
    CHECK(seen.links[0].icons.visible == 2);
    CHECK(seen.links[0].icons.dropped == 1);

    // Tried again every day, without a flicker.
    world.NextDay();
    CHECK(world.SeeGroup().state == IconState::kDropped);
    world.stand_in.Control().Unknown("[]");
    world.NextDay();
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    CHECK(world.SeeGroup().state == IconState::kVisible);
    CHECK(world.See().missing.empty());
}

TEST_CASE("who cannot be told of is named too", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    auto changes = World::Whole(kSchool, 2);
    changes.pupils[1].keys = {.basispoort_id = std::nullopt, .eck_id = {}, .las_key = "12"};
    world.Take(changes);
    world.Run();
    world.LookBack();
    const auto seen = world.See();
    REQUIRE(seen.missing.size() == 1);
    CHECK(seen.missing[0].problem == IconProblem::kNoKey);
    CHECK(world.Listed(kOfProduct) == Users{"500001", "600009"});
}

TEST_CASE("the daily compare puts back who was taken out, and takes out who does not belong", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    world.LookBack();
    world.LookBack();
    Meddle(world, "remove", {{.basispoort_id = 500001}});
    Meddle(world, "add", {{.basispoort_id = 500103}, {.institution = 1002, .eck_id = "eck-101"}});
    const auto report = world.NextDay();
    CHECK(report.lost == 1);
    CHECK(report.strangers == 2);
    CHECK(report.held == 0);
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    CHECK(world.SeeGroup().state == IconState::kWaiting);
    world.LookBack();
    CHECK(world.SeeGroup().state == IconState::kVisible);
}

TEST_CASE("too many strangers are left for a person to judge, who can have the list put whole", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    world.LookBack();
    world.LookBack();
    std::string lines;
    std::vector<UserKey> many;
    for (std::int64_t id = 700001; id <= 700030; ++id) {
        lines +=
            R"({"type":"pupil","op":"upsert","schoolId":1003,"id":)" + std::to_string(id) + R"(,"data":{}})" + "\n";
        many.push_back({.basispoort_id = id});
    }
    world.stand_in.Control().PutSchool(1003, lines);
    Meddle(world, "add", many);
    CHECK(world.NextDay().held == 30);
    CHECK(world.Listed(kOfProduct).size() == 33);

    const SeeVisibility visibility(world.store, world.clock, true);
    CHECK(visibility.Repair(kCoordinator, "taal-5", Soon()).error().code == Code::kPermissionDenied);
    CHECK(visibility.Repair(kHelpdesk, "taal-9", Soon()).error().code == Code::kNotFound);
    CHECK(SeeVisibility(world.store, world.clock, false).Repair(kHelpdesk, "taal-5", Soon()).error().code ==
          Code::kFailedPrecondition);
    world.Writes();
    REQUIRE(visibility.Repair(kHelpdesk, "taal-5", Soon()));
    world.Run();
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    CHECK(world.Listed(kOfMethod) == kOfGroup5);
    const auto writes = world.Writes();
    CHECK(std::ranges::count(writes, "PUT /methode/taal/product/taal-5/gebruiker") == 1);
    CHECK(std::ranges::count(writes, "PUT /methode/taal/gebruiker") == 1);
    world.LookBack();
    CHECK(world.SeeGroup().state == IconState::kVisible);
}

TEST_CASE("what Basispoort lost altogether comes back: method, products, users", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    world.LookBack();
    auto client = ClientOf(world.stand_in);
    for (const auto* product : {"taal-5", "taal-6"}) REQUIRE(client->RemoveProduct("taal", product, Soon()));
    REQUIRE(client->RemoveMethod("taal", Soon()));
    SECTION("found out by the compare") { world.NextDay(); }
    SECTION("found out by a change") {
        world.Link(kGroup6);
        world.Run();
    }
    for (int i = 0; i < 4; ++i) world.LookBack();
    world.NextDay();
    world.LookBack();
    auto users = world.Listed(kOfProduct);
    users.erase("500003");
    users.erase("eck-4");
    CHECK(users == kOfGroup5);
}

TEST_CASE("school, licence and role are checked", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    const SeeVisibility see(world.store, world.clock, false);
    CHECK(see(kCoordinator, kSchool, kLicence, Soon()).value().setup == IconSetup::kOff);
    CHECK(see(kHelpdesk, kSchool, kLicence, Soon()));
    CHECK(see(kCoordinator, kOther, kLicence, Soon()).error().code == Code::kNotFound);
    CHECK(see(kHelpdesk, kOther, kLicence, Soon()).error().code == Code::kNotFound);
    Actor teacher = kCoordinator;
    teacher.role = Role::kTeacher;
    CHECK(see(teacher, kSchool, kLicence, Soon()).error().code == Code::kPermissionDenied);
}

}  // namespace suite::licence::test
