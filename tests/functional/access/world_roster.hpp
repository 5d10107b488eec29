// What the world's schools are delivered as: in Basispoort's words.
#pragma once

#include <cstdint>
#include <string>

namespace suite::testing {

/// A school of the world, and the Basispoort ids that its people begin at.
struct RosterSchool {
    std::int64_t id = 0;
    std::int64_t many = 0;     // a class of twelve
    std::int64_t plus = 0;     // four of year groups 5 to 8: plus + 5, ...
    std::int64_t leavers = 0;  // two who will have left
    const char* group = "B";   // the first leaver's and the plus class' base group
    const char* other_group = "B";
};
inline constexpr RosterSchool kOwnRoster{.id = 1001, .leavers = 599'101, .group = "G5", .other_group = "G6"};
inline constexpr RosterSchool kOtherRoster{.id = 1002, .many = 510'001, .plus = 511'000, .leavers = 519'101};
inline constexpr RosterSchool kErasedRoster{.id = 1003, .many = 530'001, .plus = 531'000, .leavers = 539'101};
inline constexpr std::int64_t kErasedCoordinator = 9301;

/// De Stille Wilg, with a coordinator and a class of twelve.
[[nodiscard]] std::string SchoolToErase();
/// A composed group with four pupils.
[[nodiscard]] std::string PlusClass(const RosterSchool& school);
/// The whole class of twelve: more than the guard lets go without a person's word, so they stay.
[[nodiscard]] std::string ManyGone(const RosterSchool& school);
/// Two pupils and a composed group, and the same going again.
[[nodiscard]] std::string Leavers(const RosterSchool& school);
[[nodiscard]] std::string LeaversGone(const RosterSchool& school);
/// The key of their group.
inline constexpr const char* kLeaversGroup = "WEG";

}  // namespace suite::testing
