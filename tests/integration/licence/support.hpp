// The licence service composed on a fresh database with a real Redis, called over a socket. The roster comes as the
// follower would write it.
#pragma once

#include <suite/licence/v1/entitlement_service.pb.h>
#include <suite/licence/v1/licence_service.pb.h>

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "core/reasons.hpp"
#include "roster_copy/copy_store.hpp"
#include "rpc/channel.hpp"
#include "services/licence/adapters/follow_roster.hpp"
#include "services/licence/adapters/note_last_year.hpp"
#include "services/licence/compose.hpp"
#include "services/licence/migrations.hpp"
#include "testing/temp_dir.hpp"
#include "testing/temp_redis.hpp"
#include "testing/test_database.hpp"

namespace suite::licence {

inline constexpr SchoolId kSchool{101};
inline constexpr SchoolId kOtherSchool{102};
inline constexpr GroupId kGroup5{205};
inline constexpr GroupId kGroup6{206};
inline constexpr PersonId kTeacher{301};
inline constexpr PersonId kPupil5{405};
inline constexpr PersonId kPupil6{406};
inline const Actor kOrders{.role = Role::kMachine, .client_id = "order-system", .scopes = {"orders:write"}};
inline const Actor kCatalogue{.role = Role::kMachine, .client_id = "order-system", .scopes = {"catalogue:write"}};
inline const Actor kSoftware{.role = Role::kMachine, .client_id = "method-software", .scopes = {"entitlements:read"}};
inline const Actor kCoordinator{.role = Role::kCoordinator, .school = kSchool, .person = PersonId{300}};

inline SchoolYear ThisYear() { return SchoolYear::Of(DutchDay(SystemClock().Now())); }

inline roster::Pupil PupilIn(PersonId id, GroupId group) {
    roster::Pupil pupil;
    pupil.id = id;
    pupil.keys = {.basispoort_id = 500000 + id.value, .eck_id = "eck-" + std::to_string(id.value), .las_key = {}};
    pupil.base_group = group;
    return pupil;
}

/// Pupil 405 and the teacher in group 5, pupil 406 in group 6.
inline roster::SchoolChanges WholeSchool(SchoolId school, std::int64_t version = 1) {
    roster::SchoolChanges changes{.school_id = school, .version = version, .complete = true};
    changes.school = roster::School{.id = school,
                                    .basispoort_id = 1000 + school.value,
                                    .name = "De Regenboog",
                                    .brin = "99XX",
                                    .location = std::to_string(school.value % 100)};
    changes.groups = {{.id = kGroup5, .school_year = {2026}, .las_key = "G5", .name = "Groep 5", .year_group = "5"},
                      {.id = kGroup6, .school_year = {2026}, .las_key = "G6", .name = "Groep 6", .year_group = "6"}};
    changes.pupils = {PupilIn(kPupil5, kGroup5), PupilIn(kPupil6, kGroup6)};
    roster::StaffMember teacher;
    teacher.id = kTeacher;
    teacher.groups = {kGroup5};
    changes.staff = {teacher};
    return changes;
}

class Service {
  public:
    /// `settings` may change what the service is started with.
    explicit Service(sql::Dialect dialect, const std::function<void(Config&)>& settings = {})
        : database_(dialect), writer_(database_.Open("licence", Migrations())) {
        Take(WholeSchool(kSchool));
        config_.listen = "unix:" + (dir_.Path() / "s").string();
        config_.roster = "unix:" + (dir_.Path() / "no-roster").string();
        config_.redis = redis.Address();
        config_.database = database_.Url();
        if (settings) settings(config_);
        auto app = Compose(config_, metrics_);
        REQUIRE(app);
        app_ = std::move(*app);
        channel_ = std::make_unique<rpc::Channel>(config_.listen);
    }
    ~Service() { app_->Stop(std::chrono::seconds(5)); }

    void Take(const roster::SchoolChanges& changes) {
        REQUIRE(writer_->Write(
            SchoolScope::All(), Deadline::In(std::chrono::seconds(10)), [&](sql::Session& session) -> Status {
                SUITE_ASSIGN(const bool applied,
                             roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep,
                                                       [](sql::Session& s, const roster::SchoolChanges& c) {
                                                           return NoteLastYear(s, c, SystemClock().Now());
                                                       }));
                return applied ? OnRosterChanges(session, changes, SystemClock().Now()) : Status{};
            }));
    }

    /// `method` of LicenceService, or "OtherService/Method".
    template <class Response, class Request>
    Result<Response> Call(const std::string& method, const Request& request, const Actor& actor,
                          const char* service = "LicenceService") const {
        Response response;
        const bool named = method.find('/') != std::string::npos;
        const auto status =
            channel_->Call("/suite.licence.v1." + (named ? method : std::string(service) + "/" + method), request,
                           response, {.deadline = Deadline::In(std::chrono::seconds(20)), .actor = actor});
        if (!status) return std::unexpected(status.error());
        return response;
    }
    static v1::PutOrderRequest Order(const std::string& line = "line-1", const std::string& product = "taal-5") {
        v1::PutOrderRequest order;
        order.set_order_line_id(line);
        order.set_school_id(kSchool.ToString());
        order.set_contract_number("12345678901234567890");
        order.set_title("Taal 5");
        order.set_product_id(product);
        order.set_kind(v1::LICENCE_KIND_GROUP);
        order.set_start_date("2020-08-01");
        order.set_end_date("2199-07-31");
        return order;
    }
    Result<v1::Order> Put(const v1::PutOrderRequest& order) const {
        return Call<v1::Order>("PutOrder", order, kOrders);
    }
    Result<v1::Licence> Link(const std::string& licence, GroupId group, const char* method = "LinkGroup",
                             const Actor& actor = kCoordinator) const {
        v1::LinkGroupRequest request;
        request.set_school_id(kSchool.ToString());
        request.set_licence_id(licence);
        request.set_group_id(group.ToString());
        return Call<v1::Licence>(method, request, actor);
    }
    v1::Entitlement Check(PersonId person, const std::string& product = "taal-5", SchoolId school = kSchool) const {
        v1::CheckEntitlementRequest request;
        request.set_school_id(school.ToString());
        request.set_person_id(person.ToString());
        request.set_product_id(product);
        const auto answer = Call<v1::Entitlement>("EntitlementService/CheckEntitlement", request, kSoftware);
        REQUIRE(answer);
        return *answer;
    }

    /// A seat, and a place on the waiting list, as the database has them.
    void Seat(std::int64_t licence, PersonId person) const {
        Insert("INSERT INTO seat_assignment (school_id, person_id, licence_id, assigned_at) VALUES (:1, :2, :3, 0)",
               licence, person);
    }
    void Wait(std::int64_t licence, PersonId person) const {
        Insert(
            "INSERT INTO waiting_pupil (school_id, person_id, licence_id, number, waiting_since)"
            " VALUES (:1, :2, :3, :2, 0)",
            licence, person);
    }
    /// A pupil of another group on a group licence.
    void LinkPupil(std::int64_t licence, PersonId person) const {
        Insert(
            "INSERT INTO pupil_link (school_id, person_id, licence_id, linked_at, how) VALUES (:1, :2, :3, 0, 'hand')",
            licence, person);
    }

    /// In a transaction of its own on the service's database, beside the service.
    Status Write(const std::function<Status(sql::Session&)>& work) const {
        return writer_->Write(SchoolScope::All(), Deadline::In(std::chrono::seconds(20)), work);
    }
    /// How many rows a query of one number counts, in the service's own database.
    std::int64_t Count(std::string_view sql) const {
        const auto row = writer_->Read(SchoolScope::All(), Deadline::In(std::chrono::seconds(10)),
                                       [&](sql::Session& session) { return session.QueryOne(sql); });
        REQUIRE(row);
        return row->Int(0);
    }

    testing::TempRedis redis;

  private:
    void Insert(std::string_view sql, std::int64_t licence, PersonId person) const {
        REQUIRE(writer_->Write(SchoolScope::All(), Deadline::In(std::chrono::seconds(10)), [&](sql::Session& session) {
            return session.Execute(sql, {kSchool.value, person.value, licence});
        }));
    }

    testing::TempDir dir_;
    testing::TestDatabase database_;
    std::unique_ptr<sql::Database> writer_;
    Config config_;
    metrics::Registry metrics_;
    std::unique_ptr<service::App> app_;
    std::unique_ptr<rpc::Channel> channel_;
};

}  // namespace suite::licence
