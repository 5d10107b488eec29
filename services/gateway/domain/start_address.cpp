#include "services/gateway/domain/start_address.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kLongestKey = 64;  // of the catalogue
constexpr std::size_t kBrin = 4;
constexpr std::size_t kBrinAndLocation = 6;

// Never renamed: they stand in bookmarks.
constexpr std::array<std::pair<StartRoute, std::string_view>, 5> kRouteWords{{
    {StartRoute::kBasispoort, "basispoort"},
    {StartRoute::kShortcut, "snelkoppeling"},
    {StartRoute::kPortal, "netwerk"},
    {StartRoute::kBookmark, "bladwijzer"},
    {StartRoute::kHome, "thuis"},
}};
constexpr std::array<std::pair<StartWho, std::string_view>, 2> kWhoWords{{
    {StartWho::kStaff, "leerkracht"},
    {StartWho::kPupil, "leerling"},
}};

constexpr std::array kKinds{
    StartKind{StartRoute::kBasispoort, StartWho::kStaff, "A", "Leerkracht: via Basispoort", "Teacher: by Basispoort",
              "Je logt in met je account van Basispoort en gaat daarna meteen verder.",
              "Signs in with the account of Basispoort and goes on from there."},
    StartKind{StartRoute::kBasispoort, StartWho::kPupil, "A", "Leerling: via Basispoort", "Pupil: by Basispoort",
              "Leerlingen beginnen op de site van Basispoort en klikken daar op een icoon.",
              "Pupils begin at Basispoort's site and click an icon there."},
    StartKind{
        StartRoute::kShortcut, StartWho::kStaff, "B", "Leerkracht: snelkoppeling", "Teacher: shortcut",
        "Zet dit adres op het bureaublad of bij de bladwijzers van een leerkracht. Wie al is ingelogd, gaat meteen "
        "verder.",
        "For the desktop or the bookmarks of a teacher. Whoever is signed in already goes on at once."},
    StartKind{StartRoute::kShortcut, StartWho::kPupil, "B", "Leerling: snelkoppeling", "Pupil: shortcut",
              "Zet dit adres op het bureaublad van de computers van leerlingen. Het werkt alleen op school.",
              "For the desktop of the pupils' computers. Works at school only."},
    StartKind{StartRoute::kPortal, StartWho::kStaff, "C", "Leerkracht: portaal van het netwerk",
              "Teacher: the network's portal",
              "Geef dit adres aan de beheerder van jullie netwerk, voor een tegel in het portaal voor leerkrachten.",
              "For whoever manages the network: a tile in the portal for teachers."},
    StartKind{StartRoute::kPortal, StartWho::kPupil, "C", "Leerling: portaal van het netwerk",
              "Pupil: the network's portal",
              "Geef dit adres aan de beheerder van jullie netwerk, voor een tegel in het portaal voor leerlingen. Het "
              "werkt alleen op school.",
              "For whoever manages the network: a tile in the portal for pupils. Works at school only."},
    StartKind{StartRoute::kBookmark, StartWho::kPupil, "D", "Leerling: Chromebook of tablet",
              "Pupil: Chromebook or tablet",
              "Maak met dit adres een bladwijzer of een icoon op het beginscherm. Het werkt alleen op school.",
              "For a bookmark, or an icon on the home screen. Works at school only."},
    StartKind{
        StartRoute::kHome, StartWho::kPupil, "E", "Leerling: thuis", "Pupil: at home",
        "Geef dit adres aan ouders. Een kind logt daar in met het e-mailadres en het wachtwoord van de thuislogin.",
        "For parents. A child logs in there with the e-mail address and the password of the home login."},
};

template <class Value, std::size_t kSize>
std::string_view WordOf(const std::array<std::pair<Value, std::string_view>, kSize>& words, Value value) {
    const auto* const at = std::ranges::find(words, value, &std::pair<Value, std::string_view>::first);
    return at == words.end() ? std::string_view() : at->second;
}
template <class Value, std::size_t kSize>
std::optional<Value> ValueOf(const std::array<std::pair<Value, std::string_view>, kSize>& words,
                             std::string_view word) {
    const auto lower = AsciiLower(word);
    const auto* const at = std::ranges::find(words, lower, &std::pair<Value, std::string_view>::second);
    return at == words.end() ? std::nullopt : std::optional(at->first);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The unreserved characters of RFC 3986: nothing in it has to be encoded.
bool IsKey(std::string_view text) {
    return !text.empty() && text.size() <= kLongestKey && text != "." && text != ".." &&
           std::ranges::all_of(
               text, [](char c) { return IsDigit(c) || IsLetter(c) || c == '-' || c == '.' || c == '_' || c == '~'; });
}

std::unexpected<Error> Unknown(std::string_view reason, std::string message) {
    return Fail(Code::kNotFound, reason, std::move(message));
}

}  // namespace

std::string WriteNumber(const SchoolNumber& number) {
    return number.basispoort_id ? std::to_string(*number.basispoort_id) : number.brin + number.location;
}

std::optional<SchoolNumber> ReadNumber(std::string_view text) {
    if (std::ranges::all_of(text, IsDigit)) {
        const auto id = text.starts_with('0') ? std::nullopt : ParseInteger(text);
        if (!id || *id <= 0) return std::nullopt;
        return SchoolNumber{.basispoort_id = *id};
    }
    const bool plain = std::ranges::all_of(text, [](char c) { return IsDigit(c) || IsLetter(c); });
    if (text.size() != kBrinAndLocation || !plain || !std::ranges::all_of(text.substr(kBrin), IsDigit))
        return std::nullopt;
    SchoolNumber number{.brin = std::string(text.substr(0, kBrin)), .location = std::string(text.substr(kBrin))};
    for (char& c : number.brin) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return number;
}

std::string WriteStart(const StartAddress& address) {
    std::string path(kStart);
    path.append("/").append(WordOf(kRouteWords, address.route));
    path.append("/").append(WordOf(kWhoWords, address.who));
    path.append("/").append(WriteNumber(address.school));
    if (!address.method.empty()) path.append("/").append(address.method);
    if (!address.method.empty() && !address.product.empty()) path.append("/").append(address.product);
    return path;
}

Result<StartAddress> ReadStart(std::string_view path) {
    if (path.ends_with('/')) path.remove_suffix(1);
    // "", "start", route, who, school, method, product
    const auto parts = Split(path, '/');
    if (parts.size() < 5 || parts.size() > 7)
        return Unknown(reason::kStartUnknown, "this start address is not whole, or has too much in it");
    const auto route = ValueOf(kRouteWords, parts[2]);
    const auto who = ValueOf(kWhoWords, parts[3]);
    const bool there = route && who && std::ranges::any_of(kKinds, [&](const StartKind& kind) {
                           return kind.route == *route && kind.who == *who;
                       });
    if (!there) return Unknown(reason::kStartUnknown, "there is no such start address");
    auto school = ReadNumber(parts[4]);
    if (!school) return Unknown(reason::kSchoolUnknown, "this start address names no school that we know");
    StartAddress address{.route = *route, .who = *who, .school = *std::move(school)};
    for (std::size_t i = 5; i < parts.size(); ++i) {
        if (!IsKey(parts[i])) return Unknown(reason::kMethodUnknown, "this start address names no method that we know");
        (i == 5 ? address.method : address.product) = parts[i];
    }
    return address;
}

std::span<const StartKind> StartKinds() { return kKinds; }

bool OnlyAtSchool(const StartAddress& address) {
    if (address.who != StartWho::kPupil) return false;
    switch (address.route) {
        case StartRoute::kShortcut:
        case StartRoute::kPortal:
        case StartRoute::kBookmark:
            return true;
        case StartRoute::kBasispoort:
        case StartRoute::kHome:
            return false;
    }
    return true;
}

}  // namespace suite::gateway
