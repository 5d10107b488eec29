// Why a record was not taken in, in words for programs and for ICT coordinators (ROS-08).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "roster/roster.hpp"
#include "services/roster_sync/domain/records.hpp"

namespace suite::roster_sync {

enum class Entity { kSchool, kGroup, kPupil, kStaff };

/// "school", "group", "pupil", "staff".
[[nodiscard]] std::string_view ToString(Entity entity);

/// Stable codes; each has a Dutch and an English text in rejection.cpp.
namespace rejected {
inline constexpr std::string_view kUnknownGroup = "unknown-group";
inline constexpr std::string_view kUnknownSchool = "unknown-school";
inline constexpr std::string_view kUnknownPerson = "unknown-person";
inline constexpr std::string_view kNoStableKey = "no-stable-key";
inline constexpr std::string_view kDuplicateKey = "duplicate-key";
inline constexpr std::string_view kDuplicateEmail = "duplicate-email";
inline constexpr std::string_view kSeveralBaseGroups = "several-base-groups";
inline constexpr std::string_view kMissingName = "missing-name";
inline constexpr std::string_view kMissingKey = "missing-key";
inline constexpr std::string_view kTooLong = "too-long";
inline constexpr std::string_view kInvalidText = "invalid-text";
inline constexpr std::string_view kInvalidType = "invalid-type";
inline constexpr std::string_view kInvalidYearGroup = "invalid-year-group";
inline constexpr std::string_view kInvalidEmail = "invalid-email";
inline constexpr std::string_view kInvalidDate = "invalid-date";
inline constexpr std::string_view kInvalidBrin = "invalid-brin";
inline constexpr std::string_view kUnknownRole = "unknown-role";
inline constexpr std::string_view kFormerPupil = "former-pupil";
inline constexpr std::string_view kNoConsent = "no-consent";
inline constexpr std::array kAll = {kUnknownSchool,  kUnknownGroup,     kUnknownPerson,     kNoStableKey, kDuplicateKey,
                                    kDuplicateEmail, kMissingName,      kMissingKey,        kTooLong,     kInvalidText,
                                    kInvalidType,    kInvalidYearGroup, kInvalidEmail,      kInvalidDate, kInvalidBrin,
                                    kUnknownRole,    kFormerPupil,      kSeveralBaseGroups, kNoConsent};
}  // namespace rejected

struct Rejection {
    Entity entity = Entity::kSchool;
    int part = 1;
    int line = 0;         // 0: all records of the type, of a school without consent
    std::string key{};    // the source's: Basispoort id or LAS key; never a name, never the ECK iD
    std::string field{};  // the source's word, or empty when the whole record is meant
    std::string reason{};
    std::string message_nl{};  // name-free, like message_en: may go to machines
    std::string message_en{};
    /// Whom a record about a person names, as far as that could be read, and who already has the value that two persons
    /// claim (ROS-04, ROS-08). For staff of the school only: never logged, never shown to machines.
    std::string name{};
    std::string other_name{};
    bool operator==(const Rejection&) const = default;
};

/// With the texts of `fault.reason`, which must be one of rejected::kAll. Without names: the caller knows them.
[[nodiscard]] Rejection MakeRejection(Entity entity, Position at, std::string key, const Fault& fault);

/// `field` in EDEXML's words; checks speak Basispoort's.
void UseEdexmlWords(Rejection& rejection);

}  // namespace suite::roster_sync
