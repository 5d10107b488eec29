#include "services/gateway/problem.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "services/gateway/field_texts.hpp"

namespace suite::gateway {
namespace {

/// A day as one says it, "30 juni 2027"; any other value as it is.
std::string Shown(const std::string& value) {
    static constexpr std::array kMonths{"januari", "februari", "maart",     "april",   "mei",      "juni",
                                        "juli",    "augustus", "september", "oktober", "november", "december"};
    const auto date = Date::Parse(value);
    if (!date) return value;
    const std::chrono::year_month_day day{date->days};
    return std::to_string(static_cast<unsigned>(day.day())) + " " + kMonths.at(static_cast<unsigned>(day.month()) - 1) +
           " " + std::to_string(static_cast<int>(day.year()));
}

/// The text with the error's metadata in place of its marks; `otherwise` when a mark has none.
std::string Fill(std::string_view text, const Error& error, std::string_view otherwise) {
    std::string out;
    while (true) {
        const auto open = text.find('{');
        out += text.substr(0, open);
        if (open == std::string_view::npos) return out;
        const auto close = text.find('}', open);
        const auto value = error.metadata.find(std::string(text.substr(open + 1, close - open - 1)));
        if (close == std::string_view::npos || value == error.metadata.end()) return std::string(otherwise);
        out += Shown(value->second);
        text.remove_prefix(close + 1);
    }
}

/// The Dutch text of invalid-request leads to 'errors', where nothing is when the request as a whole could not be read.
constexpr std::string_view kUnreadable = "We kunnen niet lezen wat je hebt gestuurd.";

std::string DutchDetail(const ProblemText& text, const Error& error) {
    if (error.reason == reason::kInvalidRequest && error.fields.empty()) return std::string(kUnreadable);
    return Fill(text.detail_nl, error, text.title_nl);
}

}  // namespace

http::Response Problem(const Error& error, Language language, const std::string& path, const std::string& trace_id) {
    const int status = http::StatusFor(error);
    const auto& text = TextFor(error.reason);
    nlohmann::ordered_json problem;
    problem["type"] = std::string(kProblemsPath) + "/" + error.reason;
    problem["code"] = error.reason;
    problem["title"] = language == Language::kDutch ? text.title_nl : text.title_en;
    problem["status"] = status;
    const bool ours = status >= 500;
    problem["detail"] = language == Language::kDutch || ours || error.message.empty()
                            ? (language == Language::kDutch ? DutchDetail(text, error) : std::string(text.title_en))
                            : error.message;
    problem["instance"] = path;
    problem["traceId"] = trace_id;
    auto& errors = problem["errors"] = nlohmann::json::array();
    for (const auto& field : error.fields)
        errors.push_back({{"pointer", field.pointer}, {"message", FieldTextIn(language, field.message)}});
    for (const auto& [name, value] : error.metadata) {
        if (!problem.contains(name)) problem[name] = value;
    }
    http::Response response{.status = status,
                            .content_type = "application/problem+json",
                            .body = problem.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"sleutelbos\"");
    if (status == 503 || status == 429 || error.reason == reason::kRequestRunning)
        response.headers.emplace_back("Retry-After", error.reason == reason::kOverloaded ? "5" : "1");
    return response;
}

}  // namespace suite::gateway
