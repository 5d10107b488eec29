// The claims of a token that somebody else signed, read strictly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "json/strict.hpp"

namespace suite::gateway {

/// Reads one token's claims. What is wrong is UNAUTHENTICATED with `reason` and says which claim, for the log. A claim
/// that is there is never overlooked because it is malformed.
class Claims {
  public:
    /// `payload`: not JSON, no object, or naming a claim twice is refused.
    [[nodiscard]] static Result<Claims> Parse(std::string_view payload, std::string_view reason);
    Claims(Claims&&) noexcept;
    Claims& operator=(Claims&&) = delete;
    ~Claims();

    /// One line of clean text of at most 1024 bytes, not empty; nullopt when it is not there.
    [[nodiscard]] Result<std::optional<std::string>> Text(const std::string& name) const;
    /// Whole seconds since 1970.
    [[nodiscard]] Result<std::optional<std::int64_t>> Time(const std::string& name) const;
    /// `aud`: one text, or up to twenty; must be there.
    [[nodiscard]] Result<std::vector<std::string>> Audience() const;
    /// nullptr when it is not there.
    [[nodiscard]] const nlohmann::json* Find(const std::string& name) const;

    [[nodiscard]] std::unexpected<Error> Refused(std::string why) const;

  private:
    Claims(nlohmann::json json, std::string_view reason);
    std::unique_ptr<const nlohmann::json> json_;
    std::string reason_;
};

/// nullopt for what is no whole number of 64 bits.
[[nodiscard]] std::optional<std::int64_t> WholeNumber(const nlohmann::json& json);

}  // namespace suite::gateway
