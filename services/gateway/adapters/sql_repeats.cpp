#include "services/gateway/adapters/sql_repeats.hpp"

#include <nlohmann/json.hpp>

#include "log/log.hpp"
#include "sql/moment.hpp"

namespace suite::gateway {
namespace {

constexpr SchoolScope kSchools = SchoolScope::All();  // what is repeated is known by its key

using Json = nlohmann::json;
using sql::Millis;
using sql::Value;

constexpr std::size_t kMaxKept = 1U << 20U;  // bytes; a larger answer is made anew

constexpr std::string_view kPurge = "DELETE FROM repeat WHERE begun_at < :1";
constexpr std::string_view kInsert =
    "INSERT INTO repeat (key_hash, fingerprint, begun_at, answer) VALUES (:1, :2, :3, '') "
    "ON CONFLICT (key_hash) DO NOTHING";
constexpr std::string_view kSelect = "SELECT fingerprint, begun_at, answer FROM repeat WHERE key_hash = :1";
constexpr std::string_view kTake =
    "UPDATE repeat SET fingerprint = :1, begun_at = :2, answer = '' WHERE key_hash = :3 AND begun_at = :4 AND answer = "
    "''";
constexpr std::string_view kFinish =
    "UPDATE repeat SET answer = :1 WHERE key_hash = :2 AND begun_at = :3 AND answer = ''";
constexpr std::string_view kDrop = "UPDATE repeat SET answer = '' WHERE key_hash = :1";
constexpr std::string_view kForget = "DELETE FROM repeat WHERE key_hash = :1 AND begun_at = :2 AND answer = ''";

void LogFailure(const Status& written) {
    if (!written)
        log::Warning("how a request with an Idempotency-Key ended is not kept", {{"detail", written.error().message}});
}

}  // namespace

SqlRepeats::SqlRepeats(sql::Database& database, const crypto::RotatingKey& key)
    : database_(database), sealer_(key, "repeats_") {}

Result<std::optional<KeptRequest>> SqlRepeats::Begin(const std::string& key_hash, const KeptRequest& request,
                                                     Instant forget_before, Deadline deadline) {
    using Known = std::optional<KeptRequest>;
    Known known;
    SUITE_RETURN_IF_ERROR(database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        known.reset();
        SUITE_RETURN_IF_ERROR(db.Execute(kPurge, {Value{Millis(forget_before)}}));
        SUITE_ASSIGN(const auto inserted, db.Execute(kInsert, {Value{key_hash}, Value{request.fingerprint},
                                                               Value{Millis(request.begun_at)}}));
        if (inserted == 1) return {};
        SUITE_ASSIGN(const auto row, db.QueryOptional(kSelect, {Value{key_hash}}));
        // Forgotten by its own request just now: that one counts as running, the caller tries again.
        if (!row) {
            known = request;
            return {};
        }
        known = KeptRequest{
            .fingerprint = row->Text(0), .begun_at = sql::AtMillis(row->Int(1)), .answered = !row->Text(2).empty()};
        if (!known->answered || sealer_.Open(row->Text(2), key_hash)) return {};
        known->answered = false;
        // Another request under the same key is refused for that, whatever was kept.
        if (known->fingerprint != request.fingerprint) return {};
        // Its key was taken away before its day was over. Nobody can have it again, so it was not kept.
        log::Warning("a kept answer does not open: was a token key ended within its 24 hours?", {});
        SUITE_RETURN_IF_ERROR(db.Execute(kDrop, {Value{key_hash}}));
        return {};
    }));
    return known;
}

Result<bool> SqlRepeats::Take(const std::string& key_hash, Instant old, const KeptRequest& request, Deadline deadline) {
    std::int64_t taken = 0;
    SUITE_RETURN_IF_ERROR(database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_ASSIGN(taken, db.Execute(kTake, {Value{request.fingerprint}, Value{Millis(request.begun_at)},
                                               Value{key_hash}, Value{Millis(old)}}));
        return {};
    }));
    return taken == 1;
}

void SqlRepeats::Finish(const std::string& key_hash, Instant begun_at, const KeptAnswer& answer, Deadline deadline) {
    if (answer.body.size() > kMaxKept) return Forget(key_hash, begun_at, deadline);
    const auto text = Json{{"status", answer.status}, {"body", answer.body}, {"location", answer.location}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
    const auto sealed = sealer_.Seal(Secret(text), key_hash);
    LogFailure(database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_RETURN_IF_ERROR(db.Execute(kFinish, {Value{sealed}, Value{key_hash}, Value{Millis(begun_at)}}));
        return {};
    }));
}

void SqlRepeats::Forget(const std::string& key_hash, Instant begun_at, Deadline deadline) {
    LogFailure(database_.Write(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_RETURN_IF_ERROR(db.Execute(kForget, {Value{key_hash}, Value{Millis(begun_at)}}));
        return {};
    }));
}

Result<std::optional<KeptAnswer>> SqlRepeats::Answer(const std::string& key_hash, Deadline deadline) {
    std::string sealed;
    SUITE_RETURN_IF_ERROR(database_.Read(kSchools, deadline, [&](sql::Session& db) -> Status {
        SUITE_ASSIGN(const auto row, db.QueryOptional(kSelect, {Value{key_hash}}));
        sealed = row ? row->Text(2) : "";
        return {};
    }));
    if (sealed.empty()) return std::optional<KeptAnswer>{};
    SUITE_ASSIGN(const auto text, sealer_.Open(sealed, key_hash));
    const auto json = Json::parse(text.Reveal(), nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return std::optional<KeptAnswer>{};
    return std::optional(KeptAnswer{
        .status = json.value("status", 200), .body = json.value("body", ""), .location = json.value("location", "")});
}

}  // namespace suite::gateway
