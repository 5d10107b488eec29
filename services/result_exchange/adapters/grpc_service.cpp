#include "services/result_exchange/adapters/grpc_service.hpp"

#include <array>

#include "log/log.hpp"
#include "services/result_exchange/adapters/proto_map.hpp"

namespace suite::results {
namespace {

struct CountedOutcome {
    Outcome outcome;
    const char* label;
};
constexpr std::array kCounted = {
    CountedOutcome{Outcome::kAccepted, "accepted"}, CountedOutcome{Outcome::kReplaced, "replaced"},
    CountedOutcome{Outcome::kUnchanged, "unchanged"}, CountedOutcome{Outcome::kRejected, "rejected"}};

void CountOutcomes(metrics::Registry& metrics, const std::vector<Receipt>& receipts) {
    for (const auto& [outcome, label] : kCounted) {
        const auto count = std::ranges::count(receipts, outcome, &Receipt::outcome);
        if (count == 0) continue;
        metrics.Count("results_handed_in_total", "Results handed in by method software", {{"outcome", label}},
                      static_cast<double>(count));
    }
}

}  // namespace

grpc::Status GrpcService::ListConnections(grpc::ServerContext* context, const v1::ListConnectionsRequest* request,
                                          v1::ListConnectionsResponse* response) {
    return guard_.Run(context, "ListConnections", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, connections_.List(call.actor, request->school_id(), request->limit(),
                                                        request->cursor(), call.deadline));
        for (const auto& item : page.items) *response->add_items() = ToProto(item);
        if (page.next_cursor) response->set_next_cursor(*page.next_cursor);
        return {};
    });
}

grpc::Status GrpcService::AddConnection(grpc::ServerContext* context, const v1::AddConnectionRequest* request,
                                        v1::ResultConnection* response) {
    return guard_.Run(context, "AddConnection", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto view, connections_.Add(call.actor, request->school_id(), request->las(),
                                                       request->authorisation_key(), call.deadline));
        *response = ToProto(view);
        log::Info("school connected to a LAS", {{"schoolId", request->school_id()},
                                                {"connectionId", view.id.ToString()},
                                                {"las", view.las},
                                                {"personId", call.actor.person ? call.actor.person.ToString() : ""},
                                                {"requestId", call.request_id}});
        return {};
    });
}

grpc::Status GrpcService::HandInResults(grpc::ServerContext* context, const v1::HandInResultsRequest* request,
                                        v1::HandInResultsResponse* response) {
    return guard_.Run(context, "HandInResults", [&](const rpc::Call& call) -> Status {
        const auto submissions = FromProto(*request);
        SUITE_ASSIGN(const auto receipts, hand_in_(call.actor, submissions, call.deadline));
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            *response->add_items() = ToProto(submissions[i].result_key, receipts[i]);
        }
        CountOutcomes(metrics_, receipts);
        return {};
    });
}

grpc::Status GrpcService::PullResults(grpc::ServerContext* context, const v1::PullResultsRequest* request,
                                      v1::PullResultsResponse* response) {
    return guard_.Run(context, "PullResults", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, pull_(call.actor, request->limit(), request->cursor(), call.deadline));
        for (const auto& item : page.items) *response->add_items() = ToProto(item);
        response->set_next_cursor(page.next_cursor);
        response->set_has_more(page.has_more);
        metrics_.Count("results_pulled_total", "Results handed out to a LAS", {{"las", call.actor.las}},
                       static_cast<double>(page.items.size()));
        return {};
    });
}

}  // namespace suite::results
