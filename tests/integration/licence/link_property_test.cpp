// Random sequences of linking, unlinking, bulk, undoing and roster changes against a naive model.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "services/licence/adapters/sql_parts.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/app/change_many_links.hpp"
#include "services/licence/app/manage_links.hpp"
#include "services/licence/app/see_history.hpp"
#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

constexpr SchoolYear kYear{2026};

class SteppingClock final : public Clock {
  public:
    Instant Now() const override { return now; }
    Instant now = *ParseInstant("2026-09-01T08:00:00Z");
};

class NobodyThen final : public RosterThen {
  public:
    Result<std::vector<PersonThen>> People(const Actor&, SchoolId, Date, Deadline) override {
        return std::vector<PersonThen>{};
    }
};

/// A link in the model: licence, and a group or a pupil.
using Pair = LinkTarget;
using Pairs = std::set<Pair>;

struct Entry {
    Pair pair;
    bool link = true;
};

struct TestLicence {
    LicenceId id;
    std::string title, product;
    LicenceKind kind = LicenceKind::kGroup;
    const char* end = "2027-07-31";
    bool cancelled = false;
};

const std::vector<TestLicence> kLicences{
    {.id = LicenceId{11}, .title = "Taal", .product = "taal"},
    {.id = LicenceId{12}, .title = "Taal", .product = "taal"},  // bought twice: one title, two licences
    {.id = LicenceId{13}, .title = "Rekenen", .product = "rekenen"},
    {.id = LicenceId{14}, .title = "Oud", .product = "oud", .end = "2026-08-31"},
    {.id = LicenceId{15}, .title = "Weg", .product = "weg", .cancelled = true},
    {.id = LicenceId{16}, .title = "Per kind", .product = "kind", .kind = LicenceKind::kPupil},
};
const LicenceId kNoLicence{19};
const std::vector<GroupId> kGroups{GroupId{21}, GroupId{22}, GroupId{23}};  // 23 is composed
const std::vector<PersonId> kPupils{PersonId{31}, PersonId{32}, PersonId{33}, PersonId{34}, PersonId{35}};
const PersonId kInactive{35};
const PersonId kStaff{41};

roster::Group GroupOf(GroupId id) {
    const bool composed = id == GroupId{23};
    return {.id = id,
            .school_year = kYear,
            .name = "Groep " + std::to_string(id.value),
            .kind = composed ? roster::GroupKind::kComposed : roster::GroupKind::kBase,
            .year_group = composed ? "" : "5"};
}

roster::Pupil PupilOf(PersonId id) {
    roster::Pupil pupil;
    pupil.id = id;
    pupil.name = {.given = "Kind", .prefix = {}, .family = std::to_string(id.value)};
    pupil.base_group = id.value % 2 == 0 ? GroupId{22} : GroupId{21};
    if (id == PersonId{31}) pupil.composed_groups = {GroupId{23}};
    pupil.active = id != kInactive;
    return pupil;
}

class World {
  public:
    World(Dialect dialect, unsigned seed)
        : random_(seed),
          database_(dialect),
          sql_(database_.Open("licence", Migrations())),
          store_(*sql_, [] {}),
          links_(store_, clock_),
          many_(store_, clock_),
          history_(store_, nobody_, clock_) {
        roster::SchoolChanges school{.school_id = kSchool, .version = ++roster_version_, .complete = true};
        school.school = roster::School{.id = kSchool, .basispoort_id = 1, .name = "De Proef"};
        for (const auto id : kGroups) school.groups.push_back(GroupOf(id));
        for (const auto id : kPupils) school.pupils.push_back(PupilOf(id));
        roster::StaffMember staff;
        staff.id = kStaff;
        school.staff = {staff};
        Take(school);
        for (const auto& licence : kLicences) Save(licence);
    }

    void Step() {
        clock_.now += std::chrono::hours(1);
        const auto version = Version();
        std::set<std::string> products;
        switch (Below(8)) {
            case 0:
            case 1:
            case 2:
                products = Single();
                break;
            case 3:
            case 4:
                products = Bulk();
                break;
            case 5:
            case 6:
                products = Undo();
                break;
            default:
                ChangeRoster();
                snapshots_.emplace_back(clock_.now, linked_);
                CheckPresent();
                return;
        }
        // A newer version when a product changed, the same otherwise.
        CHECK((Version() > version) == !products.empty());
        snapshots_.emplace_back(clock_.now, linked_);
        CheckPresent();
    }

    /// What the history says of any moment is what was there then.
    void CheckPast() {
        for (const auto& [at, pairs] : snapshots_) CHECK(Replayed(at) == pairs);
    }

    [[nodiscard]] std::size_t Entries() const { return entries_.size(); }
    std::map<std::string, int> seen{};  // outcomes, so that a test sees that all came

  private:
    int Below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
    template <class Id>
    Id Any(const std::vector<Id>& all) {
        return all[static_cast<std::size_t>(Below(static_cast<int>(all.size())))];
    }
    static Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

    Pair AnyPair() {
        // Mostly one of the three that can be linked, and sometimes what is linked, else little would happen.
        if (!linked_.empty() && Below(4) == 0)
            return *std::next(linked_.begin(), Below(static_cast<int>(linked_.size())));
        Pair pair{.licence = kNoLicence};
        if (Below(12) > 0) pair.licence = kLicences[static_cast<std::size_t>(Below(Below(3) == 0 ? 6 : 3))].id;
        if (Below(2) == 0) {
            pair.group = Below(10) == 0 ? GroupId{29} : Any(kGroups);
        } else {
            pair.pupil = Below(10) == 0 ? kStaff : Any(kPupils);
        }
        return pair;
    }

    static const TestLicence* Find(LicenceId id) {
        const auto at = std::ranges::find(kLicences, id, &TestLicence::id);
        return at == kLicences.end() ? nullptr : &*at;
    }

    /// The naive rules; empty: it may.
    std::string Refusal(const Pair& pair, bool link) const {
        const auto* licence = Find(pair.licence);
        if (licence == nullptr) return std::string(reason::kLicenceUnknown);
        if (pair.group && (pair.group == GroupId{29} || gone_groups_.contains(pair.group)))
            return std::string(reason::kGroupUnknown);
        if (pair.pupil && (pair.pupil == kStaff || gone_pupils_.contains(pair.pupil)))
            return std::string(reason::kPersonUnknown);
        if (!link) return {};
        if (licence->kind == LicenceKind::kPupil)
            return std::string(pair.group ? reason::kLicenceNotForGroups : reason::kLicencePerChild);
        if (licence->cancelled || licence->title == "Oud") return std::string(reason::kLicenceEnded);
        if (pair.pupil == kInactive) return std::string(reason::kPupilInactive);
        return {};
    }

    /// True when it changes something.
    static bool Apply(Pairs& pairs, std::vector<Entry>& entries, const Pair& pair, bool link) {
        const bool changes = link ? pairs.insert(pair).second : pairs.erase(pair) > 0;
        if (changes) entries.push_back({pair, link});
        return changes;
    }

    std::set<std::string> Single() {
        const auto pair = AnyPair();
        const bool link = Below(3) > 0;
        Status done;
        const auto keep = [&](const auto& result) {
            done = result ? Status{} : Status{std::unexpected(result.error())};
        };
        if (pair.group && link) keep(links_.LinkGroup(kCoordinator, kSchool, pair.licence, pair.group, Soon()));
        if (pair.group && !link) keep(links_.UnlinkGroup(kCoordinator, kSchool, pair.licence, pair.group, Soon()));
        if (pair.pupil && link) keep(links_.LinkPupil(kCoordinator, kSchool, pair.licence, pair.pupil, Soon()));
        if (pair.pupil && !link) keep(links_.UnlinkPupil(kCoordinator, kSchool, pair.licence, pair.pupil, Soon()));
        const auto refusal = Refusal(pair, link);
        CHECK((done ? "" : done.error().reason) == refusal);
        ++seen["single " + refusal];
        if (!refusal.empty() || !Apply(linked_, entries_, pair, link)) return {};
        return {Find(pair.licence)->product};
    }

    std::set<std::string> Bulk() {
        ManyLinks wanted;
        std::set<Pair> unlink;
        for (int i = Below(4); i >= 0; --i) {
            const auto pair = AnyPair();
            // Mostly what can be done, else every list of a few is refused.
            if (!Refusal(pair, false).empty() && Below(4) > 0) continue;
            wanted.unlink.push_back(pair);
            unlink.insert(pair);
        }
        for (int i = Below(5); i >= 0; --i) {
            const auto pair = AnyPair();
            if (unlink.contains(pair) || (!Refusal(pair, true).empty() && Below(6) > 0)) continue;
            wanted.link.push_back(pair);
        }
        if (wanted.link.empty() && wanted.unlink.empty()) return {};
        const bool dry_run = Below(3) == 0;
        const auto report = many_(kCoordinator, kSchool, wanted, dry_run, Soon());
        REQUIRE(report);
        REQUIRE(report->items.size() == wanted.unlink.size() + wanted.link.size());

        auto pairs = linked_;
        auto entries = entries_;
        std::set<std::string> products;
        bool refused = false;
        for (const auto& item : report->items) {
            const auto refusal = Refusal(item.target, item.link);
            CHECK((item.refused ? item.refused->reason : "") == refusal);
            ++seen["bulk " + refusal];
            refused = refused || !refusal.empty();
            if (!refusal.empty()) continue;
            const bool changes = Apply(pairs, entries, item.target, item.link);
            CHECK(item.outcome == (!changes    ? LinkOutcome::kUnchanged
                                   : item.link ? LinkOutcome::kAdded
                                               : LinkOutcome::kRemoved));
            if (changes) products.insert(Find(item.target.licence)->product);
        }
        const auto status = refused   ? ManyLinksStatus::kRefused
                            : dry_run ? ManyLinksStatus::kTried
                                      : ManyLinksStatus::kApplied;
        CHECK(report->status == status);
        CHECK(report->effects == (refused ? std::vector<TitleEffect>{} : Effects(ByTitle(linked_), ByTitle(pairs))));
        if (status != ManyLinksStatus::kApplied) return {};
        linked_ = pairs;
        entries_ = entries;
        return products;
    }

    std::set<std::string> Undo() {
        const auto number = Below(static_cast<int>(entries_.size()) + 2);
        const auto undone = history_.Undo(kCoordinator, kSchool, number, Soon());
        const auto refusal = UndoRefusal(number);
        CHECK((undone ? "" : undone.error().reason) == refusal);
        ++seen["undo " + refusal];
        if (!refusal.empty()) return {};
        const auto entry = entries_[static_cast<std::size_t>(number) - 1];
        REQUIRE(Apply(linked_, entries_, entry.pair, !entry.link));
        REQUIRE(undone);
        CHECK(undone->entry.number == std::ssize(entries_));
        CHECK(undone->entry.undoes == number);
        CHECK(undone->entry.reason == "undo of " + std::to_string(number));
        return {Find(entry.pair.licence)->product};
    }

    std::string UndoRefusal(int number) const {
        if (number < 1 || number > std::ssize(entries_)) return std::string(reason::kHistoryUnknown);
        const auto& entry = entries_[static_cast<std::size_t>(number) - 1];
        const auto later = std::find_if(entries_.begin() + number, entries_.end(),
                                        [&](const Entry& other) { return other.pair == entry.pair; });
        if (later != entries_.end()) return std::string(reason::kUndoOutdated);
        return Refusal(entry.pair, !entry.link);
    }

    /// A group or pupil goes or comes back; links of what is gone end.
    void ChangeRoster() {
        roster::SchoolChanges changes{.school_id = kSchool, .version = ++roster_version_};
        const auto end = [&](const auto& is_gone) {
            const auto pairs = linked_;
            for (const auto& pair : pairs) {
                if (is_gone(pair)) Apply(linked_, entries_, pair, false);
            }
        };
        if (Below(2) == 0) {
            const auto group = gone_groups_.empty() ? Any(kGroups) : *gone_groups_.begin();
            if (gone_groups_.erase(group) > 0) {
                changes.groups = {GroupOf(group)};
                for (const auto id : kPupils) {
                    if (!gone_pupils_.contains(id)) changes.pupils.push_back(PupilOf(id));
                }
            } else {
                gone_groups_.insert(group);
                changes.removed_groups = {group};
                end([&](const Pair& pair) { return pair.group == group; });
            }
        } else {
            const auto pupil = gone_pupils_.empty() ? Any(kPupils) : *gone_pupils_.begin();
            if (gone_pupils_.erase(pupil) > 0) {
                changes.pupils = {PupilOf(pupil)};
            } else {
                gone_pupils_.insert(pupil);
                changes.removed_pupils = {pupil};
                end([&](const Pair& pair) { return pair.pupil == pupil; });
            }
        }
        ++seen["roster"];
        Take(changes);
    }

    /// Active pupils by title of what has not ended.
    PupilsByTitle ByTitle(const Pairs& pairs) const {
        PupilsByTitle result;
        for (const auto& pair : pairs) {
            const auto& licence = *Find(pair.licence);
            if (licence.cancelled || licence.title == "Oud") continue;
            for (const auto id : kPupils) {
                if (id == kInactive || gone_pupils_.contains(id)) continue;
                const auto pupil = PupilOf(id);
                const bool member =
                    pair.group && !gone_groups_.contains(pair.group) &&
                    (pupil.base_group == pair.group ||
                     std::ranges::find(pupil.composed_groups, pair.group) != pupil.composed_groups.end());
                if (member || pair.pupil == id) result[licence.title].insert(id);
            }
        }
        return result;
    }

    /// The tables are the model, and so is the history replayed up to now.
    void CheckPresent() {
        Pairs stored;
        REQUIRE(sql_->Read(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_ASSIGN(const auto groups, session.Query("SELECT licence_id, group_id FROM group_link"));
            for (const auto& row : groups)
                stored.insert({.licence = LicenceId{row.Int(0)}, .group = GroupId{row.Int(1)}});
            SUITE_ASSIGN(const auto pupils, session.Query("SELECT licence_id, person_id FROM pupil_link"));
            for (const auto& row : pupils)
                stored.insert({.licence = LicenceId{row.Int(0)}, .pupil = PersonId{row.Int(1)}});
            SUITE_ASSIGN(const auto count,
                         session.QueryOne("SELECT count(*), COALESCE(MAX(number), 0) FROM licence_history"));
            CHECK(count.Int(0) == std::ssize(entries_));
            CHECK(count.Int(1) == std::ssize(entries_));
            return {};
        }));
        CHECK(stored == linked_);
        CHECK(Replayed(clock_.now) == linked_);
    }

    Pairs Replayed(Instant at) {
        Pairs pairs;
        REQUIRE(store_.Read(SchoolScope::All(), Soon(), [&](LicenceTx& tx) -> Status {
            for (const auto& licence : kLicences) {
                SUITE_ASSIGN(const auto views, tx.History().OfLicence(kSchool, licence.id, at));
                std::vector<HistoryEntry> entries;
                for (const auto& view : views) entries.push_back(view.entry);
                for (const auto& holder : HoldersAfter(entries)) {
                    Pair pair{.licence = licence.id};
                    if (holder.subject == Subject::kGroup) pair.group = GroupId{holder.subject_id};
                    if (holder.subject == Subject::kPupil) pair.pupil = PersonId{holder.subject_id};
                    pairs.insert(pair);
                }
            }
            return {};
        }));
        return pairs;
    }

    void Take(const roster::SchoolChanges& changes) {
        REQUIRE(sql_->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep));
            return OnRosterChanges(session, changes, clock_.now);
        }));
    }

    void Save(const TestLicence& licence) {
        REQUIRE(store_.Write(SchoolScope::All(), Soon(), [&](LicenceTx& tx) {
            return tx.Licences().Save(kSchool, {.id = licence.id,
                                                .order_line_id = "line-" + std::to_string(licence.id.value),
                                                .title = licence.title,
                                                .product_id = licence.product,
                                                .kind = licence.kind,
                                                .start = *Date::Parse("2026-08-01"),
                                                .end = *Date::Parse(licence.end),
                                                .cancelled = licence.cancelled});
        }));
    }

    std::int64_t Version() {
        const auto row = sql_->Read(SchoolScope::All(), Soon(), [](sql::Session& session) {
            return session.QueryOne("SELECT COALESCE(SUM(version), 0) FROM licence_version");
        });
        REQUIRE(row);
        return row->Int(0);
    }

    std::mt19937 random_;
    testing::TestDatabase database_;
    std::unique_ptr<sql::Database> sql_;
    SqlStore store_;
    SteppingClock clock_;
    NobodyThen nobody_;
    ManageLinks links_;
    ChangeManyLinks many_;
    SeeHistory history_;
    std::int64_t roster_version_ = 0;

    // The model.
    Pairs linked_{};
    std::vector<Entry> entries_{};  // number 1 first
    std::set<GroupId> gone_groups_{};
    std::set<PersonId> gone_pupils_{};
    std::vector<std::pair<Instant, Pairs>> snapshots_{};
};

}  // namespace

TEST_CASE("whatever is linked, unlinked, done in bulk and undone, tables, history and versions are the model's",
          "[LIC-03][LIC-05][LIC-15][LIC-16]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(dialect, seed);
    World world(dialect, seed);
    for (int step = 0; step < 250; ++step) {
        CAPTURE(step);
        world.Step();
    }
    world.CheckPast();
    CHECK(world.Entries() > 60);
    for (const auto* outcome :
         {"single ", "single licence-unknown", "single person-unknown", "single group-unknown", "single licence-ended",
          "bulk ", "bulk licence-ended", "undo ", "undo undo-outdated", "undo history-unknown", "roster"}) {
        CAPTURE(outcome);
        CHECK(world.seen[outcome] > 0);
    }
}
