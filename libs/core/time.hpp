// Time as the suite uses it: instants are UTC milliseconds, days are ISO dates of the Netherlands.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace suite {

/// UTC, milliseconds since 1970; stored as BIGINT, shown as RFC 3339.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-11-21T23:31:00.123Z"
[[nodiscard]] std::string FormatInstant(Instant instant);
/// RFC 3339 with Z or an offset; nullopt for anything else.
[[nodiscard]] std::optional<Instant> ParseInstant(std::string_view text);

/// A calendar day. Default-constructed it is 1970-01-01.
struct Date {
    std::chrono::sys_days days{};

    /// Exactly "YYYY-MM-DD", an existing day in 1900..2200; nullopt otherwise.
    [[nodiscard]] static std::optional<Date> Parse(std::string_view text);
    [[nodiscard]] std::string ToString() const;
    auto operator<=>(const Date&) const = default;
};

/// The day it is in the Netherlands (CET/CEST by the EU rule: last Sundays of March and October, 01:00 UTC).
[[nodiscard]] Date DutchDay(Instant instant);

/// The last moment of that day in the Netherlands.
[[nodiscard]] Instant EndOfDutchDay(Date day);

/// 1 August to 31 July. `2026-2027` has first_year 2026.
struct SchoolYear {
    int first_year = 0;

    /// "2026-2027": four digits, the second the first plus one; nullopt otherwise.
    [[nodiscard]] static std::optional<SchoolYear> Parse(std::string_view text);
    [[nodiscard]] static SchoolYear Of(Date day);
    [[nodiscard]] std::string ToString() const;
    /// 31 July.
    [[nodiscard]] Date LastDay() const;
    auto operator<=>(const SchoolYear&) const = default;
};

/// Port: the time. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant Now() const = 0;
};

/// The machine's clock; with core/deadline.hpp the only caller of now().
class SystemClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override;
};

}  // namespace suite
