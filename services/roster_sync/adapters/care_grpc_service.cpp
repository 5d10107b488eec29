#include "services/roster_sync/adapters/grpc_paging.hpp"
#include "services/roster_sync/adapters/grpc_service.hpp"
#include "services/roster_sync/adapters/proto_map.hpp"

namespace suite::roster_sync {
namespace {

void WriteView(const ReconcileView& view, wire::Reconcile& out) {
    Write(view.reconcile, out);
    for (const auto& failure : view.failures) {
        auto& to = *out.add_failures();
        to.set_basispoort_school_id(failure.basispoort_school_id);
        to.set_reason(failure.reason);
    }
}

}  // namespace

grpc::Status CareGrpcService::ListHeldRemovals(grpc::ServerContext* context,
                                               const wire::ListHeldRemovalsRequest* request,
                                               wire::ListHeldRemovalsResponse* response) {
    return guard_.Run(context, "ListHeldRemovals", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, TimePageOf(*request));
        SUITE_ASSIGN(auto removals, removals_.List(call.actor, SchoolId::ParseOrNone(request->school_id()), page.before,
                                                   page.limit + 1, call.deadline));
        FinishTimePage(
            page, removals, [](const HeldRemoval& removal) { return ListPlace{removal.created_at, removal.id.value}; },
            *response);
        for (const auto& removal : removals) Write(removal, *response->add_items());
        return {};
    });
}

grpc::Status CareGrpcService::ListWaitingRemovals(grpc::ServerContext* context,
                                                  const wire::ListWaitingRemovalsRequest* request,
                                                  wire::ListHeldRemovalsResponse* response) {
    return guard_.Run(context, "ListWaitingRemovals", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, TimePageOf(*request));
        SUITE_ASSIGN(auto removals,
                     removals_.List(call.actor, std::nullopt, page.before, page.limit + 1, call.deadline));
        FinishTimePage(
            page, removals, [](const HeldRemoval& removal) { return ListPlace{removal.created_at, removal.id.value}; },
            *response);
        for (const auto& removal : removals) Write(removal, *response->add_items());
        return {};
    });
}

grpc::Status CareGrpcService::GetHeldRemoval(grpc::ServerContext* context, const wire::GetHeldRemovalRequest* request,
                                             wire::HeldRemovalDetail* response) {
    return guard_.Run(context, "GetHeldRemoval", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto preview,
                     removals_.Preview(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                       RemovalId::ParseOrNone(request->removal_id()), call.deadline));
        Write(preview, *response);
        return {};
    });
}

grpc::Status CareGrpcService::ApproveHeldRemoval(grpc::ServerContext* context,
                                                 const wire::DecideHeldRemovalRequest* request,
                                                 wire::HeldRemoval* response) {
    return guard_.Run(context, "ApproveHeldRemoval", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto removal, removals_.Approve(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                           RemovalId::ParseOrNone(request->removal_id()),
                                                           request->reason(), call.deadline));
        Write(removal, *response);
        return {};
    });
}

grpc::Status CareGrpcService::DropHeldRemoval(grpc::ServerContext* context,
                                              const wire::DecideHeldRemovalRequest* request,
                                              wire::HeldRemoval* response) {
    return guard_.Run(context, "DropHeldRemoval", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto removal,
                     removals_.Drop(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                    RemovalId::ParseOrNone(request->removal_id()), request->reason(), call.deadline));
        Write(removal, *response);
        return {};
    });
}

grpc::Status CareGrpcService::ReconcileSchool(grpc::ServerContext* context, const wire::ReconcileSchoolRequest* request,
                                              wire::Reconcile* response) {
    return guard_.Run(context, "ReconcileSchool", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto run,
                     reconciles_.Ask(call.actor, SchoolId::ParseOrNone(request->school_id()), call.deadline));
        Write(run, *response);
        return {};
    });
}

grpc::Status CareGrpcService::ListSchoolReconciles(grpc::ServerContext* context,
                                                   const wire::ListSchoolReconcilesRequest* request,
                                                   wire::ListReconcilesResponse* response) {
    return guard_.Run(context, "ListSchoolReconciles", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, TimePageOf(*request));
        SUITE_ASSIGN(auto runs, reconciles_.List(call.actor, SchoolId::ParseOrNone(request->school_id()), page.before,
                                                 page.limit + 1, call.deadline));
        FinishTimePage(
            page, runs, [](const Reconcile& run) { return ListPlace{run.created_at, run.id.value}; }, *response);
        for (const auto& run : runs) Write(run, *response->add_items());
        return {};
    });
}

grpc::Status CareGrpcService::GetSchoolReconcile(grpc::ServerContext* context,
                                                 const wire::GetSchoolReconcileRequest* request,
                                                 wire::Reconcile* response) {
    return guard_.Run(context, "GetSchoolReconcile", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto view,
                     reconciles_.Get(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                     ReconcileId::ParseOrNone(request->reconcile_id()), call.deadline));
        WriteView(view, *response);
        return {};
    });
}

grpc::Status CareGrpcService::ReconcileAll(grpc::ServerContext* context, const wire::ReconcileAllRequest* /*request*/,
                                           wire::Reconcile* response) {
    return guard_.Run(context, "ReconcileAll", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto run, reconciles_.Ask(call.actor, std::nullopt, call.deadline));
        Write(run, *response);
        return {};
    });
}

grpc::Status CareGrpcService::ListReconciles(grpc::ServerContext* context, const wire::ListReconcilesRequest* request,
                                             wire::ListReconcilesResponse* response) {
    return guard_.Run(context, "ListReconciles", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, TimePageOf(*request));
        SUITE_ASSIGN(auto runs, reconciles_.List(call.actor, std::nullopt, page.before, page.limit + 1, call.deadline));
        FinishTimePage(
            page, runs, [](const Reconcile& run) { return ListPlace{run.created_at, run.id.value}; }, *response);
        for (const auto& run : runs) Write(run, *response->add_items());
        return {};
    });
}

grpc::Status CareGrpcService::GetReconcile(grpc::ServerContext* context, const wire::GetReconcileRequest* request,
                                           wire::Reconcile* response) {
    return guard_.Run(context, "GetReconcile", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto view,
                     reconciles_.Get(call.actor, std::nullopt, ReconcileId::ParseOrNone(request->reconcile_id()),
                                     call.deadline));
        WriteView(view, *response);
        return {};
    });
}

grpc::Status CareGrpcService::ListGroupJoins(grpc::ServerContext* context, const wire::ListGroupJoinsRequest* request,
                                             wire::ListGroupJoinsResponse* response) {
    return guard_.Run(context, "ListGroupJoins", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto cursor, DecodeNumberCursor(request->cursor()));
        SUITE_ASSIGN(auto joins, roster_.Joins(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                               std::max(cursor, request->after()), limit + 1, call.deadline));
        if (std::ssize(joins) > limit) {
            joins.pop_back();
            response->set_next_cursor(EncodeCursor(std::to_string(joins.back().number)));
        }
        for (const auto& join : joins) Write(join, *response->add_items());
        return {};
    });
}

}  // namespace suite::roster_sync
