// The gateway's own route table, called route by route.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/gateway/route.hpp"
#include "tests/functional/support/steps.hpp"

namespace suite::testing {

/// What stands for a path's {parameters}.
struct RouteIds {
    std::string school, group, licence, batch, import, removal, reconcile;
    std::string person{}, correction{};
    std::string seat_licence{};  // per child, for routes about seats; empty: `licence` there too
};

/// Of what the demonstration has; ids of nothing for what it has none of.
[[nodiscard]] RouteIds IdsOf(const Demo& demo);

/// "PUT /orders/{orderLineId}": for messages.
[[nodiscard]] std::string NameOf(const gateway::Route& route);
/// The process that answers it: "licence".
[[nodiscard]] std::string ServiceOf(const gateway::Route& route);
/// Whether it cannot be answered without that process: the one that answers it, and all whose audit logs it tells.
[[nodiscard]] bool Needs(const gateway::Route& route, std::string_view service);
/// Below /api/v1, filled. Fails the test for a parameter that nobody thought of.
[[nodiscard]] std::string PathOf(const gateway::Route& route, const RouteIds& ids);
[[nodiscard]] bool HasParameter(const gateway::Route& route, std::string_view name);

/// Sends a request that the route takes or finds fault with in its content only: an empty object, a file of nothing.
Answer Call(Caller& caller, const gateway::Route& route, const std::string& path);

/// Every scope that some route asks for.
[[nodiscard]] std::vector<std::string> AllScopes();
/// A machine of no school; a LAS when it may pull results.
[[nodiscard]] Actor MachineWith(std::vector<std::string> scopes);
/// Everyone of the school whom the table lets in, each with one role or one scope.
[[nodiscard]] std::vector<Actor> AllowedActors(const gateway::Route& route, const Demo& demo);
/// "coordinator", "machine with orders:write": for messages.
[[nodiscard]] std::string NameOf(const Actor& actor);

}  // namespace suite::testing
