#include "services/licence/domain/year_groups.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/text.hpp"

namespace suite::licence {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || c == '\'' || (static_cast<unsigned char>(c) & 0x80U) != 0; }

constexpr std::array<std::string_view, 6> kGroupWords{"groep", "groepen", "gr", "jaargroep", "jaargroepen", "leerjaar"};
// What a digit after it is not a year group of.
constexpr std::array<std::string_view, 12> kOtherWords{"thema",  "thema's", "blok",  "blokken", "deel",   "versie",
                                                       "editie", "week",    "weken", "module",  "niveau", "les"};

template <std::size_t n>
bool OneOf(const std::string& word, const std::array<std::string_view, n>& words) {
    return std::ranges::find(words, word) != words.end();
}

struct Token {
    enum class Kind { kYear, kWord, kJoin, kRange, kOther };
    Kind kind = Kind::kOther;
    std::string text{};
    int year = 0;
};

/// Of folded text. A year is one digit 0 to 8 that stands alone or with one letter ("5a"); "t/m" is a range.
std::vector<Token> Tokens(const std::string& text) {
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < text.size();) {
        if (text.compare(i, 3, "t/m") == 0) {
            tokens.push_back({Token::Kind::kRange, "t/m"});
            i += 3;
            continue;
        }
        std::size_t end = i;
        if (IsDigit(text[i])) {
            while (end < text.size() && IsDigit(text[end])) ++end;
            const std::size_t digits = end - i;
            while (end < text.size() && IsLetter(text[end])) ++end;
            const bool decimal = end + 1 < text.size() && text[end] == '.' && IsDigit(text[end + 1]);
            const bool year = digits == 1 && text[i] <= '8' && end - i <= 2 && !decimal;
            tokens.push_back({year ? Token::Kind::kYear : Token::Kind::kOther, text.substr(i, end - i), text[i] - '0'});
            if (decimal) {
                while (end < text.size() && (IsDigit(text[end]) || text[end] == '.')) ++end;
            }
        } else if (IsLetter(text[i])) {
            while (end < text.size() && IsLetter(text[end])) ++end;
            // "groep5" is two words, "nt2" is one.
            if (!OneOf(text.substr(i, end - i), kGroupWords)) {
                while (end < text.size() && (IsLetter(text[end]) || IsDigit(text[end]))) ++end;
            }
            std::string word = text.substr(i, end - i);
            const bool joins = word == "en";
            const bool ranges = word == "tm" || word == "tot";
            tokens.push_back({joins    ? Token::Kind::kJoin
                              : ranges ? Token::Kind::kRange
                                       : Token::Kind::kWord,
                              std::move(word)});
        } else {
            const char c = text[i];
            end = i + 1;
            if (c == '/' || c == '&' || c == '+' || c == ',') tokens.push_back({Token::Kind::kJoin, {c}});
            if (c == '-') tokens.push_back({Token::Kind::kRange, "-"});
            if (c == '(' || c == ')' || c == ':' || c == ';') tokens.push_back({Token::Kind::kOther, {c}});
        }
        i = end;
    }
    return tokens;
}

/// The list of years that begins at `at`, which it moves behind it.
YearGroups ReadList(const std::vector<Token>& tokens, std::size_t& at) {
    YearGroups years = YearGroups::Range(tokens[at].year, tokens[at].year);
    int last = tokens[at].year;
    ++at;
    while (at + 1 < tokens.size()) {
        std::size_t next = at;
        const bool range = tokens[next].kind == Token::Kind::kRange;
        if (!range && tokens[next].kind != Token::Kind::kJoin) break;
        ++next;
        // "tot en met"
        while (range && next < tokens.size() && (tokens[next].text == "en" || tokens[next].text == "met")) ++next;
        if (next < tokens.size() && (tokens[next].text == "groep" || tokens[next].text == "gr")) ++next;
        if (next >= tokens.size() || tokens[next].kind != Token::Kind::kYear) break;
        const int year = tokens[next].year;
        years = years |
                (range ? YearGroups::Range(std::min(last, year), std::max(last, year)) : YearGroups::Range(year, year));
        last = year;
        at = next + 1;
    }
    return years;
}

/// The years after a word for group; none when two places name different ones.
TitleYears NamedYears(const std::vector<Token>& tokens) {
    TitleYears found;
    for (std::size_t i = 0; i + 1 < tokens.size();) {
        const bool names = tokens[i].kind == Token::Kind::kWord && OneOf(tokens[i].text, kGroupWords) &&
                           tokens[i + 1].kind == Token::Kind::kYear;
        if (!names) {
            ++i;
            continue;
        }
        ++i;
        const YearGroups years = ReadList(tokens, i);
        if (found.named && years != found.years) return {.years = {}, .named = true};
        found = {.years = years, .named = true};
    }
    return found;
}

}  // namespace

YearGroups YearGroups::Of(std::string_view code) {
    return code.size() == 1 && code[0] >= '0' && code[0] <= '8' ? Range(code[0] - '0', code[0] - '0') : YearGroups{};
}

YearGroups YearGroups::Range(int from, int to) {
    YearGroups years;
    for (int year = from; year <= to; ++year)
        years.bits = static_cast<std::uint16_t>(years.bits | 1U << static_cast<unsigned>(year));
    return years;
}

TitleYears YearsInTitle(std::string_view title) {
    const auto tokens = Tokens(Fold(title));
    if (const auto named = NamedYears(tokens); named.named) return named;
    TitleYears bare;
    for (std::size_t i = 0; i < tokens.size();) {
        // A digit with a letter ("3D") is no year group unless the title says so.
        const bool other = (i > 0 && OneOf(tokens[i - 1].text, kOtherWords)) || tokens[i].text.size() > 1;
        if (tokens[i].kind != Token::Kind::kYear) {
            ++i;
            continue;
        }
        const YearGroups years = ReadList(tokens, i);
        if (other) continue;
        if (!bare.years.Empty() && bare.years != years) return {};
        bare.years = years;
    }
    return bare;
}

YearGroups YearsInGroupName(std::string_view name) {
    const auto tokens = Tokens(Fold(name));
    if (const auto named = NamedYears(tokens); named.named) return named.years;
    std::size_t at = 0;
    if (tokens.empty() || tokens[at].kind != Token::Kind::kYear) return {};
    return ReadList(tokens, at);
}

}  // namespace suite::licence
