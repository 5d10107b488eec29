// The error value of the whole suite: fallible functions return Result<T> or Status, never throw
// (docs/architecture.md).
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace suite {

/// The sixteen canonical codes less OK (googleapis/google/rpc/code.proto); numbers equal gRPC's on purpose.
enum class Code {
    kCancelled = 1,
    kUnknown = 2,
    kInvalidArgument = 3,
    kDeadlineExceeded = 4,
    kNotFound = 5,
    kAlreadyExists = 6,
    kPermissionDenied = 7,
    kResourceExhausted = 8,
    kFailedPrecondition = 9,
    kAborted = 10,
    kOutOfRange = 11,
    kUnimplemented = 12,
    kInternal = 13,
    kUnavailable = 14,
    kDataLoss = 15,
    kUnauthenticated = 16,
};

/// One field of a request that is wrong. `pointer` is a JSON Pointer (RFC 6901) or a query/path parameter's name.
struct FieldViolation {
    std::string pointer;
    std::string message;  // English, for the caller's developer; never holds the offending value
};

/// `code` is for programs, `reason` (from core/reasons.hpp) is stable and for clients, `message` is English and for
/// developers. None of them may hold a name, pincode, key or token: errors are logged and sent to callers.
struct Error {
    Code code = Code::kInternal;
    std::string reason;
    std::string message;
    std::vector<FieldViolation> fields{};
    /// Values that the text in the caller's language shows, for example {"newestSequence", "12"}.
    std::map<std::string, std::string> metadata{};
};

template <class T>
using Result = std::expected<T, Error>;
using Status = std::expected<void, Error>;

/// Short for std::unexpected(Error{...}).
[[nodiscard]] inline std::unexpected<Error> Fail(Code code, std::string_view reason, std::string message) {
    return std::unexpected(Error{.code = code, .reason = std::string(reason), .message = std::move(message)});
}
[[nodiscard]] inline std::unexpected<Error> Fail(Error error) { return std::unexpected(std::move(error)); }

}  // namespace suite

#define SUITE_CONCAT_(a, b) a##b
#define SUITE_CONCAT(a, b) SUITE_CONCAT_(a, b)
/// Returns the error of `expr` to the caller, or carries on.
#define SUITE_RETURN_IF_ERROR(expr) SUITE_RETURN_IF_ERROR_(SUITE_CONCAT(suite_status_, __COUNTER__), expr)
#define SUITE_RETURN_IF_ERROR_(status, expr)               \
    if (auto status = (expr); !status) {                   \
        return std::unexpected(std::move(status).error()); \
    }
/// SUITE_ASSIGN(auto row, Find(id)): declares the value or returns the error to the caller.
#define SUITE_ASSIGN(decl, expr) SUITE_ASSIGN_(SUITE_CONCAT(suite_result_, __COUNTER__), decl, expr)
#define SUITE_ASSIGN_(result, decl, expr)                           \
    auto result = (expr);                                           \
    if (!result) return std::unexpected(std::move(result).error()); \
    decl = std::move(*result)
