// What a school bought, and until when (LIC-02, 10). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

namespace suite::licence {

enum class LicenceKind { kGroup, kPupil };

/// One bought licence; the order line it came by identifies it for the order system (LIC-14). All but `id`,
/// `ends_on` and `terminated_at` is what the order line says, so that the same line sent again is recognised.
struct Licence {
    LicenceId id;
    std::string order_line_id;
    std::string contract_number;
    std::string title;
    std::string method_id;
    std::string product_id;
    LicenceKind kind = LicenceKind::kGroup;
    Date start;
    Date end;  // last day; of the first term when it renews
    std::vector<std::string> year_groups{};
    std::optional<std::int64_t> seats{};  // kind kPupil only
    bool cancelled = false;
    /// The contract goes on by a year, again and again, unless it is terminated by 30 June (LIC-10, seed 2).
    bool renews = false;
    /// Last day since somebody terminated a contract that renews.
    std::optional<Date> ends_on{};
    std::optional<Instant> terminated_at{};  // goes with ends_on
    bool operator==(const Licence&) const = default;
};

/// The last day on which it can be used, as things are on `day`: of a contract that renews the last day of the term in
/// which `day` falls (before the start: of the first term). A year is added to `end` as often as needed; 29 February
/// becomes 28 February.
[[nodiscard]] Date LastDay(const Licence& licence, Date day);
/// The same, of what a login check knows of a licence.
[[nodiscard]] Date LastDay(Date end, bool renews, const std::optional<Date>& ends_on, Date day);

/// kEnding: active, will not renew, and at most kEndingDays are left, or terminated.
enum class LicenceState { kComing, kActive, kEnding, kExpired, kCancelled };
inline constexpr int kEndingDays = 92;
[[nodiscard]] LicenceState StateOn(const Licence& licence, Date day);

/// An id that others make: 1 to 64 letters, digits, '-', '_' or '.', so that it fits in a path.
[[nodiscard]] bool IsCode(std::string_view text);

/// Fields of an order line that cannot be right, each with its JSON name; empty when all is well. A contract number has
/// 20 digits (seed 0 §3.4).
[[nodiscard]] std::vector<FieldViolation> Validate(const Licence& licence);

/// May groups be linked to it today? licence-not-for-groups, licence-ended.
[[nodiscard]] Status CanLinkGroups(const Licence& licence, Date today);

}  // namespace suite::licence
