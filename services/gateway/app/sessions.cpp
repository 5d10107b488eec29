#include "services/gateway/app/sessions.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

std::unexpected<Error> SignedOut() {
    return Fail(Code::kUnauthenticated, reason::kUnauthenticated, "the session is not there, or not any more");
}

}  // namespace

Result<Session> Sessions::Known(const std::string& id, Deadline deadline) const {
    SUITE_ASSIGN(auto found, store_.Find(tokens_.HashOf(id), deadline));
    if (!found || HasEnded(*found, rules_, clock_.Now())) return SignedOut();
    return *std::move(found);
}

Result<std::vector<Registration>> Sessions::Ask(const Identity& identity, Deadline deadline) const {
    SUITE_ASSIGN(auto registrations, people_.RegistrationsOf(identity, deadline));
    return OnePerSchool(AtNamedSchools(std::move(registrations), identity));
}

Result<Session> Sessions::Check(Session session, Deadline deadline) const {
    const auto now = clock_.Now();
    auto registrations = Ask(session.identity, deadline);
    if (!registrations) {
        if (IsTooOld(session, rules_, now)) return std::unexpected(std::move(registrations).error());
        // Going on with the last word is still a request: without this a session would end by idling at its desk.
        if (!ShouldNote(session, rules_, now)) return session;
        session.seen_at = now;
        SUITE_RETURN_IF_ERROR(store_.Update(session, deadline));
        return session;
    }
    Renew(session, *std::move(registrations), now);
    if (session.registrations.empty()) {
        SUITE_RETURN_IF_ERROR(store_.Remove(session.id_hash, deadline));
        return SignedOut();
    }
    session.seen_at = now;
    SUITE_RETURN_IF_ERROR(store_.Update(session, deadline));
    return session;
}

Result<Session> Sessions::Find(const std::string& id, Deadline deadline) const {
    SUITE_ASSIGN(auto session, Known(id, deadline));
    const auto now = clock_.Now();
    if (IsDue(session, rules_, now)) return Check(std::move(session), deadline);
    if (!ShouldNote(session, rules_, now)) return session;
    session.seen_at = now;
    SUITE_RETURN_IF_ERROR(store_.Update(session, deadline));
    return session;
}

Result<Session> Sessions::Look(const std::string& id, Deadline deadline) const {
    SUITE_ASSIGN(auto session, Known(id, deadline));
    return Check(std::move(session), deadline);
}

Result<OpenSession> Sessions::Begin(const Identity& identity, const std::string& old_id, Deadline deadline) const {
    SUITE_ASSIGN(auto registrations, Ask(identity, deadline));
    if (registrations.empty()) {
        return Fail(Code::kPermissionDenied, reason::kNoAccess, "works at no school that is known here");
    }
    OpenSession open{.id = tokens_.New(), .session = {}};
    const auto now = clock_.Now();
    open.session = {.id_hash = tokens_.HashOf(open.id), .identity = identity, .created_at = now, .seen_at = now};
    Renew(open.session, std::move(registrations), now);
    if (open.session.registrations.size() == 1) open.session.school = open.session.registrations.front().school;
    SUITE_RETURN_IF_ERROR(store_.Create(open.session, rules_, old_id.empty() ? "" : tokens_.HashOf(old_id), deadline));
    return open;
}

Result<OpenSession> Sessions::ChooseSchool(const std::string& id, SchoolId school, Deadline deadline) const {
    SUITE_ASSIGN(auto session, Look(id, deadline));
    if (std::ranges::find(session.registrations, school, &Registration::school) == session.registrations.end()) {
        return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    }
    const auto old_hash = session.id_hash;
    OpenSession open{.id = tokens_.New(), .session = std::move(session)};
    open.session.id_hash = tokens_.HashOf(open.id);
    open.session.school = school;
    SUITE_RETURN_IF_ERROR(store_.Rotate(old_hash, open.session, deadline));
    return open;
}

Status Sessions::SignOut(const std::string& id, Deadline deadline) const {
    return store_.Remove(tokens_.HashOf(id), deadline);
}

}  // namespace suite::gateway
