// One database's audit log as its service tells it.
#pragma once

#include <suite/audit/v1/audit_service.grpc.pb.h>

#include <string>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "rpc/server.hpp"
#include "sql/sql.hpp"

namespace suite::audit {

/// A page of a school's entries, newest first, for its coordinator and the helpdesk. `source` names the chain in the
/// answer. NOT_FOUND school-unknown for another school, PERMISSION_DENIED for a teacher or machine, INVALID_ARGUMENT.
[[nodiscard]] Status ListEntries(sql::Database& database, const std::string& source, const Actor& actor,
                                 const v1::ListSourceEntriesRequest& request, v1::ListSourceEntriesResponse& response,
                                 Deadline deadline);

/// Thread-safe. All it is given outlives it.
class SourceService final : public v1::AuditSourceService::Service {
  public:
    SourceService(const rpc::Guard& guard, sql::Database& database, std::string source)
        : guard_(guard), database_(database), source_(std::move(source)) {}
    grpc::Status ListSourceEntries(grpc::ServerContext* context, const v1::ListSourceEntriesRequest* request,
                                   v1::ListSourceEntriesResponse* response) override;

  private:
    const rpc::Guard& guard_;
    sql::Database& database_;
    std::string source_;
};

}  // namespace suite::audit
