// A pupil's pincode: what makes one too easy to guess, and how one is made (PIN-01, PIN-04).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/secret.hpp"

namespace suite::pincode {

inline constexpr std::size_t kCodeLength = 4;

/// Port: the system's generator. Implementations are thread-safe.
class RandomSource {
  public:
    virtual ~RandomSource() = default;
    /// Uniform in [0, bound).
    [[nodiscard]] virtual std::uint32_t Below(std::uint32_t bound) = 0;
};

/// True for a code that people choose or try first: equal steps (0000, 1234, 8642, 9012), two pairs (1212, 1122, 1221),
/// a column of the keypad (2580), a year of birth of anyone at a school (1900-2039), and, where the pupil's year of
/// birth is known, codes that begin or end with its last two digits. Also true for anything but four digits.
[[nodiscard]] bool IsWeak(std::string_view code, std::optional<int> birth_year = std::nullopt);

/// Four digits, uniform over the codes that are not weak. No year of birth: the roster holds none (ROS-03).
[[nodiscard]] Secret MakeCode(RandomSource& random);

}  // namespace suite::pincode
