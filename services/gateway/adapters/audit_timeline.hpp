// A school's audit log over all databases: asked of each service, and of the gateway's own.
#pragma once

#include <suite/audit/v1/audit_service.pb.h>

#include <functional>
#include <string>
#include <vector>

#include "rpc/channel.hpp"
#include "sql/sql.hpp"

namespace suite::gateway {

/// Thread-safe. What it is given outlives it.
class AuditTimeline {
  public:
    AuditTimeline(sql::Database& own, const rpc::Channel& roster_sync, const rpc::Channel& licence,
                  const rpc::Channel& results);

    /// NOT_FOUND (school-unknown) when there are no entries, and no such school.
    /// UNAVAILABLE when one of the services does not answer: a log with holes looks like one in which nothing happened.
    /// Else as audit::ListEntries, and INVALID_ARGUMENT invalid-cursor.
    [[nodiscard]] Status List(const audit::v1::ListAuditEntriesRequest& request,
                              audit::v1::ListAuditEntriesResponse& response, const rpc::CallOptions& options) const;

  private:
    using Log = std::function<Status(const audit::v1::ListSourceEntriesRequest&, audit::v1::ListSourceEntriesResponse&,
                                     const rpc::CallOptions&)>;
    /// NOT_FOUND school-unknown.
    [[nodiscard]] Status CheckSchool(const std::string& school_id, const rpc::CallOptions& options) const;

    const rpc::Channel& roster_sync_;
    std::vector<Log> logs_;  // in this order in cursors
};

}  // namespace suite::gateway
