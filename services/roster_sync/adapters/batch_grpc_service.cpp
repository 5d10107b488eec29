#include "compress/gzip.hpp"
#include "core/paging.hpp"
#include "crypto/crypto.hpp"
#include "lifecycle/background.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"
#include "services/roster_sync/adapters/grpc_paging.hpp"
#include "services/roster_sync/adapters/grpc_service.hpp"
#include "services/roster_sync/adapters/proto_map.hpp"
#include "services/roster_sync/adapters/rejections_csv.hpp"
#include "services/roster_sync/adapters/turn.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::size_t kMaxPlainPart = 32U << 20U;  // bytes of NDJSON, unpacked

Result<std::string> PlainContent(const wire::PutPartRequest& request) {
    if (request.content_encoding() == "gzip") return compress::Gunzip(request.content(), kMaxPlainPart);
    if (!request.content_encoding().empty() && request.content_encoding() != "identity") {
        return Fail(Code::kInvalidArgument, reason::kUnsupportedMediaType, "Content-Encoding is gzip or nothing");
    }
    return request.content();
}

Result<Part> ReadPart(const wire::PutPartRequest& request, std::string sha256) {
    SUITE_ASSIGN(const auto content, PlainContent(request));
    SUITE_ASSIGN(auto parsed, ParsePart(content, request.n()));
    Part part{.n = request.n(),
              .sha256 = std::move(sha256),
              .records = static_cast<std::int64_t>(parsed.records),
              .rejected = std::ssize(parsed.rejections),
              .dropped_fields = static_cast<std::int64_t>(parsed.dropped_fields)};
    for (auto& [school, stored] : parsed.schools) {
        part.chunks.push_back(
            {.basispoort_school_id = school, .lines = std::move(stored.lines), .records = stored.records});
    }
    return part;
}

void Write(BatchId id, const Part& part, wire::RosterBatchPart& out) {
    out.set_batch_id(id.ToString());
    out.set_n(part.n);
    out.set_records(static_cast<std::int32_t>(part.records));
    out.set_rejected(static_cast<std::int32_t>(part.rejected));
    out.set_dropped_fields(static_cast<std::int32_t>(part.dropped_fields));
    out.set_sha256(part.sha256);
}

}  // namespace

grpc::Status BatchGrpcService::OpenBatch(grpc::ServerContext* context, const wire::OpenBatchRequest* request,
                                         wire::RosterBatch* response) {
    return guard_.Run(context, "OpenBatch", [&](const rpc::Call& call) -> Status {
        if (request->kind() == wire::BATCH_KIND_UNSPECIFIED) {
            return Fail({.code = Code::kInvalidArgument,
                         .reason = std::string(reason::kInvalidRequest),
                         .message = "fields are wrong",
                         .fields = {{"/kind", "must be one of delta, snapshot"}}});
        }
        const Batch wanted{
            .id = {},
            .source = request->source(),
            .sequence = request->sequence(),
            .kind = request->kind() == wire::BATCH_KIND_DELTA ? BatchKind::kDelta : BatchKind::kSnapshot};
        SUITE_ASSIGN(const auto view, batches_.Open(call.actor, wanted, call.deadline));
        Write(view, *response);
        return {};
    });
}

grpc::Status BatchGrpcService::PutPart(grpc::ServerContext* context, const wire::PutPartRequest* request,
                                       wire::RosterBatchPart* response) {
    return guard_.Run(context, "PutPart", [&](const rpc::Call& call) -> Status {
        const BatchId id = BatchId::ParseOrNone(request->batch_id());
        const auto sha256 = crypto::Sha256Hex(request->content());
        SUITE_ASSIGN(const auto same_part, batches_.MayPut(call.actor, id, request->n(), sha256, call.deadline));
        if (same_part) {
            Write(id, *same_part, *response);
            return {};
        }
        // Two at a time: a part takes some three times its size while it is read, and memory has to stay bounded.
        if (!reading_.try_acquire_for(call.deadline.Remaining()))
            return Fail(Code::kUnavailable, reason::kOverloaded, "too many parts at once");
        const Turn turn(reading_);
        return lifecycle::InBackground(lifecycle::Load::kLarge, [&]() -> Status {
            SUITE_ASSIGN(const auto part, ReadPart(*request, sha256));
            SUITE_RETURN_IF_ERROR(batches_.Put(call.actor, id, part, call.deadline));
            Write(id, part, *response);
            return {};
        });
    });
}

grpc::Status BatchGrpcService::CommitBatch(grpc::ServerContext* context, const wire::CommitBatchRequest* request,
                                           wire::RosterBatch* response) {
    return guard_.Run(context, "CommitBatch", [&](const rpc::Call& call) -> Status {
        const auto parts = request->has_parts() ? std::optional<int>(request->parts()) : std::nullopt;
        const auto id = BatchId::ParseOrNone(request->batch_id());
        if (!request->dry_run()) {
            SUITE_ASSIGN(const auto view, batches_.Commit(call.actor, id, parts, call.deadline));
            Write(view, *response);
            return {};
        }
        SUITE_ASSIGN(auto view, batches_.MayCommitNow(call.actor, id, parts, call.deadline));
        SUITE_ASSIGN(const auto report, apply_.DryRun(id, call.deadline));
        view.counts = report.counts;
        view.schools_failed = report.schools_failed;
        Write(view, *response);
        response->set_dry_run(true);
        for (const auto& item : report.rejections) Write(item, false, *response->add_rejections());
        return {};
    });
}

grpc::Status BatchGrpcService::GetBatch(grpc::ServerContext* context, const wire::GetBatchRequest* request,
                                        wire::RosterBatch* response) {
    return guard_.Run(context, "GetBatch", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto view,
                     batches_.Get(call.actor, BatchId::ParseOrNone(request->batch_id()), call.deadline));
        Write(view, *response);
        return {};
    });
}

grpc::Status BatchGrpcService::ListBatchRejections(grpc::ServerContext* context,
                                                   const wire::ListBatchRejectionsRequest* request,
                                                   wire::ListBatchRejectionsResponse* response) {
    return guard_.Run(context, "ListBatchRejections", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, ReadRejectionCursor(request->cursor()));
        SUITE_ASSIGN(auto rejections, batches_.Rejections(call.actor, BatchId::ParseOrNone(request->batch_id()), after,
                                                          limit + 1, call.deadline));
        FinishRejections(limit, rejections, *response);
        for (const auto& item : rejections) Write(item, false, *response->add_items());
        return {};
    });
}

grpc::Status BatchGrpcService::ExportBatchRejections(grpc::ServerContext* context,
                                                     const wire::ExportBatchRejectionsRequest* request,
                                                     common::v1::File* response) {
    return guard_.Run(context, "ExportBatchRejections", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto rejections, batches_.Rejections(call.actor, BatchId::ParseOrNone(request->batch_id()),
                                                                {}, kAskedForCsv, call.deadline));
        WriteCsv(RejectionsCsv(rejections, false), *response);
        return {};
    });
}

grpc::Status BatchGrpcService::ListBatches(grpc::ServerContext* context, const wire::ListBatchesRequest* request,
                                           wire::ListBatchesResponse* response) {
    return guard_.Run(context, "ListBatches", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, TimePageOf(*request));
        SUITE_ASSIGN(auto batches, batches_.List(call.actor, page.before, page.limit + 1, call.deadline));
        FinishTimePage(
            page, batches, [](const BatchView& view) { return ListPlace{view.batch.created_at, view.batch.id.value}; },
            *response);
        for (const auto& batch : batches) Write(batch, *response->add_items());
        return {};
    });
}

}  // namespace suite::roster_sync
