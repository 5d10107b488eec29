// May this person use this product today (LIC-08), and why (LIC-12)? One pure function over facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// Who asks, as the roster copy and the service's own tables know them.
struct PersonFacts {
    PersonId id{};
    bool staff = false;
    bool active = true;
    std::optional<Date> end_date{};  // staff: last day with access (ROS-04)
    std::vector<GroupId> groups{};
    std::vector<LicenceId> links{};  // group licences that the pupil was given alone (LIC-05)
    std::vector<LicenceId> seats{};  // licences per child of which the pupil has a seat (LIC-06)
};

struct SchoolFacts {
    bool known = false;
    bool active = false;
    bool consent = true;               // ROS-12
    std::int64_t licence_version = 0;  // of the mapping that belongs to these facts
    std::optional<PersonFacts> person{};
};

/// A group that a licence is linked to, for one school year; nullopt: not known, and then the link does not end by
/// itself.
struct MappedGroup {
    GroupId id{};
    std::optional<SchoolYear> year{};
    bool operator==(const MappedGroup&) const = default;
};

/// A licence as a login check needs it, with the groups it is linked to.
struct MappedLicence {
    LicenceId id{};
    std::string product_id{};
    LicenceKind kind = LicenceKind::kGroup;
    Date start{};
    Date end{};
    bool renews = false;
    std::optional<Date> ends_on{};
    bool cancelled = false;
    std::vector<MappedGroup> groups{};
    bool operator==(const MappedLicence&) const = default;
};

/// Is the school year of a link over on this day? It is from 1 August on; one that is not known never is.
[[nodiscard]] inline bool IsOver(const std::optional<SchoolYear>& year, Date day) {
    return year && *year < SchoolYear::Of(day);
}

/// Which licences a school has and which groups have them: what is cached (LIC-13). Immutable for a version; version 0
/// is a school that never had a licence.
struct SchoolMapping {
    std::int64_t version = 0;
    std::vector<MappedLicence> licences{};  // by product, then by id
    bool operator==(const SchoolMapping&) const = default;
};

enum class Reason {
    kGroupLicence,  // these three entitle
    kPupilLink,
    kSeat,
    kSchoolUnknown,
    kSchoolInactive,
    kConsentWithdrawn,
    kPersonUnknown,
    kPersonInactive,
    kStaffEnded,
    kNoLicence,
    kLicenceCancelled,
    kLicenceEnded,
    kGroupNotLinked,
    kSeatNotAssigned,
    kPupilsOnly,
    kLicenceNotStarted,
};

[[nodiscard]] constexpr bool Entitles(Reason reason) {
    return reason == Reason::kGroupLicence || reason == Reason::kPupilLink || reason == Reason::kSeat;
}

struct Entitlement {
    Reason reason = Reason::kNoLicence;
    std::optional<LicenceId> licence{};  // that entitles, or that comes nearest to it
    std::optional<Date> until{};         // last day; only when entitled
    [[nodiscard]] bool Entitled() const { return Entitles(reason); }
    bool operator==(const Entitlement&) const = default;
};

/// What Decide asks, in its order; kNotCancelled to kStarted of one licence: the one that answers. kIcon it does not
/// ask: an explanation does, when the answer is yes (domain/explanation.hpp).
enum class Question {
    kSchoolKnown,
    kSchoolActive,
    kConsent,
    kPersonKnown,
    kPersonActive,
    kWithinEndDate,
    kLicence,
    kNotCancelled,
    kNotEnded,
    kLinked,
    kStarted,
    kIcon,
};

/// One question and its answer; `failure` is set when it was no, and is then a reason against access.
struct Step {
    Question question{};
    std::optional<Reason> failure{};
    [[nodiscard]] bool Passed() const { return !failure; }
    bool operator==(const Step&) const = default;
};

/// Everyone in a linked group has access, pupils and teachers alike (LIC-03), until the school year of the link is over
/// (ROS-10): from 1 August on it counts as not linked, whether or not the group is still there. A pupil also by a link
/// or a seat of their own (LIC-05, LIC-06). A seat is the pupil's: it opens nothing for a teacher
/// (docs/decisions/0016). Of several licences the one that lasts longest answers; without access the reason is the one
/// nearest to access, so that it names what has to be mended.
///
/// `steps`, when asked for, is filled with what was asked, by the same code: the first that failed is the reason. About
/// the school and the person it stops at the first failure; of the licence all four are there.
[[nodiscard]] Entitlement Decide(const SchoolFacts& school, const SchoolMapping& mapping, std::string_view product_id,
                                 Date today, std::vector<Step>* steps = nullptr);

/// The part of Decide that needs no mapping: an answer when school or person already rules access out.
[[nodiscard]] std::optional<Entitlement> RuledOut(const SchoolFacts& school, Date today,
                                                  std::vector<Step>* steps = nullptr);

struct UsableProduct {
    std::string product_id;
    Entitlement entitlement;
    bool operator==(const UsableProduct&) const = default;
};

/// All products for which Decide says yes, by id.
[[nodiscard]] std::vector<UsableProduct> UsableProducts(const SchoolFacts& school, const SchoolMapping& mapping,
                                                        Date today);

}  // namespace suite::licence
