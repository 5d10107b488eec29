// What browsers are told, and errors as a page where a browser shows them to a person.
#pragma once

#include <string>
#include <string_view>

#include "http/http.hpp"
#include "services/gateway/problem.hpp"

namespace suite::gateway {

/// On every answer, replacing what is there: run nothing, frame nothing, guess no types, keep nothing, tell no other
/// site where one was, come back over https only (PRACTICE C.2; ASVS 5 3.4).
void AddBrowserHeaders(http::Response& response);

/// Whether a person is looking: a navigation to the sign-in, to a start address, or to what a problem's type
/// opens.
[[nodiscard]] bool WantsPage(const http::Request& request);
/// The error as a page with a way on; the same words as Problem(). `path`: of the request, decoded.
[[nodiscard]] http::Response ProblemPage(const Error& error, Language language, std::string_view path,
                                         const std::string& trace_id);

/// A whole page: text only, nothing that needs style or script. `title` is any text; `main` is HTML that stands below
/// it.
[[nodiscard]] std::string HtmlPage(Language language, std::string_view title, std::string_view main);
/// Any text as HTML.
[[nodiscard]] std::string Escaped(std::string_view text);

}  // namespace suite::gateway
