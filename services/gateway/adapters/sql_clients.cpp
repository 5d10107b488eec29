#include "services/gateway/adapters/sql_clients.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "sql/moment.hpp"

namespace suite::gateway {
namespace {

constexpr SchoolScope kSchools = SchoolScope::All();  // machines are of no school

using sql::AtMillis;
using sql::Millis;
using sql::Value;

constexpr std::string_view kInsertClient =
    "INSERT INTO client (client_id, title, scopes, las, key_set, created_at, revoked_at, version, tokens_from)"
    " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)";
constexpr std::string_view kUpdateClient =
    "UPDATE client SET scopes = :2, key_set = :3, revoked_at = :4, version = :5, tokens_from = :6"
    " WHERE client_id = :1";
constexpr std::string_view kSelectClients =
    "SELECT client_id, title, scopes, las, key_set, created_at, revoked_at, keys_used_at, version, tokens_from"
    " FROM client";
constexpr std::string_view kOfOne = " WHERE client_id = :1";
constexpr std::string_view kSelectSecrets =
    "SELECT client_id, number, hash, created_at, used_at, ended_at FROM client_secret";
constexpr std::string_view kInsertSecret =
    "INSERT INTO client_secret (client_id, number, hash, created_at) VALUES (:1, :2, :3, :4)";
constexpr std::string_view kEndSecret =
    "UPDATE client_secret SET ended_at = :3 WHERE client_id = :1 AND number = :2 AND ended_at IS NULL";
constexpr std::string_view kSelectStandings = "SELECT client_id, version, tokens_from, revoked_at, scopes FROM client";
constexpr std::string_view kForgetAssertions = "DELETE FROM client_assertion WHERE keep_until < :1";
constexpr std::string_view kRememberAssertion =
    "INSERT INTO client_assertion (client_id, jti, keep_until) VALUES (:1, :2, :3)";
constexpr std::string_view kNoteSecret =
    "UPDATE client_secret SET used_at = :3 WHERE client_id = :1 AND number = :2 AND (used_at IS NULL OR used_at <= :4)";
constexpr std::string_view kNoteKeys =
    "UPDATE client SET keys_used_at = :2 WHERE client_id = :1 AND (keys_used_at IS NULL OR keys_used_at <= :3)";

std::optional<Instant> OptAt(std::optional<std::int64_t> millis) {
    return millis ? std::optional(AtMillis(*millis)) : std::nullopt;
}
Value OptMillis(std::optional<Instant> instant) { return instant ? Value{Millis(*instant)} : Value{}; }

std::string Joined(const std::vector<std::string>& scopes) {
    std::string text;
    for (const auto& scope : scopes) text.append(text.empty() ? "" : " ").append(scope);
    return text;
}
std::vector<std::string> Scopes(const std::string& text) {
    std::vector<std::string> scopes;
    for (const auto scope : Split(text, ' ')) {
        if (!scope.empty()) scopes.emplace_back(scope);
    }
    return scopes;
}

Client ReadClient(const sql::Row& row) {
    return {.id = row.Text(0),
            .title = row.Text(1),
            .scopes = Scopes(row.Text(2)),
            .las = row.Text(3),
            .key_set = row.Text(4),
            .created_at = AtMillis(row.Int(5)),
            .revoked_at = OptAt(row.OptInt(6)),
            .keys_used_at = OptAt(row.OptInt(7)),
            .version = row.Int(8),
            .tokens_from = row.Int(9)};
}

ClientSecret ReadSecret(const sql::Row& row) {
    return {.number = row.Int(1),
            .hash = row.Text(2),
            .created_at = AtMillis(row.Int(3)),
            .used_at = OptAt(row.OptInt(4)),
            .ended_at = OptAt(row.OptInt(5))};
}

Status InsertSecret(sql::Session& db, const std::string& client_id, const ClientSecret& secret) {
    SUITE_RETURN_IF_ERROR(db.Execute(
        kInsertSecret, {Value{client_id}, Value{secret.number}, Value{secret.hash}, Value{Millis(secret.created_at)}}));
    return {};
}

/// `lock`: on PostgreSQL others who change it wait until the transaction ends; SQLite has one writer anyhow.
Result<std::optional<Client>> FindIn(sql::Session& db, const std::string& id, bool lock) {
    auto select = std::string(kSelectClients).append(kOfOne);
    if (lock && db.GetDialect() == sql::Dialect::kPostgres) select += " FOR UPDATE";
    SUITE_ASSIGN(const auto row, db.QueryOptional(select, {Value{id}}));
    if (!row) return std::optional<Client>{};
    auto client = ReadClient(*row);
    const auto secrets = std::string(kSelectSecrets).append(kOfOne).append(" ORDER BY number");
    SUITE_ASSIGN(const auto rows, db.Query(secrets, {Value{id}}));
    for (const auto& secret : rows) client.secrets.push_back(ReadSecret(secret));
    return client;
}

Status WriteChanges(sql::Session& db, const Client& before, const Client& after) {
    SUITE_RETURN_IF_ERROR(
        db.Execute(kUpdateClient, {Value{after.id}, Value{Joined(after.scopes)}, Value{after.key_set},
                                   OptMillis(after.revoked_at), Value{after.version}, Value{after.tokens_from}}));
    for (const auto& secret : after.secrets) {
        const auto old = std::ranges::find(before.secrets, secret.number, &ClientSecret::number);
        if (old == before.secrets.end()) {
            SUITE_RETURN_IF_ERROR(InsertSecret(db, after.id, secret));
        } else if (secret.ended_at && !old->ended_at) {
            SUITE_RETURN_IF_ERROR(
                db.Execute(kEndSecret, {Value{after.id}, Value{secret.number}, OptMillis(secret.ended_at)}));
        }
    }
    return {};
}

}  // namespace

Status SqlClients::Insert(const Client& client, Deadline deadline) {
    const auto inserted = database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_RETURN_IF_ERROR(db.Execute(
            kInsertClient, {Value{client.id}, Value{client.title}, Value{Joined(client.scopes)}, Value{client.las},
                            Value{client.key_set}, Value{Millis(client.created_at)}, OptMillis(client.revoked_at),
                            Value{client.version}, Value{client.tokens_from}}));
        for (const auto& secret : client.secrets) SUITE_RETURN_IF_ERROR(InsertSecret(db, client.id, secret));
        return {};
    });
    if (!inserted && inserted.error().code == Code::kAlreadyExists)
        return Fail(Code::kAlreadyExists, reason::kConflict, "there is a client " + client.id + " already");
    return inserted;
}

Result<std::optional<Client>> SqlClients::Find(const std::string& id, Deadline deadline) {
    return database_.Read(kSchools, deadline, [&](sql::Session& db) { return FindIn(db, id, /*lock=*/false); });
}

Result<std::vector<Client>> SqlClients::List(Deadline deadline) {
    return database_.Read(kSchools, deadline, [&](sql::Session& db) -> Result<std::vector<Client>> {
        SUITE_ASSIGN(const auto rows, db.Query(std::string(kSelectClients).append(" ORDER BY client_id")));
        std::vector<Client> clients;
        for (const auto& row : rows) clients.push_back(ReadClient(row));
        SUITE_ASSIGN(const auto secrets, db.Query(std::string(kSelectSecrets).append(" ORDER BY client_id, number")));
        for (const auto& row : secrets) {
            const auto client = std::ranges::find(clients, row.Text(0), &Client::id);
            if (client != clients.end()) client->secrets.push_back(ReadSecret(row));
        }
        return clients;
    });
}

Result<Client> SqlClients::Change(const std::string& id, const Changer& change, Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& db) -> Result<Client> {
        SUITE_ASSIGN(auto before, FindIn(db, id, /*lock=*/true));
        if (!before) return Fail(Code::kNotFound, reason::kNotFound, "there is no client " + id);
        auto after = *before;
        SUITE_RETURN_IF_ERROR(change(after));
        SUITE_RETURN_IF_ERROR(WriteChanges(db, *before, after));
        return after;
    });
}

Result<Standings> SqlClients::ReadStandings(Deadline deadline) {
    SUITE_ASSIGN(const auto rows, database_.Query(kSchools, deadline, kSelectStandings, {}));
    Standings standings;
    for (const auto& row : rows) {
        standings.emplace(row.Text(0), Standing{.version = row.Int(1),
                                                .tokens_from = row.Int(2),
                                                .revoked = !row.IsNull(3),
                                                .scopes = Scopes(row.Text(4))});
    }
    return standings;
}

Status SqlClients::RememberAssertion(const std::string& client_id, const std::string& jti, Instant until, Instant now,
                                     Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_RETURN_IF_ERROR(db.Execute(kForgetAssertions, {Value{Millis(now)}}));
        SUITE_RETURN_IF_ERROR(db.Execute(kRememberAssertion, {Value{client_id}, Value{jti}, Value{Millis(until)}}));
        return {};
    });
}

Status SqlClients::NoteUses(const std::vector<CredentialUse>& uses, Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        for (const auto& use : uses) {
            const Value id{use.client_id};
            const Value at{Millis(use.at)};
            const Value noted{Millis(use.at - kUseNoted)};
            if (use.secret_number == 0) {
                SUITE_RETURN_IF_ERROR(db.Execute(kNoteKeys, {id, at, noted}));
            } else {
                SUITE_RETURN_IF_ERROR(db.Execute(kNoteSecret, {id, Value{use.secret_number}, at, noted}));
            }
        }
        return {};
    });
}

}  // namespace suite::gateway
