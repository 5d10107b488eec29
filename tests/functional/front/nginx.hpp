// The real nginx with deploy/nginx/sleutelbos.conf in front of a gateway.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "process/process.hpp"
#include "testing/temp_dir.hpp"
#include "tests/functional/support/api.hpp"

namespace suite::testing {

/// On free ports of 127.0.0.1, as "localhost", with a certificate of its own; `nginx -t` is content with it first. Of
/// the configuration only ports, name, certificate and, so that no test waits long, the time-outs differ. Fails the
/// test when nginx (packages.txt) does not start.
class Nginx {
  public:
    /// `gateway`: "127.0.0.1:40123".
    explicit Nginx(const std::string& gateway);

    /// "https://localhost:40124"
    [[nodiscard]] std::string Url() const { return "https://localhost:" + std::to_string(https_port_); }
    [[nodiscard]] std::uint16_t HttpsPort() const { return https_port_; }
    [[nodiscard]] std::uint16_t HttpPort() const { return http_port_; }
    /// Whom to trust for it.
    [[nodiscard]] std::string Ca() const;
    [[nodiscard]] std::string ErrorLog() const;

  private:
    void WriteConfiguration(const std::string& gateway) const;
    bool Start(const std::string& gateway);

    TempDir dir_;
    std::uint16_t https_port_ = 0;
    std::uint16_t http_port_ = 0;
    std::optional<process::Process> process_;
};

/// Of the file in deploy/.
[[nodiscard]] std::string NginxConfiguration();

/// One request by the program curl, which speaks HTTP/2. `arguments` besides the URL. Every header line of the answer
/// is kept, in lower case, in order of appearance.
struct CurlAnswer {
    int status = 0;
    std::string version;  // "2", "1.1"
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    [[nodiscard]] std::vector<std::string> All(const std::string& name) const;
    [[nodiscard]] Answer AsAnswer() const;
};
[[nodiscard]] CurlAnswer Curl(const Nginx& nginx, const std::string& path, const std::vector<std::string>& arguments);

}  // namespace suite::testing
