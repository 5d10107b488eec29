// roster-sync on the wire: translates, judges nothing.
#pragma once

#include <suite/roster/v1/roster_care.grpc.pb.h>
#include <suite/roster/v1/roster_service.grpc.pb.h>

#include <semaphore>

#include "rpc/server.hpp"
#include "services/roster_sync/app/apply_batch.hpp"
#include "services/roster_sync/app/decide_removals.hpp"
#include "services/roster_sync/app/import_roster.hpp"
#include "services/roster_sync/app/reconcile_roster.hpp"
#include "services/roster_sync/app/see_roster.hpp"
#include "services/roster_sync/app/take_batch.hpp"

namespace suite::roster_sync {

inline constexpr std::ptrdiff_t kPartsAtOnce = 2;    // who comes third waits
inline constexpr std::ptrdiff_t kImportsAtOnce = 2;  // who comes third is sent away: waiting holds the gateway's thread

class BatchGrpcService final : public roster::v1::RosterBatchService::Service {
  public:
    BatchGrpcService(const rpc::Guard& guard, const TakeBatch& batches, const ApplyBatch& apply)
        : guard_(guard), batches_(batches), apply_(apply) {}
    grpc::Status OpenBatch(grpc::ServerContext* context, const roster::v1::OpenBatchRequest* request,
                           roster::v1::RosterBatch* response) override;
    grpc::Status PutPart(grpc::ServerContext* context, const roster::v1::PutPartRequest* request,
                         roster::v1::RosterBatchPart* response) override;
    grpc::Status CommitBatch(grpc::ServerContext* context, const roster::v1::CommitBatchRequest* request,
                             roster::v1::RosterBatch* response) override;
    grpc::Status GetBatch(grpc::ServerContext* context, const roster::v1::GetBatchRequest* request,
                          roster::v1::RosterBatch* response) override;
    grpc::Status ListBatchRejections(grpc::ServerContext* context,
                                     const roster::v1::ListBatchRejectionsRequest* request,
                                     roster::v1::ListBatchRejectionsResponse* response) override;
    grpc::Status ListBatches(grpc::ServerContext* context, const roster::v1::ListBatchesRequest* request,
                             roster::v1::ListBatchesResponse* response) override;
    grpc::Status ExportBatchRejections(grpc::ServerContext* context,
                                       const roster::v1::ExportBatchRejectionsRequest* request,
                                       common::v1::File* response) override;

  private:
    const rpc::Guard& guard_;
    const TakeBatch& batches_;
    const ApplyBatch& apply_;
    std::counting_semaphore<kPartsAtOnce> reading_{kPartsAtOnce};
};

class RosterGrpcService final : public roster::v1::RosterService::Service {
  public:
    RosterGrpcService(const rpc::Guard& guard, const SeeRoster& roster, const ImportRoster& imports)
        : guard_(guard), roster_(roster), imports_(imports) {}
    grpc::Status ListSchools(grpc::ServerContext* context, const roster::v1::ListSchoolsRequest* request,
                             roster::v1::ListSchoolsResponse* response) override;
    grpc::Status GetSchool(grpc::ServerContext* context, const roster::v1::GetSchoolRequest* request,
                           roster::v1::School* response) override;
    grpc::Status ListGroups(grpc::ServerContext* context, const roster::v1::ListGroupsRequest* request,
                            roster::v1::ListGroupsResponse* response) override;
    grpc::Status GetGroup(grpc::ServerContext* context, const roster::v1::GetGroupRequest* request,
                          roster::v1::GroupDetail* response) override;
    grpc::Status ListPupils(grpc::ServerContext* context, const roster::v1::ListPupilsRequest* request,
                            roster::v1::ListPupilsResponse* response) override;
    grpc::Status ListTeachers(grpc::ServerContext* context, const roster::v1::ListStaffRequest* request,
                              roster::v1::ListStaffResponse* response) override;
    grpc::Status ListIctCoordinators(grpc::ServerContext* context, const roster::v1::ListStaffRequest* request,
                                     roster::v1::ListStaffResponse* response) override;
    grpc::Status ImportEdexml(grpc::ServerContext* context, const roster::v1::ImportEdexmlRequest* request,
                              roster::v1::RosterImport* response) override;
    grpc::Status ListImports(grpc::ServerContext* context, const roster::v1::ListImportsRequest* request,
                             roster::v1::ListImportsResponse* response) override;
    grpc::Status GetImport(grpc::ServerContext* context, const roster::v1::GetImportRequest* request,
                           roster::v1::RosterImport* response) override;
    grpc::Status ListImportRejections(grpc::ServerContext* context,
                                      const roster::v1::ListImportRejectionsRequest* request,
                                      roster::v1::ListImportRejectionsResponse* response) override;
    grpc::Status ExportImportRejections(grpc::ServerContext* context,
                                        const roster::v1::ExportImportRejectionsRequest* request,
                                        common::v1::File* response) override;

  private:
    grpc::Status ListStaff(grpc::ServerContext* context, std::string_view method, StaffKind kind,
                           const roster::v1::ListStaffRequest& request, roster::v1::ListStaffResponse& response);

    const rpc::Guard& guard_;
    const SeeRoster& roster_;
    const ImportRoster& imports_;
    std::counting_semaphore<kImportsAtOnce> importing_{kImportsAtOnce};
};

class CareGrpcService final : public roster::v1::RosterCareService::Service {
  public:
    CareGrpcService(const rpc::Guard& guard, const DecideRemovals& removals, const ReconcileRoster& reconciles,
                    const SeeRoster& roster)
        : guard_(guard), removals_(removals), reconciles_(reconciles), roster_(roster) {}
    grpc::Status ListHeldRemovals(grpc::ServerContext* context, const roster::v1::ListHeldRemovalsRequest* request,
                                  roster::v1::ListHeldRemovalsResponse* response) override;
    grpc::Status ListWaitingRemovals(grpc::ServerContext* context,
                                     const roster::v1::ListWaitingRemovalsRequest* request,
                                     roster::v1::ListHeldRemovalsResponse* response) override;
    grpc::Status GetHeldRemoval(grpc::ServerContext* context, const roster::v1::GetHeldRemovalRequest* request,
                                roster::v1::HeldRemovalDetail* response) override;
    grpc::Status ApproveHeldRemoval(grpc::ServerContext* context, const roster::v1::DecideHeldRemovalRequest* request,
                                    roster::v1::HeldRemoval* response) override;
    grpc::Status DropHeldRemoval(grpc::ServerContext* context, const roster::v1::DecideHeldRemovalRequest* request,
                                 roster::v1::HeldRemoval* response) override;
    grpc::Status ReconcileSchool(grpc::ServerContext* context, const roster::v1::ReconcileSchoolRequest* request,
                                 roster::v1::Reconcile* response) override;
    grpc::Status ListSchoolReconciles(grpc::ServerContext* context,
                                      const roster::v1::ListSchoolReconcilesRequest* request,
                                      roster::v1::ListReconcilesResponse* response) override;
    grpc::Status GetSchoolReconcile(grpc::ServerContext* context, const roster::v1::GetSchoolReconcileRequest* request,
                                    roster::v1::Reconcile* response) override;
    grpc::Status ReconcileAll(grpc::ServerContext* context, const roster::v1::ReconcileAllRequest* request,
                              roster::v1::Reconcile* response) override;
    grpc::Status ListReconciles(grpc::ServerContext* context, const roster::v1::ListReconcilesRequest* request,
                                roster::v1::ListReconcilesResponse* response) override;
    grpc::Status GetReconcile(grpc::ServerContext* context, const roster::v1::GetReconcileRequest* request,
                              roster::v1::Reconcile* response) override;
    grpc::Status ListGroupJoins(grpc::ServerContext* context, const roster::v1::ListGroupJoinsRequest* request,
                                roster::v1::ListGroupJoinsResponse* response) override;

  private:
    const rpc::Guard& guard_;
    const DecideRemovals& removals_;
    const ReconcileRoster& reconciles_;
    const SeeRoster& roster_;
};

}  // namespace suite::roster_sync
