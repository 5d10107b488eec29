#include "services/gateway/domain/session.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kLongestNote{60};

}  // namespace

bool HasEnded(const Session& session, const SessionRules& rules, Instant now) {
    return now - session.seen_at >= rules.idle || now - session.created_at >= rules.absolute;
}

bool IsDue(const Session& session, const SessionRules& rules, Instant now) {
    return now - session.checked_at >= rules.check;
}

bool IsTooOld(const Session& session, const SessionRules& rules, Instant now) {
    return now - session.checked_at >= rules.unchecked;
}

bool ShouldNote(const Session& session, const SessionRules& rules, Instant now) {
    return now - session.seen_at >= std::min(kLongestNote, rules.idle / 10);
}

std::vector<Registration> AtNamedSchools(std::vector<Registration> registrations, const Identity& identity) {
    if (identity.schools.empty()) return registrations;
    std::erase_if(registrations, [&](const Registration& registration) {
        return !registration.basispoort_school_id ||
               std::ranges::find(identity.schools, *registration.basispoort_school_id) == identity.schools.end();
    });
    return registrations;
}

std::vector<Registration> OnePerSchool(std::vector<Registration> registrations) {
    std::vector<Registration> kept;
    for (auto& registration : registrations) {
        const auto same = std::ranges::find(kept, registration.school, &Registration::school);
        if (same == kept.end()) {
            kept.push_back(std::move(registration));
        } else if (registration.coordinator && !same->coordinator) {
            *same = std::move(registration);
        }
    }
    return kept;
}

void Renew(Session& session, std::vector<Registration> registrations, Instant now) {
    session.registrations = std::move(registrations);
    session.checked_at = now;
    if (Chosen(session) == nullptr) session.school.reset();
}

const Registration* Chosen(const Session& session) {
    if (!session.school) return nullptr;
    const auto found = std::ranges::find(session.registrations, *session.school, &Registration::school);
    return found == session.registrations.end() ? nullptr : &*found;
}

Result<Actor> ActorOf(const Session& session) {
    const auto* chosen = Chosen(session);
    if (chosen == nullptr) return Fail(Code::kPermissionDenied, reason::kChooseSchool, "choose a school first");
    return Actor{.role = chosen->coordinator ? Role::kCoordinator : Role::kTeacher,
                 .school = chosen->school,
                 .person = chosen->person,
                 .client_id = {},
                 .las = {}};
}

Landing LandingOf(const Session& session) {
    const auto* chosen = Chosen(session);
    if (chosen == nullptr) return Landing::kChooseSchool;
    return chosen->coordinator ? Landing::kManagement : Landing::kOwnGroups;
}

}  // namespace suite::gateway
