#include "compress/gzip.hpp"
#include "core/paging.hpp"
#include "crypto/crypto.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"
#include "services/roster_sync/adapters/grpc_service.hpp"
#include "services/roster_sync/adapters/proto_map.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::size_t kMaxPlainPart = 64U << 20U;  // bytes of NDJSON, unpacked

BatchId BatchOf(const std::string& text) { return BatchId::Parse(text).value_or(BatchId{}); }

Result<std::string> PlainContent(const wire::PutPartRequest& request) {
    if (request.content_encoding() == "gzip") return compress::Gunzip(request.content(), kMaxPlainPart);
    if (!request.content_encoding().empty() && request.content_encoding() != "identity") {
        return Fail(Code::kInvalidArgument, reason::kUnsupportedMediaType, "Content-Encoding is gzip or nothing");
    }
    return request.content();
}

Result<RejectionCursor> ReadCursor(const std::string& cursor) {
    if (cursor.empty()) return RejectionCursor{};
    SUITE_ASSIGN(const auto key, DecodeCursor(cursor));
    const auto parts = Split(key, ' ');
    const auto school = ParseInteger(parts.front());
    const auto ordinal = parts.size() == 2 ? ParseInteger(parts[1]) : std::nullopt;
    if (!school || !ordinal) return InvalidCursor();
    return RejectionCursor{.basispoort_school_id = *school, .ordinal = *ordinal};
}

}  // namespace

grpc::Status BatchGrpcService::OpenBatch(grpc::ServerContext* context, const wire::OpenBatchRequest* request,
                                         wire::RosterBatch* response) {
    return guard_.Run(context, "OpenBatch", [&](const rpc::Call& call) -> Status {
        if (request->kind() == wire::BATCH_KIND_UNSPECIFIED) {
            return Fail({.code = Code::kInvalidArgument,
                         .reason = std::string(reason::kInvalidRequest),
                         .message = "fields are wrong",
                         .fields = {{"/kind", "must be delta or snapshot"}}});
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
        const BatchId id = BatchOf(request->batch_id());
        SUITE_RETURN_IF_ERROR(batches_.MayPut(call.actor, id, request->n(), call.deadline));
        SUITE_ASSIGN(const auto content, PlainContent(*request));
        SUITE_ASSIGN(auto parsed, ParsePart(content, request->n()));
        Part part{.n = request->n(),
                  .sha256 = crypto::Sha256Hex(request->content()),
                  .records = static_cast<std::int64_t>(parsed.records),
                  .rejected = std::ssize(parsed.rejections),
                  .dropped_fields = static_cast<std::int64_t>(parsed.dropped_fields)};
        for (auto& [school, stored] : parsed.schools) {
            part.chunks.push_back(
                {.basispoort_school_id = school, .lines = std::move(stored.lines), .records = stored.records});
        }
        SUITE_RETURN_IF_ERROR(batches_.Put(call.actor, id, part, call.deadline));
        response->set_batch_id(request->batch_id());
        response->set_n(part.n);
        response->set_records(static_cast<std::int32_t>(part.records));
        response->set_rejected(static_cast<std::int32_t>(part.rejected));
        response->set_dropped_fields(static_cast<std::int32_t>(part.dropped_fields));
        response->set_sha256(part.sha256);
        return {};
    });
}

grpc::Status BatchGrpcService::CommitBatch(grpc::ServerContext* context, const wire::CommitBatchRequest* request,
                                           wire::RosterBatch* response) {
    return guard_.Run(context, "CommitBatch", [&](const rpc::Call& call) -> Status {
        const auto parts = request->has_parts() ? std::optional<int>(request->parts()) : std::nullopt;
        SUITE_ASSIGN(const auto view, batches_.Commit(call.actor, BatchOf(request->batch_id()), parts, call.deadline));
        Write(view, *response);
        return {};
    });
}

grpc::Status BatchGrpcService::GetBatch(grpc::ServerContext* context, const wire::GetBatchRequest* request,
                                        wire::RosterBatch* response) {
    return guard_.Run(context, "GetBatch", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto view, batches_.Get(call.actor, BatchOf(request->batch_id()), call.deadline));
        Write(view, *response);
        return {};
    });
}

grpc::Status BatchGrpcService::ListBatchRejections(grpc::ServerContext* context,
                                                   const wire::ListBatchRejectionsRequest* request,
                                                   wire::ListBatchRejectionsResponse* response) {
    return guard_.Run(context, "ListBatchRejections", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, ReadCursor(request->cursor()));
        SUITE_ASSIGN(auto rejections,
                     batches_.Rejections(call.actor, BatchOf(request->batch_id()), after, limit + 1, call.deadline));
        if (std::ssize(rejections) > limit) {
            rejections.pop_back();
            const auto& last = rejections.back();
            response->set_next_cursor(
                EncodeCursor(std::to_string(last.basispoort_school_id) + " " + std::to_string(last.ordinal)));
        }
        for (const auto& item : rejections) {
            auto& out = *response->add_items();
            Write(item.rejection, out);
            out.set_basispoort_school_id(item.basispoort_school_id);
        }
        return {};
    });
}

}  // namespace suite::roster_sync
