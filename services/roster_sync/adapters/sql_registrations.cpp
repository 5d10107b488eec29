#include "services/roster_sync/adapters/sql_registrations.hpp"

#include <algorithm>
#include <tuple>

#include "core/text.hpp"

namespace suite::roster_sync {
namespace {

using sql::Value;

// Two questions and not one with OR: each has an index of its own (migration 7). By Basispoort id where the
// registration has one, else by ECK iD (DESIGN: found by Basispoort id, else ECK iD).
constexpr std::string_view kSelect =
    "SELECT s.school_id, s.basispoort_id, s.name, p.person_id, p.given_name, p.prefix, p.family_name, p.roles"
    " FROM staff p JOIN school s ON s.school_id = p.school_id"
    " WHERE p.active = 1 AND s.active = 1 AND s.consent = 1 AND (p.end_date IS NULL OR p.end_date >= :1)";
constexpr std::string_view kByBasispoort = " AND p.basispoort_id = :2 ORDER BY s.name, s.school_id LIMIT 100";
constexpr std::string_view kByEckId =
    " AND p.basispoort_id IS NULL AND p.eck_id <> ''"
    " AND substr(p.eck_id, length(p.eck_id) - 15) = substr(:2, length(:2) - 15) AND p.eck_id = :2"
    " ORDER BY s.name, s.school_id LIMIT 100";

Registration Read(const sql::Row& row) {
    Registration registration{.school = SchoolId{row.Int(0)},
                              .basispoort_school_id = row.OptInt(1),
                              .school_name = row.Text(2),
                              .person = PersonId{row.Int(3)},
                              .name = {.given = row.Text(4), .prefix = row.Text(5), .family = row.Text(6)}};
    for (const auto word : Split(row.Text(7), ' ')) {
        if (const auto role = roster::ParseStaffRole(word)) registration.roles.push_back(*role);
    }
    return registration;
}

}  // namespace

Result<std::vector<Registration>> SqlRegistrations::Registrations(const SignInKeys& keys, Date today,
                                                                  Deadline deadline) {
    // Of which schools is what is asked.
    return database_.Read(
        SchoolScope::All(), deadline, [&](sql::Session& session) -> Result<std::vector<Registration>> {
            std::vector<Registration> found;
            const auto ask = [&](std::string_view condition, Value key) -> Status {
                SUITE_ASSIGN(const auto rows, session.Query(std::string(kSelect) + std::string(condition),
                                                            {Value{today.ToString()}, std::move(key)}));
                for (const auto& row : rows) found.push_back(Read(row));
                return {};
            };
            if (keys.basispoort_id) SUITE_RETURN_IF_ERROR(ask(kByBasispoort, Value{*keys.basispoort_id}));
            if (!keys.eck_id.empty()) SUITE_RETURN_IF_ERROR(ask(kByEckId, Value{keys.eck_id}));
            std::ranges::sort(found, [](const Registration& a, const Registration& b) {
                return std::tie(a.school_name, a.school) < std::tie(b.school_name, b.school);
            });
            return found;
        });
}

}  // namespace suite::roster_sync
