// The audit log in sentences, for schools.
#pragma once

#include <suite/audit/v1/audit_service.pb.h>

#include <string>
#include <string_view>

#include "services/gateway/problem.hpp"

namespace suite::gateway {

/// "De helpdesk bekeek de leerlingen." Of whom and of what is in the entry's other fields. An operation or role that is
/// not known here is told as "did something".
[[nodiscard]] std::string AuditSentence(std::string_view role, std::string_view operation, Language language);
[[nodiscard]] bool HasSentence(std::string_view operation);

void FillSentences(audit::v1::ListAuditEntriesResponse& answer, Language language);

}  // namespace suite::gateway
