// What partners and schools do with the suite, as steps of a test. A step that does not go as it should fails the test.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/functional/support/suite_fixture.hpp"

namespace suite::testing {

/// One line of a roster part: a school in Basispoort's words.
[[nodiscard]] std::string SchoolLine(std::int64_t basispoort_id, const std::string& name, const std::string& brin,
                                     const std::string& location);
/// One line: a pupil of a group, or of none, without ECK iD.
[[nodiscard]] std::string PupilLine(std::int64_t school, std::int64_t pupil, const std::string& family_name,
                                    const std::string& group);

/// Opens a batch, sends one part and commits it. The batch's path, "/roster-batches/…".
std::string PushRoster(Api& api, std::int64_t sequence, const std::string& kind, const std::string& ndjson);
/// The same, and waits until it is applied. The batch as it then is.
nlohmann::json ApplyRoster(Api& api, std::int64_t sequence, const std::string& kind, const std::string& ndjson);

/// An EDEXML file of a school with one new pupil in one new group of year group 5, for a school year far ahead; whom it
/// does not name the guard holds, so nobody goes.
[[nodiscard]] std::string SmallFile(const std::string& brin);

/// Sends again for as long as the service behind has not heard of a school, group or person: the change feed brings
/// them a moment after roster-sync has them.
Answer OnceKnown(const std::function<Answer()>& send);

/// A group licence for this school year, as the order system hands it in.
[[nodiscard]] nlohmann::json OrderOf(const std::string& school_id, const std::string& product_id);
/// Hands it in; the licence's id.
std::string PutOrder(Api& api, const std::string& order_line, const nlohmann::json& order);
void LinkGroup(Caller& coordinator, const std::string& school_id, const std::string& licence_id,
               const std::string& group_id);

/// What method software is told; waits until licence has heard of the person.
nlohmann::json Entitlement(Api& api, const std::string& school_id, const std::string& person,
                           const std::string& product_id);
/// `person`: "personId=…", "eckId=…" or "basispoortId=…".
[[nodiscard]] std::string EntitlementPath(const std::string& school_id, const std::string& person,
                                          const std::string& product_id);

/// Items of a list of at most 500.
nlohmann::json ListOf(Caller& caller, const std::string& path);
/// The one item of a list that must have one.
nlohmann::json OnlyItem(Caller& caller, const std::string& path);

/// The demonstration that `./run` loads, with ids of what is in it. Second school: De Kleine Beuk, of which the first's
/// coordinator knows nothing.
struct Demo {
    std::string school, coordinator;
    std::map<std::string, std::string> groups;    // by the administration's key: G1..G8, G56, PLUS
    std::map<std::string, std::string> licences;  // by order line: demo-1..demo-9
    std::string teacher;                          // of G5
    std::string pupil;                            // in G5
    std::string batch;                            // that brought it
    std::string other_school, other_coordinator, other_group;
};
Demo LoadDemo(SuiteFixture& fixture);

/// Every list that the demonstration's coordinator, the helpdesk and the partners can see, for before and after.
nlohmann::json EverythingStored(Api& api, const Demo& demo);
/// Names the lists that differ from `before`, instead of printing all of both.
void CheckNothingStored(Api& api, const Demo& demo, const nlohmann::json& before);

/// A problem document with this status and code, in the shape that all have.
void CheckProblem(const Answer& answer, int status, std::string_view code);
/// The body without what differs from request to request: traceId and instance.
[[nodiscard]] nlohmann::json WithoutTrace(const Answer& answer);

/// Process ids by name; empty entries for those that do not run.
[[nodiscard]] std::map<std::string, pid_t> Pids(const devsuite::Suite& suite);

}  // namespace suite::testing
