#include "services/roster_sync/domain/rejection.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::size_t kMaxShownKey = 256;

struct Text {
    std::string_view reason;
    std::string_view nl;
    std::string_view en;
};

constexpr std::array kTexts = {
    Text{rejected::kUnknownGroup, "Deze groep kennen wij niet bij deze school.", "This school has no such group."},
    Text{rejected::kUnknownSchool, "Deze school kennen wij nog niet.",
         "This school is not known yet: send its own record too."},
    Text{rejected::kUnknownPerson, "Deze persoon kennen wij niet bij deze school.", "This school has no such person."},
    Text{rejected::kNoStableKey,
         "Er is geen vaste sleutel (Basispoort-id, ECK iD of sleutel uit de schooladministratie). Een sleutel die "
         "met # begint telt niet.",
         "There is no lasting key (Basispoort id, ECK iD or key of the pupil administration). A key that starts with # "
         "does not count."},
    Text{rejected::kDuplicateKey, "Deze sleutel hoort al bij een ander.", "This key belongs to another already."},
    Text{rejected::kDuplicateEmail, "Dit e-mailadres hoort al bij een andere medewerker van de school.",
         "This e-mail address belongs to another member of the school's staff already."},
    Text{rejected::kSeveralBaseGroups, "Een leerling zit in hoogstens één stamgroep; hier staan er meer.",
         "A pupil is in one base group at most; this one names several."},
    Text{rejected::kMissingName, "De naam ontbreekt.", "The name is missing."},
    Text{rejected::kMissingKey, "De sleutel (key) ontbreekt.", "The key is missing."},
    Text{rejected::kTooLong, "De waarde is te lang.", "The value is too long."},
    Text{rejected::kInvalidText, "De waarde bevat tekens die niet mogen.",
         "The value holds characters that are not allowed."},
    Text{rejected::kInvalidType, "De waarde is van een verkeerde soort.", "The value is of the wrong type."},
    Text{rejected::kInvalidYearGroup, "Deze jaargroep bestaat niet.", "There is no such year group."},
    Text{rejected::kInvalidEmail, "Dit is geen geldig e-mailadres.", "This is not a valid e-mail address."},
    Text{rejected::kInvalidDate, "Dit is geen geldige datum.", "This is not a valid date."},
    Text{rejected::kInvalidBrin, "Dit is geen geldige BRIN- of dependancecode.",
         "This is not a valid BRIN or location code."},
    Text{rejected::kUnknownRole, "Deze rol kennen wij niet.", "This role is not known."},
    Text{rejected::kFormerPupil, "Deze leerling is van school en is daarom niet overgenomen.",
         "This pupil has left the school and was not taken in."},
    Text{rejected::kNoConsent,
         "De school heeft in Basispoort geen toestemming gegeven (of die ingetrokken), dus nemen wij niets over.",
         "The school has not given its consent in Basispoort, or took it away, so nothing is taken in."},
};
static_assert(kTexts.size() == rejected::kAll.size());

}  // namespace

std::string_view ToString(Entity entity) {
    switch (entity) {
        case Entity::kSchool:
            return "school";
        case Entity::kGroup:
            return "group";
        case Entity::kPupil:
            return "pupil";
        case Entity::kStaff:
            return "staff";
    }
    std::unreachable();
}

Rejection MakeRejection(Entity entity, Position at, std::string key, const Fault& fault) {
    if (!IsCleanUtf8(key) || CodePoints(key) > kMaxShownKey) key.clear();  // rejections are stored and shown
    Rejection rejection{.entity = entity,
                        .part = at.part,
                        .line = at.line,
                        .key = std::move(key),
                        .field = fault.field,
                        .reason = fault.reason};
    for (const auto& text : kTexts) {
        if (text.reason != fault.reason) continue;
        rejection.message_nl = text.nl;
        rejection.message_en = text.en;
    }
    return rejection;
}

void UseEdexmlWords(Rejection& rejection) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kWords{
        {{"lasKey", "key"}, {"voornaam", "roepnaam"}, {"subgroepen", "samengestelde_groepen"}}};
    for (const auto& [basispoort, edexml] : kWords) {
        if (rejection.field == basispoort) {
            rejection.field = edexml;
            return;
        }
    }
}

}  // namespace suite::roster_sync
