// May this person use this product today (LIC-08)? One pure function over facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// Who asks, as the roster copy knows them.
struct PersonFacts {
    bool active = true;
    std::optional<Date> end_date{};  // staff: last day with access (ROS-04)
    std::vector<GroupId> groups{};
};

struct SchoolFacts {
    bool known = false;
    bool active = false;
    bool consent = true;               // ROS-12
    std::int64_t licence_version = 0;  // of the mapping that belongs to these facts
    std::optional<PersonFacts> person{};
};

/// A licence of the product with the groups it is linked to.
struct LinkedLicence {
    LicenceId id;
    Date start;
    Date end;
    bool cancelled = false;
    std::vector<GroupId> groups{};
    bool operator==(const LinkedLicence&) const = default;
};

/// Which groups have which licence of one product of one school: what Redis caches (LIC-13). Immutable for a version.
struct ProductMapping {
    std::int64_t version = 0;
    std::vector<LinkedLicence> licences{};
    bool operator==(const ProductMapping&) const = default;
};

enum class Reason {
    kGroupLicence,  // the only one that entitles
    kSchoolUnknown,
    kSchoolInactive,
    kConsentWithdrawn,
    kPersonUnknown,
    kPersonInactive,
    kStaffEnded,
    kNoLicence,
    kLicenceNotStarted,
    kLicenceEnded,
    kLicenceCancelled,
    kGroupNotLinked,
};

struct Entitlement {
    Reason reason = Reason::kNoLicence;
    std::optional<LicenceId> licence{};  // that entitles, or that comes nearest to it
    std::optional<Date> until{};         // last day; only when entitled
    [[nodiscard]] bool Entitled() const { return reason == Reason::kGroupLicence; }
};

/// Everyone in a linked group has access, pupils and teachers alike (LIC-03). Of several licences the one that lasts
/// longest answers; without access the reason is the one nearest to access, so that it names what has to be mended.
[[nodiscard]] Entitlement Decide(const SchoolFacts& school, const ProductMapping& mapping, Date today);

/// The part of Decide that needs no mapping: an answer when school or person already rules access out.
[[nodiscard]] std::optional<Entitlement> RuledOut(const SchoolFacts& school, Date today);

}  // namespace suite::licence
