#include "services/pincode/adapters/sql_group_reader.hpp"

#include "services/pincode/adapters/queries.hpp"

namespace suite::pincode {
namespace {

using sql::Value;

Result<std::optional<GroupTeacher>> ReadAsker(sql::Session& session, SchoolId school, GroupId group, PersonId asker) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(queries::kStaffOfGroup,
                                                       {Value{school.value}, Value{group.value}, Value{asker.value}}));
    if (!row) return std::nullopt;
    GroupTeacher teacher{.active = row->Bool(0), .end_date = std::nullopt};
    if (const auto end_date = row->OptText(1)) {
        teacher.end_date = Date::Parse(*end_date);
        // A day that cannot be read gives no access rather than access for ever.
        if (!teacher.end_date) teacher.active = false;
    }
    return teacher;
}

}  // namespace

Result<GroupCodes> SqlGroupReader::Read(SchoolId school, GroupId group, PersonId asker, Deadline deadline) {
    return database_.Read(school, deadline, [&](sql::Session& session) -> Result<GroupCodes> {
        GroupCodes codes;
        SUITE_ASSIGN(const auto known_school, session.QueryOptional(queries::kSchoolKnown, {Value{school.value}}));
        codes.facts.school_known = known_school.has_value();
        SUITE_ASSIGN(const auto known_group,
                     session.QueryOptional(queries::kGroupKnown, {Value{school.value}, Value{group.value}}));
        codes.facts.group_known = known_group.has_value();
        if (!codes.facts.group_known) return codes;
        SUITE_ASSIGN(codes.facts.asker, ReadAsker(session, school, group, asker));
        SUITE_ASSIGN(const auto rows, session.Query(queries::kCodesOfGroup, {Value{school.value}, Value{group.value}}));
        codes.pupils.reserve(rows.size());
        for (const auto& row : rows) {
            codes.pupils.push_back({.pupil = PersonId{row.Int(0)},
                                    .name = {.given = row.Text(1), .prefix = row.Text(2), .family = row.Text(3)},
                                    .sealed = row.Text(4)});
        }
        return codes;
    });
}

}  // namespace suite::pincode
