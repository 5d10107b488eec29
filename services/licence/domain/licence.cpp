#include "services/licence/domain/licence.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::licence {
namespace {

constexpr std::size_t kContractDigits = 20;
constexpr std::int64_t kMostSeats = 10000;

}  // namespace

bool IsCode(std::string_view text) {
    // "." and ".." are no names in a path: what sends a request takes them out.
    return !text.empty() && text.size() <= 64 && text != "." && text != ".." && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    });
}

Date LastDay(const Licence& licence, Date day) { return LastDay(licence.end, licence.renews, licence.ends_on, day); }

Date LastDay(Date end, bool renews, const std::optional<Date>& ends_on, Date day) {
    if (ends_on) return *ends_on;
    if (!renews || day <= end) return end;
    const std::chrono::year_month_day first{end.days};
    const std::chrono::year_month_day asked{day.days};
    const auto in_year = [&](std::chrono::year year) {
        const std::chrono::year_month_day same{year, first.month(), first.day()};
        return Date{same.ok() ? std::chrono::sys_days{same}
                              : std::chrono::sys_days{year / first.month() / std::chrono::last}};
    };
    const Date this_year = in_year(asked.year());
    return day <= this_year ? this_year : in_year(asked.year() + std::chrono::years{1});
}

LicenceState StateOn(const Licence& licence, Date day) {
    if (licence.cancelled) return LicenceState::kCancelled;
    const Date last = LastDay(licence, day);
    if (day > last) return LicenceState::kExpired;
    if (day < licence.start) return LicenceState::kComing;
    const bool soon = !licence.renews && (last.days - day.days).count() <= kEndingDays;
    return licence.ends_on || soon ? LicenceState::kEnding : LicenceState::kActive;
}

std::vector<FieldViolation> Validate(const Licence& licence) {
    std::vector<FieldViolation> wrong;
    const auto check = [&](bool right, const char* pointer, const char* message) {
        if (!right) wrong.push_back({pointer, message});
    };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    check(IsCode(licence.order_line_id), "orderLineId", "must be 1 to 64 letters, digits, '-', '_' or '.'");
    check(licence.contract_number.size() == kContractDigits && std::ranges::all_of(licence.contract_number, is_digit),
          "/contractNumber", "must be 20 digits");
    check(!Trim(licence.title).empty() && CodePoints(licence.title) <= 200, "/title", "must be 1 to 200 characters");
    check(licence.method_id.empty() || IsCode(licence.method_id), "/methodId",
          "must be at most 64 letters, digits, '-', '_' or '.'");
    check(IsCode(licence.product_id), "/productId", "must be 1 to 64 letters, digits, '-', '_' or '.'");
    check(licence.start <= licence.end, "/endDate", "must not be before startDate");
    check(licence.year_groups.size() <= 22, "/yearGroups", "must have at most 22 items");
    for (std::size_t i = 0; i < licence.year_groups.size(); ++i) {
        const auto& code = licence.year_groups[i];
        check(!code.empty() && code.size() <= 2, ("/yearGroups/" + std::to_string(i)).c_str(), "is not a year group");
    }
    if (licence.kind == LicenceKind::kPupil) {
        check(licence.seats && *licence.seats >= 1 && *licence.seats <= kMostSeats, "/seats",
              "must be 1 to 10000 for a licence per pupil");
    } else {
        check(!licence.seats, "/seats", "is for a licence per pupil only");
    }
    return wrong;
}

Status CanLinkGroups(const Licence& licence, Date today) {
    if (licence.kind != LicenceKind::kGroup) {
        return Fail(Code::kFailedPrecondition, reason::kLicenceNotForGroups,
                    "a licence per pupil cannot be linked to a group");
    }
    const auto state = StateOn(licence, today);
    if (state == LicenceState::kExpired || state == LicenceState::kCancelled) {
        return Fail(Code::kFailedPrecondition, reason::kLicenceEnded, "the licence has ended");
    }
    return {};
}

}  // namespace suite::licence
