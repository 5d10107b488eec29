// The gateway itself, asking a service in nobody's name.
#pragma once

#include "core/actor.hpp"

namespace suite::gateway {

/// For what a pupil's way in needs, before anybody is known: schools and the catalogue, no persons. The scope is no
/// client's to have, since no route asks for it.
[[nodiscard]] inline Actor WayInActor() {
    return {
        .role = Role::kMachine, .school = {}, .person = {}, .client_id = "gateway", .las = {}, .scopes = {"way-in"}};
}

}  // namespace suite::gateway
