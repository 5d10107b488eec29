// From where a school is on the internet: kept by its coordinator, asked by method software (ACC-05).
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/functional/limits/second_gateway.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::SecondGateway;
using suite::testing::SuiteFixture;

const std::vector<std::string> kBehindProxy{"SLEUTELBOS_GATEWAY_TRUSTED_PROXIES=127.0.0.1"};

SuiteFixture::Environment BehindProxy(const std::filesystem::path&) { return {{"gateway", kBehindProxy}}; }

struct World {
    explicit World(Dialect dialect) : fixture(dialect, &BehindProxy), demo(LoadDemo(fixture)) {}

    Caller& Coordinator() { return fixture.Api().Coordinator(demo.school, demo.coordinator); }
    Caller& Software() { return fixture.Api().Machine("method-software"); }
    std::string Addresses() const { return "/schools/" + demo.school + "/known-addresses"; }
    std::string AtSchool() const { return "/schools/" + demo.school + "/at-school"; }

    SuiteFixture fixture;
    Demo demo;
};

/// As nginx passes it on.
Answer GetFrom(Caller& caller, const std::string& path, const std::string& address) {
    return caller.Send("GET", path, {}, {{"X-Forwarded-For", address}});
}

Answer AddWithKey(Caller& caller, const std::string& path, const json& body, const std::string& key) {
    return caller.Send("POST", path, body.dump(), {{"Content-Type", "application/json"}, {"Idempotency-Key", key}});
}

}  // namespace

TEST_CASE("a coordinator adds the school's addresses and pupils there are at school at every gateway",
          "[ACC-05][ACC-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    World world(dialect);
    auto& coordinator = world.Coordinator();
    const SecondGateway second(world.fixture.Suite(), kBehindProxy);
    Caller software_there(second.Url(), world.Software().Token());
    const auto at = [&](const std::string& address) {
        const auto here = world.Software().Get(world.AtSchool() + "?address=" + address);
        const auto there = software_there.Get(world.AtSchool() + "?address=" + address);
        CAPTURE(here.body, there.body);
        REQUIRE(here.status == 200);
        CHECK(here.json == there.json);
        CHECK(here.json.at("schoolId") == world.demo.school);
        return here.json.at("atSchool").get<bool>();
    };

    CHECK(coordinator.Get(world.Addresses()).json == json{{"items", json::array()}, {"most", 50}});
    CHECK_FALSE(at("93.184.216.34"));
    const auto added = AddWithKey(coordinator, world.Addresses(),
                                  {{"address", "93.184.216.32 - 93.184.216.47"}, {"note", "hoofdgebouw"}}, "adres-1");
    CAPTURE(added.body);
    REQUIRE(added.status == 201);
    CHECK(added.json.at("address") == "93.184.216.32/28");
    CHECK(added.json.at("note") == "hoofdgebouw");
    CHECK(added.json.at("addedByRole") == "coordinator");
    CHECK(added.json.at("addedByPersonId") == world.demo.coordinator);
    CHECK(at("93.184.216.34"));
    CHECK(at("::ffff:93.184.216.47"));
    CHECK_FALSE(at("93.184.216.48"));

    // Sent again it is there once.
    const auto again = AddWithKey(coordinator, world.Addresses(),
                                  {{"address", "93.184.216.32 - 93.184.216.47"}, {"note", "hoofdgebouw"}}, "adres-1");
    CHECK(again.body == added.body);
    REQUIRE(coordinator.Post(world.Addresses(), {{"address", "2606:2800:220:1::/64"}}).status == 201);
    CHECK(at("2606:2800:220:1:248:1893:25c8:1946"));
    const auto list = coordinator.Get(world.Addresses());
    REQUIRE(list.json.at("items").size() == 2);
    CHECK(list.json["items"][0] == added.json);
    CHECK(coordinator.Send("GET", world.Addresses(), {}, {{"If-None-Match", list.headers.at("etag")}}).status == 304);

    // What is wrong is said in words that a school understands.
    const auto refused = [&](const std::string& address, int status, const std::string& code) {
        CAPTURE(address);
        const auto answer = coordinator.Send("POST", world.Addresses(), json{{"address", address}}.dump(),
                                             {{"Content-Type", "application/json"}, {"Accept-Language", "nl"}});
        CheckProblem(answer, status, code);
        return answer.json.at("detail").get<std::string>();
    };
    CHECK_THAT(refused("gymzaal", 400, "address-invalid"), Catch::Contains("Vul een adres in"));
    CHECK_THAT(refused("192.168.1.10", 400, "address-not-public"), Catch::Contains("Jouw adres nu"));
    CHECK_THAT(refused("93.0.0.0/8", 400, "address-too-wide"), Catch::Contains("netwerkbeheerder"));
    CHECK(refused("93.184.216.40", 409, "address-overlaps") ==
          "Het valt samen met 93.184.216.32/28. Haal dat eerst weg als je het anders wilt opschrijven.");
    CheckProblem(coordinator.Post(world.Addresses(), {{"address", "93.184.217.1"}, {"note", std::string(61, 'x')}}),
                 400, "invalid-request");
    CheckProblem(coordinator.Post(world.Addresses(), {{"address", "93.184.217.1"}, {"clientAddress", "93.184.217.1"}}),
                 400, "invalid-request");

    const auto one = world.Addresses() + "/" + added.json.at("id").get<std::string>();
    const auto removed = world.fixture.Api().Helpdesk().Delete(one);
    CHECK(removed.status == 200);
    CHECK(removed.json == added.json);
    CHECK_FALSE(at("93.184.216.34"));
    CheckProblem(coordinator.Delete(one), 404, "address-unknown");

    // Who did it is in the school's log; the addresses are not.
    const auto log = coordinator.Get("/schools/" + world.demo.school + "/audit-entries");
    CHECK(log.body.find("93.184") == std::string::npos);
    const auto entries = [&](const std::string& operation) {
        return ListOf(coordinator, "/schools/" + world.demo.school + "/audit-entries?operation=" + operation);
    };
    REQUIRE(entries("address-added").size() == 2);
    CHECK(entries("address-added")[1].at("about") == json{{"kind", "address"}, {"id", added.json.at("id")}});
    CHECK(entries("address-added")[1].at("sentence") == "De ICT-coördinator voegde een IP-adres van de school toe.");
    REQUIRE(entries("address-removed").size() == 1);
    CHECK(entries("address-removed")[0].at("doneBy").at("role") == "helpdesk");
    CHECK_FALSE(world.fixture.Suite().CheckAlive());
}

TEST_CASE(
    "a coordinator sees the own address and adds it by one click and everyone of the school learns whether they "
    "are there",
    "[ACC-05]") {
    World world(Dialect::kSqlite);
    auto& coordinator = world.Coordinator();
    const auto mine = world.Addresses() + "/mine";
    auto answer = GetFrom(coordinator, mine, "93.184.216.34");
    REQUIRE(answer.status == 200);
    CHECK(answer.json ==
          json{{"address", "93.184.216.34"}, {"toAdd", "93.184.216.34"}, {"atSchool", false}, {"problem", nullptr}});
    CHECK(GetFrom(coordinator, mine, "2606:2800:220:1:248:1893:25c8:1946").json.at("toAdd") == "2606:2800:220:1::/64");
    REQUIRE(coordinator.Post(world.Addresses(), {{"address", answer.json.at("toAdd")}}).status == 201);
    answer = GetFrom(coordinator, mine, "93.184.216.34");
    CHECK(answer.json.at("atSchool") == true);
    CHECK(answer.json.at("toAdd").is_null());
    CHECK(answer.json.at("problem").at("code") == "address-overlaps");

    // Without a proxy's word it is the connection's own address, and what a client says at the left is its tale.
    answer = coordinator.Send("GET", mine, {}, {{"Accept-Language", "nl"}});
    CHECK(answer.json.at("address") == "127.0.0.1");
    CHECK(answer.json.at("problem").at("title") == "Dit is geen adres op internet");
    CHECK(GetFrom(coordinator, mine, "93.184.216.34, 93.184.217.9").json.at("address") == "93.184.217.9");

    auto& teacher = world.fixture.Api().Teacher(world.demo.school, world.demo.teacher);
    CHECK(GetFrom(teacher, world.AtSchool(), "93.184.216.34").json.at("atSchool") == true);
    CHECK(GetFrom(teacher, world.AtSchool(), "93.184.216.35").json.at("atSchool") == false);
    CHECK(GetFrom(teacher, world.AtSchool() + "?address=93.184.216.34", "93.184.216.35").json.at("atSchool") == true);
    CheckProblem(teacher.Get(world.Addresses()), 403, "forbidden");
    CheckProblem(teacher.Get(world.AtSchool() + "?address=school"), 400, "invalid-request");
    CheckProblem(teacher.Get(world.AtSchool() + "?clientAddress=93.184.216.34"), 400, "invalid-request");
    // Where the software itself runs is not the question.
    CheckProblem(GetFrom(world.Software(), world.AtSchool(), "93.184.216.34"), 400, "invalid-request");
    CheckProblem(world.fixture.Api().Machine("order-system").Get(world.AtSchool() + "?address=93.184.216.34"), 403,
                 "forbidden");
    CheckProblem(world.Software().Get("/schools/" + suite::EncodeId(4711) + "/at-school?address=93.184.216.34"), 404,
                 "school-unknown");
    CheckProblem(world.fixture.Api().Nobody().Get(world.AtSchool()), 401, "unauthenticated");
}

TEST_CASE("a school has at most fifty addresses and its addresses stand in no log", "[ACC-05][ACC-07]") {
    World world(Dialect::kSqlite);
    auto& coordinator = world.Coordinator();
    for (int i = 0; i < 50; ++i) {
        const auto added = coordinator.Post(world.Addresses(), {{"address", "93.184.216." + std::to_string(i)}});
        CAPTURE(added.body);
        REQUIRE(added.status == 201);
    }
    CheckProblem(coordinator.Post(world.Addresses(), {{"address", "93.184.217.1"}}), 409, "addresses-exhausted");
    CHECK(GetFrom(coordinator, world.Addresses() + "/mine", "93.184.217.1").json.at("problem").at("code") ==
          "addresses-exhausted");
    CHECK(GetFrom(coordinator, world.AtSchool(), "93.184.216.7").json.at("atSchool") == true);
    // Another school may be at the same address: a building has two.
    auto& other = world.fixture.Api().Coordinator(world.demo.other_school, world.demo.other_coordinator);
    CHECK(
        other.Post("/schools/" + world.demo.other_school + "/known-addresses", {{"address", "93.184.216.7"}}).status ==
        201);

    int logs = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(world.fixture.Data())) {
        if (!entry.is_regular_file() || entry.path().extension() != ".log") continue;
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        CAPTURE(entry.path().string());
        CHECK(text.str().find("93.184.216.7") == std::string::npos);
        ++logs;
    }
    CHECK(logs >= 5);
}
