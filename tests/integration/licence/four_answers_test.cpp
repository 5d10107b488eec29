// Random schools in the database, asked in every way that there is: one check, many at once, all products of a person,
// and the explanation. They never disagree (LIC-08, LIC-12).
#include <algorithm>
#include <random>

#include "calendar.hpp"
#include "services/licence/adapters/memory_mapping.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;
using sql::Value;

constexpr int kSchools = 40;  // per database
constexpr int kPersons = 6;
constexpr int kGroups = 4;
const std::vector<std::string> kProducts{"product-0", "product-1", "product-2", "product-3"};

/// Nothing behind the memory.
class Nowhere final : public MappingCache {
  public:
    std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override {
        return std::vector<MappingPtr>(wanted.size());
    }
    Status Put(std::span<const MappingOfSchool> /*mappings*/) override { return {}; }
};

class World {
  public:
    World(Dialect dialect, std::uint32_t seed)
        : random_(seed),
          fresh_(dialect),
          database_(fresh_.Open("licence", Migrations())),
          store_(*database_, [] {}),
          memory_(nowhere_, std::size_t{1} << 20U, metrics_),
          persons_(store_, memory_),
          check_(persons_, clock_),
          explain_(persons_, store_, store_, clock_, false) {}

    /// Fills one school, asks all about it, and again after a few changes: the first time nothing is cached.
    void TrySchool(SchoolId school) {
        Fill(school);
        Compare(school);
        for (int change = 0; change < 2; ++change) {
            Change(school);
            Compare(school);
        }
    }

    std::map<Reason, int> seen;

  private:
    int Below(int bound) { return static_cast<int>(random_() % static_cast<std::uint32_t>(bound)); }
    Date Around(int days) { return Date{Today().days + std::chrono::days{Below(2 * days + 1) - days}}; }
    [[nodiscard]] Date Today() const { return DutchDay(clock_.Now()); }
    GroupId AnyGroup() { return GroupId{1 + Below(kGroups)}; }
    static PersonId Person(int n) { return PersonId{1 + n}; }

    void Write(const std::function<Status(sql::Session&)>& work) {
        REQUIRE(database_->Write(SchoolScope::All(), Soon(), work));
    }

    void Fill(SchoolId school) {
        roster::SchoolChanges whole{.school_id = school, .version = 1, .complete = true};
        whole.school = roster::School{.id = school,
                                      .basispoort_id = 1000 + school.value,
                                      .name = "School",
                                      .brin = "99XX",
                                      .location = "00",
                                      .active = Below(12) > 0,
                                      .consent = Below(12) > 0};
        const SchoolYear year = SchoolYear::Of(Today());
        for (int group = 1; group <= kGroups; ++group) {
            whole.groups.push_back({.id = GroupId{group},
                                    .school_year = {year.first_year - (group == 1 ? 1 : 0)},
                                    .name = "g" + std::to_string(group),
                                    .year_group = "5"});
        }
        for (int n = 0; n < kPersons; ++n) {
            if (n % 3 == 2) {
                roster::StaffMember member;
                member.id = Person(n);
                member.keys = KeysOf(school, n);
                member.active = Below(8) > 0;
                if (Below(3) == 0) member.end_date = Around(3);
                for (int i = Below(3); i > 0; --i) member.groups = {AnyGroup()};
                whole.staff.push_back(member);
            } else {
                roster::Pupil pupil;
                pupil.id = Person(n);
                pupil.keys = KeysOf(school, n);
                pupil.active = Below(8) > 0;
                if (Below(6) > 0) pupil.base_group = AnyGroup();
                if (Below(3) == 0) pupil.composed_groups = {AnyGroup()};
                whole.pupils.push_back(pupil);
            }
        }
        Write([&](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(roster_copy::ApplyChanges(session, whole, roster_copy::Names::kKeep));
            return {};
        });
        for (int n = Below(8); n > 0; --n) AddLicence(school, n);
    }
    static roster::PersonKeys KeysOf(SchoolId school, int n) {
        return {.basispoort_id = 10 * school.value + n, .eck_id = "eck-" + std::to_string(n), .las_key = {}};
    }
    void AddLicence(SchoolId school, int n) {
        const bool per_child = Below(3) == 0;
        suite::licence::Licence licence{.id = LicenceId{n},
                                        .order_line_id = school.ToString() + "-" + std::to_string(n),
                                        .contract_number = "12345678901234567890",
                                        .title = "Titel " + std::to_string(n),
                                        .product_id = kProducts[static_cast<std::size_t>(Below(3))],
                                        .kind = per_child ? LicenceKind::kPupil : LicenceKind::kGroup,
                                        .start = Around(15),
                                        .end = Around(15),
                                        .cancelled = Below(7) == 0,
                                        .renews = Below(4) == 0};
        if (per_child) licence.seats = kPersons;
        if (licence.end < licence.start) std::swap(licence.start, licence.end);
        if (licence.renews && Below(2) == 0) licence.ends_on = licence.end;
        REQUIRE(store_.Write(school, Soon(), [&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(school));
            SUITE_RETURN_IF_ERROR(tx.Licences().Save(school, licence));
            return tx.MappingChanged(school, clock_.Now());
        }));
        for (int links = Below(4); links > 0; --links) AddLink(school, licence.id, per_child);
    }
    void AddLink(SchoolId school, LicenceId licence, bool per_child) {
        REQUIRE(store_.Write(school, Soon(), [&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(school));
            const PersonId pupil = Person(3 * Below(2) + Below(2));
            if (per_child) return tx.MappingChanged(school, clock_.Now());
            if (Below(4) == 0) {
                SUITE_RETURN_IF_ERROR(
                    tx.Links().AddPupil(school, licence, pupil, SchoolYear::Of(Today()), How::kHand, clock_.Now()));
                return {};
            }
            // Made last year or this one: of the former the year of the link may be over.
            const auto group = AnyGroup();
            SUITE_ASSIGN(const auto known, tx.Roster().FindGroup(school, group));
            const Instant made = clock_.Now() - std::chrono::days(Below(2) == 0 ? 200 : 0);
            if (known) SUITE_RETURN_IF_ERROR(tx.Links().AddGroup(school, licence, *known, How::kHand, made));
            return tx.MappingChanged(school, clock_.Now());
        }));
        if (!per_child) return;
        const auto pupil = Person(3 * Below(2) + Below(2)).value;
        Write([&](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(
                session.Execute("INSERT INTO seat_assignment (school_id, person_id, licence_id, assigned_at)"
                                " VALUES (:1, :2, :3, 0) ON CONFLICT DO NOTHING",
                                {Value{school.value}, Value{pupil}, Value{licence.value}}));
            return {};
        });
    }
    /// One more licence or link, a day later, or a group without its pupils.
    void Change(SchoolId school) {
        if (Below(2) == 0) clock_.Pass(std::chrono::days(1));
        AddLicence(school, 10 + ++licences_);
    }

    PersonKey AnyKey(SchoolId school, int n) {
        switch (Below(3)) {
            case 0:
                return Person(n);
            case 1:
                return *KeysOf(school, n).basispoort_id;
            default:
                return KeysOf(school, n).eck_id;
        }
    }

    void Compare(SchoolId school) {
        struct Asked {
            PersonId person;
            Check check;
        };
        std::vector<Asked> all;
        for (int n = 0; n <= kPersons; ++n) {  // the last is nobody
            for (const auto& product : kProducts)
                all.push_back({Person(n), {.who = {school, AnyKey(school, n)}, .product_id = product}});
        }
        std::vector<Result<Check>> checks;
        for (const auto& asked : all) checks.emplace_back(asked.check);
        const auto many = check_.Many(kSoftware, checks, Soon());
        REQUIRE(many);
        const Actor coordinator{.role = Role::kCoordinator, .school = school, .person = PersonId{99}};
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto& [person, check] = all[i];
            CAPTURE(school.value, person.value, check.product_id, Today().ToString());
            const auto one = check_(kSoftware, check, Soon());
            REQUIRE(one);
            ++seen[one->reason];
            REQUIRE((*many)[i]);
            CHECK(*(*many)[i] == *one);

            const auto usable = check_.Usable(kSoftware, check.who, Soon());
            REQUIRE(usable);
            const auto at = std::ranges::find(usable->products, check.product_id, &UsableProduct::product_id);
            CHECK((at != usable->products.end()) == one->Entitled());
            if (at != usable->products.end()) CHECK(at->entitlement == *one);
            if (usable->ruled_out) CHECK(*usable->ruled_out == one->reason);

            const auto explained = explain_(coordinator, school, person, check.product_id, Soon());
            if (one->reason == Reason::kPersonUnknown) {
                REQUIRE_FALSE(explained);
                continue;
            }
            // What is asked of school and person comes first; a person who is not there is no answer to a coordinator.
            if (!explained) {
                CHECK(person == Person(kPersons));
                CHECK(explained.error().reason == reason::kPersonUnknown);
                continue;
            }
            CHECK(explained->answer == *one);
            const auto failed = std::ranges::find(explained->explanation.steps, false, &ExplainedStep::passed);
            CHECK((failed == explained->explanation.steps.end()) == one->Entitled());
        }
    }

    /// Goes on by the day.
    class DayClock final : public Clock {
      public:
        [[nodiscard]] Instant Now() const override { return now_; }
        void Pass(std::chrono::days days) { now_ += days; }

      private:
        Instant now_ = *ParseInstant("2026-11-27T08:30:00Z");
    };

    std::mt19937 random_;
    DayClock clock_;
    testing::TestDatabase fresh_;
    std::unique_ptr<sql::Database> database_;
    metrics::Registry metrics_;
    SqlStore store_;
    Nowhere nowhere_;
    MemoryMapping memory_;
    KnownPersons persons_;
    CheckEntitlement check_;
    ExplainEntitlement explain_;
    int licences_ = 0;
};

}  // namespace

TEST_CASE("one check and many and all products and the explanation say the same of every stored school",
          "[LIC-08][LIC-12]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    World world(dialect, 20261127);
    for (int n = 1; n <= kSchools; ++n) world.TrySchool(SchoolId{n});
    // Each reason that a stored world can have came up; that the school is unknown is another test's.
    for (const auto reason :
         {Reason::kGroupLicence, Reason::kPupilLink, Reason::kSeat, Reason::kSchoolInactive, Reason::kConsentWithdrawn,
          Reason::kPersonUnknown, Reason::kPersonInactive, Reason::kStaffEnded, Reason::kNoLicence,
          Reason::kLicenceCancelled, Reason::kLicenceEnded, Reason::kGroupNotLinked, Reason::kSeatNotAssigned,
          Reason::kPupilsOnly, Reason::kLicenceNotStarted}) {
        CAPTURE(static_cast<int>(reason));
        CHECK(world.seen[reason] > 0);
    }
}
