// roster-sync's use cases on a real database, with a clock and a Basispoort that the test turns by hand.
#pragma once

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "core/reasons.hpp"
#include "crypto/crypto.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"
#include "services/roster_sync/adapters/sql_reader.hpp"
#include "services/roster_sync/adapters/sql_store.hpp"
#include "services/roster_sync/app/decide_removals.hpp"
#include "services/roster_sync/app/follow_consent.hpp"
#include "services/roster_sync/app/keep_house.hpp"
#include "services/roster_sync/app/reconcile_roster.hpp"
#include "services/roster_sync/app/see_roster.hpp"
#include "services/roster_sync/migrations.hpp"
#include "testing/test_database.hpp"

namespace suite::roster_sync {

inline const Actor kHelp{.role = Role::kHelpdesk};
inline Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

class TurnedClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return Instant{std::chrono::milliseconds{now_}}; }
    void Forward(std::chrono::milliseconds duration) { now_ += duration.count(); }
    /// Noon UTC of that day.
    void Set(const char* day) {
        now_ = std::chrono::milliseconds(Date::Parse(day).value().days.time_since_epoch() + std::chrono::hours(12))
                   .count();
    }

  private:
    std::atomic<std::int64_t> now_{
        Instant(Date::Parse("2026-11-21").value().days + std::chrono::hours(12)).time_since_epoch().count()};
};

/// Answers what the test put in; counts what was asked.
class MadeUpBasispoort final : public BasispoortApi {
  public:
    std::map<std::int64_t, std::string> schools{};  // NDJSON as pushed
    std::map<std::int64_t, Error> broken{};
    std::map<std::string, std::vector<std::int64_t>> granted{}, withdrawn{};  // by day
    std::map<std::int64_t, Error> tick_errors{};
    std::map<std::int64_t, bool> ticks{};  // of a school that is not in it, it knows nothing
    std::optional<Error> away{};
    std::vector<std::int64_t> asked{}, asked_for_tick{};
    std::function<void()> while_pulling{};

    Result<std::vector<std::int64_t>> Institutions(Deadline /*deadline*/) override {
        if (away) return std::unexpected(*away);
        std::vector<std::int64_t> ids;
        for (const auto& [id, lines] : schools) ids.push_back(id);
        for (const auto& [id, error] : broken) {
            if (!schools.contains(id)) ids.push_back(id);
        }
        return ids;
    }
    Result<PulledSchool> School(std::int64_t id, SchoolYear /*year*/, Deadline /*deadline*/) override {
        asked.push_back(id);
        if (away) return std::unexpected(*away);
        if (const auto error = broken.find(id); error != broken.end()) return std::unexpected(error->second);
        if (while_pulling) while_pulling();
        const auto parsed = ParsePart(schools.at(id), 1);
        REQUIRE(parsed);
        return PulledSchool{.basispoort_id = id, .records = ParseStored(parsed->schools.at(id).lines).value()};
    }
    Result<std::vector<std::int64_t>> ConsentGranted(Date day, Deadline /*deadline*/) override {
        if (away) return std::unexpected(*away);
        return granted[day.ToString()];
    }
    Result<std::vector<std::int64_t>> ConsentWithdrawn(Date day, Deadline /*deadline*/) override {
        return withdrawn[day.ToString()];
    }
    Result<bool> HasConsent(std::int64_t id, Deadline /*deadline*/) override {
        asked_for_tick.push_back(id);
        if (away) return std::unexpected(*away);
        if (const auto error = tick_errors.find(id); error != tick_errors.end()) return std::unexpected(error->second);
        const auto tick = ticks.find(id);
        if (tick == ticks.end()) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
        return tick->second;
    }
};

class NoTitles final : public ProductsOfPersons {
  public:
    std::map<PersonId, std::vector<std::string>> titles{};
    bool away = false;
    Result<std::map<PersonId, std::vector<std::string>>> Titles(const Actor& /*actor*/, SchoolId /*school*/,
                                                                const std::vector<PersonId>& /*persons*/,
                                                                Deadline /*deadline*/) override {
        if (away) return Fail(Code::kUnavailable, reason::kUnavailable, "away");
        return titles;
    }
};

struct Care {
    explicit Care(sql::Dialect dialect)
        : test_database(dialect),
          database(test_database.Open("roster_sync", Migrations())),
          store(*database, false),
          reader(*database),
          deliver(clock, ids),
          see(reader, clock),
          removals(store, clock, deliver, titles, [this] { ++applied; }),
          reconcile(
              store, clock, ids, deliver, &basispoort, {.schools_per_second = 1000, .hour = 4}, [] {},
              [this] { ++applied; }),
          consent(
              store, clock, ids, deliver, basispoort, std::chrono::days(30), [] {}, [this] { ++applied; }),
          house(store, clock, deliver, std::chrono::days(400), [this] { ++applied; }) {
        clock.Set("2026-11-21");
    }

    /// As a batch would.
    RosterImport Push(std::int64_t school, const std::string& lines, BatchKind kind = BatchKind::kDelta) {
        const auto parsed = ParsePart(lines, 1);
        REQUIRE(parsed);
        RosterImport import;
        const auto written = store.Write(SchoolScope::All(), Soon(), [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(auto current, deliver.Open(tx, school, false));
            SUITE_ASSIGN(const auto records, ParseStored(parsed->schools.at(school).lines));
            SUITE_ASSIGN(import, deliver(tx, current,
                                         {.origin = Origin::kBatch,
                                          .kind = kind,
                                          .records = records,
                                          .basispoort_school_id = school,
                                          .received_at = clock.Now()},
                                         false));
            return {};
        });
        REQUIRE(written);
        return import;
    }
    std::optional<SchoolId> Find(std::int64_t school) {
        std::optional<SchoolId> id;
        REQUIRE(store.Read(SchoolScope::All(), Soon(), [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(id, tx.Schools().Find(school));
            return {};
        }));
        return id;
    }
    roster::SchoolState State(std::int64_t school) {
        const auto id = Find(school);
        REQUIRE(id);
        roster::SchoolState state;
        REQUIRE(store.Read(SchoolScope::All(), Soon(), [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(auto loaded, tx.Schools().Load(*id));
            if (loaded) state = std::move(loaded->state);
            return {};
        }));
        return state;
    }
    std::int64_t Count(std::string_view sql) {
        const auto row =
            database->Read(SchoolScope::All(), Soon(), [&](sql::Session& session) { return session.QueryOne(sql); });
        REQUIRE(row);
        return row->Int(0);
    }
    /// Until no reconcile is left.
    void WorkOff() {
        while (true) {
            const auto more = reconcile.Work([](auto) { return true; });
            REQUIRE(more);
            if (!*more) return;
        }
    }

    testing::TestDatabase test_database;
    TurnedClock clock;
    crypto::RandomIds ids;
    std::unique_ptr<sql::Database> database;
    MadeUpBasispoort basispoort;
    NoTitles titles;
    SqlStore store;
    SqlReader reader;
    Deliver deliver;
    SeeRoster see;
    DecideRemovals removals;
    ReconcileRoster reconcile;
    FollowConsent consent;
    KeepHouse house;
    int applied = 0;
};

/// A school with `pupils` pupils in group A, ids from `first`.
inline std::string SchoolOf(std::int64_t school, std::int64_t first, int pupils, const std::string& more = "") {
    const auto id = std::to_string(school);
    std::string lines = R"({"type":"school","op":"upsert","schoolId":)" + id + R"(,"data":{"naam":"School )" + id +
                        R"(","actief":true)" + more + "}}\n";
    lines += R"({"type":"group","op":"upsert","schoolId":)" + id +
             R"(,"id":"A","schoolYear":"2026-2027","data":{"naam":"5A","jaargroep":"5"}})" + "\n";
    for (int i = 0; i < pupils; ++i) {
        const auto pupil = std::to_string(first + i);
        lines += R"({"type":"pupil","op":"upsert","schoolId":)" + id + R"(,"id":)" + pupil +
                 R"(,"data":{"eckid":"https://ketenid.example/0000000000000000)" + pupil +
                 R"(","persoonsgegevens":{"voornaam":"Kind","achternaam":"Nummer )" + pupil +
                 R"("},"jaargroep":"5","groep":"A","subgroepen":[]}})" + "\n";
    }
    return lines;
}

}  // namespace suite::roster_sync
