#include "services/licence/adapters/note_last_year.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "services/licence/adapters/match_queries.hpp"
#include "services/licence/adapters/sql_matches.hpp"

namespace suite::licence {
namespace {

using sql::Value;

constexpr std::size_t kManyPupils = 5;

const sql::Table kLastYearTable{
    "last_year_group", {{"school_id"}, {"person_id"}, {"school_year"}, {"group_id"}, {"year_group", false}}, 3};

Result<bool> HasLicences(sql::Session& session, SchoolId school) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(query::kHasLicences, {Value{school.value}}));
    return row.has_value();
}

/// Group 8 leaves in summer, and takes along what it used: only then is a leaver noted.
bool EndsWithTheYear(SchoolYear year, Date today) {
    using namespace std::chrono;  // NOLINT: calendar literals
    return today.days >= sys_days{std::chrono::year{year.first_year + 1} / June / 1};
}

/// Does the change reach from one school year into another? Seldom, and only then is the school read.
Result<bool> CrossesYears(sql::Session& session, const roster::SchoolChanges& changes, Date today) {
    SUITE_ASSIGN(const auto row, session.QueryOne(query::kSchoolYears, {Value{changes.school_id.value}}));
    if (row.IsNull(0)) return false;
    const SchoolYear oldest{static_cast<int>(row.Int(0))};
    if (row.Int(0) != row.Int(1) || !changes.removed_groups.empty()) return true;
    const bool leavers = changes.complete || !changes.removed_pupils.empty();
    if (leavers && EndsWithTheYear(oldest, today)) return true;
    return std::ranges::any_of(changes.groups, [&](const auto& group) {
        return group.kind == roster::GroupKind::kBase && group.school_year > oldest;
    });
}

/// Where a pupil is after the change.
struct Fate {
    bool left = false;
    std::optional<SchoolYear> year{};  // of the new base group, where there is one
};

class Fates {
  public:
    Fates(const roster::SchoolChanges& changes, std::map<GroupId, SchoolYear> years)
        : changes_(changes), years_(std::move(years)) {
        for (const auto& group : changes.groups) years_[group.id] = group.school_year;
        for (const auto& pupil : changes.pupils) pupils_[pupil.id] = &pupil;
        gone_groups_.insert(changes.removed_groups.begin(), changes.removed_groups.end());
        gone_pupils_.insert(changes.removed_pupils.begin(), changes.removed_pupils.end());
    }

    /// nullopt when the pupil stays in `group`.
    std::optional<Fate> Of(PersonId person, GroupId group) const {
        const auto at = pupils_.find(person);
        if (at == pupils_.end()) {
            if (changes_.complete || gone_pupils_.contains(person)) return Fate{.left = true};
            return gone_groups_.contains(group) ? std::optional(Fate{}) : std::nullopt;
        }
        const auto to = at->second->base_group;
        if (to == group) return gone_groups_.contains(group) ? std::optional(Fate{}) : std::nullopt;
        if (!to) return Fate{};
        const auto year = years_.find(*to);
        return Fate{.year = year == years_.end() ? std::nullopt : std::optional(year->second)};
    }

  private:
    const roster::SchoolChanges& changes_;
    std::map<GroupId, SchoolYear> years_;
    std::map<PersonId, const roster::Pupil*> pupils_{};
    std::set<GroupId> gone_groups_{};
    std::set<PersonId> gone_pupils_{};
};

}  // namespace

Status NoteLastYear(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    const SchoolId school = changes.school_id;
    const Value school_id{school.value};
    if (changes.Erased()) {
        SUITE_RETURN_IF_ERROR(session.Execute(query::kForgetProposals, {school_id}));
        constexpr std::int64_t kAll = 9999;
        SUITE_RETURN_IF_ERROR(session.Execute(query::kForgetLastYears, {school_id, Value{kAll}}));
        return {};
    }
    const bool moves = changes.complete || !changes.pupils.empty() || !changes.removed_pupils.empty() ||
                       !changes.removed_groups.empty();
    if (!moves) return {};
    SUITE_ASSIGN(const bool licences, HasLicences(session, school));
    if (!licences) return {};
    const Date today = DutchDay(now);
    SUITE_ASSIGN(const bool crosses, CrossesYears(session, changes, today));
    if (!crosses) return {};

    std::map<GroupId, SchoolYear> years;
    SUITE_ASSIGN(const auto groups, session.Query(query::kBaseGroups, {school_id}));
    for (const auto& row : groups) years[GroupId{row.Int(0)}] = SchoolYear{static_cast<int>(row.Int(1))};
    const Fates fates(changes, std::move(years));
    SUITE_ASSIGN(const auto members, session.Query(query::kBaseMembers, {school_id}));
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Value>> noted;  // by person and school year
    std::int64_t newest = 0;
    for (const auto& row : members) {
        const SchoolYear year{static_cast<int>(row.Int(2))};
        const auto fate = fates.Of(PersonId{row.Int(0)}, GroupId{row.Int(1)});
        if (!fate) continue;
        // A move within the year is none; the last group of the year counts.
        const bool note = fate->left ? EndsWithTheYear(year, today) : !fate->year || *fate->year > year;
        if (!note) continue;
        noted[{row.Int(0), row.Int(2)}] = {school_id, Value{row.Int(0)}, Value{row.Int(2)}, Value{row.Int(1)},
                                           Value{row.Text(3)}};
        newest = std::max(newest, row.Int(2));
    }
    if (noted.empty()) return {};
    std::vector<std::vector<Value>> rows;
    for (auto& [key, row] : noted) rows.push_back(std::move(row));
    SUITE_RETURN_IF_ERROR(session.Upsert(kLastYearTable, rows));
    SUITE_RETURN_IF_ERROR(session.Execute(query::kForgetLastYears, {school_id, Value{newest - 1}}));
    return {};
}

Status AskForMatches(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    const bool worth = changes.complete || !changes.groups.empty() || !changes.removed_groups.empty() ||
                       (changes.school && changes.school->active) || changes.pupils.size() >= kManyPupils;
    if (!worth || changes.Erased()) return {};
    SUITE_ASSIGN(const bool licences, HasLicences(session, changes.school_id));
    return licences ? SqlMatches(session).Ask(changes.school_id, now) : Status{};
}

}  // namespace suite::licence
