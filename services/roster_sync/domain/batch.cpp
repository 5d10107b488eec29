#include "services/roster_sync/domain/batch.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::size_t kMaxSource = 64;
constexpr std::int64_t kMaxSequence = 1LL << 53;  // what a JSON number holds exactly (RFC 8259 §6)

void AddTo(Counts& sum, const Counts& more, std::size_t times) {
    sum.added += more.added * times;
    sum.changed += more.changed * times;
    sum.removed += more.removed * times;
    sum.unchanged += more.unchanged * times;
    sum.rejected += more.rejected * times;
    sum.held += more.held * times;
    sum.moved += more.moved * times;
}

std::unexpected<Error> Wrong(std::vector<FieldViolation> fields) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "fields are wrong",
                 .fields = std::move(fields)});
}

}  // namespace

void EntityCounts::Add(const EntityCounts& other, std::size_t times) {
    AddTo(school, other.school, times);
    AddTo(groups, other.groups, times);
    AddTo(pupils, other.pupils, times);
    AddTo(staff, other.staff, times);
}

bool EntityCounts::AnyHeld() const { return groups.held + pupils.held + staff.held > 0; }

EntityCounts CountsOf(const DiffResult& result) {
    return {.school = result.school, .groups = result.groups, .pupils = result.pupils, .staff = result.staff};
}

Status MayOpen(const Batch& wanted, const std::optional<Batch>& existing,
               std::optional<std::int64_t> newest_committed) {
    std::vector<FieldViolation> wrong;
    if (Trim(wanted.source).empty() || CodePoints(wanted.source) > kMaxSource)
        wrong.push_back({"/source", "must be 1 to 64 characters"});
    if (wanted.sequence < 1 || wanted.sequence > kMaxSequence) wrong.push_back({"/sequence", "must be from 1 to 2^53"});
    if (!wrong.empty()) return Wrong(std::move(wrong));
    if (existing) {
        if (existing->kind == wanted.kind) return {};
        return Fail(Code::kAlreadyExists, reason::kBatchDiffers,
                    "this source and sequence were opened with another kind");
    }
    if (newest_committed && wanted.sequence <= *newest_committed) {
        return Fail({.code = Code::kFailedPrecondition,
                     .reason = std::string(reason::kBatchStale),
                     .message = "sequence is not above the newest one of this source",
                     .metadata = {{"newestSequence", std::to_string(*newest_committed)}}});
    }
    return {};
}

Status MayTakePart(const Batch& batch, int n) {
    if (n < 1 || n > kMaxParts) return Wrong({{"n", "must be from 1 to 10000"}});
    if (batch.status == BatchStatus::kOpen) return {};
    return Fail(Code::kFailedPrecondition, reason::kBatchClosed, "the batch was committed or refused");
}

bool IsGap(std::int64_t sequence, std::optional<std::int64_t> newest_committed) {
    return newest_committed && sequence > *newest_committed + 1;
}

Status MayCommit(const std::vector<int>& parts, std::optional<int> announced) {
    const auto incomplete = [](std::string message) {
        return Fail(Code::kFailedPrecondition, reason::kBatchIncomplete, std::move(message));
    };
    if (parts.empty()) return incomplete("the batch has no part");
    auto sorted = parts;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (sorted[i] != static_cast<int>(i) + 1) return incomplete("part " + std::to_string(i + 1) + " is missing");
    }
    if (announced && *announced != std::ssize(sorted)) {
        return incomplete("announced " + std::to_string(*announced) + " parts, received " +
                          std::to_string(sorted.size()));
    }
    return {};
}

}  // namespace suite::roster_sync
