// A roster on its way as Basispoort sends it: gzipped parts, several senders, until the last follower has it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "suite/suite.hpp"
#include "tools/bench/databases.hpp"
#include "tools/bench/loading.hpp"
#include "tools/roster_gen/roster_gen.hpp"

namespace suite::bench {

/// Made and packed before the clock starts: that is the sender's work, not ours.
struct Parts {
    std::vector<std::string> gzipped;
    std::size_t schools = 0;  // that have a line
    std::size_t pupils = 0;   // lines
    std::size_t records = 0;  // lines of all kinds
    std::size_t bytes = 0;    // unpacked
};

/// The schools `from` up to `to` of the roster, or what a night's delta says of them.
[[nodiscard]] Parts MakeParts(const roster_gen::Generator& generator, std::uint32_t from, std::uint32_t to,
                              const std::optional<roster_gen::DeltaOptions>& delta);

struct Pushed {
    Seconds accepted{};         // first byte → the commit is acknowledged
    Seconds applied{};          // first byte → roster-sync has applied the batch
    Seconds followed{};         // first byte → the last follower has applied it
    std::int64_t rejected = 0;  // records
    std::int64_t changed = 0;   // records added, changed or removed
    std::string refused{};      // reason of the refusal, when that is the answer; then nothing above counts
};

/// Sends batches to one suite. Not thread-safe.
class Pusher {
  public:
    Pusher(const devsuite::Suite& suite, const Loading& loading, Databases& databases, int senders)
        : suite_(suite), loading_(loading), databases_(databases), senders_(senders) {}

    /// Fails when a request fails, and with INTERNAL when it is not done within an hour.
    [[nodiscard]] Result<Pushed> Push(std::int64_t sequence, const std::string& kind, const Parts& parts);

  private:
    [[nodiscard]] Status Send(const std::string& batch, const Parts& parts) const;
    [[nodiscard]] Status AwaitApplied(const std::string& batch, std::chrono::milliseconds poll, Pushed& pushed) const;
    [[nodiscard]] Status AwaitFollowers() const;

    const devsuite::Suite& suite_;
    const Loading& loading_;
    Databases& databases_;
    int senders_;
};

}  // namespace suite::bench
