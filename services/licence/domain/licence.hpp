// What a school bought, and who may therefore open what (LIC-02, 03, 08). Pure.
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

/// One bought licence; the order line it came by identifies it for the order system (LIC-14).
struct Licence {
    LicenceId id;
    std::string order_line_id;
    std::string contract_number;
    std::string title;
    std::string method_id;
    std::string product_id;
    LicenceKind kind = LicenceKind::kGroup;
    Date start;
    Date end;  // last day
    std::vector<std::string> year_groups{};
    std::optional<std::int64_t> seats{};  // kind kPupil only
    bool cancelled = false;
    bool operator==(const Licence&) const = default;
};

enum class LicenceState { kComing, kActive, kExpired, kCancelled };
[[nodiscard]] LicenceState StateOn(const Licence& licence, Date day);

/// Fields of an order line that cannot be right, each with its JSON name; empty when all is well. A contract number has
/// 20 digits (seed 0 §3.4).
[[nodiscard]] std::vector<FieldViolation> Validate(const Licence& licence);

/// May groups be linked to it today? licence-not-for-groups, licence-ended.
[[nodiscard]] Status CanLinkGroups(const Licence& licence, Date today);

}  // namespace suite::licence
