#include "services/gateway/adapters/audit_writer.hpp"

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

AuditWriter::AuditWriter(sql::Database& database, metrics::Registry& metrics)
    : database_(database), metrics_(metrics), thread_([this] { Run(); }) {}

AuditWriter::~AuditWriter() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    came_.notify_one();
    thread_.join();
}

Status AuditWriter::Record(std::vector<AuditNote> notes, Deadline deadline) {
    // One that may not be written would take those along that wait beside it.
    for (const auto& note : notes) SUITE_RETURN_IF_ERROR(audit::Check(note));
    if (notes.empty()) return {};
    auto waiting = std::make_shared<Waiting>(std::move(notes), deadline);
    auto written = waiting->written.get_future();
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(waiting));
    }
    came_.notify_one();
    if (written.wait_for(deadline.Remaining()) != std::future_status::ready) return NotStored("");
    return written.get();
}

AuditWriter::Batch AuditWriter::Next() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    Batch batch;
    while (!waiting_.empty() && batch.size() < kMostTogether) {
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return batch;
}

void AuditWriter::Run() {
    for (auto batch = Next(); !batch.empty(); batch = Next()) {
        // Who has given up gets no answer: nothing was shown.
        std::erase_if(batch, [](const auto& waiting) { return waiting->deadline.Passed(); });
        if (!batch.empty()) Write(batch);
    }
}

void AuditWriter::Write(const Batch& batch) {
    std::vector<AuditNote> notes;
    for (const auto& waiting : batch) notes.insert(notes.end(), waiting->notes.begin(), waiting->notes.end());
    Status status;
    try {
        status = database_.Write(Deadline::In(kWriteTime),
                                 [&](sql::Session& session) { return audit::Append(session, notes); });
    } catch (const std::exception& exception) {
        // what() may quote data: only its type is logged.
        status = Fail(Code::kInternal, reason::kInternal, typeid(exception).name());
    }
    metrics_.Count("audit_notes_total", "Notes for the audit log", {{"outcome", status ? "stored" : "refused"}},
                   static_cast<double>(notes.size()));
    if (!status) {
        log::Failure("audit log not written", {{"reason", status.error().reason}, {"detail", status.error().message}});
    }
    for (const auto& waiting : batch) {
        waiting->written.set_value(status ? Status{} : Status(NotStored(status.error().reason)));
    }
}

}  // namespace suite::gateway
