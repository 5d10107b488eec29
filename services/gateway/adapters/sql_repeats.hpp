// Requests with an Idempotency-Key in the gateway's database, which all gateways share.
#pragma once

#include "crypto/rotating_key.hpp"
#include "services/gateway/app/repeats.hpp"
#include "sql/sql.hpp"

namespace suite::gateway {

/// Answers are sealed: they may hold what a school's staff may see. An answer that no key opens any more counts as one
/// that was not kept (docs/decisions/0027). Thread-safe.
class SqlRepeats final : public RepeatStore {
  public:
    /// `key`: of 32 bytes, the same for all gateways.
    SqlRepeats(sql::Database& database, const crypto::RotatingKey& key);
    [[nodiscard]] Result<std::optional<KeptRequest>> Begin(const std::string& key_hash, const KeptRequest& request,
                                                           Instant forget_before, Deadline deadline) override;
    [[nodiscard]] Result<bool> Take(const std::string& key_hash, Instant old, const KeptRequest& request,
                                    Deadline deadline) override;
    void Finish(const std::string& key_hash, Instant begun_at, const KeptAnswer& answer, Deadline deadline) override;
    void Forget(const std::string& key_hash, Instant begun_at, Deadline deadline) override;
    [[nodiscard]] Result<std::optional<KeptAnswer>> Answer(const std::string& key_hash, Deadline deadline) override;

  private:
    sql::Database& database_;
    crypto::RotatingSealer sealer_;
};

}  // namespace suite::gateway
