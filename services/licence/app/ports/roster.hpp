// Port: who is at the school, as the copy of the roster knows.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

namespace suite::licence {

/// The three ways in which an order names a school.
struct BrinLocation {
    std::string brin;
    std::string location;
};
using SchoolKey = std::variant<SchoolId, std::int64_t, BrinLocation>;

struct KnownGroup {
    GroupId id;
    std::string name;
    std::string year_group;  // "0".."8", "C", ...; empty for composed groups
    SchoolYear school_year;
    bool composed = false;
};

struct KnownPupil {
    PersonId id;
    std::string name;        // as shown to the school
    std::string year_group;  // the pupil's own, else the base group's, else empty
    std::optional<GroupId> base_group{};
    bool active = true;
};

class RosterTx {
  public:
    virtual ~RosterTx() = default;
    /// nullopt also when a BRIN and location name more than one school.
    [[nodiscard]] virtual Result<std::optional<SchoolId>> FindSchool(const SchoolKey& key) = 0;
    [[nodiscard]] virtual Result<std::optional<KnownGroup>> FindGroup(SchoolId school, GroupId group) = 0;
    /// nullopt for staff too.
    [[nodiscard]] virtual Result<std::optional<KnownPupil>> FindPupil(SchoolId school, PersonId person) = 0;
    [[nodiscard]] virtual Result<bool> IsStaff(SchoolId school, PersonId person) = 0;
};

}  // namespace suite::licence
