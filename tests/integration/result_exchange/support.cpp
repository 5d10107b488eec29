#include "support.hpp"

#include <catch2/catch.hpp>

#include "roster_copy/copy_store.hpp"
#include "services/result_exchange/adapters/sql_intake.hpp"
#include "services/result_exchange/migrations.hpp"

namespace suite::results::test {
namespace {

constexpr std::chrono::seconds kCallTime{20};
const std::string kService = "/suite.results.v1.ResultService/";

rpc::CallOptions As(const Actor& actor) { return {.deadline = Deadline::In(kCallTime), .actor = actor}; }

template <class T>
T MustWork(Result<T> result) {
    if (!result) FAIL("call failed: " << result.error().reason << ": " << result.error().message);
    return std::move(*result);
}

roster::Pupil MakePupil(PersonId id, std::int64_t basispoort_id, const std::string& eck_id,
                        const std::string& las_key) {
    roster::Pupil pupil;
    pupil.id = id;
    pupil.keys = {.basispoort_id = basispoort_id, .eck_id = eck_id, .las_key = las_key};
    pupil.name = {.given = "Kind", .prefix = "", .family = "Voorbeeld"};
    return pupil;
}

roster::School MakeSchool(SchoolId id, const std::string& brin) {
    roster::School school;
    school.id = id;
    school.name = "De Sleutelbloem";
    school.brin = brin;
    school.location = "00";
    school.school_key = brin + "-key";
    return school;
}

roster::SchoolChanges FirstState(const roster::School& school) {
    roster::SchoolChanges changes;
    changes.school_id = school.id;
    changes.version = 1;
    changes.complete = true;
    changes.school = school;
    return changes;
}

}  // namespace

Actor Staff(Role role, SchoolId school) {
    Actor actor;
    actor.role = role;
    actor.school = school;
    actor.person = PersonId{77};
    return actor;
}
Actor Coordinator(SchoolId school) { return Staff(Role::kCoordinator, school); }
Actor Bingel() {
    Actor actor;
    actor.role = Role::kMachine;
    actor.client_id = "bingel";
    actor.scopes = {"results:write"};
    return actor;
}
Actor Las(const std::string& las) {
    Actor actor;
    actor.role = Role::kMachine;
    actor.client_id = "client-of-" + las;
    actor.las = las;
    actor.scopes = {"results:pull"};
    return actor;
}

roster::SchoolChanges RosterA() {
    roster::SchoolChanges changes = FirstState(MakeSchool(kSchoolA, "99AA"));
    changes.pupils = {MakePupil(kAnna, 5001, "https://ketenid.nl/pilot/anna", "las-anna"),
                      MakePupil(kBram, 5002, "", "las-bram")};
    roster::StaffMember teacher;
    teacher.id = kTeacher;
    teacher.keys.basispoort_id = 5009;
    changes.staff = {teacher};
    return changes;
}

roster::SchoolChanges RosterB() {
    roster::SchoolChanges changes = FirstState(MakeSchool(kSchoolB, "99BB"));
    changes.pupils = {MakePupil(kCeline, 6001, "https://ketenid.nl/pilot/celine", "las-celine")};
    return changes;
}

RunningService::RunningService(sql::Dialect dialect)
    : home_(dialect), database_(home_.Open("result_exchange", Migrations())) {
    Config config;
    config.listen = "127.0.0.1:0";
    config.database = home_.Url();
    config.roster = "unix:" + (dir_.Path() / "nobody.sock").string();
    config.key_file = dir_.Path() / "key";
    config.create_key = true;
    app_ = MustWork(Compose(config, metrics_));
    channel_ = std::make_unique<rpc::Channel>(app_->Address());
    Apply(RosterA());
    Apply(RosterB());
}

void RunningService::Apply(const roster::SchoolChanges& changes) {
    const auto applied =
        database_->Write(SchoolScope::All(), Deadline::In(kCallTime), [&](sql::Session& session) -> Result<bool> {
            SUITE_ASSIGN(const bool done, roster_copy::ApplyChanges(session, changes, roster_copy::Names::kDrop));
            if (done) SUITE_RETURN_IF_ERROR(OnRosterChanges(session, changes));
            return done;
        });
    REQUIRE(applied == true);
}

void RunningService::Remove(SchoolId school) {
    const auto removed = database_->Write(SchoolScope::All(), Deadline::In(kCallTime), [&](sql::Session& session) {
        return roster_copy::RemoveSchool(session, school);
    });
    REQUIRE(removed.has_value());
}

Result<v1::ResultConnection> RunningService::Connect(const Actor& actor, const std::string& school,
                                                     const std::string& las, const std::string& key) {
    v1::AddConnectionRequest request;
    request.set_school_id(school);
    request.set_las(las);
    request.set_authorisation_key(key);
    v1::ResultConnection response;
    SUITE_RETURN_IF_ERROR(channel_->Call(kService + "AddConnection", request, response, As(actor)));
    return response;
}

v1::ResultConnection RunningService::Connect(SchoolId school, const std::string& las) {
    return MustWork(Connect(Coordinator(school), school.ToString(), las));
}

Result<v1::ListConnectionsResponse> RunningService::List(const Actor& actor, const std::string& school,
                                                         std::int32_t limit, const std::string& cursor) {
    v1::ListConnectionsRequest request;
    request.set_school_id(school);
    request.set_limit(limit);
    request.set_cursor(cursor);
    v1::ListConnectionsResponse response;
    SUITE_RETURN_IF_ERROR(channel_->Call(kService + "ListConnections", request, response, As(actor)));
    return response;
}

v1::ResultConnection RunningService::Connection(SchoolId school, const std::string& las) {
    const auto list = MustWork(List(Coordinator(school), school.ToString()));
    for (const auto& connection : list.items()) {
        if (connection.las() == las) return connection;
    }
    FAIL("no connection to " << las);
    return {};
}

Result<v1::HandInResultsResponse> RunningService::HandIn(const std::vector<v1::Result>& results, const Actor& actor) {
    v1::HandInResultsRequest request;
    for (const auto& result : results) *request.add_results() = result;
    v1::HandInResultsResponse response;
    SUITE_RETURN_IF_ERROR(channel_->Call(kService + "HandInResults", request, response, As(actor)));
    return response;
}

Strings RunningService::Outcomes(const std::vector<v1::Result>& results) {
    const auto response = MustWork(HandIn(results));
    REQUIRE(response.items_size() == static_cast<int>(results.size()));
    Strings outcomes;
    for (int i = 0; i < response.items_size(); ++i) {
        const auto& receipt = response.items(i);
        CHECK(receipt.result_key() == results[static_cast<std::size_t>(i)].result_key());
        switch (receipt.outcome()) {
            case v1::RESULT_OUTCOME_ACCEPTED:
                outcomes.emplace_back("accepted");
                break;
            case v1::RESULT_OUTCOME_REPLACED:
                outcomes.emplace_back("replaced");
                break;
            case v1::RESULT_OUTCOME_UNCHANGED:
                outcomes.emplace_back("unchanged");
                break;
            default:
                outcomes.push_back(receipt.reason());
                break;
        }
    }
    return outcomes;
}

Result<v1::PullResultsResponse> RunningService::Pull(const Actor& actor, const std::string& cursor,
                                                     std::int32_t limit) {
    v1::PullResultsRequest request;
    request.set_cursor(cursor);
    request.set_limit(limit);
    v1::PullResultsResponse response;
    SUITE_RETURN_IF_ERROR(channel_->Call(kService + "PullResults", request, response, As(actor)));
    return response;
}

v1::PullResultsResponse RunningService::PullAs(const std::string& las, const std::string& cursor, std::int32_t limit) {
    return MustWork(Pull(Las(las), cursor, limit));
}

v1::Result TestResult(const std::string& key, std::int32_t version) {
    v1::Result result;
    result.set_result_key(key);
    result.set_version(version);
    result.set_school_id(kSchoolA.ToString());
    result.set_person_id(kAnna.ToString());
    result.set_product_id("taal-actief-5");
    result.set_kind(v1::RESULT_KIND_TEST);
    result.set_test_code("TA5-B3");
    result.set_test_name("Blok 3");
    result.set_score(5);
    result.set_taken_on(DutchDay(SystemClock().Now()).ToString());
    return result;
}

Strings Keys(const v1::PullResultsResponse& response) {
    Strings keys;
    for (const auto& item : response.items()) {
        keys.push_back(item.result_key() + (item.version() == 1 ? "" : " v" + std::to_string(item.version())));
    }
    return keys;
}

}  // namespace suite::results::test
