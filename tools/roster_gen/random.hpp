// Randomness with the same result on every machine: the standard's distributions differ between libraries.
#pragma once

#include <cstddef>
#include <cstdint>

namespace suite::roster_gen {

/// The finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection, so different inputs stay different.
constexpr std::uint64_t Mix(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

/// Top 53 bits as a number in [0, 1).
constexpr double ToUnit(std::uint64_t bits) { return static_cast<double>(bits >> 11U) * 0x1.0p-53; }

class Random {
  public:
    Random(std::uint64_t seed, std::uint64_t stream) : state_(Mix(Mix(seed) ^ stream)) {}

    std::uint64_t Next() { return Mix(state_++); }
    double Unit() { return ToUnit(Next()); }
    bool Chance(double probability) { return Unit() < probability; }
    /// 0 <= result < bound. Pre: bound > 0.
    std::size_t Below(std::size_t bound) { return static_cast<std::size_t>(Unit() * static_cast<double>(bound)); }
    /// Both ends included.
    int Between(int low, int high) { return low + static_cast<int>(Below(static_cast<std::size_t>(high - low) + 1)); }
    template <class Container>
    const auto& Pick(const Container& container) {
        return container[Below(container.size())];
    }
    /// The whole number below or above `value`, with the chance that keeps the mean.
    int Round(double value) { return static_cast<int>(value + Unit()); }

  private:
    std::uint64_t state_;
};

}  // namespace suite::roster_gen
