#include "sql/error_map.hpp"

#include <fmt/format.h>

#include "core/reasons.hpp"

namespace suite::sql {
namespace {

// sqlite3.h is seen by session_sqlite.cpp only (SOCI wraps it in a namespace); these numbers are part of the file
// format's promise and do not change.
constexpr int kBusy = 5, kLocked = 6, kInterrupt = 9, kIoError = 10, kFull = 13, kCantOpen = 14, kConstraint = 19;
constexpr int kConstraintPrimaryKey = 1555, kConstraintUnique = 2067, kConstraintRowId = 2579;

Failure Make(Code code, std::string_view reason, std::string message) {
    return Failure{.error = Error{.code = code, .reason = std::string(reason), .message = std::move(message)}};
}

Failure AlreadyExists(Detail detail) {
    Failure failure = Make(Code::kAlreadyExists, reason::kConflict, "a row with this key exists");
    if (!detail.constraint.empty()) failure.error.metadata.emplace("constraint", std::move(detail.constraint));
    return failure;
}

Failure Rest(std::string what, Detail detail) {
    if (!detail.syntax.empty()) what += ": " + detail.syntax;
    Failure failure = Make(Code::kInternal, reason::kInternal, std::move(what));
    if (!detail.constraint.empty()) failure.error.metadata.emplace("constraint", std::move(detail.constraint));
    return failure;
}

}  // namespace

Failure FromSqlState(std::string_view state, Detail detail) {
    const std::string what = fmt::format("PostgreSQL error {}", state);
    const std::string_view error_class = state.substr(0, 2);
    if (state == "23505") return AlreadyExists(std::move(detail));
    if (state == "40001" || state == "40P01") {
        Failure failure = Make(Code::kAborted, reason::kConflict, what + ": lost against another transaction");
        failure.retriable = true;
        return failure;
    }
    if (state == "57014") return Make(Code::kDeadlineExceeded, reason::kDeadlineExceeded, what + ": statement timeout");
    if (state == "55P03") return Make(Code::kUnavailable, reason::kUnavailable, what + ": locked too long");
    // 57P0x: shut down, crashed, starting; 25P03: idle in transaction too long. All of them end the session.
    if (error_class == "08" || state.starts_with("57P0") || state == "25P03") return ConnectionLost(what);
    if (state == "53100") return Make(Code::kUnavailable, reason::kStorageFull, what + ": no room on disk");
    if (state == "58030") return Make(Code::kUnavailable, reason::kStorageFailed, what + ": the disk fails");
    if (state == "42501")
        return Rest(what + ": a row of another school, or something this work was not granted", std::move(detail));
    if (error_class == "53") return Make(Code::kUnavailable, reason::kUnavailable, what + ": out of resources");
    return Rest(what, std::move(detail));
}

Failure FromSqlite(int extended_code, Detail detail) {
    const std::string what = fmt::format("SQLite error {}", extended_code);
    switch (extended_code & 0xff) {
        case kBusy:
        case kLocked: {
            Failure failure = Make(Code::kUnavailable, reason::kUnavailable, what + ": locked too long");
            failure.retriable = true;
            return failure;
        }
        case kInterrupt:
            return Make(Code::kDeadlineExceeded, reason::kDeadlineExceeded, what + ": statement timeout");
        case kFull:
            return Make(Code::kUnavailable, reason::kStorageFull, what + ": no room on disk");
        case kIoError:
        case kCantOpen:
            return Make(Code::kUnavailable, reason::kStorageFailed, what + ": cannot read or write the file");
        case kConstraint:
            if (extended_code == kConstraintUnique || extended_code == kConstraintPrimaryKey ||
                extended_code == kConstraintRowId) {
                return AlreadyExists(std::move(detail));
            }
            return Rest(what, std::move(detail));
        default:
            return Rest(what, std::move(detail));
    }
}

Failure ConnectionLost(std::string message) {
    Failure failure = Make(Code::kUnavailable, reason::kUnavailable, std::move(message));
    failure.retriable = true;
    failure.lost = true;
    return failure;
}

Failure Bug(std::string message) { return Make(Code::kInternal, reason::kInternal, std::move(message)); }

}  // namespace suite::sql
