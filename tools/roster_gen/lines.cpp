#include "tools/roster_gen/lines.hpp"

#include <fmt/format.h>

#include <iterator>

namespace suite::roster_gen {
namespace {

void Append(std::string& out, std::string_view text) { out.append(text); }

void AppendNumber(std::string& out, std::int64_t number) { fmt::format_to(std::back_inserter(out), "{}", number); }

/// A JSON string (RFC 8259 §7).
void AppendQuoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    out += '"';
}

void AppendField(std::string& out, std::string_view key_with_comma, std::string_view value) {
    Append(out, key_with_comma);
    AppendQuoted(out, value);
}

std::int64_t PersonId(const MadeSchool& school, int number) { return school.id * 10'000 + number; }

/// Not a real ECK iD: those come from Kennisnet's service. A hash of the person's id, so the same for the same person.
void AppendEckId(std::string& out, std::int64_t person) {
    constexpr std::string_view kHex = "0123456789abcdef";
    Append(out, R"("eckid":"https://ketenid.nl/201703/)");
    std::uint64_t word = static_cast<std::uint64_t>(person);
    for (int i = 0; i < 8; ++i) {
        word = Mix(word);  // one to one, so the first word already is unique
        for (unsigned shift = 64; shift > 0; shift -= 4) out += kHex[word >> (shift - 4) & 0xFU];
    }
    out += '"';
}

void AppendName(std::string& out, const PersonName& name) {
    AppendField(out, R"("persoonsgegevens":{"voornaam":)", name.given);
    if (!name.prefix.empty()) AppendField(out, R"(,"voorvoegsel":)", name.prefix);
    AppendField(out, R"(,"achternaam":)", name.family);
    out += '}';
}

void AppendIds(std::string& out, const std::vector<MadeGroup>& groups, const std::vector<std::size_t>& indexes) {
    out += '[';
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        if (i > 0) out += ',';
        AppendQuoted(out, groups[indexes[i]].id);
    }
    out += ']';
}

void AppendHead(std::string& out, std::string_view type, std::string_view op, const MadeSchool& school) {
    Append(out, R"({"type":")");
    Append(out, type);
    Append(out, R"(","op":")");
    Append(out, op);
    Append(out, R"(","schoolId":)");
    AppendNumber(out, school.id);
}

void AppendPersonHead(std::string& out, std::string_view type, std::string_view op, const MadeSchool& school,
                      int number) {
    AppendHead(out, type, op, school);
    Append(out, R"(,"id":)");
    AppendNumber(out, PersonId(school, number));
}

}  // namespace

void AppendSchool(std::string& out, const MadeSchool& school) {
    AppendHead(out, "school", "upsert", school);
    AppendField(out, R"(,"data":{"naam":)", school.facts.name);
    AppendField(out, R"(,"brincode":)", school.facts.brin);
    AppendField(out, R"(,"dependancecode":)", school.facts.location);
    AppendField(out, R"(,"straat":)", school.facts.street);
    AppendField(out, R"(,"huisnummer":)", school.facts.house_number);
    AppendField(out, R"(,"postcode":)", school.facts.postal_code);
    AppendField(out, R"(,"woonplaats":)", school.facts.city);
    AppendField(out, R"(,"bestuurscode":)", school.facts.board_code);
    Append(out, R"(,"actief":true}})");
}

void AppendGroup(std::string& out, const MadeSchool& school, const MadeGroup& group, bool composed) {
    AppendHead(out, "group", "upsert", school);
    AppendField(out, R"(,"id":)", group.id);
    AppendField(out, R"(,"schoolYear":)", school.school_year);
    AppendField(out, R"(,"data":{"naam":)", group.name);
    if (!composed) AppendField(out, R"(,"jaargroep":)", group.year_group);
    Append(out, composed ? R"(,"subgroep":true}})" : R"(,"subgroep":false}})");
}

void AppendPupil(std::string& out, const MadeSchool& school, const MadePupil& pupil) {
    AppendPersonHead(out, "pupil", "upsert", school, pupil.number);
    Append(out, R"(,"data":{)");
    AppendEckId(out, PersonId(school, pupil.number));
    Append(out, R"(,"lasKey":"ll-)");
    AppendNumber(out, pupil.number);
    Append(out, R"(",)");
    AppendName(out, pupil.name);
    Append(out, R"(,"jaargroep":")");
    AppendNumber(out, pupil.year);
    AppendField(out, R"(","groep":)", school.groups[pupil.group].id);
    Append(out, R"(,"subgroepen":)");
    AppendIds(out, school.composed, pupil.composed);
    Append(out, "}}");
}

void AppendStaff(std::string& out, const MadeSchool& school, const MadeStaff& member) {
    AppendPersonHead(out, "staff", "upsert", school, member.number);
    Append(out, R"(,"data":{)");
    AppendName(out, member.name);
    AppendField(out, R"(,"emailadres":)", member.email);
    if (member.end_date.empty()) {
        Append(out, R"(,"einddatum":null)");
    } else {
        AppendField(out, R"(,"einddatum":)", member.end_date);
    }
    Append(out, R"(,"rollen":[)");
    for (std::size_t i = 0; i < member.roles.size(); ++i) {
        if (i > 0) out += ',';
        AppendQuoted(out, member.roles[i]);
    }
    Append(out, R"(],"groepen":)");
    AppendIds(out, school.groups, member.groups);
    Append(out, R"(,"subgroepen":)");
    AppendIds(out, school.composed, member.composed);
    Append(out, "}}");
}

void AppendDelete(std::string& out, const MadeSchool& school, std::string_view type, int number) {
    AppendPersonHead(out, type, "delete", school, number);
    out += '}';
}

}  // namespace suite::roster_gen
