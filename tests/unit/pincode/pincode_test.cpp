#include "services/pincode/domain/pincode.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace suite::pincode {
namespace {

TEST_CASE("codes that people try first are weak", "[PIN-04]") {
    const auto* code = GENERATE(values<const char*>({
        "0000", "7777",                  // one digit
        "1234", "0123", "6789", "8901",  // rising
        "4321", "9876", "3210", "1098",  // falling
        "2468", "1357", "8642", "1470",  // equal steps
        "1212", "6969", "1122", "1221",  // pairs
        "2580", "0852",                  // a column of the keypad
        "1900", "1984", "2016", "2039",  // years
    }));
    CAPTURE(code);
    CHECK(IsWeak(code));
}

TEST_CASE("other codes are not weak", "[PIN-04]") {
    const auto* code = GENERATE(values<const char*>({"7391", "1899", "2040", "1235", "0012", "1112", "5207", "2583"}));
    CAPTURE(code);
    CHECK_FALSE(IsWeak(code));
}

TEST_CASE("a known year of birth makes codes with its last two digits at either end weak", "[PIN-04]") {
    CHECK(IsWeak("1673", 2016));
    CHECK(IsWeak("7316", 2016));
    CHECK(IsWeak("0873", 2008));
    CHECK_FALSE(IsWeak("7163", 2016));
    CHECK_FALSE(IsWeak("1673", 2015));
    CHECK_FALSE(IsWeak("1673"));
}

TEST_CASE("anything but four digits is weak") {
    const auto* code = GENERATE(values<const char*>({"", "739", "73914", "73a1", "-391", " 739", "73\xc2\xb2"}));
    CAPTURE(code);
    CHECK(IsWeak(code));
}

TEST_CASE("most codes are left") {
    int weak = 0;
    for (int code = 0; code < 10000; ++code) weak += IsWeak(std::to_string(10000 + code).substr(1)) ? 1 : 0;
    CHECK(weak > 300);
    CHECK(weak < 600);
}

class SeededRandom final : public RandomSource {
  public:
    std::uint32_t Below(std::uint32_t bound) override {
        return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(engine_);
    }

  private:
    std::mt19937 engine_{20261121};  // NOLINT: the test wants the same codes each time
};

TEST_CASE("100,000 codes made: never a weak one, every digit at every place as often, every code possible",
          "[PIN-01]") {
    constexpr int kCodes = 100000;
    SeededRandom random;
    std::array<std::array<int, 10>, kCodeLength> digits{};
    std::vector<bool> made(10000);
    for (int i = 0; i < kCodes; ++i) {
        const std::string code = MakeCode(random).Reveal();
        REQUIRE_FALSE(IsWeak(code));
        for (std::size_t place = 0; place < kCodeLength; ++place) {
            ++digits.at(place).at(static_cast<std::size_t>(code[place] - '0'));
        }
        made.at(static_cast<std::size_t>(std::stoi(code))) = true;
    }
    for (const auto& place : digits) {
        for (const int count : place) {
            CHECK(count > kCodes / 10 * 85 / 100);  // the weak codes are not evenly spread
            CHECK(count < kCodes / 10 * 115 / 100);
        }
    }
    const auto different = std::count(made.begin(), made.end(), true);
    CHECK(different > 9300);
}

TEST_CASE("a weak draw is thrown away and the next one taken") {
    class Scripted final : public RandomSource {
      public:
        std::uint32_t Below(std::uint32_t bound) override {
            CHECK(bound == 10000);
            return draws.at(next++);
        }
        std::vector<std::uint32_t> draws{0, 1234, 52, 7391};
        std::size_t next = 0;
    } random;
    CHECK(MakeCode(random).Reveal() == "0052");
    CHECK(MakeCode(random).Reveal() == "7391");
}

}  // namespace
}  // namespace suite::pincode
