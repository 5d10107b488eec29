#include "services/gateway/adapters/client_workers.hpp"

#include "log/log.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kReadTime{2};
constexpr std::chrono::seconds kWriteTime{2};
constexpr std::chrono::hours kIdle{1};  // it is told when there is something to write

}  // namespace

StandingsReader::StandingsReader(ClientGate& gate, std::chrono::milliseconds interval)
    : gate_(gate), worker_("reading of clients", interval, [this](const Worker::Pause&) -> Result<bool> {
          Read();
          return false;
      }) {}

void StandingsReader::Read() {
    const auto read = gate_.Refresh(Deadline::In(kReadTime));
    if (!read && !away_) {
        log::Warning("clients cannot be read: what is known of them goes on, no token can be given",
                     {{"reason", read.error().reason}, {"detail", read.error().message}});
    }
    if (read && away_) log::Info("clients can be read again");
    away_ = !read;
}

UseWriter::UseWriter(ClientStore& store)
    : store_(store), worker_("notes of used secrets", kIdle, [this](const Worker::Pause&) -> Result<bool> {
          Write();
          return false;
      }) {}

void UseWriter::Note(CredentialUse use) {
    {
        const std::lock_guard lock(mutex_);
        noted_.insert_or_assign({std::move(use.client_id), use.secret_number}, use.at);
    }
    worker_.Notify();
}

void UseWriter::Stop() {
    worker_.Stop();
    Write();
}

void UseWriter::Write() {
    std::map<std::pair<std::string, std::int64_t>, Instant> noted;
    {
        const std::lock_guard lock(mutex_);
        noted.swap(noted_);
    }
    if (noted.empty()) return;
    std::vector<CredentialUse> uses;
    for (const auto& [credential, at] : noted)
        uses.push_back({.client_id = credential.first, .secret_number = credential.second, .at = at});
    if (const auto written = store_.NoteUses(uses, Deadline::In(kWriteTime)); !written)
        log::Info("the use of a secret was not written down", {{"detail", written.error().message}});
}

}  // namespace suite::gateway
