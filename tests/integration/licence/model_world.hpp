// Two schools through the use cases and both caches, beside the naive model of them; each step is done to both.
#pragma once

#include "model.hpp"

#include <random>

#include "services/licence/adapters/memory_mapping.hpp"
#include "services/licence/adapters/redis_mapping.hpp"
#include "services/licence/adapters/sql_parts.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/app/check_entitlement.hpp"
#include "services/licence/app/end_group_links.hpp"
#include "services/licence/app/manage_links.hpp"
#include "services/licence/app/manage_seats.hpp"
#include "services/licence/app/manage_terms.hpp"
#include "services/licence/app/put_order.hpp"
#include "support.hpp"

namespace suite::licence {

inline constexpr int kSchools = 2;
inline constexpr int kProducts = 4;
inline constexpr int kPupils = 8;
inline constexpr int kStaff = 3;

inline Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

class ModelClock final : public Clock {
  public:
    Instant Now() const override { return now; }
    [[nodiscard]] Date Today() const { return DutchDay(now); }
    Instant now = *ParseInstant("2026-08-20T08:30:00Z");
};

class ModelWorld {
  public:
    ModelWorld(sql::Dialect dialect, std::uint32_t seed)
        : random_(seed),
          test_database_(dialect),
          database_(test_database_.Open("licence", Migrations())),
          redis_({.address = server_.Address()}),
          store_(*database_, [] {}),
          redis_layer_(redis_, metrics_),
          memory_(redis_layer_, 16 * 4000, metrics_),
          persons_(store_, memory_),
          check_(persons_, clock_),
          put_order_(store_, clock_, ids_),
          links_(store_, clock_),
          seats_(store_, clock_, std::chrono::minutes{0}),
          terms_(store_, clock_),
          end_group_links_(store_, clock_) {
        for (int number = 1; number <= kSchools; ++number) {
            const SchoolId school{number};
            auto& model = models_[school];
            roster::SchoolChanges changes = Changes(school);
            changes.complete = true;
            changes.school = SchoolOf(school);
            for (int i = 0; i < 3; ++i) changes.groups.push_back(NewGroup(model));
            for (int i = 0; i < kPupils; ++i) AddPupil(model, changes, NewPerson(), {AnyGroup(model)});
            for (int i = 0; i < kStaff; ++i) AddStaff(model, changes, NewPerson(), {AnyGroup(model)}, std::nullopt);
            Take(changes);
        }
    }

    void Step() {
        const SchoolId school{1 + Below(kSchools)};
        auto& model = models_.at(school);
        // Back soon: a closed school has nothing to compare.
        if (!(model.active && model.consent) && Below(5) == 0) return TurnSchool(school, model);
        const int kind = Below(100);
        if (kind < 15) return Order(school, model);
        if (kind < 34) return LinkGroup(school, model);
        if (kind < 40) return UnlinkGroup(school, model);
        if (kind < 47) return TogglePupilLink(school, model);
        if (kind < 64) return ChangeSeats(school, model);
        if (kind < 74) return MovePerson(school, model);
        if (kind < 78) return Leave(school, model);
        if (kind < 82) return Come(school, model);
        if (kind < 85) return EndGroup(school, model);
        if (kind < 86) return Rollover(school, model);
        if (kind < 87) return TurnSchool(school, model);
        if (kind < 90) return ChangeTerms(school, model);
        if (kind < 94) return LinkGroup(school, model);
        if (kind < 98) {
            // Mostly days, now and then months.
            clock_.now += std::chrono::days(Below(10) == 0 ? 1 + Below(150) : 1 + Below(5));
            // Whether somebody has ended the links of last year already makes no difference.
            if (Below(2) == 0) REQUIRE(end_group_links_());
            return;
        }
        REQUIRE(redis_.Eval("redis.call('FLUSHALL') return 1", {}, {}));
    }

    [[nodiscard]] const std::map<SchoolId, Model>& Models() const { return models_; }
    [[nodiscard]] sql::Database& Database() { return *database_; }

    /// Number of answers that are not the model's, and counts those that are yes.
    int Differences() {
        std::vector<Result<Check>> checks;
        std::vector<std::optional<Date>> expected;
        for (const auto& [school, model] : models_) {
            for (const auto& [person, facts] : model.persons) {
                for (int p = 0; p < kProducts; ++p) {
                    checks.emplace_back(Check{{school, person}, ProductName(p)});
                    expected.push_back(model.Until(person, ProductName(p), clock_.Today()));
                }
            }
        }
        const auto answers = check_.Many(kSoftware, checks, Soon());
        REQUIRE(answers);
        int wrong = 0;
        for (std::size_t i = 0; i < checks.size(); ++i) {
            const auto& answer = (*answers)[i];
            if (!answer || answer->Entitled() != expected[i].has_value() || answer->until != expected[i]) {
                ++wrong;
                const auto said = answer && answer->until ? answer->until->ToString() : "no";
                UNSCOPED_INFO(checks[i]->product_id << " on " << clock_.Today().ToString() << ": " << said
                                                    << ", by the model "
                                                    << (expected[i] ? expected[i]->ToString() : "no") << ", reason "
                                                    << (answer ? static_cast<int>(answer->reason) : -1));
            }
            if (expected[i]) ++yes;
            ++asked;
        }
        return wrong;
    }

    std::int64_t asked = 0;
    std::int64_t yes = 0;
    int seats_given = 0;
    int seats_refused = 0;

  private:
    int Below(int bound) { return static_cast<int>(random_() % static_cast<std::uint32_t>(bound)); }
    template <class Container>
    auto Any(Container& of) {
        return std::next(of.begin(), Below(static_cast<int>(of.size())));
    }
    static std::string ProductName(int number) { return "product-" + std::to_string(number); }
    GroupId AnyGroup(const Model& model) { return Any(model.groups)->first; }
    PersonId NewPerson() { return PersonId{++last_id_}; }
    Actor Coordinator(SchoolId school) const {
        return {.role = Role::kCoordinator, .school = school, .person = PersonId{1}};
    }

    // The roster

    roster::SchoolChanges Changes(SchoolId school) { return {.school_id = school, .version = ++versions_[school]}; }
    roster::School SchoolOf(SchoolId school) {
        const auto& model = models_.at(school);
        return {.id = school,
                .name = "School",
                .brin = "99XX",
                .location = "0" + std::to_string(school.value),
                .active = model.active,
                .consent = model.consent};
    }
    roster::Group NewGroup(Model& model) {
        const GroupId id{++last_id_};
        const auto year = SchoolYear::Of(clock_.Today());
        model.groups[id] = year.first_year;
        return {.id = id, .school_year = year, .name = "g", .year_group = "5"};
    }
    void AddPupil(Model& model, roster::SchoolChanges& changes, PersonId id, const std::vector<GroupId>& groups,
                  bool active = true) {
        roster::Pupil pupil;
        pupil.id = id;
        pupil.active = active;
        if (!groups.empty()) pupil.base_group = groups.front();
        if (groups.size() > 1) pupil.composed_groups.assign(groups.begin() + 1, groups.end());
        changes.pupils.push_back(pupil);
        model.persons[id] = {.active = active, .groups = {groups.begin(), groups.end()}};
    }
    void AddStaff(Model& model, roster::SchoolChanges& changes, PersonId id, const std::vector<GroupId>& groups,
                  std::optional<Date> end_date, bool active = true) {
        roster::StaffMember member;
        member.id = id;
        member.active = active;
        member.end_date = end_date;
        member.groups = groups;
        changes.staff.push_back(member);
        model.persons[id] = {
            .staff = true, .active = active, .end_date = end_date, .groups = {groups.begin(), groups.end()}};
    }
    void Take(const roster::SchoolChanges& changes) {
        REQUIRE(database_->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_ASSIGN(const bool applied, roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep));
            return applied ? OnRosterChanges(session, changes, clock_.Now()) : Status{};
        }));
        auto& model = models_.at(changes.school_id);
        model.EndOldPupilLinks();
        model.SeatsFollowRoster(clock_.Today());
    }
    std::vector<GroupId> SomeGroups(const Model& model) {
        std::set<GroupId> groups;
        for (int i = Below(3); i > 0 && !model.groups.empty(); --i) groups.insert(AnyGroup(model));
        return {groups.begin(), groups.end()};
    }
    std::optional<Date> SomeEndDate() {
        if (Below(3) > 0) return std::nullopt;
        return Date{clock_.Today().days + std::chrono::days{Below(60) - 10}};
    }
    void Place(Model& model, roster::SchoolChanges& changes, PersonId id) {
        const bool active = Below(8) > 0;
        if (model.persons.at(id).staff) {
            AddStaff(model, changes, id, SomeGroups(model), SomeEndDate(), active);
        } else {
            AddPupil(model, changes, id, SomeGroups(model), active);
        }
    }

    void MovePerson(SchoolId school, Model& model) {
        if (model.persons.empty()) return;
        auto changes = Changes(school);
        Place(model, changes, Any(model.persons)->first);
        Take(changes);
    }
    void Leave(SchoolId school, Model& model) {
        if (model.persons.size() < 4) return;
        auto changes = Changes(school);
        const auto at = Any(model.persons);
        (at->second.staff ? changes.removed_staff : changes.removed_pupils).push_back(at->first);
        model.persons.erase(at);
        Take(changes);
    }
    /// Somebody new: who comes back has an id of their own.
    void Come(SchoolId school, Model& model) {
        if (model.persons.size() > kPupils + kStaff) return;
        auto changes = Changes(school);
        const auto id = NewPerson();
        model.persons[id].staff = Below(4) == 0;
        Place(model, changes, id);
        Take(changes);
    }
    void RemoveGroup(Model& model, roster::SchoolChanges& changes, GroupId group) {
        changes.removed_groups.push_back(group);
        model.groups.erase(group);
        std::erase_if(model.group_links, [&](const auto& link) { return link.first.second == group; });
        for (auto& [id, person] : model.persons) person.groups.erase(group);
    }
    void EndGroup(SchoolId school, Model& model) {
        if (model.groups.size() < 2) return;
        auto changes = Changes(school);
        RemoveGroup(model, changes, AnyGroup(model));
        changes.groups.push_back(NewGroup(model));
        Take(changes);
    }
    /// Every group ends, and everybody is put into new ones.
    void Rollover(SchoolId school, Model& model) {
        auto changes = Changes(school);
        for (const auto& [group, year] : std::map(model.groups)) RemoveGroup(model, changes, group);
        for (int i = 0; i < 3; ++i) changes.groups.push_back(NewGroup(model));
        std::vector<PersonId> all;
        for (const auto& [id, person] : model.persons) all.push_back(id);
        for (const auto id : all) Place(model, changes, id);
        Take(changes);
    }
    void TurnSchool(SchoolId school, Model& model) {
        if (model.active && model.consent) {
            (Below(2) == 0 ? model.active : model.consent) = false;
        } else {
            model.active = model.consent = true;
        }
        auto changes = Changes(school);
        changes.school = SchoolOf(school);
        Take(changes);
    }

    // The licences

    void Order(SchoolId school, Model& model) {
        const bool fresh = lines_[school].size() < 6 || (Below(4) == 0 && lines_[school].size() < 14);
        const auto line = fresh ? "line-" + std::to_string(++last_id_) : Any(lines_[school])->first;
        const bool per_child = fresh ? Below(3) == 0 : lines_[school].at(line);
        lines_[school][line] = per_child;
        const int year = SchoolYear::Of(clock_.Today()).first_year;
        const auto starts = std::chrono::year{year + Below(3) - 1} / 8 / (1 + Below(28));
        const auto ends = std::chrono::year{static_cast<int>(starts.year()) + 1 + Below(2)} / 7 / 31;
        licence::Licence licence{.order_line_id = line,
                                 .contract_number = "12345678901234567890",
                                 .title = "Titel",
                                 .product_id = ProductName(Below(kProducts)),
                                 .kind = per_child ? LicenceKind::kPupil : LicenceKind::kGroup,
                                 .start = Date{std::chrono::sys_days{starts}},
                                 .end = Date{std::chrono::sys_days{ends}},
                                 .cancelled = Below(8) == 0,
                                 .renews = Below(3) == 0};
        if (per_child) licence.seats = 1 + Below(2);
        const auto receipt = put_order_(kOrders, school, licence, Soon());
        REQUIRE(receipt);
        auto& to = model.licences[receipt->licence];
        // A termination stays when the line comes again, unless that says that nothing renews.
        auto terminated = to.ends_on;
        if (terminated) terminated = licence.renews ? std::optional(std::max(*terminated, licence.end)) : std::nullopt;
        to = {.product = licence.product_id,
              .per_child = per_child,
              .start = licence.start,
              .end = licence.end,
              .renews = licence.renews,
              .ends_on = terminated,
              .cancelled = licence.cancelled,
              .seats = static_cast<std::size_t>(licence.seats.value_or(0))};
        model.Fill(receipt->licence, clock_.Today());
    }
    void LinkGroup(SchoolId school, Model& model) {
        if (model.licences.empty() || model.groups.empty()) return;
        const auto licence = Any(model.licences)->first;
        const auto group = AnyGroup(model);
        if (!links_.LinkGroup(Coordinator(school), school, licence, group, Soon())) return;
        auto& year = model.group_links[{licence, group}];
        year = std::max({year, model.groups.at(group), SchoolYear::Of(clock_.Today()).first_year});
    }
    void UnlinkGroup(SchoolId school, Model& model) {
        if (model.group_links.empty()) return;
        const auto [licence, group] = Any(model.group_links)->first;
        REQUIRE(links_.UnlinkGroup(Coordinator(school), school, licence, group, Soon()));
        model.group_links.erase({licence, group});
    }
    void TogglePupilLink(SchoolId school, Model& model) {
        if (model.licences.empty() || model.persons.empty()) return;
        const auto& [pupil, person] = *Any(model.persons);
        const auto licence = Any(model.licences)->first;
        if (person.staff) return;
        if (model.pupil_links.erase({licence, pupil}) > 0) {
            REQUIRE(links_.UnlinkPupil(Coordinator(school), school, licence, pupil, Soon()));
        } else if (links_.LinkPupil(Coordinator(school), school, licence, pupil, Soon())) {
            const int today = SchoolYear::Of(clock_.Today()).first_year;
            model.pupil_links[{licence, pupil}] = model.NewestYear(person).value_or(today);
        }
    }
    /// A seat is asked for or taken back, or a place on the waiting list taken or left.
    void ChangeSeats(SchoolId school, Model& model) {
        if (model.licences.empty() || model.persons.empty()) return;
        const auto& [pupil, person] = *Any(model.persons);
        // Mostly the first one per child, so that many want the same few seats.
        auto licence = Any(model.licences)->first;
        const auto first = std::ranges::find_if(model.licences, [](const auto& one) { return one.second.per_child; });
        if (first != model.licences.end() && Below(3) > 0) licence = first->first;
        if (person.staff) return;
        const bool per_child = model.licences.at(licence).per_child;
        const Date today = clock_.Today();
        const int what = Below(10);
        if (what < 4) {
            const bool given = model.Assign(licence, pupil, today);
            ++(given ? seats_given : seats_refused);
            REQUIRE(seats_.Assign(Coordinator(school), school, licence, pupil, Soon()).has_value() == given);
        } else if (what < 6) {
            const Actor helpdesk{.role = Role::kHelpdesk, .person = PersonId{2}};
            model.TakeBack(licence, pupil, today);
            REQUIRE(seats_.TakeBack(helpdesk, school, licence, pupil, "mistake", Soon()).has_value() == per_child);
        } else if (what < 9) {
            const bool queued = model.Queue(licence, pupil, today);
            REQUIRE(seats_.Queue(Coordinator(school), school, licence, pupil, Soon()).has_value() == queued);
        } else {
            std::erase(model.waiting[licence], pupil);
            REQUIRE(seats_.Unqueue(Coordinator(school), school, licence, pupil, Soon()).has_value() == per_child);
        }
    }
    /// A contract that renews gets its last day, or goes on; the 30th of June is in between.
    void ChangeTerms(SchoolId school, Model& model) {
        if (model.licences.empty()) return;
        const auto id = Any(model.licences)->first;
        if (Below(3) > 0) {
            const bool taken = model.Terminate(id, clock_.Today());
            REQUIRE(terms_.Terminate(Coordinator(school), school, id, "", Soon()).has_value() == taken);
        } else {
            const bool taken = model.Resume(id, clock_.Today());
            REQUIRE(terms_.Resume(Coordinator(school), school, id, "", Soon()).has_value() == taken);
        }
    }

    std::mt19937 random_;
    ModelClock clock_;
    CountingIds ids_;
    testing::TempRedis server_;
    testing::TestDatabase test_database_;
    std::unique_ptr<sql::Database> database_;
    metrics::Registry metrics_;
    redis::Client redis_;
    SqlStore store_;
    RedisMapping redis_layer_;
    MemoryMapping memory_;
    KnownPersons persons_;
    CheckEntitlement check_;
    PutOrder put_order_;
    ManageLinks links_;
    ManageSeats seats_;
    ManageTerms terms_;
    EndGroupLinks end_group_links_;
    std::map<SchoolId, Model> models_;
    std::map<SchoolId, std::int64_t> versions_;
    std::map<SchoolId, std::map<std::string, bool>> lines_;  // per child, by order line
    std::int64_t last_id_ = 1000;
};

}  // namespace suite::licence
