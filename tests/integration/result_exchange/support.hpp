// The service as it runs, in this process, on a database of the test's own; the roster is written straight into its
// copy.
#pragma once

#include <suite/results/v1/result_service.pb.h>

#include <memory>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "metrics/metrics.hpp"
#include "roster/roster.hpp"
#include "rpc/channel.hpp"
#include "services/result_exchange/compose.hpp"
#include "testing/test_database.hpp"

namespace suite::results::test {

inline constexpr SchoolId kSchoolA{101};
inline constexpr SchoolId kSchoolB{102};
inline constexpr PersonId kAnna{1001};  // pupils of school A
inline constexpr PersonId kBram{1002};
inline constexpr PersonId kTeacher{1009};
inline constexpr PersonId kCeline{2001};  // pupil of school B

[[nodiscard]] Actor Staff(Role role, SchoolId school);
[[nodiscard]] Actor Coordinator(SchoolId school);
[[nodiscard]] Actor Bingel();
[[nodiscard]] Actor Las(const std::string& las);

/// The two schools above.
[[nodiscard]] roster::SchoolChanges RosterA();
[[nodiscard]] roster::SchoolChanges RosterB();

class RunningService {
  public:
    /// With the rosters of both schools.
    explicit RunningService(sql::Dialect dialect);

    void Apply(const roster::SchoolChanges& changes);
    /// As the follower does after a snapshot without the school.
    void Remove(SchoolId school);
    /// Directly in the tables, for what no RPC shows.
    [[nodiscard]] sql::Database& Database() { return *database_; }

    [[nodiscard]] Result<v1::ResultConnection> Connect(const Actor& actor, const std::string& school,
                                                       const std::string& las, const std::string& key = "sleutel-1234");
    /// Fails the test when it does not work.
    v1::ResultConnection Connect(SchoolId school, const std::string& las);
    [[nodiscard]] Result<v1::ListConnectionsResponse> List(const Actor& actor, const std::string& school,
                                                           std::int32_t limit = 0, const std::string& cursor = "");
    /// The school's connection to `las`; fails the test when there is none.
    v1::ResultConnection Connection(SchoolId school, const std::string& las);
    [[nodiscard]] Result<v1::HandInResultsResponse> HandIn(const std::vector<v1::Result>& results,
                                                           const Actor& actor = Bingel());
    /// "accepted", "replaced", "unchanged" or the reason of the rejection, per result.
    std::vector<std::string> Outcomes(const std::vector<v1::Result>& results);
    [[nodiscard]] Result<v1::PullResultsResponse> Pull(const Actor& actor, const std::string& cursor = "",
                                                       std::int32_t limit = 0);
    /// Fails the test when it does not work.
    v1::PullResultsResponse PullAs(const std::string& las, const std::string& cursor = "", std::int32_t limit = 0);

  private:
    testing::TestDatabase home_;
    testing::TempDir dir_;
    metrics::Registry metrics_;
    std::unique_ptr<sql::Database> database_;
    std::unique_ptr<service::App> app_;
    std::unique_ptr<rpc::Channel> channel_;
};

/// A test result of Anna's that is right, score 5, taken today.
[[nodiscard]] v1::Result TestResult(const std::string& key, std::int32_t version = 1);
/// "key" or "key v2", per item.
[[nodiscard]] std::vector<std::string> Keys(const v1::PullResultsResponse& response);

using Strings = std::vector<std::string>;

}  // namespace suite::results::test
