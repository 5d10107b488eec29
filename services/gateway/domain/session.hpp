// A staff member's session: when it ends, when it must be checked, and what it lets do (ACC-01, ACC-02).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::gateway {

struct SessionRules {
    std::chrono::seconds idle{std::chrono::minutes(30)};      // without a request
    std::chrono::seconds absolute{std::chrono::hours(12)};    // since the sign-in
    std::chrono::seconds check{std::chrono::seconds(60)};     // how long the roster's word counts
    std::chrono::seconds unchecked{std::chrono::minutes(5)};  // how long it counts while the roster cannot be asked
};

/// Who signed in, in the provider's words.
struct Identity {
    std::optional<std::int64_t> basispoort_id{};
    std::string eck_id{};
    /// Basispoort ids of the schools that the provider names; empty: it names none, so all of the person's schools.
    std::vector<std::int64_t> schools{};
    bool operator==(const Identity&) const = default;
};

/// One school where the person works, with rights there (roster-sync says so).
struct Registration {
    SchoolId school;
    std::optional<std::int64_t> basispoort_school_id{};
    std::string school_name{};
    PersonId person;
    std::string name{};  // shown to the person; never stored
    bool coordinator = false;
    bool teacher = false;
    bool operator==(const Registration&) const = default;
};

struct Session {
    std::string id_hash;  // the id itself is in the browser only
    Identity identity{};
    std::vector<Registration> registrations{};
    std::optional<SchoolId> school{};  // chosen
    Instant created_at{};
    Instant seen_at{};     // last request, roughly
    Instant checked_at{};  // when the roster last gave the registrations
};

[[nodiscard]] bool HasEnded(const Session& session, const SessionRules& rules, Instant now);
/// The roster must be asked before the next answer.
[[nodiscard]] bool IsDue(const Session& session, const SessionRules& rules, Instant now);
/// Too old to go on with although the roster cannot be asked.
[[nodiscard]] bool IsTooOld(const Session& session, const SessionRules& rules, Instant now);
/// Whether `seen_at` is old enough to be written again; not at every request, because that is a write.
[[nodiscard]] bool ShouldNote(const Session& session, const SessionRules& rules, Instant now);

/// Those at the schools that the identity names.
[[nodiscard]] std::vector<Registration> AtNamedSchools(std::vector<Registration> registrations,
                                                       const Identity& identity);
/// One registration per school; the coordinator's where there are two.
[[nodiscard]] std::vector<Registration> OnePerSchool(std::vector<Registration> registrations);

/// With the fresh registrations; a chosen school that is not among them any more is not chosen any more. No other one
/// is chosen for the person: a page must not work on another school from one click to the next.
void Renew(Session& session, std::vector<Registration> registrations, Instant now);

/// The chosen registration.
[[nodiscard]] const Registration* Chosen(const Session& session);

/// A person who is coordinator and teacher at one school acts as coordinator: that sees all that a teacher sees
/// (docs/decisions/0022). PERMISSION_DENIED, reason choose-school, when none is chosen.
[[nodiscard]] Result<Actor> ActorOf(const Session& session);

enum class Landing { kChooseSchool, kManagement, kOwnGroups };
/// Where the page begins (ACC-02).
[[nodiscard]] Landing LandingOf(const Session& session);

}  // namespace suite::gateway
