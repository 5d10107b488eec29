#include "core/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace suite {
namespace {

/// Digits only; std::from_chars alone would take a sign.
std::optional<int> Number(std::string_view text) {
    if (text.empty()) return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::chrono::sys_days LastSunday(std::chrono::year year, std::chrono::month month) {
    return std::chrono::sys_days{year / month / std::chrono::Sunday[std::chrono::last]};
}

}  // namespace

std::string FormatInstant(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::hh_mm_ss time{instant - day};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%03dZ", static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    return Date{day}.ToString() + text.data();
}

std::optional<Instant> ParseInstant(std::string_view text) {
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
    const auto day = Date::Parse(text.substr(0, 10));
    const auto hours = Number(text.substr(11, 2));
    const auto minutes = Number(text.substr(14, 2));
    const auto seconds = Number(text.substr(17, 2));
    if (!day || !hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
    auto instant = Instant{day->days} + std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
                   std::chrono::seconds{*seconds};
    auto rest = text.substr(19);
    if (rest.front() == '.') {
        rest.remove_prefix(1);
        std::size_t digits = 0;
        int millis = 0;
        while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') {
            if (digits < 3) millis = millis * 10 + (rest[digits] - '0');
            ++digits;
        }
        if (digits == 0 || digits > 9) return std::nullopt;
        for (auto d = digits; d < 3; ++d) millis *= 10;
        instant += std::chrono::milliseconds{millis};
        rest.remove_prefix(digits);
    }
    if (rest == "Z") return instant;
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return std::nullopt;
    const auto offset_hours = Number(rest.substr(1, 2));
    const auto offset_minutes = Number(rest.substr(4, 2));
    if (!offset_hours || !offset_minutes || *offset_hours > 14 || *offset_minutes > 59) return std::nullopt;
    const auto offset = std::chrono::hours{*offset_hours} + std::chrono::minutes{*offset_minutes};
    return rest[0] == '+' ? instant - offset : instant + offset;
}

std::optional<Date> Date::Parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = Number(text.substr(0, 4));
    const auto month = Number(text.substr(5, 2));
    const auto day = Number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1900 || *year > 2200) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return Date{std::chrono::sys_days{date}};
}

std::string Date::ToString() const {
    const std::chrono::year_month_day date{days};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

Date DutchDay(Instant instant) {
    const std::chrono::year_month_day utc{std::chrono::floor<std::chrono::days>(instant)};
    const auto summer_from = LastSunday(utc.year(), std::chrono::March) + std::chrono::hours{1};
    const auto summer_until = LastSunday(utc.year(), std::chrono::October) + std::chrono::hours{1};
    const bool summer = instant >= summer_from && instant < summer_until;
    return Date{std::chrono::floor<std::chrono::days>(instant + std::chrono::hours{summer ? 2 : 1})};
}

Instant EndOfDutchDay(Date day) {
    // 22:00 or 23:00 UTC, by summer or winter time: the first of the two that is the next day already.
    const Date next{day.days + std::chrono::days(1)};
    const Instant summer{next.days - std::chrono::hours(2)};
    const Instant end = DutchDay(summer) == next ? summer : summer + std::chrono::hours(1);
    return end - std::chrono::milliseconds(1);
}

std::optional<SchoolYear> SchoolYear::Parse(std::string_view text) {
    if (text.size() != 9 || text[4] != '-') return std::nullopt;
    const auto first = Number(text.substr(0, 4));
    const auto second = Number(text.substr(5, 4));
    if (!first || !second || *second != *first + 1 || *first < 1900 || *first > 2200) return std::nullopt;
    return SchoolYear{*first};
}

SchoolYear SchoolYear::Of(Date day) {
    const std::chrono::year_month_day date{day.days};
    const int year = static_cast<int>(date.year());
    return SchoolYear{date.month() >= std::chrono::August ? year : year - 1};
}

std::string SchoolYear::ToString() const { return std::to_string(first_year) + "-" + std::to_string(first_year + 1); }

Date SchoolYear::LastDay() const {
    return Date{std::chrono::sys_days{std::chrono::year{first_year + 1} / std::chrono::July / 31}};
}

Instant SystemClock::Now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace suite
