// The real nginx with deploy/nginx/sleutelbos.conf in front of a gateway of this machine: for tests and benchmarks.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "suite/loopback_port.hpp"

namespace suite::devsuite {

struct NginxOptions {
    std::filesystem::path folder;       // its own, there already: files, certificates, log
    std::string gateway;                // "127.0.0.1:40123"
    std::chrono::seconds patience{10};  // with a head that does not come whole, and with a body that pauses
    int connections = 512;              // that it holds at once, those to the gateway among them
    bool ipv6 = false;                  // on [::1] besides
    /// Takes who names no host in the handshake and an address in the request, as load generators do.
    bool nameless = false;
};

/// On free ports of 127.0.0.1, as "localhost", with a certificate of its own. Of the configuration only ports, names,
/// certificate and `patience` differ. Ends with the object, and with the thread that started it.
class Nginx {
  public:
    /// Returns when it listens. UNAVAILABLE, with the last of its log, when nginx (packages.txt) is not there, is not
    /// content with the configuration (nginx -t) or does not start; INTERNAL when deploy/nginx/sleutelbos.conf no
    /// longer holds what has to be replaced.
    [[nodiscard]] static Result<Nginx> Start(const NginxOptions& options);
    /// On a port that was known before: the gateway is told its public URL when it starts.
    [[nodiscard]] static Result<Nginx> Start(const NginxOptions& options, LoopbackPort https_port);
    Nginx(Nginx&&) noexcept;
    Nginx& operator=(Nginx&&) = delete;
    ~Nginx();

    /// "https://localhost:40124"
    [[nodiscard]] std::string Url() const { return "https://localhost:" + std::to_string(HttpsPort()); }
    [[nodiscard]] std::uint16_t HttpsPort() const;
    [[nodiscard]] std::uint16_t HttpPort() const;
    /// Whom to trust for it.
    [[nodiscard]] std::string Ca() const;
    [[nodiscard]] std::string ErrorLog() const;
    /// What it wrote of the requests of our own server.
    [[nodiscard]] std::string AccessLog() const;
    /// Whether the process that was started still runs.
    [[nodiscard]] bool Runs() const;

    /// The file in deploy/.
    [[nodiscard]] static std::string Configuration();

  private:
    struct Impl;
    explicit Nginx(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::devsuite
