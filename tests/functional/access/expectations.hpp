// What everybody gets from every operation, written down by hand: the one thing that a test of access must not take
// from what it tests. A row per operation, or several for one that can be asked for things in ways that exclude each
// other; in the order in which they are tried on what is the caller's own.
#pragma once

#include <span>
#include <string_view>

namespace suite::testing {

struct Expectation {
    std::string_view operation;  // "GET /schools/{schoolId}"
    /// Exactly these: "coordinator", "teacher", "helpdesk", and scopes of machines, each of which is enough. "session":
    /// the operations of a signed-in browser, where no token is taken. Whom a cookie signs in is let in by the role.
    std::string_view who;
    /// What the first of them gets for what is their own: a status, and for a refusal its code: "409 seat-taken".
    std::string_view own = "200";
    std::string_view again{};  // what those get who come after; empty: the same
    /// "?query", "{JSON}", or the name of a file that World sends; {parameters} in it are filled like the path's.
    std::string_view request{};
    /// The {parameters} of which it tells the past: its own school finds here what elsewhere is gone.
    std::string_view past{};
};

/// Every operation of openapi.yaml but POST /oauth/token, where nobody is anybody yet.
[[nodiscard]] std::span<const Expectation> Expectations();

/// What a {parameter} of a path, query or body names.
enum class Names {
    kSchool,    // a school: to the staff of another it does not exist
    kOfSchool,  // something of one school: at another it does not exist
    kOfSuite,   // something of all schools together, for the publisher and its partners
    kPublic,    // nothing that anybody must not know of: what is sold, or a number within something else
};
/// What becomes of it. World has one of each that was there and is not any more; for what never goes, and beside what
/// goes, an id that nobody ever had. With an erased school (ROS-12) everything of it goes.
enum class Goes {
    kAway,      // it is deleted: nobody finds it again
    kOnRecord,  // it ends, and whoever could see it sees how
    kNever,
};
struct Parameter {
    std::string_view name;
    Names names;
    Goes goes = Goes::kNever;
    bool numeric = false;  // what is no number is no path, or a wrong parameter
};

[[nodiscard]] std::span<const Parameter> Parameters();
/// nullptr for one that nobody has thought about.
[[nodiscard]] const Parameter* FindParameter(std::string_view name);

}  // namespace suite::testing
