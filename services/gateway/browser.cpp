#include "services/gateway/browser.hpp"

#include <algorithm>
#include <array>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/gateway/adapters/start_routes.hpp"
#include "services/gateway/problem_pages.hpp"

namespace suite::gateway {
namespace {

/// The answers are data and a page of text: nothing in them needs to run, load or be framed.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kHeaders{{
    {"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},  // answers are about children
}};

}  // namespace

void AddBrowserHeaders(http::Response& response) {
    for (const auto& [name, value] : kHeaders) {
        std::erase_if(response.headers, [&](const auto& header) { return header.first == name; });
        response.headers.emplace_back(name, value);
    }
}

std::string Escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string HtmlPage(Language language, std::string_view title, std::string_view main) {
    const auto heading = Escaped(title);
    std::string page = "<!doctype html>\n<html lang=\"";
    page += language == Language::kDutch ? "nl" : "en";
    page += "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" +
            heading + " - Sleutelbos</title></head>\n<body>\n<main>\n<h1>" + heading + "</h1>\n";
    page.append(main).append("</main>\n</body>\n</html>\n");
    return page;
}

namespace {

std::string Link(std::string_view url, std::string_view text) {
    return "<p><a href=\"" + Escaped(url) + "\">" + Escaped(text) + "</a></p>\n";
}

std::string WayOnFromSignIn(const Error& error, bool dutch) {
    if (error.reason == reason::kSignInOff) return "";
    return Link("/auth/login", dutch ? "Opnieuw inloggen" : "Sign in again");
}

/// Whom to ask, and for a pupil who is not at school the home login.
std::string WayOnFromStart(const Error& error, bool dutch) {
    std::string way;
    if (const auto home = error.metadata.find("homeUrl"); home != error.metadata.end()) {
        way += Link(home->second, dutch ? "Thuis inloggen" : "Log in at home");
        if (!dutch) way += "<p>At school? Ask your teacher: the school's ICT coordinator can mend it.</p>\n";
    } else if (http::StatusFor(error) == 404) {
        way += dutch
                   ? "<p>Kijk of je het hele adres hebt overgenomen. Klopt het nog niet? Vraag dan de ICT-coördinator "
                     "van je school om een nieuw startadres.</p>\n"
                   : "<p>See whether you have the whole address. If so, ask your school's ICT coordinator for a new "
                     "one.</p>\n";
    }
    return way;
}

/// Where a page about an error leads to.
std::string WayOn(const Error& error, std::string_view path, bool dutch) {
    if (StartRoutes::IsStart(path)) return WayOnFromStart(error, dutch);
    if (ProblemPageRoute(path)) return Link(kProblemsPath, dutch ? "Alle meldingen" : "All problems");
    return WayOnFromSignIn(error, dutch);
}

}  // namespace

bool WantsPage(const http::Request& request) {
    if (request.method != "GET") return false;
    const auto found = request.headers.find("accept");
    const auto accept = found == request.headers.end() ? std::string_view() : std::string_view(found->second);
    if (ProblemPageRoute(request.path)) return !PrefersJson(accept);
    return (request.path.starts_with("/auth/") || StartRoutes::IsStart(request.path)) &&
           AsciiLower(accept).find("text/html") != std::string::npos;
}

http::Response ProblemPage(const Error& error, Language language, std::string_view path, const std::string& trace_id) {
    const auto& text = TextFor(error.reason);
    const bool dutch = language == Language::kDutch;
    std::string main = "<p>" + Escaped(dutch ? text.detail_nl : text.detail_en) + "</p>\n";
    main += WayOn(error, path, dutch);
    main += "<p>" + std::string(dutch ? "Bel je de helpdesk, noem dan dit nummer: " : "For the helpdesk: ") +
            Escaped(trace_id) + "</p>\n";
    http::Response response{.status = http::StatusFor(error),
                            .content_type = "text/html; charset=utf-8",
                            .body = HtmlPage(language, dutch ? text.title_nl : text.title_en, main)};
    if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"sleutelbos\"");
    if (response.status == 503) response.headers.emplace_back("Retry-After", "5");
    return response;
}

}  // namespace suite::gateway
