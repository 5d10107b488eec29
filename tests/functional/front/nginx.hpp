// The real nginx with deploy/nginx/sleutelbos.conf in front of a gateway.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "suite/nginx.hpp"
#include "testing/temp_dir.hpp"
#include "tests/functional/support/api.hpp"

namespace suite::testing {

/// devsuite::Nginx that waits a second where it would wait ten, so that no test waits long. Fails the test when it does
/// not start.
class Nginx {
  public:
    /// `gateway`: "127.0.0.1:40123".
    explicit Nginx(const std::string& gateway);

    [[nodiscard]] std::string Url() const { return nginx_->Url(); }
    [[nodiscard]] std::uint16_t HttpsPort() const { return nginx_->HttpsPort(); }
    [[nodiscard]] std::uint16_t HttpPort() const { return nginx_->HttpPort(); }
    [[nodiscard]] std::string Ca() const { return nginx_->Ca(); }
    [[nodiscard]] std::string AccessLog() const { return nginx_->AccessLog(); }
    /// All that it writes is in here.
    [[nodiscard]] std::filesystem::path Folder() const { return dir_.Path(); }

  private:
    TempDir dir_;
    std::optional<devsuite::Nginx> nginx_;
};

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
