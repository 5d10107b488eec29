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
    // A moved-from short string keeps its bytes, so a move is a copy and a wipe.
    Secret(Secret&& other) noexcept : value_(other.value_) { other.Wipe(); }
    Secret& operator=(const Secret& other) {
        if (this != &other) {
            Wipe();
            value_ = other.value_;
        }
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            *this = static_cast<const Secret&>(other);
            other.Wipe();
        }
        return *this;
    }
    ~Secret() { Wipe(); }

    [[nodiscard]] const std::string& Reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

  private:
    void Wipe() noexcept {
        volatile char* bytes = value_.data();
        for (std::size_t i = 0; i < value_.size(); ++i) bytes[i] = 0;
        value_.clear();
    }

    std::string value_;
};

}  // namespace suite
