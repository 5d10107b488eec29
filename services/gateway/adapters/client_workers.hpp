// What gateways do with clients beside answering: reading their standings, and writing down when secrets were used.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "services/gateway/app/client_gate.hpp"
#include "worker/worker.hpp"

namespace suite::gateway {

/// Keeps a ClientGate up to date on a thread of its own. Says once in the log that the database is away, and once that
/// it is back.
class StandingsReader {
  public:
    StandingsReader(ClientGate& gate, std::chrono::milliseconds interval);
    void Start() { worker_.Start(); }
    void Stop() { worker_.Stop(); }

  private:
    void Read();

    ClientGate& gate_;
    bool away_ = false;  // the worker's thread only
    Worker worker_;
};

/// Writes uses down on a thread of its own. One that cannot be written is dropped: the next use of the same secret
/// comes within minutes. Thread-safe.
class UseWriter final : public UseNotes {
  public:
    explicit UseWriter(ClientStore& store);
    void Note(CredentialUse use) override;
    void Start() { worker_.Start(); }
    /// Writes what is noted still.
    void Stop();

  private:
    void Write();

    ClientStore& store_;
    std::mutex mutex_;
    std::map<std::pair<std::string, std::int64_t>, Instant> noted_;  // guarded by mutex_; one for each secret at most
    Worker worker_;
};

}  // namespace suite::gateway
