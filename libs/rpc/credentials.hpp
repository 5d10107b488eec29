// Who speaks to whom between services: mutual TLS, or plain text where nobody else can listen.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::rpc {

/// PEM files; all three or none. The CA is the suite's own: whoever has a certificate of it is a service of ours.
struct TlsFiles {
    std::string ca;
    std::string certificate;
    std::string key;  // readable by its owner only
};

/// Whether what is said to `address` stays on this machine: a unix socket, a loopback address, or localhost. Names are
/// not looked up.
[[nodiscard]] bool IsPrivate(std::string_view address);

/// Of one process, for its server and its channels. By default plain text. A cheap copy; thread-safe.
class Credentials {
  public:
    Credentials() = default;
    /// Reads the files once: a new certificate counts after a restart. `addresses` are those that the process listens
    /// on and calls (empty ones are skipped); without TLS each of them must be private. FAILED_PRECONDITION with what
    /// is wrong, to be shown to an operator.
    [[nodiscard]] static Result<Credentials> Load(const TlsFiles& files, const std::vector<std::string>& addresses);

    struct Pem {
        std::string ca, certificate, key;
    };
    /// nullptr: plain text to `address`. A unix socket always is: the file's mode says who may.
    [[nodiscard]] const Pem* For(std::string_view address) const;

  private:
    std::shared_ptr<const Pem> pem_;
};

}  // namespace suite::rpc
