// Every operation × every kind of caller × what is their own, another school's, a colleague's, gone, nobody's ever, and
// no id at all. What each must get is in expectations.cpp; an operation that is not there fails, and so does a row too
// many.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <set>

#include "services/gateway/adapters/sign_in_routes.hpp"
#include "tests/functional/access/matrix.hpp"
#include "tests/functional/access/rpcs.hpp"
#include "tests/functional/support/route_walk.hpp"

namespace suite::testing {
namespace {

/// The operations of openapi.yaml below /api/v1; what is beside it, anybody may read.
std::set<std::string> Promised() {
    std::set<std::string> promised;
    for (const auto& path : YAML::LoadFile(SUITE_OPENAPI_FILE)["paths"]) {
        for (const auto& operation : path.second)
            if (!operation.second["servers"])
                promised.insert(UpperCase(operation.first.as<std::string>()) + " " + path.first.as<std::string>());
    }
    return promised;
}

}  // namespace

TEST_CASE("every operation has an expectation, and every expectation an operation", "[ACC-03][ACC-07]") {
    std::set<std::string> expected{"POST /oauth/token"};
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        expected.emplace(row.operation);
        CHECK_FALSE(row.who.empty());
    }
    std::set<std::string> served{"POST /oauth/token"};
    for (const auto& [method, path] : gateway::SignInRoutes::Served()) {
        if (path.starts_with(gateway::kBasePath))
            served.insert(std::string(method) + " " + std::string(path.substr(gateway::kBasePath.size())));
    }
    for (const auto& route : gateway::Routes()) served.insert(NameOf(route));
    CHECK(expected == served);
    CHECK(Promised() == served);
}

TEST_CASE("an operation names in its expectation every object that its request can name", "[ACC-03]") {
    const auto rpcs = AllRpcs();
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        std::string all;
        for (const auto& other : Expectations()) {
            if (other.operation == row.operation) all += std::string(PathOf(other)) + std::string(other.request);
        }
        const auto named = ParametersIn(all);
        const auto route = std::ranges::find(gateway::Routes(), std::string(row.operation),
                                             [](const gateway::Route& each) { return NameOf(each); });
        if (route == gateway::Routes().end()) continue;  // of a session
        const auto rpc = std::ranges::find(rpcs, route->rpc, [](const auto* each) { return each->full_name(); });
        REQUIRE(rpc != rpcs.end());
        for (const auto& wanted : IdsIn(*(*rpc)->input_type())) {
            CAPTURE(wanted);
            const auto* parameter = FindParameter(wanted);
            REQUIRE(parameter != nullptr);  // else nobody has thought about it
            if (parameter->names != Names::kPublic) CHECK(std::ranges::find(named, wanted) != named.end());
        }
    }
}

TEST_CASE("what is not theirs or is gone looks to every caller of every operation like what never existed",
          "[ACC-01][ACC-02][ACC-03][ACC-04][ACC-07][ROS-12]") {
    World world;
    // What can go has gone, and the table says what cannot.
    for (const auto& parameter : Parameters()) {
        CAPTURE(parameter.name);
        const bool goes = parameter.goes != Goes::kNever;
        CHECK(world.OwnGone().contains(parameter.name) == goes);
        CHECK(world.OtherGone().contains(parameter.name) == goes);
        if (parameter.names == Names::kSchool || parameter.names == Names::kOfSchool)
            CHECK(world.Erased().contains(parameter.name));
    }
    Matrix matrix(world);
    const auto before = EverythingStored(world.Rest(), world.Demonstration());
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        matrix.Refuse(row);
        matrix.RefuseForeignPages(row);
        matrix.HideOthers(row);
    }
    CheckNothingStored(world.Rest(), world.Demonstration(), before);
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        matrix.Allow(row);
    }
    std::cout << "access matrix: " << Expectations().size() << " rows, " << matrix.Callers() << " callers, "
              << matrix.Requests() << " requests\n";
}

}  // namespace suite::testing
