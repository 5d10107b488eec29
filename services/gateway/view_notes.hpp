// What the audit log is told of an answer that shows personal data (ACC-06): pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/audit_note.hpp"
#include "core/time.hpp"
#include "services/gateway/route.hpp"

namespace google::protobuf {
class Message;
}

namespace suite::gateway {

/// The school of the path; where it has none, each school whose data is in the answer. With the ids of the path that
/// are ours and how much was shown; never what: no name, no search text. Nothing for a route that shows no personal
/// data, nor for a change that was made: that is in the log already, as a change.
[[nodiscard]] std::vector<AuditNote> ViewNotes(const Route& route, const Actor& actor,
                                               const std::map<std::string, std::string>& path_parameters,
                                               const google::protobuf::Message& answer, Instant now,
                                               const std::string& request_id);

}  // namespace suite::gateway
