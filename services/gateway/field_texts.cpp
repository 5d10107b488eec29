#include "services/gateway/field_texts.hpp"

#include <array>
#include <optional>
#include <vector>

namespace suite::gateway {
namespace {

// Read after the field's name: "/title moet 1 tot 200 tekens zijn". The first that fits counts.
constexpr std::array kTexts{
    // What a text may be
    FieldText{"must be a string", "moet tekst zijn"},
    FieldText{"must be a string that is not empty", "moet tekst zijn, en niet leeg"},
    FieldText{"must be a string, and the only field", "moet tekst zijn, en het enige veld"},
    FieldText{"must be UTF-8 without NUL", "moet UTF-8 zijn, zonder NUL"},
    FieldText{"must be # to # characters", "moet # tot # tekens zijn"},
    FieldText{"must be at most # characters", "mag hoogstens # tekens lang zijn"},
    FieldText{"must be # to # characters, none of them a control character",
              "moet # tot # tekens zijn, zonder stuurtekens"},
    FieldText{"must be at most # characters, none of them a control character",
              "mag hoogstens # tekens lang zijn, zonder stuurtekens"},
    FieldText{"must be # to # visible ASCII characters", "moet # tot # zichtbare ASCII-tekens zijn"},
    FieldText{"must be # to # letters, digits, '-', '_' or '.'", "moet # tot # letters, cijfers, '-', '_' of '.' zijn"},
    FieldText{"must be at most # letters, digits, '-', '_' or '.'",
              "mag hoogstens # letters, cijfers, '-', '_' of '.' zijn"},
    FieldText{"must be # digits", "moet # cijfers zijn"},
    FieldText{"must be an https address of at most # characters", "moet een https-adres zijn van hoogstens # tekens"},
    FieldText{"must be 'image/svg+xml,' or 'image/png,' with base64, at most # characters",
              "moet 'image/svg+xml,' of 'image/png,' zijn met base64, hoogstens # tekens"},

    // Numbers, days, choices
    FieldText{"must be a whole number", "moet een heel getal zijn"},
    FieldText{"must be a positive whole number", "moet een heel getal groter dan nul zijn"},
    FieldText{"must be true or false", "moet true of false zijn"},
    FieldText{"must be from # to #", "moet van # tot en met # zijn"},
    FieldText{"must be from # to #^#", "moet van # tot en met #^# zijn"},
    FieldText{"must be # to # for a licence per pupil", "moet # tot # zijn bij een licentie per kind"},
    FieldText{"must not be negative", "mag niet negatief zijn"},
    FieldText{"is out of range", "is te groot of te klein"},
    FieldText{"must be a date YYYY-MM-DD", "moet een datum zijn: JJJJ-MM-DD"},
    FieldText{"must be a school year like #-#", "moet een schooljaar zijn, zoals #-#"},
    FieldText{"must not be in the future", "mag niet in de toekomst liggen"},
    FieldText{"must not be before startDate", "mag niet voor startDate liggen"},
    FieldText{"is of a term that has ended", "valt in een periode die al voorbij is"},
    FieldText{"must be one of *, or some with commas between",
              "moet een van deze zijn: *, of een paar met komma's ertussen"},
    FieldText{"must be one of *", "moet een van deze zijn: *"},
    FieldText{"is not a year group", "is geen jaargroep"},

    // Lists and objects
    FieldText{"must be an object", "moet een object zijn"},
    FieldText{"must be an array", "moet een lijst zijn"},
    FieldText{"must have # to # items", "moet # tot # items hebben"},
    FieldText{"must have at most # items", "mag hoogstens # items hebben"},
    FieldText{"must have at most # items together with unlink", "mag samen met unlink hoogstens # items hebben"},
    FieldText{"must have an item, or unlink must", "moet een item hebben, of anders unlink"},
    FieldText{"is named twice", "staat er twee keer in"},
    FieldText{"is in unlink too", "staat ook in unlink"},
    FieldText{"must not name a kind twice", "mag een soort niet twee keer noemen"},
    FieldText{"must name group, pupil or both", "moet group, pupil of allebei noemen"},
    FieldText{"has a field that does not belong to this type and op",
              "heeft een veld dat niet bij deze type en op hoort"},

    // What is there and should not be, or the other way round
    FieldText{"is missing", "ontbreekt"},
    FieldText{"is missing beside location", "ontbreekt, en location is er wel"},
    FieldText{"is needed with productId", "is nodig bij productId"},
    FieldText{"is needed, or brin with location", "is nodig, of brin met location"},
    FieldText{"is needed, or eckId", "is nodig, of eckId"},
    FieldText{"is needed: the pupil's address", "is nodig: het adres van de leerling"},
    FieldText{"needs exactly one of schoolId, basispoortSchoolId, brin with location",
              "geef precies een van deze: schoolId, basispoortSchoolId, brin met location"},
    FieldText{"needs exactly one of *", "geef precies een van deze: *"},
    FieldText{"must have either groupId or personId", "moet groupId hebben of personId, niet allebei"},
    FieldText{"is not taken beside groupId", "mag niet samen met groupId"},
    FieldText{"is not taken here: this changes one fact, not a copy of a whole",
              "kan hier niet: je verandert hier een gegeven, geen kopie van het geheel"},
    FieldText{"is not a known field", "is geen veld dat we kennen"},
    FieldText{"is not a known parameter", "is geen parameter die we kennen"},
    FieldText{"is not a name of ours", "is geen naam van ons"},
    FieldText{"is of a type that REST does not use", "heeft een type dat hier niet voorkomt"},
    FieldText{"is for a licence per pupil only", "hoort alleen bij een licentie per kind"},

    // Addresses, names of others
    FieldText{"is no IP address", "is geen IP-adres"},
    FieldText{"is no address, network without bits behind its prefix, or range first-last",
              "is geen IP-adres, geen blok (zonder bits achter het voorvoegsel) en geen reeks eerste-laatste"},
    FieldText{"is wider than a /#, of IPv# a /#", "is groter dan een /#, bij IPv# een /#"},
    FieldText{"is not on the internet", "ligt niet op internet"},
    FieldText{"is not a LAS that results can go to", "is geen LAS waar resultaten heen kunnen"},
    FieldText{"is no operation that the log knows", "is geen handeling die het logboek kent"},

    // A line of a part
    FieldText{"is longer than # KiB", "is langer dan # KiB"},
    FieldText{"is not UTF-8, or holds a NUL", "is geen UTF-8, of er staat een NUL in"},
    FieldText{"is not JSON, names a field twice, holds a NUL, or is nested too deeply",
              "is geen JSON, noemt een veld twee keer, heeft een NUL of is te diep genest"},
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// What stands for the marks; nullopt when the message is another one.
std::optional<std::vector<std::string_view>> Match(std::string_view pattern, std::string_view text) {
    std::vector<std::string_view> values;
    while (!pattern.empty()) {
        std::size_t taken = 0;
        if (pattern.front() == '#') {
            while (taken < text.size() && IsDigit(text[taken])) ++taken;
            if (taken == 0) return std::nullopt;
            values.push_back(text.substr(0, taken));
        } else if (pattern.front() == '*') {
            const auto end = pattern.substr(1);
            if (!text.ends_with(end)) return std::nullopt;
            values.push_back(text.substr(0, text.size() - end.size()));
            return values;
        } else {
            if (text.empty() || text.front() != pattern.front()) return std::nullopt;
            taken = 1;
        }
        pattern.remove_prefix(1);
        text.remove_prefix(taken);
    }
    return text.empty() ? std::optional(values) : std::nullopt;
}

std::string Fill(std::string_view pattern, const std::vector<std::string_view>& values) {
    std::string out;
    auto value = values.begin();
    for (const char c : pattern) {
        const bool mark = c == '#' || c == '*';
        if (mark && value != values.end())
            out += *value++;
        else
            out += c;
    }
    return out;
}

}  // namespace

std::span<const FieldText> FieldTexts() { return kTexts; }

std::string FieldTextIn(Language language, std::string_view english) {
    if (language == Language::kDutch) {
        for (const auto& text : kTexts) {
            if (const auto values = Match(text.en, english)) return Fill(text.nl, *values);
        }
    }
    return std::string(english);
}

}  // namespace suite::gateway
