#include "services/gateway/adapters/sql_known_addresses.hpp"

#include <array>

#include "audit/audit.hpp"
#include "core/reasons.hpp"
#include "core/role_name.hpp"
#include "sql/moment.hpp"

namespace suite::gateway {
namespace {

using sql::AtMillis;
using sql::Millis;
using sql::Value;

constexpr std::string_view kSelect =
    "SELECT id, addresses, note, added_at, added_by_role, added_by FROM known_address WHERE school_id = :1"
    " ORDER BY added_at, id";
constexpr std::string_view kSelectOne =
    "SELECT id, addresses, note, added_at, added_by_role, added_by FROM known_address WHERE school_id = :1 AND id = :2";
constexpr std::string_view kInsert =
    "INSERT INTO known_address (school_id, id, addresses, note, added_at, added_by_role, added_by)"
    " VALUES (:1, :2, :3, :4, :5, :6, :7)";
constexpr std::string_view kDelete = "DELETE FROM known_address WHERE school_id = :1 AND id = :2";

Result<KnownAddress> Read(const sql::Row& row) {
    const auto range = AddressRange::Parse(row.Text(1));
    if (!range) return Fail(Code::kDataLoss, reason::kInternal, "a stored address cannot be read");
    return KnownAddress{.id = KnownAddressId{row.Int(0)},
                        .range = *range,
                        .note = row.Text(2),
                        .added_at = AtMillis(row.Int(3)),
                        .added_by_role = RoleNamed(row.Text(4)).value_or(Role::kNone),
                        .added_by = PersonId{row.OptInt(5).value_or(0)}};
}

Result<std::vector<KnownAddress>> ReadAll(const std::vector<sql::Row>& rows) {
    std::vector<KnownAddress> known;
    known.reserve(rows.size());
    for (const auto& row : rows) {
        SUITE_ASSIGN(auto address, Read(row));
        known.push_back(std::move(address));
    }
    return known;
}

}  // namespace

Result<std::vector<KnownAddress>> SqlKnownAddresses::Of(SchoolId school, Deadline deadline) {
    SUITE_ASSIGN(const auto rows, database_.Query(school, deadline, kSelect, std::array{Value{school.value}}));
    return ReadAll(rows);
}

Status SqlKnownAddresses::Add(SchoolId school, const KnownAddress& address, const Judge& judge, const AuditNote& note,
                              Deadline deadline) {
    return database_.Write(school, deadline, [&](sql::Session& db) -> Status {
        // Two that add at once would not see each other's.
        SUITE_RETURN_IF_ERROR(db.LockSchool(school.value));
        SUITE_ASSIGN(const auto rows, db.Query(kSelect, {Value{school.value}}));
        SUITE_ASSIGN(const auto there, ReadAll(rows));
        SUITE_RETURN_IF_ERROR(judge(there));
        SUITE_RETURN_IF_ERROR(db.Execute(
            kInsert,
            {Value{school.value}, Value{address.id.value}, Value{address.range.ToString()}, Value{address.note},
             Value{Millis(address.added_at)}, Value{std::string(RoleName(address.added_by_role))},
             address.added_by ? Value{address.added_by.value} : Value{}}));
        return audit::Append(db, note);
    });
}

Result<std::optional<KnownAddress>> SqlKnownAddresses::Remove(SchoolId school, KnownAddressId id, const AuditNote& note,
                                                              Deadline deadline) {
    using Removed = std::optional<KnownAddress>;
    return database_.Write(school, deadline, [&](sql::Session& db) -> Result<Removed> {
        SUITE_RETURN_IF_ERROR(db.LockSchool(school.value));
        SUITE_ASSIGN(const auto row, db.QueryOptional(kSelectOne, {Value{school.value}, Value{id.value}}));
        if (!row) return Removed{};
        SUITE_ASSIGN(auto removed, Read(*row));
        SUITE_RETURN_IF_ERROR(db.Execute(kDelete, {Value{school.value}, Value{id.value}}));
        SUITE_RETURN_IF_ERROR(audit::Append(db, note));
        return Removed(std::move(removed));
    });
}

}  // namespace suite::gateway
