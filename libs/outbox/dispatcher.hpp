// Delivers what Enqueue wrote.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/retry.hpp"
#include "core/time.hpp"
#include "metrics/metrics.hpp"
#include "sql/sql.hpp"

namespace suite::outbox {

struct Message {
    std::string topic;
    SchoolId school;
    std::int64_t id = 0;  // rises within (topic, school); with them, a key by which the peer can tell a repetition
    std::string payload;
    int attempt = 1;
};

/// Sends one message and returns before the deadline. A transient error (core/retry.hpp) is tried again later, any
/// other parks the message at once. Called from several threads, never twice at once for the same (topic, school). The
/// same message may come again after a crash, or when the call outlived its deadline.
using Sender = std::function<Status(const Message&, Deadline)>;

/// Uniform in [0, bound); thread-safe. crypto::RandomBelow.
using RandomBelow = std::function<std::uint32_t(std::uint32_t)>;

struct RetryRule {
    Backoff backoff{.first = std::chrono::seconds(2), .longest = std::chrono::minutes(15)};
    int max_attempts = 12;  // with the above: parked after about an hour and a half
};

struct DispatcherOptions {
    RetryRule retry{};
    int workers = 2;  // threads per topic: give peers that fail apart a topic each, and none waits for another
    std::chrono::milliseconds send_time{std::chrono::seconds(30)};  // the sender's deadline
    std::chrono::milliseconds poll{std::chrono::seconds(1)};        // for messages of other processes and repetitions
    bool parked_blocks = false;  // a parked message holds up the later ones of its (topic, school) until resent
    RandomBelow random_below{};  // required
};

/// Per (topic, school) strictly the oldest first: what fails holds up its own queue and no other. Several processes may
/// dispatch from one database, with clocks that differ by less than kClaimMargin. Thread-safe. The database, clock and
/// registry outlive it. The destructor stops it. Topics without a sender stay waiting.
///
/// Metrics, by topic: outbox_messages{state="waiting"|"parked"}, outbox_sent_total, outbox_failed_total (attempts).
class Dispatcher {
  public:
    Dispatcher(sql::Database& database, const Clock& clock, metrics::Registry& metrics, DispatcherOptions options,
               std::map<std::string, Sender> senders);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Once.
    void Start();
    /// Waits for the messages being sent. Idempotent.
    void Stop();
    /// There may be something due: after the commit of an Enqueue or Resend.
    void Notify();

    /// Delivers all that is due, topic by topic, on the calling thread; what the threads do, for tests and tools.
    /// Returns the number of attempts made. Errors: the database's.
    [[nodiscard]] Result<std::int64_t> RunOnce();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A claim outlives the sender's deadline by this much, for the sender's own lateness and differing clocks.
inline constexpr std::chrono::seconds kClaimMargin{15};

}  // namespace suite::outbox
