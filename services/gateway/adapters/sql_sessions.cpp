#include "services/gateway/adapters/sql_sessions.hpp"

#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "sql/moment.hpp"

namespace suite::gateway {
namespace {

constexpr SchoolScope kSchools = SchoolScope::All();  // who is signed in is known before the school is

using Json = nlohmann::json;
using sql::AtMillis;
using sql::Millis;
using sql::Value;

constexpr std::string_view kInsert =
    "INSERT INTO session (id_hash, identity, registrations, school_id, created_at, seen_at, checked_at)"
    " VALUES (:1, :2, :3, :4, :5, :6, :7)";
constexpr std::string_view kSelect =
    "SELECT identity, registrations, school_id, created_at, seen_at, checked_at FROM session WHERE id_hash = :1";
constexpr std::string_view kUpdate =
    "UPDATE session SET registrations = :2, school_id = :3, seen_at = :4, checked_at = :5 WHERE id_hash = :1";
constexpr std::string_view kDelete = "DELETE FROM session WHERE id_hash = :1";
constexpr std::string_view kDeleteEnded = "DELETE FROM session WHERE seen_at <= :1 OR created_at <= :2";

Json OrNull(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(); }
std::optional<std::int64_t> OrNone(const Json& number) {
    return number.is_null() ? std::nullopt : std::optional(number.get<std::int64_t>());
}

std::string Write(const Identity& identity) {
    return Json{
        {"basispoortId", OrNull(identity.basispoort_id)}, {"eckId", identity.eck_id}, {"schools", identity.schools}}
        .dump();
}

std::string Write(const std::vector<Registration>& registrations) {
    Json list = Json::array();
    for (const auto& registration : registrations) {
        list.push_back({{"school", registration.school.value},
                        {"basispoortSchoolId", OrNull(registration.basispoort_school_id)},
                        {"schoolName", registration.school_name},
                        {"person", registration.person.value},
                        {"coordinator", registration.coordinator},
                        {"teacher", registration.teacher}});
    }
    return list.dump();
}

/// Throws what nlohmann throws.
Session Read(const std::string& id_hash, const sql::Row& row) {
    const auto identity = Json::parse(row.Text(0));
    Session session{.id_hash = id_hash,
                    .identity = {.basispoort_id = OrNone(identity.at("basispoortId")),
                                 .eck_id = identity.at("eckId"),
                                 .schools = identity.at("schools")},
                    .created_at = AtMillis(row.Int(3)),
                    .seen_at = AtMillis(row.Int(4)),
                    .checked_at = AtMillis(row.Int(5))};
    for (const auto& entry : Json::parse(row.Text(1))) {
        session.registrations.push_back({.school = SchoolId{entry.at("school").get<std::int64_t>()},
                                         .basispoort_school_id = OrNone(entry.at("basispoortSchoolId")),
                                         .school_name = entry.at("schoolName"),
                                         .person = PersonId{entry.at("person").get<std::int64_t>()},
                                         .coordinator = entry.at("coordinator"),
                                         .teacher = entry.at("teacher")});
    }
    if (const auto school = row.OptInt(2)) session.school = SchoolId{*school};
    return session;
}

Value SchoolOf(const Session& session) { return session.school ? Value{session.school->value} : Value{}; }

Status Insert(sql::Session& db, const Session& session) {
    SUITE_RETURN_IF_ERROR(db.Execute(
        kInsert,
        {Value{session.id_hash}, Value{Write(session.identity)}, Value{Write(session.registrations)}, SchoolOf(session),
         Value{Millis(session.created_at)}, Value{Millis(session.seen_at)}, Value{Millis(session.checked_at)}}));
    return {};
}

}  // namespace

Status SqlSessions::Create(const Session& session, const SessionRules& rules, const std::string& replaces,
                           Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_RETURN_IF_ERROR(db.Execute(kDeleteEnded, {Value{Millis(session.created_at - rules.idle)},
                                                        Value{Millis(session.created_at - rules.absolute)}}));
        if (!replaces.empty()) SUITE_RETURN_IF_ERROR(db.Execute(kDelete, {Value{replaces}}));
        return Insert(db, session);
    });
}

Result<std::optional<Session>> SqlSessions::Find(const std::string& id_hash, Deadline deadline) {
    return database_.Read(kSchools, deadline, [&](sql::Session& db) -> Result<std::optional<Session>> {
        SUITE_ASSIGN(const auto row, db.QueryOptional(kSelect, {Value{id_hash}}));
        if (!row) return std::optional<Session>{};
        try {
            return Read(id_hash, *row);
        } catch (const Json::exception&) {
            // Another version of the gateway wrote it: signing in again is cheaper than an error for twelve hours.
            return std::optional<Session>{};
        }
    });
}

Status SqlSessions::Update(const Session& session, Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_RETURN_IF_ERROR(
            db.Execute(kUpdate, {Value{session.id_hash}, Value{Write(session.registrations)}, SchoolOf(session),
                                 Value{Millis(session.seen_at)}, Value{Millis(session.checked_at)}}));
        return {};
    });
}

Status SqlSessions::Rotate(const std::string& old_hash, const Session& session, Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_ASSIGN(const auto gone, db.Execute(kDelete, {Value{old_hash}}));
        if (gone != 1)
            return Fail(Code::kUnauthenticated, reason::kUnauthenticated, "the session is not there any more");
        return Insert(db, session);
    });
}

Status SqlSessions::Remove(const std::string& id_hash, Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_RETURN_IF_ERROR(db.Execute(kDelete, {Value{id_hash}}));
        return {};
    });
}

}  // namespace suite::gateway
