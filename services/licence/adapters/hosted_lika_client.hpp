// Basispoort's hosted-lika API over mutual TLS (FACTS §5.1).
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "http_client/pool.hpp"
#include "http_client/retry.hpp"
#include "services/licence/app/ports/hosted_lika.hpp"

namespace suite::licence {

struct HostedLikaOptions {
    std::string url;        // "https://rest.basispoort.nl"
    std::string publisher;  // uitgevercode
    http::ClientTls tls;
    std::chrono::milliseconds connect_timeout{std::chrono::seconds(10)};  // these two as in FACTS §5.1
    std::chrono::milliseconds try_timeout{std::chrono::seconds(30)};      // of one request
    http::RetryRule retries{};                                            // of what only reads
};

/// Nothing of a person but Basispoort id, or school and ECK iD, leaves by it. Thread-safe.
class HostedLikaClient final : public HostedLika {
  public:
    /// Every pupil of the country by number takes 13 MB, by ECK iD ten times that.
    static constexpr std::size_t kMaxAnswerBytes = 192U << 20U;

    /// INVALID_ARGUMENT unless `url` begins with https://, all three files are named, and the publisher's code has
    /// letters, digits, '-' and '_' only. Connects to nobody.
    [[nodiscard]] static Result<std::unique_ptr<HostedLikaClient>> Make(HostedLikaOptions options);

    Status PutMethod(const Listing& method, Deadline deadline) override;
    Status PutProduct(const std::string& method_id, const Listing& product, Deadline deadline) override;
    Status RemoveMethod(const std::string& method_id, Deadline deadline) override;
    Status RemoveProduct(const std::string& method_id, const std::string& product_id, Deadline deadline) override;
    Status AddUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) override;
    Status RemoveUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) override;
    Status ReplaceUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) override;
    Result<std::vector<UserKey>> ReadUsers(const UserList& list, Deadline deadline) override;

  private:
    explicit HostedLikaClient(HostedLikaOptions options);
    [[nodiscard]] Status Put(const std::string& folder, const Listing& listing, Deadline deadline);
    [[nodiscard]] Status Remove(const std::string& path, Deadline deadline);
    /// Body of a 200.
    [[nodiscard]] Result<std::string> Get(const std::string& path, Deadline deadline);
    /// Of a write's answer only the status counts: its body may be empty.
    [[nodiscard]] Status Send(const char* method, const std::string& path, std::string body, Deadline deadline);
    /// Users go to the list of their own kind; a kind with none is left out unless `both`.
    [[nodiscard]] Status SendUsers(const char* method, const UserList& list, const char* verb,
                                   const std::vector<UserKey>& users, bool both, Deadline deadline);

    const HostedLikaOptions options_;
    const std::string base_;
    http::ClientPool clients_;
};

}  // namespace suite::licence
