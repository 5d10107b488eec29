#include "services/gateway/adapters/audit_writer.hpp"

#include <algorithm>
#include <typeinfo>
#include <utility>

#include "audit/audit.hpp"
#include "core/reasons.hpp"
#include "log/log.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kMostTogether = 256;  // requests in one transaction
constexpr std::chrono::seconds kWriteTime{2};

std::unexpected<Error> NotStored(const std::string& reason) {
    const bool told = reason == reason::kStorageFull || reason == reason::kStorageFailed;
    return Fail(Code::kUnavailable, told ? std::string_view(reason) : reason::kUnavailable,
                "what was to be shown could not be written into the audit log");
}

}  // namespace

Status AuditWriter::Record(std::vector<AuditNote> notes, Deadline deadline) {
    // One that may not be written would take those along that wait beside it.
    for (const auto& note : notes) SUITE_RETURN_IF_ERROR(audit::Check(note));
    if (notes.empty()) return {};
    const auto own = std::make_shared<Waiting>(std::move(notes), deadline);
    std::unique_lock lock(mutex_);
    waiting_.push_back(own);
    while (!own->written) {
        if (!writing_) {
            WriteNext(lock);
        } else if (!written_.wait_for(lock, deadline.Remaining(), [&] { return own->written || !writing_; })) {
            return NotStored("");
        }
    }
    return *own->written;
}

void AuditWriter::WriteNext(std::unique_lock<std::mutex>& lock) {
    Batch batch, late;
    while (!waiting_.empty() && batch.size() < kMostTogether) {
        // Who has given up gets no answer: nothing was shown.
        auto& to = waiting_.front()->deadline.Passed() ? late : batch;
        to.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    for (const auto& waiting : late) waiting->written = NotStored("");
    if (batch.empty()) return;
    writing_ = true;
    lock.unlock();
    const auto status = Write(batch);
    lock.lock();
    writing_ = false;
    for (const auto& waiting : batch) waiting->written = status;
    written_.notify_all();
}

Status AuditWriter::Write(const Batch& batch) {
    std::vector<AuditNote> notes;
    // The latest of them, so that nobody's haste costs another one's entry.
    Deadline::Duration time{0};
    Status status;
    try {
        for (const auto& waiting : batch) {
            notes.insert(notes.end(), waiting->notes.begin(), waiting->notes.end());
            time = std::max(time, waiting->deadline.Remaining());
        }
        status = database_.Write(SchoolScope::All(), Deadline::In(time).AtMost(kWriteTime),
                                 [&](sql::Session& session) { return audit::Append(session, notes); });
    } catch (const std::exception& exception) {
        // what() may quote data: only its type is logged.
        status = Fail(Code::kInternal, reason::kInternal, typeid(exception).name());
    }
    metrics_.Count("audit_notes_total", "Notes for the audit log", {{"outcome", status ? "stored" : "refused"}},
                   static_cast<double>(notes.size()));
    if (status) return {};
    log::Failure("audit log not written", {{"reason", status.error().reason}, {"detail", status.error().message}});
    return NotStored(status.error().reason);
}

}  // namespace suite::gateway
