// Errors as the outside sees them: problem+json (RFC 9457) in the caller's language.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "http/http.hpp"
#include "services/gateway/domain/headers.hpp"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace suite::gateway {

/// Where a problem's `type` leads, relative to our address: this, a slash and the reason. Never changes.
inline constexpr std::string_view kProblemsPath = "/problems";

/// `{type, code, title, status, detail, instance, traceId, errors[]}`. `code` is the stable reason; `detail` of what is
/// our fault says nothing of the inside. What is wrong with a field is said in the language too (field_texts.hpp).
[[nodiscard]] http::Response Problem(const Error& error, Language language, const std::string& path,
                                     const std::string& trace_id);

/// "{name}" in a detail stands for the error's metadata.
struct ProblemText {
    std::string_view title_nl;
    std::string_view detail_nl;
    std::string_view title_en;
    std::string_view detail_en{};  // on the problem's page; in an answer, English details are the error's own message
    int status = 0;                // HTTP; 0: never an answer's, only told of a part of one, or inside the suite
};
/// Never fails: an unknown reason gets the text of `internal`.
[[nodiscard]] const ProblemText& TextFor(std::string_view reason);
[[nodiscard]] bool HasText(std::string_view reason);

/// Gives every suite.common.v1.Problem in an answer, however deep, the texts that belong to its code, and what is wrong
/// with one of many checks (suite.licence.v1.CheckError) in that language.
void FillProblems(google::protobuf::Message& answer, Language language);
/// Whether messages of this type can hold one.
[[nodiscard]] bool HoldsProblems(const google::protobuf::Descriptor& type);

}  // namespace suite::gateway
