// Licences of two schools on a database, the use cases that tell Basispoort of them, and the stand-in that is told.
#pragma once

#include <set>

#include "crypto/crypto.hpp"
#include "metrics/metrics.hpp"
#include "outbox/dispatcher.hpp"
#include "roster_copy/copy_store.hpp"
#include "services/licence/adapters/follow_roster.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/adapters/sql_users.hpp"
#include "services/licence/app/push_catalogue.hpp"
#include "services/licence/app/push_users.hpp"
#include "services/licence/app/read_back.hpp"
#include "services/licence/app/see_visibility.hpp"
#include "services/licence/app/sweep_users.hpp"
#include "services/licence/migrations.hpp"
#include "support.hpp"
#include "testing/test_database.hpp"

namespace suite::licence::test {

inline constexpr SchoolId kSchool{101};  // at Basispoort 1001
inline constexpr SchoolId kOther{102};   // 1002
inline constexpr GroupId kGroup5{205};
inline constexpr GroupId kGroup6{206};
inline constexpr LicenceId kLicence{901};
inline constexpr LicenceId kLicence6{902};
inline const Actor kCoordinator{.role = Role::kCoordinator, .school = kSchool, .person = PersonId{300}};
inline const Actor kHelpdesk{.role = Role::kHelpdesk};
inline const UserList kOfProduct6{.method_id = "taal", .product_id = "taal-6"};

/// Stands still until told otherwise: 21 November 2026, afternoon.
class FakeClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return now_; }
    void Pass(std::chrono::milliseconds time) { now_ += time; }

  private:
    Instant now_ = ParseInstant("2026-11-21T13:00:00Z").value();
};

/// Passes everything on, and answers as if the connection had broken right after it, as often as told.
class Breaking final : public HostedLika {
  public:
    explicit Breaking(std::unique_ptr<HostedLika> lika) : lika_(std::move(lika)) {}
    int break_adds = 0;

    Status PutMethod(const Listing& method, Deadline deadline) override { return lika_->PutMethod(method, deadline); }
    Status PutProduct(const std::string& method, const Listing& product, Deadline deadline) override {
        return lika_->PutProduct(method, product, deadline);
    }
    Status RemoveMethod(const std::string& method, Deadline deadline) override {
        return lika_->RemoveMethod(method, deadline);
    }
    Status RemoveProduct(const std::string& method, const std::string& product, Deadline deadline) override {
        return lika_->RemoveProduct(method, product, deadline);
    }
    Status AddUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) override {
        auto added = lika_->AddUsers(list, users, deadline);
        if (added && break_adds-- > 0) return Fail(Code::kUnavailable, "unavailable", "broken off");
        return added;
    }
    Status RemoveUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) override {
        return lika_->RemoveUsers(list, users, deadline);
    }
    Status ReplaceUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) override {
        return lika_->ReplaceUsers(list, users, deadline);
    }
    Result<std::vector<UserKey>> ReadUsers(const UserList& list, Deadline deadline) override {
        return lika_->ReadUsers(list, deadline);
    }

  private:
    std::unique_ptr<HostedLika> lika_;
};

inline roster::Pupil PupilOf(std::int64_t id, GroupId group, const std::string& family = "Voorbeeld") {
    roster::Pupil pupil;
    pupil.id = PersonId{id};
    pupil.keys = {.basispoort_id = 500000 + id, .eck_id = {}, .las_key = {}};
    pupil.name = {.given = "Aatje", .prefix = {}, .family = family};
    pupil.base_group = group;
    return pupil;
}

class World {
  public:
    explicit World(sql::Dialect dialect)
        : stand_in(Roster()),
          fresh_(dialect),
          database(fresh_.Open("licence", Migrations())),
          store(*database, [] {}),
          lika(ClientOf(stand_in)),
          push_users(store, lika, clock),
          read_back(store, lika, clock, {.interval = std::chrono::seconds(60), .compare_hour = 5}),
          sweep(store, clock),
          push_catalogue_(store, lika, clock),
          dispatcher_(
              *database, clock, metrics_, {.random_below = [](std::uint32_t bound) { return bound - 1; }},
              {{std::string(kUsersTopic), [this](const outbox::Message& message,
                                                 Deadline deadline) { return push_users(message.school, deadline); }},
               {std::string(kCatalogueTopic),
                [this](const outbox::Message&, Deadline deadline) { return push_catalogue_(deadline); }},
               {std::string(kRepairTopic), [this](const outbox::Message& message, Deadline deadline) {
                    return read_back.Repair(message.payload, deadline);
                }}}) {
        Take(Whole(kSchool));
        Take(Whole(kOther));
    }

    /// Pupils 1 and 2 in group 5, 3 in group 6; 4 without a number but with an ECK iD in group 6; teacher 9 in group 5,
    /// with the same number at both schools.
    static roster::SchoolChanges Whole(SchoolId school, std::int64_t version = 1) {
        const std::int64_t more = school == kSchool ? 0 : 100;
        roster::SchoolChanges changes{.school_id = school, .version = version, .complete = true};
        changes.school = roster::School{.id = school,
                                        .basispoort_id = 900 + school.value,
                                        .name = "De Regenboog",
                                        .brin = "99XX",
                                        .location = "00"};
        changes.groups = {
            {.id = kGroup5, .school_year = {2026}, .las_key = "G5", .name = "Groep 5", .year_group = "5"},
            {.id = kGroup6, .school_year = {2026}, .las_key = "G6", .name = "Groep 6", .year_group = "6"}};
        changes.pupils = {PupilOf(more + 1, kGroup5), PupilOf(more + 2, kGroup5, "Verloren"),
                          PupilOf(more + 3, kGroup6), PupilOf(more + 4, kGroup6)};
        changes.pupils[3].keys = {
            .basispoort_id = std::nullopt, .eck_id = "eck-" + std::to_string(more + 4), .las_key = {}};
        roster::StaffMember teacher;
        teacher.id = PersonId{more + 9};
        teacher.keys.basispoort_id = 600009;
        teacher.groups = {kGroup5};
        changes.staff = {teacher};
        return changes;
    }
    static std::string Roster() {
        std::string lines;
        for (const std::int64_t school : {1001, 1002}) {
            const auto at = R"("op":"upsert","schoolId":)" + std::to_string(school);
            lines += R"({"type":"school",)" + at + R"(,"id":)" + std::to_string(school) + R"(,"data":{}})" + "\n";
            const std::int64_t more = school == 1001 ? 0 : 100;
            for (std::int64_t pupil = 1; pupil <= 4; ++pupil) {
                lines += R"({"type":"pupil",)" + at + R"(,"id":)" + std::to_string(500000 + more + pupil) +
                         R"(,"data":{"eckid":"eck-)" + std::to_string(more + pupil) + R"("}})" + "\n";
            }
            lines += R"({"type":"staff",)" + at + R"(,"id":600009,"data":{}})" + "\n";
        }
        return lines;
    }

    void Take(const roster::SchoolChanges& changes) {
        REQUIRE(database->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_ASSIGN(const bool applied, roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep));
            return applied ? OnRosterChanges(session, changes, clock.Now()) : Status{};
        }));
    }
    void Write(const std::function<Status(LicenceTx&)>& work) {
        REQUIRE(store.Write(SchoolScope::All(), Soon(), work));
    }
    /// Method taal with products taal-5 and taal-6.
    void PutCatalogue() {
        Write([&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Catalogue().Save(Method{.id = "taal", .name = "Taal", .subject = "taal"}));
            for (const std::string id : {"taal-5", "taal-6"}) {
                Product product{.id = id, .method_id = "taal", .name = id, .for_groups = true};
                product.url = "https://taal.test/" + id;
                SUITE_RETURN_IF_ERROR(tx.Catalogue().Save(product));
            }
            return {};
        });
    }
    static Licence LicenceOf(SchoolId school, LicenceId id, const std::string& product) {
        return {.id = id,
                .order_line_id = school.ToString() + "-" + product,
                .contract_number = "12345678901234567890",
                .title = product,
                .method_id = "taal",
                .product_id = product,
                .start = *Date::Parse("2026-08-01"),
                .end = *Date::Parse("2027-07-31")};
    }
    void Save(const Licence& licence, SchoolId school = kSchool) {
        Write([&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(school));
            SUITE_RETURN_IF_ERROR(tx.Licences().Save(school, licence));
            return tx.MappingChanged(school, clock.Now());
        });
    }
    void Link(GroupId group, SchoolId school = kSchool, bool linked = true, LicenceId licence = kLicence) {
        Write([&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(school));
            const KnownGroup known{.id = group, .name = "Groep", .year_group = "5", .school_year = {2026}};
            const auto done = linked ? tx.Links().AddGroup(school, licence, known, How::kHand, clock.Now())
                                     : tx.Links().RemoveGroup(school, licence, group);
            if (!done) return std::unexpected(done.error());
            return tx.MappingChanged(school, clock.Now());
        });
    }
    /// Catalogue, and taal-5 for group 5 at kSchool, all of it said.
    void Begin() {
        PutCatalogue();
        Save(LicenceOf(kSchool, kLicence, "taal-5"));
        Link(kGroup5);
        Run();
    }
    /// Delivers all that is due; how many attempts that took.
    std::int64_t Run() {
        std::int64_t all = 0;
        for (std::int64_t some = 1; some > 0; all += some) {
            const auto attempts = dispatcher_.RunOnce();
            REQUIRE(attempts);
            some = *attempts;
        }
        return all;
    }
    /// A minute later Basispoort's lists are looked at, and what follows is said.
    ReadReport LookBack() {
        clock.Pass(std::chrono::minutes(1));
        const auto report = read_back();
        REQUIRE(report);
        Run();
        return *report;
    }
    /// The next day, with all that it brings.
    ReadReport NextDay() {
        clock.Pass(std::chrono::hours(24));
        REQUIRE(sweep());
        Run();
        return LookBack();
    }

    /// Numbers and ECK iDs in a list of the stand-in, as text.
    std::set<std::string> Listed(const UserList& list) {
        std::set<std::string> users;
        for (const auto& method : Methods(stand_in)) {
            if (method.at("id") != list.method_id) continue;
            auto found = method;
            for (const auto& product : method.at("producten")) {
                if (product.at("id") == list.product_id) found = product;
            }
            if (found.at("id") != list.product_id && !list.product_id.empty()) continue;
            for (const auto& id : found.at("gebruikers")) users.insert(id.dump());
            for (const auto& eck : found.at("gebruikersEckId")) users.insert(eck.at("eckId").get<std::string>());
        }
        return users;
    }
    Visibility See(LicenceId licence = kLicence) {
        const auto seen = SeeVisibility(store, clock, true)(kCoordinator, kSchool, licence, Soon());
        REQUIRE(seen);
        return *seen;
    }
    /// The one link of a licence with one group.
    LinkIcons SeeGroup(LicenceId licence = kLicence) {
        const auto seen = See(licence);
        REQUIRE(seen.links.size() == 1);
        return seen.links[0].icons;
    }
    /// Writes that Basispoort got since the last time, as "POST …/addlist".
    std::vector<std::string> Writes() {
        std::vector<std::string> writes;
        for (const auto& request : stand_in.Control().Requests()) {
            if (request.method != "GET")
                writes.push_back(request.method + " " + request.path.substr(request.path.find("/methode")));
        }
        stand_in.Control().ClearRequests();
        return writes;
    }
    std::int64_t Count(std::string_view sql) {
        const auto row =
            database->Read(SchoolScope::All(), Soon(), [&](sql::Session& session) { return session.QueryOne(sql); });
        REQUIRE(row);
        return row->Int(0);
    }

    BasispoortStandIn stand_in;
    FakeClock clock;

  private:
    testing::TestDatabase fresh_;
    metrics::Registry metrics_;

  public:
    std::unique_ptr<sql::Database> database;
    SqlStore store;
    Breaking lika;
    PushUsers push_users;
    ReadBack read_back;
    SweepUsers sweep;

  private:
    PushCatalogue push_catalogue_;
    outbox::Dispatcher dispatcher_;
};

}  // namespace suite::licence::test
