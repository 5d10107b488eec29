// One result as method software hands it in, and what must be right about it before anything is looked up (RES-09).
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/result_exchange/domain/las.hpp"

namespace suite::results {

/// As received; nothing checked.
struct Submission {
    std::string result_key;
    std::int64_t version = 0;  // 0: not given, which means 1
    std::string school_id;
    std::string person_id;
    std::string eck_id;
    std::optional<std::int64_t> basispoort_id{};
    std::string product_id;
    std::optional<ResultKind> kind{};
    std::string test_code;
    std::string test_name;
    std::string part_code;
    std::optional<std::int64_t> score{};
    std::string taken_on;
};

struct EckId {
    std::string value;
    auto operator<=>(const EckId&) const = default;
};
struct BasispoortId {
    std::int64_t value = 0;
    auto operator<=>(const BasispoortId&) const = default;
};
/// How the method software names the pupil.
using PupilRef = std::variant<PersonId, EckId, BasispoortId>;

/// What the LAS is told, besides who and where.
struct ResultContent {
    std::string product_id;
    ResultKind kind = ResultKind::kTest;
    std::string test_code;
    std::string test_name;
    std::string part_code;  // empty: the whole test
    std::optional<std::int64_t> score{};
    Date taken_on;
    bool operator==(const ResultContent&) const = default;
};

struct CheckedResult {
    std::string result_key;
    std::int64_t version = 1;
    SchoolId school;
    PupilRef pupil;
    ResultContent content;
};

/// Why one result of a call is refused while the others go on.
struct Rejection {
    std::string reason;   // core/reasons.hpp
    std::string message;  // English; never holds the offending value
    bool operator==(const Rejection&) const = default;
};

/// Lengths are UWLR 2.2's; its score is a non-negative integer. `today` is the Dutch day: a test taken tomorrow is a
/// clock that runs ahead, one taken later is a mistake.
[[nodiscard]] std::expected<CheckedResult, Rejection> Check(const Submission& submission, Date today);

}  // namespace suite::results
