// Basispoort's partner API over mutual TLS (FACTS §5.1).
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "http_client/pool.hpp"
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

/// Thread-safe.
class BasispoortClient final : public BasispoortApi {
  public:
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

    explicit BasispoortClient(BasispoortOptions options) : options_(std::move(options)), clients_(options_.tls) {}
    /// Body of a 200.
    [[nodiscard]] Result<std::string> Get(const std::string& path, NotFoundMeans not_found, Deadline deadline);

    const BasispoortOptions options_;
    http::ClientPool clients_;
};

}  // namespace suite::roster_sync
