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

/// `{type, code, title, status, detail, instance, traceId, errors[]}`. `code` is the stable reason; `detail` of what is
/// our fault says nothing of the inside.
[[nodiscard]] http::Response Problem(const Error& error, Language language, const std::string& path,
                                     const std::string& trace_id);

struct ProblemText {
    std::string_view title_nl;
    std::string_view detail_nl;
    std::string_view title_en;
};
/// Never fails: an unknown reason gets the text of `internal`. "{name}" in a detail stands for the error's metadata.
[[nodiscard]] const ProblemText& TextFor(std::string_view reason);
[[nodiscard]] bool HasText(std::string_view reason);

/// Gives every suite.common.v1.Problem in an answer, however deep, the texts that belong to its code.
void FillProblems(google::protobuf::Message& answer, Language language);
/// Whether messages of this type can hold one.
[[nodiscard]] bool HoldsProblems(const google::protobuf::Descriptor& type);

}  // namespace suite::gateway
