#include "tools/sleutelctl/audit.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string_view>

#include "audit/audit.hpp"
#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::sleutelctl {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPublisher = "publisher";  // the chain of no school
constexpr std::int64_t kHeadsAtOnce = 1000;
constexpr std::chrono::seconds kQueryTime{30};
constexpr std::chrono::minutes kDropTime{10};  // of one chain

std::unexpected<Error> Wrong(std::string message) {
    return Fail(Code::kInvalidArgument, reason::kInvalidRequest, std::move(message));
}

Result<std::unique_ptr<sql::Database>> Open(const AuditOptions& options,
                                            std::chrono::milliseconds statement_timeout = kQueryTime) {
    if (options.database.starts_with(kSqlite)) {
        // Opening would make an empty one.
        if (!std::filesystem::exists(options.database.substr(kSqlite.size())))
            return Wrong("there is no such database");
    } else if (options.schema.empty()) {
        return Wrong("--schema is needed for PostgreSQL: gateway, roster_sync, licence or result_exchange");
    }
    return sql::Database::Open(
        {.url = options.database, .schema = options.schema, .sessions = 1, .statement_timeout = statement_timeout});
}

std::string NameOf(SchoolId school) { return school ? school.ToString() : std::string(kPublisher); }

std::optional<SchoolId> ParseSchool(std::string_view text) {
    if (text == kPublisher) return SchoolId{};
    return SchoolId::Parse(text);
}

std::string_view Words(audit::Fault fault) {
    switch (fault) {
        case audit::Fault::kNumber:
            return "an entry before it is missing, or it is there twice";
        case audit::Fault::kPrevious:
            return "its previous_hash is not the hash of the entry before it";
        case audit::Fault::kHash:
            return "its hash is not that of its contents";
        case audit::Fault::kDropped:
            return "it is the first, and the log does not say that those before it were dropped";
    }
    return "";
}

/// How many kept heads are not in the log as they were.
Result<std::int64_t> CompareHeads(sql::Database& database, const std::string& path, std::optional<SchoolId> only,
                                  std::ostream& out) {
    std::ifstream file(path);
    if (!file) return Wrong("cannot read " + path);
    std::int64_t wrong = 0;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string name, number_text, hash;
        words >> name >> number_text >> hash;
        const auto school = ParseSchool(name);
        const auto number = ParseInteger(number_text);
        if (!school || !number || hash.empty()) return Wrong(path + " has a line that is no head");
        if (only && *only != *school) continue;
        std::optional<std::string> found;
        std::optional<audit::Head> dropped;
        SUITE_RETURN_IF_ERROR(database.Read(*school, Deadline::In(kQueryTime), [&](sql::Session& session) -> Status {
            SUITE_ASSIGN(found, audit::ReadHash(session, *school, *number));
            SUITE_ASSIGN(dropped, audit::ReadDropped(session, *school));
            return {};
        }));
        if (!found && dropped && *number < dropped->number) continue;  // its term was over
        if (!found && dropped && *number == dropped->number) found = dropped->hash;
        if (found == hash) continue;
        ++wrong;
        out << name << ": entry " << number_text
            << (found ? " has another hash than when its head was kept: the log was written anew\n"
                      : " is gone: the log was cut off since its head was kept\n");
    }
    return wrong;
}

void PrintBreaks(const audit::Verdict& verdict, std::ostream& out) {
    for (const auto& broken : verdict.breaks)
        out << NameOf(broken.school) << ": broken at entry " << broken.number << ": " << Words(broken.fault) << '\n';
}

}  // namespace

Result<bool> VerifyAudit(const AuditOptions& options, std::ostream& out) {
    std::optional<SchoolId> only;
    if (!options.school.empty()) {
        only = ParseSchool(options.school);
        if (!only) return Wrong("--school is an id of ours, or publisher");
    }
    SUITE_ASSIGN(const auto database, Open(options));
    SUITE_ASSIGN(const auto verdict, audit::Verify(*database, only));
    PrintBreaks(verdict, out);
    std::int64_t lost = 0;
    if (!options.heads.empty()) {
        SUITE_ASSIGN(lost, CompareHeads(*database, options.heads, only, out));
    }
    out << verdict.entries << " entries in " << verdict.schools << " chains, " << verdict.broken << " broken";
    if (!options.heads.empty()) out << ", " << lost << " kept heads not found";
    out << '\n';
    return verdict.broken == 0 && lost == 0;
}

Status PrintHeads(const AuditOptions& options, std::ostream& out) {
    SUITE_ASSIGN(const auto database, Open(options));
    constexpr auto kSchools = SchoolScope::All();
    for (std::int64_t after = -1;;) {
        SUITE_ASSIGN(const auto heads, database->Read(kSchools, Deadline::In(kQueryTime), [&](sql::Session& session) {
            return audit::ReadHeads(session, after, kHeadsAtOnce);
        }));
        for (const auto& [school, head] : heads)
            out << NameOf(school) << ' ' << head.number << ' ' << head.hash << '\n';
        if (std::ssize(heads) < kHeadsAtOnce) return {};
        after = heads.back().school.value;
    }
}

Result<bool> DropEntries(const AuditOptions& options, const Clock& clock, std::ostream& out) {
    const auto day = Date::Parse(options.before);
    const auto now = clock.Now();
    if (!day || *day >= DutchDay(now)) return Wrong("--before is a day YYYY-MM-DD, before today");
    SUITE_ASSIGN(const auto database, Open(options, kDropTime));
    // What is broken stays as it is, to be looked at.
    SUITE_ASSIGN(const auto verdict, audit::Verify(*database, {}));
    PrintBreaks(verdict, out);
    if (verdict.broken > 0) return false;
    const auto begin = EndOfDutchDay(Date{day->days - std::chrono::days{1}}) + std::chrono::milliseconds{1};
    SUITE_ASSIGN(const auto dropped, audit::DropBefore(*database, begin, now));
    out << dropped.entries << " entries dropped, of " << dropped.schools << " chains\n";
    return true;
}

}  // namespace suite::sleutelctl
