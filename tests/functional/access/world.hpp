// Two schools in one suite, each with one of everything that a path can name, so that what is the other school's is
// really there; with one of everything that was there and has gone; and a third school that was erased with all it had.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/functional/access/expectations.hpp"
#include "tests/functional/support/steps.hpp"

namespace suite::testing {

/// What stands for {parameters}, by their names.
using Values = std::map<std::string, std::string, std::less<>>;

/// Starts the suite, loads the demonstration and adds to it.
class World {
  public:
    World();

    [[nodiscard]] SuiteFixture& Fixture() { return fixture_; }
    [[nodiscard]] Api& Rest() { return fixture_.Api(); }
    [[nodiscard]] const Demo& Demonstration() const { return demo_; }

    /// Of De Regenboog: its demonstration's coordinator's, and its teacher of group 5's, who has group and pupil of it.
    [[nodiscard]] const Values& Own() const { return own_; }
    /// Of De Kleine Beuk.
    [[nodiscard]] const Values& Other() const { return other_; }
    /// At De Regenboog, of a group that the teacher has nothing to do with.
    [[nodiscard]] const Values& Colleagues() const { return colleagues_; }
    /// What De Regenboog and De Kleine Beuk had, and has ended or been taken away since: a value for each parameter
    /// that can go (Goes), none for the others.
    [[nodiscard]] const Values& OwnGone() const { return own_gone_; }
    [[nodiscard]] const Values& OtherGone() const { return other_gone_; }
    /// All that De Stille Wilg was and had, before it took its consent away and was erased.
    [[nodiscard]] const Values& Erased() const { return erased_; }
    /// Well-formed, and nobody's ever.
    [[nodiscard]] static const Values& Never();

    /// Registrations at De Regenboog; an intern stands in group 1.
    [[nodiscard]] const std::string& Intern() const { return intern_; }
    /// Bodies that are no JSON, by the name that the table gives them: content and media type.
    [[nodiscard]] std::pair<std::string, std::string> File(std::string_view name, const Values& values) const;

  private:
    /// A school of the two or of the erased one, what of it goes, and who does things there.
    struct School {
        Values& values;
        Values& gone;
        Caller& coordinator;
        [[nodiscard]] std::string Path(const std::string& rest = {}) const {
            return "/schools/" + values.at("schoolId") + rest;
        }
    };
    [[nodiscard]] School OwnSchool();
    [[nodiscard]] School OtherSchool();
    [[nodiscard]] School ErasedSchool();

    // world.cpp: what is there
    void NameOwn();
    void NameSmall(const School& school);
    void ImportOwn(Caller& coordinator);
    void AddTo(const School& school);
    void AddSuiteWide();
    // world_gone.cpp: what was there
    void Deliver(const std::string& ndjson);
    void Arrive();
    void Depart();
    void NameLeavers(const School& school, std::int64_t leavers);
    void Withdraw(const School& school);
    void Erase();

    SuiteFixture fixture_;
    Demo demo_;
    Values own_, own_gone_;
    Values other_, other_gone_;
    Values erased_, erased_gone_;
    std::string erased_coordinator_;
    std::string intern_;
    std::string delivered_;      // path of the newest batch of Basispoort's
    std::int64_t sequence_ = 1;  // of it; the demonstration was the first
    Values colleagues_;
};

/// The body of an answer that must have this status.
nlohmann::json Expect(const Answer& answer, int status);

/// The names of the {parameters} in a text, each once, in order of appearance.
[[nodiscard]] std::vector<std::string> ParametersIn(std::string_view text);
/// Fails the test for a parameter that has no value.
[[nodiscard]] std::string Filled(std::string_view text, const Values& values);

[[nodiscard]] Actor StaffOf(Role role, const std::string& school, const std::string& person);

}  // namespace suite::testing
