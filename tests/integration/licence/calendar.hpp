// The licence service's use cases on a database, with a clock that the test sets: what a school year brings.
#pragma once

#include "crypto/crypto.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/app/check_entitlement.hpp"
#include "services/licence/app/end_group_links.hpp"
#include "services/licence/app/explain_entitlement.hpp"
#include "services/licence/app/manage_links.hpp"
#include "services/licence/app/put_order.hpp"
#include "support.hpp"

namespace suite::licence {

inline Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

class SetClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return now_; }
    void Set(std::string_view instant) { now_ = *ParseInstant(instant); }

  private:
    Instant now_ = *ParseInstant("2026-11-27T08:30:00Z");
};

/// Keeps what it is given, for as long as it has that version: what a login check meets on 1 August.
class Kept final : public MappingCache {
  public:
    std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override {
        std::vector<MappingPtr> found;
        for (const auto& of : wanted) found.push_back(held_ && held_->version == of.version ? held_ : nullptr);
        return found;
    }
    Status Put(std::span<const MappingOfSchool> mappings) override {
        held_ = mappings.front().mapping;
        return {};
    }

  private:
    MappingPtr held_{};
};

/// De Regenboog in 2026-2027, with Taal 5 until 2030 for group 5.
class CalendarWorld {
  public:
    explicit CalendarWorld(sql::Dialect dialect)
        : fresh_(dialect),
          database_(fresh_.Open("licence", Migrations())),
          store(*database_, [] {}),
          persons_(store, cache_),
          check_(persons_, clock),
          explain_(persons_, store, store, clock, false),
          links(store, clock),
          end_links(store, clock) {
        Take(WholeSchool(kSchool));
        suite::licence::Licence line{.order_line_id = "line-1",
                                     .contract_number = "12345678901234567890",
                                     .title = "Taal 5",
                                     .product_id = "taal-5",
                                     .start = *Date::Parse("2026-08-01"),
                                     .end = *Date::Parse("2030-07-31")};
        licence = Order(line);
        REQUIRE(Link(kGroup5));
    }

    LicenceId Order(const suite::licence::Licence& line) {
        const auto receipt = PutOrder(store, clock, ids_)(kOrders, kSchool, line, Soon());
        REQUIRE(receipt);
        return receipt->licence;
    }
    void Take(const roster::SchoolChanges& changes) {
        REQUIRE(database_->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_ASSIGN(const bool applied, roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep));
            return applied ? OnRosterChanges(session, changes, clock.Now()) : Status{};
        }));
    }
    Result<LicenceOverview> Link(GroupId group) {
        return links.LinkGroup(kCoordinator, kSchool, licence, group, Soon());
    }
    /// What a login is told, and why: the two never disagree.
    Entitlement Check(PersonId person) {
        const auto checked = check_(kSoftware, {{kSchool, person}, "taal-5"}, Soon());
        const auto explained = explain_(kCoordinator, kSchool, person, "taal-5", Soon());
        REQUIRE(checked);
        REQUIRE(explained);
        CHECK(explained->answer == *checked);
        return *checked;
    }
    std::int64_t Count(std::string_view sql) {
        const auto row =
            database_->Read(SchoolScope::All(), Soon(), [&](sql::Session& session) { return session.QueryOne(sql); });
        REQUIRE(row);
        return row->Int(0);
    }
    std::int64_t Links() { return Count("SELECT count(*) FROM group_link"); }
    /// Ends of links of that kind.
    std::int64_t Ended(const std::string& how) {
        return Count("SELECT count(*) FROM licence_history WHERE action = 'unlink' AND how = '" + how + "'");
    }

    SetClock clock;
    LicenceId licence;

  private:
    testing::TestDatabase fresh_;
    std::unique_ptr<sql::Database> database_;
    crypto::RandomIds ids_;
    Kept cache_;

  public:
    SqlStore store;

  private:
    KnownPersons persons_;
    CheckEntitlement check_;
    ExplainEntitlement explain_;

  public:
    ManageLinks links;
    EndGroupLinks end_links;
};

}  // namespace suite::licence
