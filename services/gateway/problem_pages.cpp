#include "services/gateway/problem_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "services/gateway/browser.hpp"
#include "services/gateway/problem.hpp"
#include "services/gateway/request_header.hpp"

namespace suite::gateway {
namespace {

constexpr std::string_view kPagePath = "/problems/{code}";

/// One reason in one language.
struct Words {
    std::string_view title;
    std::string detail;
    bool blanks = false;  // "…" stands for what only the problem itself knows
};

Words WordsFor(std::string_view code, Language language) {
    const auto& text = TextFor(code);
    const bool dutch = language == Language::kDutch;
    Words words{.title = dutch ? text.title_nl : text.title_en, .detail = {}};
    auto rest = dutch ? text.detail_nl : text.detail_en;
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        words.detail.append(rest.substr(0, open)).append("…");
        rest.remove_prefix(rest.find('}', open) + 1);
        words.blanks = true;
    }
    words.detail.append(rest);
    return words;
}

std::string Link(std::string_view path, std::string_view text) {
    return "<a href=\"" + Escaped(path) + "\">" + Escaped(text) + "</a>";
}

std::string AddressOf(std::string_view code) { return std::string(kProblemsPath) + "/" + std::string(code); }

std::string Page(std::string_view code, Language language) {
    const bool dutch = language == Language::kDutch;
    const auto words = WordsFor(code, language);
    const int status = TextFor(code).status;
    std::string main = "<p>" + Escaped(words.detail) + "</p>\n";
    if (words.blanks) {
        main += dutch ? "<p>Waar hier … staat, staat in de melding zelf een naam, een datum of een aantal.</p>\n"
                      : "<p>Where … stands here, the problem itself has a name, a day or a number.</p>\n";
    }
    main += dutch ? "<p>Kom je er niet uit? Bel of mail de helpdesk. Noem de code hieronder, en het nummer dat in de "
                    "melding bij 'traceId' staat.</p>\n"
                  : "<p>Does it not help? Call or mail the helpdesk. Name the code below, and the number that the "
                    "problem has at 'traceId'.</p>\n";
    main += "<dl>\n<dt>Code</dt><dd><code>" + Escaped(code) + "</code></dd>\n<dt>" +
            std::string(dutch ? "HTTP-status" : "HTTP status") + "</dt><dd>";
    if (status != 0) {
        main += std::to_string(status);
    } else {
        main +=
            dutch ? "geen: dit staat bij een onderdeel van een antwoord" : "none: it is told of a part of an answer";
    }
    main += "</dd>\n</dl>\n<p>" + Link(kProblemsPath, dutch ? "Alle meldingen" : "All problems") + "</p>\n";
    return HtmlPage(language, words.title, main);
}

std::string ListPage(Language language) {
    const bool dutch = language == Language::kDutch;
    std::string main =
        dutch ? "<p>Gaat er iets mis, dan zegt het antwoord met een code wat er is. Dit zijn alle codes.</p>\n"
              : "<p>When something goes wrong, the answer says with a code what it is. These are all "
                "codes.</p>\n";
    main += "<ul>\n";
    for (const auto code : reason::kAll) {
        main += "<li>" + Link(AddressOf(code), WordsFor(code, language).title) + " <code>" + Escaped(code) +
                "</code></li>\n";
    }
    main += "</ul>\n";
    return HtmlPage(language, dutch ? "Alle meldingen" : "All problems", main);
}

nlohmann::ordered_json Described(std::string_view code, Language language) {
    const auto words = WordsFor(code, language);
    const int status = TextFor(code).status;
    return {{"type", AddressOf(code)},
            {"code", code},
            {"title", words.title},
            {"detail", words.detail},
            {"status", status == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(status)}};
}

std::string ListJson(Language language) {
    auto items = nlohmann::ordered_json::array();
    for (const auto code : reason::kAll) items.push_back(Described(code, language));
    return nlohmann::ordered_json{{"items", std::move(items)}}.dump();
}

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> ProblemPagesServed() {
    return {{"GET", kProblemsPath}, {"GET", kPagePath}};
}

std::optional<std::string_view> ProblemPageRoute(std::string_view path) {
    if (path == kProblemsPath) return kProblemsPath;
    if (!path.starts_with(kProblemsPath)) return std::nullopt;
    return path[kProblemsPath.size()] == '/' ? std::optional(kPagePath) : std::nullopt;
}

Result<http::Response> AnswerProblemPage(const http::Request& request) {
    if (request.method != "GET") {
        return Fail(Code::kUnimplemented, reason::kMethodNotAllowed, "this path does not take " + request.method);
    }
    const bool json = PrefersJson(HeaderOf(request, "accept"));
    const auto language = LanguageOf(HeaderOf(request, "accept-language"), json);
    http::Response response{.status = 200, .content_type = json ? "application/json" : "text/html; charset=utf-8"};
    if (request.path == kProblemsPath) {
        response.body = json ? ListJson(language) : ListPage(language);
    } else {
        const auto code = std::string_view(request.path).substr(kProblemsPath.size() + 1);
        if (!HasText(code)) return Fail(Code::kNotFound, reason::kNotFound, "no such problem");
        response.body = json ? Described(code, language).dump() : Page(code, language);
    }
    response.headers.emplace_back("Content-Language", language == Language::kDutch ? "nl" : "en");
    response.headers.emplace_back("Vary", "Accept, Accept-Language");
    return response;
}

}  // namespace suite::gateway
