#include "services/gateway/conditional.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "rpc/etag.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kStoreTime{2};
constexpr std::chrono::seconds kSlack{5};  // of the answer's way back, and of two gateways' clocks

std::string FingerprintOf(const http::Request& request) {
    std::string all = request.method + "\n" + request.path + "\n";
    for (const auto& [name, value] : request.query)
        all += http::PercentEncode(name) + "=" + http::PercentEncode(value) + "&";
    const auto encoding = request.headers.find("content-encoding");
    if (encoding != request.headers.end()) all += "\n" + AsciiLower(encoding->second);
    return crypto::Sha256Hex(all + "\n" + crypto::Sha256(request.body));
}

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Empty when it is not there.
std::string ResponseHeader(const Headers& headers, std::string_view name) {
    const auto found = std::ranges::find(headers, name, &Headers::value_type::first);
    return found == headers.end() ? std::string() : found->second;
}

}  // namespace

void AnswerNotModified(const http::Request& request, http::Response& response) {
    const auto field = request.headers.find("if-none-match");
    if (field == request.headers.end() || response.status != 200) return;
    const auto etag = ResponseHeader(response.headers, "ETag");
    if (etag.empty() || !rpc::NamesETag(field->second, etag, rpc::Compare::kWeak)) return;
    response.status = 304;
    response.body.clear();
}

Status CheckIfMatch(const http::Request& request, bool versioned) {
    if (versioned || request.method == "GET") return {};
    const auto field = request.headers.find("if-match");
    if (field == request.headers.end() || Trim(field->second) == "*") return {};
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "If-Match counts for methods and products only",
                 .fields = {{"If-Match", "is not taken here: this changes one fact, not a copy of a whole"}}});
}

Result<http::Response> DoOnce(const Repeats& repeats, const http::Request& request, const Actor& actor,
                              std::chrono::milliseconds longest, const std::function<Result<http::Response>()>& work) {
    const auto field = request.headers.find("idempotency-key");
    if (field == request.headers.end()) return work();
    const auto key = ParseIdempotencyKey(field->second);
    if (!key) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "Idempotency-Key is up to 128 visible ASCII characters",
                     .fields = {{"Idempotency-Key", "must be 1 to 128 visible ASCII characters"}}});
    }
    Headers headers;
    std::string content_type = "application/json";
    SUITE_ASSIGN(auto done, repeats.Do({.key_hash = crypto::Sha256Hex(CallerOf(actor) + "\n" + *key),
                                        .fingerprint = FingerprintOf(request),
                                        .longest = longest + kSlack},
                                       Deadline::In(kStoreTime), [&]() -> Result<KeptAnswer> {
                                           SUITE_ASSIGN(auto response, work());
                                           headers = std::move(response.headers);
                                           content_type = std::move(response.content_type);
                                           return KeptAnswer{.status = response.status,
                                                             .body = std::move(response.body),
                                                             .location = ResponseHeader(headers, "Location")};
                                       }));
    // Every POST answers JSON; a repeat says that it is one, for whoever reads logs.
    if (done.repeated) {
        headers.emplace_back("Idempotent-Replayed", "true");
        if (!done.answer.location.empty()) headers.emplace_back("Location", std::move(done.answer.location));
    }
    return http::Response{.status = done.answer.status,
                          .content_type = std::move(content_type),
                          .body = std::move(done.answer.body),
                          .headers = std::move(headers)};
}

}  // namespace suite::gateway
