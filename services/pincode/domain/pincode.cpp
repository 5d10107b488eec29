#include "services/pincode/domain/pincode.hpp"

#include <algorithm>
#include <string>

namespace suite::pincode {
namespace {

constexpr std::uint32_t kCodes = 10000;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2039;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// Modulo ten, so that 8901 counts as well.
bool HasEqualSteps(std::string_view code) {
    const auto step = [&](std::size_t i) { return (code[i + 1] - code[i] + 10) % 10; };
    return step(0) == step(1) && step(1) == step(2);
}

bool IsTwoPairs(std::string_view code) {
    return (code[0] == code[2] && code[1] == code[3]) || (code[0] == code[1] && code[2] == code[3]) ||
           (code[0] == code[3] && code[1] == code[2]);
}

bool IsKeypadColumn(std::string_view code) { return code == "2580" || code == "0852"; }

int Number(std::string_view digits) {
    int number = 0;
    for (const char c : digits) number = number * 10 + (c - '0');
    return number;
}

bool IsYear(std::string_view code) {
    const int year = Number(code);
    return year >= kFirstYear && year <= kLastYear;
}

}  // namespace

bool IsWeak(std::string_view code, std::optional<int> birth_year) {
    if (code.size() != kCodeLength || !std::ranges::all_of(code, IsDigit)) return true;
    if (HasEqualSteps(code) || IsTwoPairs(code) || IsKeypadColumn(code) || IsYear(code)) return true;
    if (!birth_year) return false;
    const int short_year = *birth_year % 100;
    return Number(code.substr(0, 2)) == short_year || Number(code.substr(2)) == short_year;
}

Secret MakeCode(RandomSource& random) {
    // Refusing and drawing again keeps the others equally likely; five of six draws are good.
    while (true) {
        std::string code = std::to_string(kCodes + random.Below(kCodes)).substr(1);
        if (!IsWeak(code)) return Secret(std::move(code));
    }
}

}  // namespace suite::pincode
