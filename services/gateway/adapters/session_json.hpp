// A session as its person's page reads it.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "services/gateway/domain/session.hpp"

namespace suite::gateway {

/// {name, personId, schools: [{id, name, role}], school, role, landing, expiresAt, idleSeconds}
[[nodiscard]] std::string SessionJson(const Session& session, const SessionRules& rules);
/// {"schoolId": ...} and nothing else. INVALID_ARGUMENT (invalid-request); a text that is no id is no school.
[[nodiscard]] Result<SchoolId> ReadSchoolChoice(std::string_view body);

}  // namespace suite::gateway
