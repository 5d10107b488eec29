#include "tests/functional/support/route_walk.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

namespace suite::testing {
namespace {

template <class AnyId>
AnyId ParseId(const std::string& text) {
    const auto id = AnyId::Parse(text);
    if (!id) FAIL("not an id of ours: " << text);
    return *id;
}

Actor StaffActor(Role role, const std::string& school, const std::string& person) {
    return {.role = role,
            .school = ParseId<SchoolId>(school),
            .person = ParseId<PersonId>(person),
            .client_id = {},
            .las = {}};
}

}  // namespace

RouteIds IdsOf(const Demo& demo) {
    return {.school = demo.school,
            .group = demo.groups.at("G5"),
            .licence = demo.licences.at("demo-1"),
            .batch = demo.batch,
            .import = ImportId{4711}.ToString(),
            .removal = EncodeId(4711),
            .reconcile = EncodeId(4711),
            .person = demo.pupil,
            .correction = EncodeId(4711),
            .seat_licence = demo.licences.at("demo-5")};
}

std::string NameOf(const gateway::Route& route) { return std::string(route.method) + " " + std::string(route.path); }

std::string ServiceOf(const gateway::Route& route) {
    static const std::map<std::string, std::string, std::less<>> kServices{
        {"suite.roster.v1", "roster-sync"},      {"suite.licence.v1", "licence"}, {"suite.pincode.v1", "pincode"},
        {"suite.results.v1", "result-exchange"}, {"suite.audit.v1", "gateway"},   {"suite.access.v1", "gateway"}};
    const auto service_end = route.rpc.rfind('.');
    const auto package_end = route.rpc.rfind('.', service_end - 1);
    const auto service = kServices.find(route.rpc.substr(0, package_end));
    if (service == kServices.end()) FAIL("no service is known for " << NameOf(route));
    return service->second;
}

bool Needs(const gateway::Route& route, std::string_view service) {
    // Pincode changes nothing by hand, so it has no log.
    if (route.rpc.starts_with("suite.audit.v1.")) return service != "pincode";
    // The school's public number.
    if (route.path.ends_with("/start-urls")) return service == "roster-sync";
    return ServiceOf(route) == service;
}

bool HasParameter(const gateway::Route& route, std::string_view name) {
    return route.path.find("{" + std::string(name) + "}") != std::string_view::npos;
}

std::string PathOf(const gateway::Route& route, const RouteIds& ids) {
    std::string path(route.path);
    const bool seats = path.contains("/seats") || path.contains("/waiting");
    const std::map<std::string, std::string> values{
        {"schoolId", ids.school},
        {"groupId", ids.group},
        {"licenceId", seats && !ids.seat_licence.empty() ? ids.seat_licence : ids.licence},
        {"personId", ids.person},
        {"correctionId", ids.correction},
        {"batchId", ids.batch},
        {"importId", ids.import},
        {"removalId", ids.removal},
        {"reconcileId", ids.reconcile},
        {"n", "1"},
        {"orderLineId", "walk-1"},
        {"methodId", "cijferpad"},
        {"productId", "cijferpad-5"},
        {"proposalId", suite::EncodeId(4711)},
        {"addressId", suite::EncodeId(4711)},
        {"number", "1"}};
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
        const auto close = path.find('}', open);
        const auto value = values.find(path.substr(open + 1, close - open - 1));
        if (value == values.end()) FAIL("nothing stands for a parameter of " << NameOf(route));
        path.replace(open, close - open + 1, value->second);
    }
    return path;
}

Answer Call(Caller& caller, const gateway::Route& route, const std::string& path) {
    const std::string method(route.method);
    switch (route.body) {
        case gateway::Body::kNone:
            return caller.Send(method, path);
        case gateway::Body::kJson:
            return caller.Send(method, path, "{}", {{"Content-Type", "application/json"}});
        case gateway::Body::kRaw:
            return caller.Send(method, path, "-", {{"Content-Type", "application/octet-stream"}});
    }
    FAIL("a kind of body that nobody thought of");
    return {};  // not reached
}

std::vector<std::string> AllScopes() {
    const auto scopes = gateway::KnownScopes();
    return {scopes.begin(), scopes.end()};
}

Actor MachineWith(std::vector<std::string> scopes) {
    const bool pulls = std::ranges::find(scopes, "results:pull") != scopes.end();
    return {.role = Role::kMachine,
            .school = {},
            .person = {},
            .client_id = std::string(kAnyMachine),
            .las = pulls ? "parnassys" : "",
            .scopes = std::move(scopes)};
}

std::vector<Actor> AllowedActors(const gateway::Route& route, const Demo& demo) {
    std::vector<Actor> actors;
    if ((route.allow.roles & gateway::kCoordinator) != 0) {
        actors.push_back(StaffActor(Role::kCoordinator, demo.school, demo.coordinator));
    }
    if ((route.allow.roles & gateway::kTeacher) != 0) {
        actors.push_back(StaffActor(Role::kTeacher, demo.school, demo.teacher));
    }
    if ((route.allow.roles & gateway::kHelpdesk) != 0) {
        actors.push_back(HelpdeskActor());
    }
    for (const auto scope : route.allow.scopes) actors.push_back(MachineWith({std::string(scope)}));
    return actors;
}

std::string NameOf(const Actor& actor) {
    switch (actor.role) {
        case Role::kCoordinator:
            return "coordinator";
        case Role::kTeacher:
            return "teacher";
        case Role::kHelpdesk:
            return "helpdesk";
        case Role::kNone:
            return "nobody";
        case Role::kMachine:
            break;
    }
    std::string name = "machine with";
    for (const auto& scope : actor.scopes) name += " " + scope;
    return name;
}

}  // namespace suite::testing
