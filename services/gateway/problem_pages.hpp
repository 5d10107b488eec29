// What the `type` of a problem opens: a page for whoever clicks it, or the same as JSON (RFC 9457 §3.1.1:
// "resolvable").
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "http/http.hpp"

namespace suite::gateway {

/// Method and path of each.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> ProblemPagesServed();

/// The path as metrics know it: the list, or one page, known or not. nullopt when it is neither.
[[nodiscard]] std::optional<std::string_view> ProblemPageRoute(std::string_view path);

/// Anyone may read them: they say what a code means, and nothing of whoever met it. Dutch or English by
/// Accept-Language, a page or JSON by Accept; without either a page in Dutch. Pre: ProblemPageRoute(request.path).
/// NOT_FOUND for a code that we do not have, UNIMPLEMENTED (method-not-allowed) for anything but a GET.
[[nodiscard]] Result<http::Response> AnswerProblemPage(const http::Request& request);

}  // namespace suite::gateway
