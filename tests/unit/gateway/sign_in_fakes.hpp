// The world of a sign-in, made up.
#pragma once

#include <map>

#include "core/reasons.hpp"
#include "services/gateway/app/sign_in.hpp"

namespace suite::gateway::test {

class MovingClock final : public Clock {
  public:
    Instant now = *ParseInstant("2026-11-23T08:30:00Z");
    [[nodiscard]] Instant Now() const override { return now; }
};

class CountedTokens final : public Tokens {
  public:
    [[nodiscard]] std::string New() const override { return "token-" + std::to_string(++count_); }
    [[nodiscard]] std::string HashOf(std::string_view token) const override { return "hash of " + std::string(token); }

  private:
    mutable int count_ = 0;
};

class MemoryStore final : public SessionStore {
  public:
    std::map<std::string, Session> sessions;
    int writes = 0;

    Status Create(const Session& session, const SessionRules& /*rules*/, const std::string& replaces,
                  Deadline /*deadline*/) override {
        ++writes;
        sessions.erase(replaces);
        sessions[session.id_hash] = session;
        return {};
    }
    Result<std::optional<Session>> Find(const std::string& id_hash, Deadline /*deadline*/) override {
        const auto it = sessions.find(id_hash);
        return it == sessions.end() ? std::optional<Session>{} : it->second;
    }
    Status Update(const Session& session, Deadline /*deadline*/) override {
        ++writes;
        if (const auto it = sessions.find(session.id_hash); it != sessions.end()) it->second = session;
        return {};
    }
    Status Rotate(const std::string& old_hash, const Session& session, Deadline /*deadline*/) override {
        ++writes;
        if (sessions.erase(old_hash) != 1) return Fail(Code::kUnauthenticated, reason::kUnauthenticated, "gone");
        sessions[session.id_hash] = session;
        return {};
    }
    Status Remove(const std::string& id_hash, Deadline /*deadline*/) override {
        ++writes;
        sessions.erase(id_hash);
        return {};
    }
};

class MadeUpPeople final : public People {
  public:
    std::vector<Registration> registrations;
    bool away = false;
    int asked = 0;
    Result<std::vector<Registration>> RegistrationsOf(const Identity& /*identity*/, Deadline /*deadline*/) override {
        ++asked;
        if (away) return Fail(Code::kUnavailable, reason::kUnavailable, "away");
        return registrations;
    }
};

inline Registration At(std::int64_t school, bool coordinator, bool teacher = true) {
    return {.school = SchoolId{school},
            .basispoort_school_id = 1000 + school,
            .school_name = "School " + std::to_string(school),
            .person = PersonId{school * 10},
            .name = "Ida",
            .coordinator = coordinator,
            .teacher = teacher};
}

/// One who has signed in, and everything around.
struct SessionWorld {
    MovingClock clock{};
    CountedTokens tokens{};
    MemoryStore store{};
    MadeUpPeople people{};
    Sessions sessions{store, people, tokens, clock, {}};
    Identity ida{.basispoort_id = 9001};

    [[nodiscard]] static Deadline Soon() { return Deadline::In(std::chrono::seconds(1)); }
    OpenSession Begin() {
        if (people.registrations.empty()) people.registrations = {At(1, true)};
        return *sessions.Begin(ida, "", Soon());
    }
    void After(std::chrono::milliseconds time) { clock.now += time; }
};

}  // namespace suite::gateway::test
