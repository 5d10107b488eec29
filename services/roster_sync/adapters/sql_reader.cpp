#include "services/roster_sync/adapters/sql_reader.hpp"

#include <map>

#include "core/paging.hpp"
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"
#include "services/roster_sync/adapters/sql_roster.hpp"

namespace suite::roster_sync {
namespace {

using sql::Value;

/// Collects conditions and their values: "a = ?" with the next parameter's number for '?'.
class Where {
  public:
    explicit Where(std::string_view select) : sql_(select) {}
    void And(std::string_view condition, std::initializer_list<Value> values = {}) {
        sql_ += first_ ? "" : " AND ";
        first_ = false;
        auto value = values.begin();
        for (const char c : condition) {
            if (c == '?') {
                values_.push_back(*value++);
                sql_ += ":" + std::to_string(values_.size());
            } else {
                sql_ += c;
            }
        }
    }
    /// Part of a folded text; the caller's '%' and '_' mean themselves.
    void AndContains(std::string_view column, const std::string& q) {
        if (Trim(q).empty()) return;
        std::string pattern = "%";
        for (const char c : Fold(Collapse(q))) {
            if (c == '%' || c == '_' || c == '\\') pattern += '\\';
            pattern += c;
        }
        And(std::string(column) + " LIKE ? ESCAPE '\\'", {Value{pattern + "%"}});
    }
    /// Continues after the cursor, in order of (sort column, id column), one more than asked to know whether there is
    /// more. The cursor is the last item's id and not its name, because it goes into URLs; `sort_key_of` reads the rest
    /// again.
    Status Page(sql::Session& session, std::string_view sort, std::string_view id, std::string_view sort_key_of,
                std::initializer_list<Value> key_before_id, const PageRequest& page) {
        if (!page.cursor.empty()) {
            SUITE_ASSIGN(const auto last_id, DecodeNumberCursor(page.cursor));
            std::vector<Value> key(key_before_id);
            key.emplace_back(last_id);
            SUITE_ASSIGN(const auto rows, session.Query(sort_key_of, std::span<const Value>(key)));
            if (rows.empty()) return InvalidCursor();  // gone meanwhile, or never of this list
            const Value last{rows.front().Text(0)};
            And("(" + std::string(sort) + " > ? OR (" + std::string(sort) + " = ? AND " + std::string(id) + " > ?))",
                {last, last, Value{last_id}});
        }
        sql_ += " ORDER BY " + std::string(sort) + ", " + std::string(id) + " LIMIT " + std::to_string(page.limit + 1);
        return {};
    }
    void Then(const std::string& rest) { sql_ += rest; }
    [[nodiscard]] Result<std::vector<sql::Row>> Run(sql::Session& session) const {
        return session.Query(sql_, std::span<const Value>(values_));
    }

  private:
    std::string sql_;
    std::vector<Value> values_;
    bool first_ = true;
};

/// Cuts the extra row off and makes the cursor; the first column of each row is the id.
template <class View>
std::size_t FinishPage(const std::vector<sql::Row>& rows, const PageRequest& page, Page<View>& out) {
    const auto limit = static_cast<std::size_t>(page.limit);
    if (rows.size() <= limit) return rows.size();
    out.next_cursor = EncodeCursor(std::to_string(rows[limit - 1].Int(0)));
    return limit;
}

using GroupNames = std::map<std::int64_t, std::pair<std::string, std::string>>;  // id → name, year group

Result<GroupNames> ReadGroupNames(sql::Session& session, SchoolId school) {
    SUITE_ASSIGN(const auto rows, session.Query(query::kGroups, {Value{school.value}}));
    GroupNames names;
    for (const auto& row : rows) names.emplace(row.Int(0), std::pair(row.Text(3), row.Text(5)));
    return names;
}

using Members = std::multimap<std::int64_t, GroupId>;

/// Of the persons on this page only.
Result<Members> ReadMembers(sql::Session& session, SchoolId school, const std::vector<sql::Row>& persons,
                            std::size_t count) {
    Members members;
    if (count == 0) return members;
    std::vector<Value> values{school.value};
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
        values.emplace_back(persons[i].Int(0));
        list += (i == 0 ? ":" : ", :") + std::to_string(values.size());
    }
    SUITE_ASSIGN(const auto rows,
                 session.Query("SELECT person_id, group_id FROM member WHERE school_id = :1 AND person_id IN (" + list +
                                   ") ORDER BY person_id, group_id",
                               std::span<const Value>(values)));
    for (const auto& row : rows) members.emplace(row.Int(0), GroupId{row.Int(1)});
    return members;
}

std::vector<GroupRef> RefsOf(const Members& members, const GroupNames& names, PersonId person,
                             std::optional<GroupId> but) {
    std::vector<GroupRef> refs;
    const auto [begin, end] = members.equal_range(person.value);
    for (auto it = begin; it != end; ++it) {
        const auto name = names.find(it->second.value);
        if (it->second != but && name != names.end()) refs.push_back({.id = it->second, .name = name->second.first});
    }
    return refs;
}

/// Conditions that pupils and staff share.
void FilterPersons(Where& where, SchoolId school, const PersonFilter& filter) {
    where.And("p.school_id = ?", {Value{school.value}});
    where.And("p.active = 1");
    where.AndContains("p.search", filter.q);
    if (!filter.eck_id.empty()) where.And("p.eck_id = ?", {Value{filter.eck_id}});
    if (!filter.las_key.empty()) where.And("p.las_key = ?", {Value{filter.las_key}});
    if (filter.basispoort_id) where.And("p.basispoort_id = ?", {Value{*filter.basispoort_id}});
    if (filter.group) {
        where.And(
            "EXISTS (SELECT 1 FROM member m WHERE m.school_id = p.school_id AND m.person_id = p.person_id AND "
            "m.group_id = ?)",
            {Value{filter.group->value}});
    }
    if (filter.of_teacher) {
        where.And(
            "EXISTS (SELECT 1 FROM member m JOIN member t ON t.school_id = m.school_id AND t.group_id = m.group_id"
            " JOIN staff s ON s.school_id = t.school_id AND s.person_id = t.person_id"
            " WHERE m.school_id = p.school_id AND m.person_id = p.person_id AND t.person_id = ?"
            " AND s.active = 1 AND (s.end_date IS NULL OR s.end_date >= ?))",
            {Value{filter.of_teacher->teacher.value}, Value{filter.of_teacher->today.ToString()}});
    }
}

template <class Person>
void ReadKeysAndName(const sql::Row& row, Person& person) {
    person.id = PersonId{row.Int(0)};
    person.keys = {.basispoort_id = row.OptInt(1), .eck_id = row.Text(2), .las_key = row.Text(3)};
    person.name = {.given = row.Text(4), .prefix = row.Text(5), .family = row.Text(6)};
}

}  // namespace

Result<Page<SchoolView>> SqlReader::Schools(const SchoolFilter& filter, const PageRequest& page, Deadline deadline) {
    const SchoolScope schools = filter.id ? SchoolScope(*filter.id) : SchoolScope::All();
    return database_.Read(schools, deadline, [&](sql::Session& session) -> Result<Page<SchoolView>> {
        Where where(query::kSchools);
        where.And("1 = 1");
        if (filter.id) where.And("s.school_id = ?", {Value{filter.id->value}});
        if (filter.basispoort_id) where.And("s.basispoort_id = ?", {Value{*filter.basispoort_id}});
        if (!filter.brin.empty()) where.And("s.brin = ?", {Value{filter.brin}});
        if (!filter.location.empty()) where.And("s.location = ?", {Value{filter.location}});
        where.AndContains("s.search", filter.q);
        SUITE_RETURN_IF_ERROR(where.Page(session, "s.name", "s.school_id", query::kSortKeyOfSchool, {}, page));
        SUITE_ASSIGN(const auto rows, where.Run(session));
        Page<SchoolView> out;
        const auto count = FinishPage(rows, page, out);
        for (std::size_t i = 0; i < count; ++i) {
            out.items.push_back({.school = sql_roster::ReadSchool(rows[i]),
                                 .updated_at = Instant{std::chrono::milliseconds{rows[i].Int(15)}}});
        }
        return out;
    });
}

Result<Page<GroupView>> SqlReader::Groups(SchoolId school, const GroupFilter& filter, const PageRequest& page,
                                          Deadline deadline) {
    return database_.Read(school, deadline, [&](sql::Session& session) -> Result<Page<GroupView>> {
        Where where(
            "SELECT g.group_id, g.school_year, g.las_key, g.name, g.composed, g.year_group, g.sort_key,"
            " (SELECT count(*) FROM member m JOIN pupil p ON p.school_id = m.school_id AND p.person_id = m.person_id"
            "  WHERE m.school_id = g.school_id AND m.group_id = g.group_id AND p.active = 1)"
            " FROM roster_group g WHERE ");
        where.And("g.school_id = ?", {Value{school.value}});
        if (filter.id) where.And("g.group_id = ?", {Value{filter.id->value}});
        if (!filter.year_group.empty()) where.And("g.year_group = ?", {Value{filter.year_group}});
        if (!filter.las_key.empty()) where.And("g.las_key = ?", {Value{filter.las_key}});
        where.AndContains("g.search", filter.q);
        if (filter.of_teacher) {
            where.And(
                "EXISTS (SELECT 1 FROM member t JOIN staff s ON s.school_id = t.school_id AND s.person_id = t.person_id"
                " WHERE t.school_id = g.school_id AND t.group_id = g.group_id AND t.person_id = ?"
                " AND s.active = 1 AND (s.end_date IS NULL OR s.end_date >= ?))",
                {Value{filter.of_teacher->teacher.value}, Value{filter.of_teacher->today.ToString()}});
        }
        SUITE_RETURN_IF_ERROR(
            where.Page(session, "g.sort_key", "g.group_id", query::kSortKeyOfGroup, {Value{school.value}}, page));
        SUITE_ASSIGN(const auto rows, where.Run(session));
        Page<GroupView> out;
        const auto count = FinishPage(rows, page, out);
        for (std::size_t i = 0; i < count; ++i) {
            const auto& row = rows[i];
            out.items.push_back(
                {.group = {.id = GroupId{row.Int(0)},
                           .school_year = SchoolYear{static_cast<int>(row.Int(1))},
                           .las_key = row.Text(2),
                           .name = row.Text(3),
                           .kind = row.Bool(4) ? roster::GroupKind::kComposed : roster::GroupKind::kBase,
                           .year_group = row.Text(5)},
                 .pupil_count = row.Int(7)});
        }
        return out;
    });
}

Result<Page<PupilView>> SqlReader::Pupils(SchoolId school, const PersonFilter& filter, const PageRequest& page,
                                          Deadline deadline) {
    return database_.Read(school, deadline, [&](sql::Session& session) -> Result<Page<PupilView>> {
        // The pupil's own year group wins over the group's (FACTS §2.4).
        Where where(
            "SELECT p.person_id, p.basispoort_id, p.eck_id, p.las_key, p.given_name, p.prefix, p.family_name,"
            " CASE WHEN p.year_group <> '' THEN p.year_group ELSE COALESCE(g.year_group, '') END, p.base_group, "
            "p.sort_key"
            " FROM pupil p LEFT JOIN roster_group g ON g.school_id = p.school_id AND g.group_id = p.base_group WHERE ");
        FilterPersons(where, school, filter);
        if (!filter.year_group.empty()) {
            where.And("CASE WHEN p.year_group <> '' THEN p.year_group ELSE COALESCE(g.year_group, '') END = ?",
                      {Value{filter.year_group}});
        }
        SUITE_RETURN_IF_ERROR(
            where.Page(session, "p.sort_key", "p.person_id", query::kSortKeyOfPupil, {Value{school.value}}, page));
        SUITE_ASSIGN(const auto rows, where.Run(session));
        Page<PupilView> out;
        const auto count = FinishPage(rows, page, out);
        SUITE_ASSIGN(const auto names, ReadGroupNames(session, school));
        SUITE_ASSIGN(const auto members, ReadMembers(session, school, rows, count));
        for (std::size_t i = 0; i < count; ++i) {
            PupilView view;
            ReadKeysAndName(rows[i], view.pupil);
            view.pupil.year_group = rows[i].Text(7);
            if (!rows[i].IsNull(8)) view.pupil.base_group = GroupId{rows[i].Int(8)};
            if (view.pupil.base_group) {
                const auto name = names.find(view.pupil.base_group->value);
                if (name != names.end())
                    view.base_group = GroupRef{.id = *view.pupil.base_group, .name = name->second.first};
            }
            view.composed_groups = RefsOf(members, names, view.pupil.id, view.pupil.base_group);
            out.items.push_back(std::move(view));
        }
        return out;
    });
}

Result<Page<StaffView>> SqlReader::Staff(SchoolId school, StaffKind kind, const PersonFilter& filter,
                                         const PageRequest& page, Deadline deadline) {
    return database_.Read(school, deadline, [&](sql::Session& session) -> Result<Page<StaffView>> {
        Where where(
            "SELECT p.person_id, p.basispoort_id, p.eck_id, p.las_key, p.given_name, p.prefix, p.family_name, p.email, "
            "p.end_date,"
            " p.roles, p.sort_key FROM staff p WHERE ");
        FilterPersons(where, school, filter);
        if (kind == StaffKind::kIctCoordinators) {
            where.And("' ' || p.roles || ' ' LIKE '% ICTCoordinator %'");
        } else {
            // EDEXML brings no roles, so everyone is a teacher but who is only ICT coordinator and teaches no group.
            where.And(
                "(p.roles <> 'ICTCoordinator' OR EXISTS (SELECT 1 FROM member m WHERE m.school_id = p.school_id AND "
                "m.person_id = p.person_id))");
        }
        SUITE_RETURN_IF_ERROR(
            where.Page(session, "p.sort_key", "p.person_id", query::kSortKeyOfStaff, {Value{school.value}}, page));
        SUITE_ASSIGN(const auto rows, where.Run(session));
        Page<StaffView> out;
        const auto count = FinishPage(rows, page, out);
        SUITE_ASSIGN(const auto names, ReadGroupNames(session, school));
        SUITE_ASSIGN(const auto members, ReadMembers(session, school, rows, count));
        for (std::size_t i = 0; i < count; ++i) {
            StaffView view;
            ReadKeysAndName(rows[i], view.member);
            view.member.email = rows[i].Text(7);
            if (!rows[i].IsNull(8)) view.member.end_date = Date::Parse(rows[i].Text(8));
            for (const auto word : Split(rows[i].Text(9), ' ')) {
                if (const auto role = roster::ParseStaffRole(word)) view.member.roles.push_back(*role);
            }
            view.groups = RefsOf(members, names, view.member.id, std::nullopt);
            out.items.push_back(std::move(view));
        }
        return out;
    });
}

Result<std::optional<roster::SchoolState>> SqlReader::AsOf(SchoolId school, Instant at, Deadline deadline) {
    return database_.Read(school, deadline,
                          [&](sql::Session& session) { return SqlSchools(session).LoadAsOf(school, at); });
}

Result<std::vector<JoinView>> SqlReader::Joins(SchoolId school, std::int64_t after,
                                               const std::optional<OwnGroups>& of_teacher, std::int64_t limit,
                                               Deadline deadline) {
    return database_.Read(school, deadline, [&](sql::Session& session) -> Result<std::vector<JoinView>> {
        Where where(
            "SELECT j.number, j.pupil_id, j.group_id, j.at, p.given_name, p.prefix, p.family_name, g.name"
            " FROM group_join j LEFT JOIN pupil p ON p.school_id = j.school_id AND p.person_id = j.pupil_id"
            " LEFT JOIN roster_group g ON g.school_id = j.school_id AND g.group_id = j.group_id WHERE ");
        where.And("j.school_id = ?", {Value{school.value}});
        where.And("j.number > ?", {Value{after}});
        if (of_teacher) {
            where.And(
                "EXISTS (SELECT 1 FROM member t JOIN staff s ON s.school_id = t.school_id AND s.person_id = t.person_id"
                " WHERE t.school_id = j.school_id AND t.group_id = j.group_id AND t.person_id = ?"
                " AND s.active = 1 AND (s.end_date IS NULL OR s.end_date >= ?))",
                {Value{of_teacher->teacher.value}, Value{of_teacher->today.ToString()}});
        }
        where.Then(" ORDER BY j.number LIMIT " + std::to_string(limit));
        SUITE_ASSIGN(const auto rows, where.Run(session));
        std::vector<JoinView> joins;
        for (const auto& row : rows) {
            JoinView join{.number = row.Int(0),
                          .pupil = PersonId{row.Int(1)},
                          .group = GroupId{row.Int(2)},
                          .at = AtMillis(row.Int(3))};
            if (!row.IsNull(4))
                join.pupil_name =
                    roster::ShownName({.given = row.Text(4), .prefix = row.Text(5), .family = row.Text(6)});
            if (!row.IsNull(7)) join.group_name = row.Text(7);
            joins.push_back(std::move(join));
        }
        return joins;
    });
}

}  // namespace suite::roster_sync
