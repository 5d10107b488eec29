#include "services/gateway/domain/limits.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "services/gateway/route.hpp"

namespace suite::gateway {
namespace {

constexpr std::array kClasses{RouteClass::kCheck, RouteClass::kRead,  RouteClass::kWrite,  RouteClass::kUpload,
                              RouteClass::kPull,  RouteClass::kToken, RouteClass::kSignIn, RouteClass::kFailure};
constexpr std::array kKinds{PayerKind::kMachine, PayerKind::kPerson, PayerKind::kAddress};

double PerSecond(const Limit& limit) {
    return static_cast<double>(limit.count) / static_cast<double>(limit.window.count());
}

}  // namespace

TEST_CASE("the limits leave room for what the country does, and none for guessing", "[ACC-07]") {
    const Limits limits;
    // DESIGN "Numbers": the country's logins in a quarter of an hour, five times over.
    CHECK(PerSecond(limits.Of(RouteClass::kCheck, PayerKind::kMachine)) >= 5 * 1556);
    CHECK(PerSecond(limits.Of(RouteClass::kCheck, PayerKind::kMachine)) >= 10'000);
    CHECK(PerSecond(limits.Of(RouteClass::kRead, PayerKind::kPerson)) >= 10);
    CHECK(PerSecond(limits.Of(RouteClass::kRead, PayerKind::kPerson)) <= 100);
    // 500 results a request: 5,000 a second and ten times that.
    CHECK(500 * PerSecond(limits.Of(RouteClass::kWrite, PayerKind::kMachine)) >= 50'000);
    CHECK(limits.Of(RouteClass::kFailure, PayerKind::kAddress).count <= 20);
    CHECK(limits.Of(RouteClass::kFailure, PayerKind::kAddress).window >= std::chrono::seconds(60));
    for (const auto route_class : kClasses) {
        for (const auto kind : kKinds) {
            const auto& limit = limits.Of(route_class, kind);
            CAPTURE(NameOf(route_class), NameOf(kind));
            CHECK(limit.count >= 1);
            CHECK(limit.window >= std::chrono::seconds(1));
        }
        CHECK(PerSecond(limits.Of(route_class, PayerKind::kMachine)) >=
              PerSecond(limits.Of(route_class, PayerKind::kAddress)));
    }
}

TEST_CASE("checks are never settled while somebody waits, guesses always are", "[ACC-07]") {
    CHECK_FALSE(SettledAtOnce(RouteClass::kCheck));
    CHECK_FALSE(SettledAtOnce(RouteClass::kRead));
    CHECK(SettledAtOnce(RouteClass::kToken));
    CHECK(SettledAtOnce(RouteClass::kFailure));
}

TEST_CASE("a limit is changed by its name", "[ACC-07]") {
    Limits limits;
    for (const auto route_class : kClasses) {
        for (const auto kind : kKinds) {
            const auto name = std::string(NameOf(route_class)) + "." + std::string(NameOf(kind));
            CAPTURE(name);
            REQUIRE(limits.Change(std::vector<std::string>{name + "=17/3"}));
            CHECK(limits.Of(route_class, kind) == Limit{.count = 17, .window = std::chrono::seconds(3)});
        }
    }
}

TEST_CASE("what names no limit is refused", "[ACC-07]") {
    for (const auto* wrong : {"",
                              "read",
                              "read.person",
                              "read.person=",
                              "read.person=5",
                              "read.person=5/",
                              "read.person=/5",
                              "read.person=0/5",
                              "read.person=5/0",
                              "read.person=-5/5",
                              "read.person=5/3601",
                              "read.person=1000000001/5",
                              "read.person=five/5",
                              "read.nobody=5/5",
                              "reed.person=5/5",
                              "read=5/5",
                              "read.person=5/5/5",
                              "read.person =5/5",
                              ".=/",
                              "=./",
                              "/=."}) {
        CAPTURE(wrong);
        const auto refused = Limits().Change(std::vector<std::string>{wrong});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Code::kInvalidArgument);
    }
}

TEST_CASE("scaling keeps the windows and stops at what can be counted", "[ACC-07]") {
    Limits limits;
    limits.Scale(1000);
    CHECK(limits.Of(RouteClass::kRead, PayerKind::kPerson).count ==
          1000 * Limits().Of(RouteClass::kRead, PayerKind::kPerson).count);
    limits.Scale(1'000'000);
    CHECK(limits.Of(RouteClass::kCheck, PayerKind::kMachine).count == 1'000'000'000);
    CHECK(limits.Of(RouteClass::kCheck, PayerKind::kMachine).window ==
          Limits().Of(RouteClass::kCheck, PayerKind::kMachine).window);
}

TEST_CASE("every route has the class that its cost wants", "[ACC-07]") {
    for (const Route& route : Routes()) {
        CAPTURE(route.method, route.path);
        const auto route_class = ClassOf(route);
        const bool check = route.path.starts_with("/entitlements") || route.path.ends_with("/at-school");
        CHECK((route_class == RouteClass::kCheck) == check);
        CHECK((route_class == RouteClass::kPull) == route.path.starts_with("/las/"));
        // A file that comes in or goes out takes seconds.
        const bool file = route.body == Body::kRaw || route.path.ends_with(".csv");
        CHECK((route_class == RouteClass::kUpload) == file);
        if (route_class == RouteClass::kRead) CHECK(route.method == "GET");
        if (route_class == RouteClass::kWrite) CHECK(route.method != "GET");
    }
}

}  // namespace suite::gateway
