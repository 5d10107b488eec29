// Clients that speak HTTP as no client of ours does, for as long as other callers are measured.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace suite::bench {

/// Whom they attack: TLS on [::1], so that they have another address than the callers on 127.0.0.1.
struct Target {
    std::uint16_t port = 0;
    std::string path;         // of the largest answer that anybody gets
    std::string inside_path;  // of the largest answer that `token` may read
    std::string token;
};

enum class Oddity {
    kLongPath,            // 16,000 slashes, which nginx refuses
    kLongPathIn,          // 7,000 slashes, which it lets through
    kPipelining,          // a hundred requests at once on one connection
    kFalseToken,          // the same with a token that somebody else signed
    kTwoLengths,          // two Content-Length fields that differ
    kHalfClosed,          // a request, and the sending side closed at once
    kNeverReading,        // answers asked for and not read, two hundred connections
    kInsideReading,       // no stranger: who was let in and asks for all pages that the limits allow
    kInsideNeverReading,  // the same, not reading them
};
[[nodiscard]] std::string_view NameOf(Oddity oddity);
[[nodiscard]] const std::vector<Oddity>& AllOddities();

/// Four threads, from construction to destruction. Connections that do not come about are tried again.
class Strangers {
  public:
    Strangers(Target target, Oddity oddity);
    ~Strangers();
    Strangers(const Strangers&) = delete;
    Strangers& operator=(const Strangers&) = delete;

    /// Connections on which all was said that there was to say.
    [[nodiscard]] std::int64_t Said() const { return said_; }

  private:
    void Work(const std::stop_token& stop);

    Target target_;
    Oddity oddity_;
    std::atomic<std::int64_t> said_ = 0;
    std::vector<std::jthread> threads_;  // last
};

}  // namespace suite::bench
