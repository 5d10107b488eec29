// A string that does not end up in a log by accident.
#pragma once

#include <string>
#include <utility>

namespace suite {

/// Holds a key, code or token. Has no operator<< and no conversion: reading it takes the word Reveal, which reviewers
/// can search for. Wiped on destruction.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    // No moves: a moved-from short string keeps its bytes. Copies are wiped each on its own.
    ~Secret() {
        volatile char* bytes = value_.data();
        for (std::size_t i = 0; i < value_.size(); ++i) bytes[i] = 0;
    }

    [[nodiscard]] const std::string& Reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

  private:
    std::string value_;
};

}  // namespace suite
