// Requests with an Idempotency-Key, done once.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "core/deadline.hpp"
#include "core/time.hpp"
#include "services/gateway/domain/repeat.hpp"

namespace suite::gateway {

/// What is answered again.
struct KeptAnswer {
    int status = 200;
    std::string body;        // JSON
    std::string location{};  // where what was made can be read; empty: nowhere
    bool operator==(const KeptAnswer&) const = default;
};

/// Shared by all gateways. Thread-safe.
class RepeatStore {
  public:
    virtual ~RepeatStore() = default;
    /// Puts `request` down unless its key is taken, and forgets what began before `forget_before`. nullopt: it is put
    /// down, else what was there before.
    [[nodiscard]] virtual Result<std::optional<KeptRequest>> Begin(const std::string& key_hash,
                                                                   const KeptRequest& request, Instant forget_before,
                                                                   Deadline deadline) = 0;
    /// `request` in the place of the one that began at `old`; false when somebody else took that place.
    [[nodiscard]] virtual Result<bool> Take(const std::string& key_hash, Instant old, const KeptRequest& request,
                                            Deadline deadline) = 0;
    /// Does nothing when the request that began at `begun_at` is not there any more. A failure is logged: what was done
    /// is done, and its answer goes out all the same.
    virtual void Finish(const std::string& key_hash, Instant begun_at, const KeptAnswer& answer, Deadline deadline) = 0;
    virtual void Forget(const std::string& key_hash, Instant begun_at, Deadline deadline) = 0;
    /// nullopt when it is gone since.
    [[nodiscard]] virtual Result<std::optional<KeptAnswer>> Answer(const std::string& key_hash, Deadline deadline) = 0;
};

struct OnceRequest {
    std::string key_hash;                 // of the caller and the key, see CallerOf
    std::string fingerprint;              // of method, path, query and body
    std::chrono::milliseconds longest{};  // after which whoever does it has ended one way or the other
};

struct OnceAnswer {
    KeptAnswer answer;
    bool repeated = false;
};

/// Thread-safe.
class Repeats {
  public:
    Repeats(RepeatStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// Does `work`, or answers what it answered for the same caller and key within 24 hours. Only success is kept: a
    /// refusal did nothing, and after a failure trying again is right. What JudgeRepeat refuses; UNAVAILABLE when the
    /// store does not answer, and nothing was done then.
    [[nodiscard]] Result<OnceAnswer> Do(const OnceRequest& request, Deadline deadline,
                                        const std::function<Result<KeptAnswer>()>& work) const;

  private:
    RepeatStore& store_;
    const Clock& clock_;
};

}  // namespace suite::gateway
