// Two schools in one suite, each with one of everything that a path can name, so that what is the other school's is
// really there.
#pragma once

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
    /// Well-formed, and nobody's.
    [[nodiscard]] static const Values& Gone();

    /// Registrations at De Regenboog; an intern stands in group 1.
    [[nodiscard]] const std::string& Intern() const { return intern_; }
    /// Bodies that are no JSON, by the name that the table gives them: content and media type.
    [[nodiscard]] std::pair<std::string, std::string> File(std::string_view name, const Values& values) const;

  private:
    void ImportOwn(Caller& coordinator);
    void AddTo(Values& school, Caller& coordinator);
    void AddOwn();
    void AddOther();
    void AddSuiteWide();

    SuiteFixture fixture_;
    Demo demo_;
    Values own_;
    Values other_;
    Values colleagues_;
    std::string intern_;
};

/// The names of the {parameters} in a text, each once, in order of appearance.
[[nodiscard]] std::vector<std::string> ParametersIn(std::string_view text);
/// Fails the test for a parameter that has no value.
[[nodiscard]] std::string Filled(std::string_view text, const Values& values);

[[nodiscard]] Actor StaffOf(Role role, const std::string& school, const std::string& person);
[[nodiscard]] Actor HelpdeskActor();

}  // namespace suite::testing
