// A Basispoort that fails, and processes that end at the wrong moment.
#include "world.hpp"

namespace suite::licence::test {
namespace {

using Users = std::set<std::string>;
using sql::Dialect;

const Users kOfGroup5{"500001", "500002", "600009"};

}  // namespace

TEST_CASE("while Basispoort fails the school waits, and afterwards all is said", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto* script = GENERATE(R"({"path":"^/hosted-lika/","kind":"answer","status":503,"text":"onderhoud"})",
                                  R"({"path":"^/hosted-lika/","kind":"answer","status":403,"text":"certificaat"})",
                                  R"({"path":"^/hosted-lika/","kind":"broken"})",
                                  R"({"path":"addlist$","kind":"answer","status":500,"json":{"fout":1}})");
    CAPTURE(script);
    world.stand_in.Control().Fault(script);
    world.Begin();
    CHECK(world.SeeGroup().state == IconState::kWaiting);
    CHECK(world.Count("SELECT COUNT(*) FROM outbox WHERE state = 'parked'") == 0);
    world.stand_in.Control().ClearFaults();
    for (int i = 0; i < 4; ++i) world.LookBack();
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
    CHECK(world.SeeGroup().state == IconState::kVisible);
}

TEST_CASE("one list that fails holds up neither the other lists nor the other schools", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    world.Save(World::LicenceOf(kSchool, kLicence6, "taal-6"));
    world.Save(World::LicenceOf(kOther, LicenceId{903}, "taal-5"), kOther);
    world.Run();
    world.stand_in.Control().Fault(R"({"path":"/taal-5/gebruiker/addlist$","kind":"answer","status":400,"count":1})");
    world.Link(kGroup6);
    world.Link(kGroup6, kSchool, true, kLicence6);
    world.Link(kGroup6, kOther, true, LicenceId{903});
    world.Run();
    CHECK(world.Listed(kOfProduct6).contains("500003"));
    CHECK(world.Listed(kOfProduct).contains("500103"));
    world.LookBack();
    CHECK(world.Listed(kOfProduct).contains("500003"));
}

TEST_CASE("an answer that never came: it was said, and is said again", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.lika.break_adds = 1;
    world.Begin();
    CHECK(world.Count("SELECT COUNT(*) FROM basispoort_user WHERE state = 'adding'") == 6);
    SECTION("and wanted still") {
        for (int i = 0; i < 3; ++i) world.LookBack();
        CHECK(world.Listed(kOfProduct) == kOfGroup5);
        CHECK(world.SeeGroup().state == IconState::kVisible);
    }
    SECTION("and not wanted any more: it is taken back, since it may have been done") {
        world.Link(kGroup5, kSchool, false);
        for (int i = 0; i < 3; ++i) world.LookBack();
        CHECK(world.Listed(kOfMethod).empty());
        CHECK(world.Count("SELECT COUNT(*) FROM basispoort_user") == 0);
    }
}

TEST_CASE("a list that cannot be read changes nothing", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    world.LookBack();
    world.LookBack();
    const auto* kind = GENERATE("half", "broken");
    world.stand_in.Control().Fault(R"({"path":"/gebruiker","method":"GET","kind":")" + std::string(kind) + R"("})");
    world.clock.Pass(std::chrono::hours(24));
    CHECK_FALSE(world.read_back());
    CHECK(world.SeeGroup().state == IconState::kVisible);
    CHECK(world.Listed(kOfProduct) == kOfGroup5);
}

TEST_CASE("nothing but numbers and ECK iDs leaves, and nothing of a person is in messages or metrics", "[LIC-09]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    world.LookBack();
    CHECK(world.stand_in.Control().Lika().find("Aatje") == std::string::npos);
    world.Link(kGroup6);
    CHECK(world.Count("SELECT COUNT(*) FROM outbox WHERE topic LIKE 'basispoort%' AND payload <> ''") == 0);
}

}  // namespace suite::licence::test
