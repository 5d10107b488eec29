// What each reason says to a person: Dutch at B1 with "je", and what to do next.
#include <map>

#include "core/reasons.hpp"
#include "services/gateway/problem.hpp"

namespace suite::gateway {
namespace {

const std::map<std::string_view, ProblemText>& Texts() {
    static const std::map<std::string_view, ProblemText> kTexts{
        {reason::kInvalidRequest,
         {"Er klopt iets niet in de aanvraag", "Kijk bij 'errors' welk veld niet goed is.",
          "The request is not right"}},
        {reason::kInvalidBody,
         {"De inhoud is niet leesbaar", "Wat je hebt gestuurd is beschadigd of heeft een andere vorm dan verwacht.",
          "The body cannot be read"}},
        {reason::kInvalidCursor,
         {"Deze plek in de lijst bestaat niet", "Begin opnieuw bij het begin van de lijst.",
          "The cursor is not valid"}},
        {reason::kBodyTooLarge, {"Het bestand is te groot", "Stuur minder tegelijk.", "The body is too large"}},
        {reason::kUriTooLong, {"Het adres is te lang", "Gebruik een korter adres.", "The address is too long"}},
        {reason::kUnsupportedMediaType,
         {"Deze soort inhoud kunnen we niet lezen", "Stuur JSON met Content-Type application/json.",
          "The media type is not supported"}},
        {reason::kMethodNotAllowed,
         {"Dat kan niet op dit adres", "Dit adres bestaat, maar je kunt er dit niet mee doen.",
          "The method is not allowed here"}},
        {reason::kNotFound, {"Niet gevonden", "Dit adres bestaat niet.", "Not found"}},
        {reason::kUnauthenticated, {"Je bent niet ingelogd", "Log opnieuw in.", "A valid token is needed"}},
        {reason::kForbidden,
         {"Dit mag je niet", "Je hebt hier geen rechten voor. Vraag het aan de ICT-coördinator van je school.",
          "Not allowed for this role or scope"}},
        {reason::kInvalidClient,
         {"Onbekende toepassing", "De sleutel van de toepassing klopt niet.",
          "The client is unknown or its secret is wrong"}},
        {reason::kUnavailable,
         {"Even niet bereikbaar", "Dit onderdeel doet het nu niet. Probeer het over een paar minuten opnieuw.",
          "Temporarily unavailable"}},
        {reason::kDeadlineExceeded, {"Het duurde te lang", "Probeer het opnieuw.", "It took too long"}},
        {reason::kOverloaded, {"Te druk", "Probeer het zo opnieuw.", "Too many requests"}},
        {reason::kConflict,
         {"Iemand anders was je voor", "Het is intussen veranderd. Kijk opnieuw en probeer het nog eens.",
          "Changed by somebody else"}},
        {reason::kInternal,
         {"Er ging bij ons iets mis",
          "Probeer het opnieuw. Lukt het niet, bel dan de helpdesk en noem het nummer bij 'traceId'.",
          "Something went wrong on our side"}},
        {reason::kUnimplemented, {"Dit kan nog niet", "Deze mogelijkheid is er nog niet.", "Not available"}},
        {reason::kSchoolUnknown,
         {"School niet gevonden", "Deze school kennen we niet, of je hebt er geen toegang toe.", "School not found"}},
        {reason::kGroupUnknown,
         {"Groep niet gevonden", "Deze groep is er niet (meer) op je school, of het is niet jouw groep.",
          "Group not found"}},
        {reason::kPersonUnknown,
         {"Persoon niet gevonden", "Deze leerling of leerkracht is er niet (meer) op deze school.",
          "Person not found"}},
        {reason::kBatchUnknown, {"Levering niet gevonden", "Deze levering kennen we niet.", "Batch not found"}},
        {reason::kBatchStale,
         {"Deze levering is te oud", "Levering {newestSequence} is al verwerkt. Stuur een nieuwere.",
          "The batch is older than what is applied"}},
        {reason::kBatchClosed,
         {"Deze levering is al afgesloten", "Je kunt er geen delen meer aan toevoegen. Begin een nieuwe levering.",
          "The batch is closed"}},
        {reason::kBatchIncomplete,
         {"Deze levering is niet compleet", "Er ontbreken delen. Stuur die eerst.", "The batch is not complete"}},
        {reason::kBatchDiffers,
         {"Deze levering bestaat al", "Er is al een levering met dit nummer, maar van een andere soort.",
          "The batch exists with another kind"}},
        {reason::kInvalidRecord,
         {"Een regel in de levering is niet leesbaar",
          "Kijk bij 'errors' om welke regel het gaat. Er is niets van dit deel opgeslagen.",
          "A line of the part cannot be read"}},
        {reason::kImportUnknown, {"Import niet gevonden", "Deze import kennen we niet.", "Import not found"}},
        {reason::kInvalidEdexml,
         {"Dit is geen goed EDEXML-bestand",
          "Maak het bestand opnieuw in je administratiepakket en probeer het nog eens.", "Not a valid EDEXML file"}},
        {reason::kOtherSchool,
         {"Dit bestand is van een andere school", "Het bestand is van {fileSchool}, maar je werkt nu voor {school}.",
          "The file is of another school"}},
        {reason::kSchoolYearEnded,
         {"Dit bestand is van een schooljaar dat voorbij is",
          "Het bestand is van schooljaar {schoolYear}. Weet je zeker dat je dit wilt inlezen? Bevestig dan het "
          "schooljaar.",
          "The file is of a school year that has ended"}},
        {reason::kInvalidAnswer,
         {"Een ander systeem gaf een antwoord dat niet klopt",
          "Er is niets veranderd. Probeer het later opnieuw. Blijft het zo, bel dan de helpdesk.",
          "The source's answer is not what it promises"}},
        {reason::kFeedTooFarBehind, {"Te ver achter", "Begin met een volledig overzicht.", "Too far behind the feed"}},
        {reason::kLicenceUnknown,
         {"Licentie niet gevonden", "Deze licentie heeft je school niet (meer).", "Licence not found"}},
        {reason::kLicenceNotForGroups,
         {"Deze licentie is per kind", "Je kunt er geen groep aan koppelen. Kies de kinderen bij 'Licenties per kind'.",
          "The licence is per pupil"}},
        {reason::kLicenceEnded,
         {"Deze licentie is afgelopen", "Je kunt er geen groepen meer aan koppelen. Bestel een nieuwe licentie.",
          "The licence has ended"}},
        {reason::kOrderOtherSchool,
         {"Deze orderregel is van een andere school", "Een orderregel kan niet naar een andere school.",
          "The order line belongs to another school"}},
        {reason::kConnectionExists,
         {"Deze koppeling is er al", "Je school heeft al een koppeling met dit leerlingvolgsysteem.",
          "The connection exists already"}},
        {reason::kVersionOutdated,
         {"Er is al een nieuwere versie", "Van dit resultaat hebben we een hogere versie.",
          "A higher version of the result is held"}},
        {reason::kVersionDiffers,
         {"Deze versie is er al",
          "Van dit resultaat hebben we deze versie, maar met een andere inhoud. Stuur een hogere versie.",
          "This version of the result is held with other content"}},
        {reason::kResultFixed,
         {"Dit kan niet meer anders", "De school en de soort van een resultaat liggen vast.",
          "A correction cannot change the school or the kind"}},
        {reason::kLasUnknown,
         {"Dit leerlingvolgsysteem kennen we niet", "Kies ParnasSys, Momento of EasyRapport.",
          "Unknown pupil-tracking system"}},
    };
    return kTexts;
}

}  // namespace

const ProblemText& TextFor(std::string_view reason) {
    const auto it = Texts().find(reason);
    return it == Texts().end() ? Texts().at(reason::kInternal) : it->second;
}

bool HasText(std::string_view reason) { return Texts().contains(reason); }

}  // namespace suite::gateway
