// What is sold, as the licence service knows it.
#pragma once

#include "rpc/channel.hpp"
#include "services/gateway/app/start.hpp"

namespace suite::gateway {

/// Asks in the gateway's own name. Thread-safe; the channel outlives it.
class LicenceCatalogue final : public MethodCatalogue {
  public:
    explicit LicenceCatalogue(const rpc::Channel& licence) : licence_(licence) {}

    [[nodiscard]] Result<std::string> UrlOf(const std::string& method, const std::string& product,
                                            Deadline deadline) override;

  private:
    const rpc::Channel& licence_;
};

}  // namespace suite::gateway
