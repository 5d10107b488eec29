// Basispoort's partner API over mutual TLS (FACTS §5.1).
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http_client/http_client.hpp"
#include "http_client/retry.hpp"
#include "services/roster_sync/app/basispoort.hpp"

namespace suite::roster_sync {

struct BasispoortOptions {
    std::string url;  // "https://rest.basispoort.nl"
    http::ClientTls tls;
    std::chrono::milliseconds connect_timeout{std::chrono::seconds(10)};  // these two as in FACTS §5.1
    std::chrono::milliseconds try_timeout{std::chrono::seconds(30)};      // of one request
    http::RetryRule retries{};
};

/// Thread-safe: each call borrows a connection from a pool, so there are as many as calls at once; up to
/// kMaxIdleClients stay open for the next.
class BasispoortClient final : public BasispoortApi {
  public:
    static constexpr std::size_t kMaxIdleClients = 8;
    /// The largest school there is takes 1.5 MB.
    static constexpr std::size_t kMaxAnswerBytes = 32U << 20U;

    /// INVALID_ARGUMENT unless `url` begins with https:// and all three files are named. Connects to nobody.
    [[nodiscard]] static Result<std::unique_ptr<BasispoortClient>> Make(BasispoortOptions options);

    [[nodiscard]] Result<std::vector<std::int64_t>> Institutions(Deadline deadline) override;
    [[nodiscard]] Result<PulledSchool> School(std::int64_t basispoort_id, SchoolYear year, Deadline deadline) override;
    [[nodiscard]] Result<std::vector<std::int64_t>> ConsentGranted(Date day, Deadline deadline) override;
    [[nodiscard]] Result<std::vector<std::int64_t>> ConsentWithdrawn(Date day, Deadline deadline) override;
    [[nodiscard]] Result<bool> HasConsent(std::int64_t basispoort_id, Deadline deadline) override;

  private:
    enum class NotFoundMeans { kSchoolUnknown, kInvalidAnswer };

    explicit BasispoortClient(BasispoortOptions options) : options_(std::move(options)) {}
    /// Body of a 200.
    [[nodiscard]] Result<std::string> Get(const std::string& path, NotFoundMeans not_found, Deadline deadline);
    [[nodiscard]] http::Client Borrow();
    void GiveBack(http::Client client);

    const BasispoortOptions options_;
    std::mutex mutex_;
    std::vector<http::Client> idle_;
};

}  // namespace suite::roster_sync
