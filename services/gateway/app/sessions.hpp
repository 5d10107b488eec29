// The life of a session after the sign-in.
#pragma once

#include <string>

#include "core/time.hpp"
#include "services/gateway/app/ports.hpp"

namespace suite::gateway {

/// A session and the id by which the browser knows it, for a new cookie.
struct OpenSession {
    std::string id;
    Session session;
};

/// Every request by cookie comes through here: the roster is asked again when its word is older than a minute, so that
/// a role that was taken away is lost within that time. Can it not be asked, the last word counts for five minutes, and
/// then nothing is let through: a right that cannot be checked is no right (docs/decisions/0022). Thread-safe.
class Sessions {
  public:
    Sessions(SessionStore& store, People& people, const Tokens& tokens, const Clock& clock, SessionRules rules)
        : store_(store), people_(people), tokens_(tokens), clock_(clock), rules_(rules) {}

    /// UNAUTHENTICATED when it is unknown or has ended, also because the person works nowhere any more. UNAVAILABLE
    /// when the roster could not be asked for too long.
    [[nodiscard]] Result<Session> Find(const std::string& id, Deadline deadline) const;
    /// The same, asking the roster in any case: with names. Without them when it cannot be asked just now.
    [[nodiscard]] Result<Session> Look(const std::string& id, Deadline deadline) const;
    /// Makes a session for somebody who signed in; `old_id` (may be empty) is ended. PERMISSION_DENIED, reason
    /// no-access, when the person works nowhere that counts.
    [[nodiscard]] Result<OpenSession> Begin(const Identity& identity, const std::string& old_id,
                                            Deadline deadline) const;
    /// Under a new id, with names as Look. NOT_FOUND, reason school-unknown, for a school that is not among the
    /// person's.
    [[nodiscard]] Result<OpenSession> ChooseSchool(const std::string& id, SchoolId school, Deadline deadline) const;
    /// Idempotent.
    [[nodiscard]] Status SignOut(const std::string& id, Deadline deadline) const;

    [[nodiscard]] const SessionRules& Rules() const { return rules_; }

  private:
    [[nodiscard]] Result<Session> Known(const std::string& id, Deadline deadline) const;
    [[nodiscard]] Result<std::vector<Registration>> Ask(const Identity& identity, Deadline deadline) const;
    /// Asks the roster and writes what it says.
    [[nodiscard]] Result<Session> Check(Session session, Deadline deadline) const;

    SessionStore& store_;
    People& people_;
    const Tokens& tokens_;
    const Clock& clock_;
    SessionRules rules_;
};

}  // namespace suite::gateway
