#include "services/gateway/audit_texts.hpp"

#include <algorithm>
#include <array>

#include "core/operations.hpp"

namespace suite::gateway {
namespace {

struct Text {
    std::string_view key;
    std::string_view nl;
    std::string_view en;
};

constexpr std::array kWho{
    Text{"coordinator", "De ICT-coördinator", "The ICT coordinator"},
    Text{"teacher", "Een leerkracht", "A teacher"},
    Text{"helpdesk", "De helpdesk", "The helpdesk"},
    Text{"machine", "Een gekoppeld systeem", "A connected system"},
    Text{"", "De beheerder van dit systeem", "The operator of this system"},
};
constexpr Text kSomebody{"", "Iemand", "Somebody"};

constexpr std::array kDid{
    Text{operation::kPupilsViewed, "bekeek de lijst met leerlingen", "looked at the list of pupils"},
    Text{operation::kGroupViewed, "bekeek een groep met leerlingen en leerkrachten",
         "looked at a group with its pupils and teachers"},
    Text{operation::kTeachersViewed, "bekeek de lijst met leerkrachten", "looked at the list of teachers"},
    Text{operation::kCoordinatorsViewed, "bekeek de lijst met ICT-coördinatoren",
         "looked at the list of ICT coordinators"},
    Text{operation::kGroupJoinsViewed, "bekeek wie er in een groep bij kwam", "looked at who joined a group"},
    Text{operation::kImportViewed, "bekeek een import van leerlinggegevens", "looked at an import of pupil data"},
    Text{operation::kImportTried, "bekeek wat een EDEXML-bestand zou veranderen",
         "looked at what an EDEXML file would change"},
    Text{operation::kRemovalViewed, "bekeek wie er verwijderd zou worden", "looked at who would be removed"},
    Text{operation::kLinkedPupilsViewed, "bekeek de leerlingen bij een licentie", "looked at the pupils of a licence"},
    Text{operation::kLicenceHistoryViewed, "bekeek de geschiedenis van de licenties",
         "looked at the history of the licences"},
    Text{operation::kLicenceAccessViewed, "bekeek wie op een dag toegang had", "looked at who had access on a day"},
    Text{operation::kForecastViewed, "bekeek wat er volgend schooljaar aan licenties nodig is",
         "looked at which licences the next school year needs"},
    Text{operation::kSeatsViewed, "bekeek wie een plaats van een licentie heeft",
         "looked at who has a seat of a licence"},
    Text{operation::kWaitingListViewed, "bekeek de wachtlijst van een licentie",
         "looked at the waiting list of a licence"},
    Text{operation::kCorrectionsViewed, "bekeek verzoeken om een plaats te wijzigen",
         "looked at requests to correct a seat"},
    Text{operation::kPersonProductsViewed, "bekeek wat iemand mag gebruiken", "looked at what a person may use"},
    Text{operation::kExplanationViewed, "bekeek waarom iemand iets wel of niet mag gebruiken",
         "looked at why a person may or may not use something"},
    Text{operation::kVisibilityViewed, "bekeek bij wie een product bij Basispoort zichtbaar is",
         "looked at who sees a product at Basispoort"},
    Text{operation::kPincodesViewed, "bekeek de pincodes van een groep", "looked at the pincodes of a group"},
    Text{operation::kAuditViewed, "bekeek dit logboek", "looked at this log"},
    Text{operation::kRosterImported, "importeerde een EDEXML-bestand", "imported an EDEXML file"},
    Text{operation::kRemovalApproved, "keurde een verwijdering goed", "approved a removal"},
    Text{operation::kRemovalDropped, "wees een verwijdering af", "rejected a removal"},
    Text{operation::kLicenceTerminated, "zegde een licentie op", "terminated a licence"},
    Text{operation::kLicenceResumed, "liet een licentie weer doorlopen", "resumed a licence"},
    Text{operation::kGroupLinked, "koppelde een groep aan een licentie", "linked a group to a licence"},
    Text{operation::kGroupUnlinked, "ontkoppelde een groep van een licentie", "unlinked a group from a licence"},
    Text{operation::kPupilLinked, "koppelde een leerling aan een licentie", "linked a pupil to a licence"},
    Text{operation::kPupilUnlinked, "ontkoppelde een leerling van een licentie", "unlinked a pupil from a licence"},
    Text{operation::kProposalAccepted, "nam een voorstel voor een koppeling over", "accepted a proposed link"},
    Text{operation::kProposalDropped, "wees een voorstel voor een koppeling af", "dropped a proposed link"},
    Text{operation::kSeatAssigned, "gaf een leerling een plaats van een licentie", "gave a pupil a seat of a licence"},
    Text{operation::kSeatTakenBack, "nam een plaats van een licentie terug", "took a seat of a licence back"},
    Text{operation::kWaitingListJoined, "zette een leerling op een wachtlijst", "put a pupil on a waiting list"},
    Text{operation::kWaitingListLeft, "haalde een leerling van een wachtlijst", "took a pupil off a waiting list"},
    Text{operation::kCorrectionAsked, "vroeg om een plaats te wijzigen", "asked to correct a seat"},
    Text{operation::kCorrectionRefused, "wees een verzoek om een plaats te wijzigen af",
         "refused a request to correct a seat"},
    Text{operation::kConnectionAdded, "koppelde de school aan een leerlingvolgsysteem",
         "connected the school to a pupil-tracking system"},
    Text{operation::kAddressAdded, "voegde een IP-adres van de school toe", "added an IP address of the school"},
    Text{operation::kAddressRemoved, "haalde een IP-adres van de school weg", "removed an IP address of the school"},
    Text{operation::kResultsPulled, "haalde resultaten van leerlingen op", "fetched results of pupils"},
    Text{operation::kReconcileAsked, "vroeg om een vergelijking met Basispoort",
         "asked for a comparison with Basispoort"},
    Text{operation::kOrderPlaced, "gaf een bestelde licentie door", "handed in a licence that was ordered"},
    Text{operation::kOrderChanged, "wijzigde een bestelde licentie", "changed a licence that was ordered"},
    Text{operation::kAuditEntriesDropped, "verwijderde regels uit dit logboek die lang genoeg bewaard waren",
         "removed entries of this log that were kept long enough"},
    Text{operation::kMethodChanged, "wijzigde een methode in de catalogus", "changed a method of the catalogue"},
    Text{operation::kMethodRemoved, "verwijderde een methode uit de catalogus", "removed a method from the catalogue"},
    Text{operation::kProductChanged, "wijzigde een product in de catalogus", "changed a product of the catalogue"},
    Text{operation::kProductRemoved, "verwijderde een product uit de catalogus",
         "removed a product from the catalogue"},
    Text{operation::kUsersRepaired, "liet de gebruikers van een product bij Basispoort herstellen",
         "had the users of a product at Basispoort repaired"},
};
constexpr Text kSomething{"", "deed iets wat deze versie niet kent", "did something that this version does not know"};

template <std::size_t kSize>
const Text& Find(const std::array<Text, kSize>& texts, std::string_view key, const Text& otherwise) {
    const auto* const found = std::ranges::find(texts, key, &Text::key);
    return found == texts.end() ? otherwise : *found;
}

std::string_view In(const Text& text, Language language) { return language == Language::kDutch ? text.nl : text.en; }

}  // namespace

std::string AuditSentence(std::string_view role, std::string_view operation, Language language) {
    std::string sentence(In(Find(kWho, role, kSomebody), language));
    return sentence.append(" ").append(In(Find(kDid, operation, kSomething), language)).append(".");
}

bool HasSentence(std::string_view operation) { return std::ranges::find(kDid, operation, &Text::key) != kDid.end(); }

void FillSentences(audit::v1::ListAuditEntriesResponse& answer, Language language) {
    for (auto& item : *answer.mutable_items())
        item.set_sentence(AuditSentence(item.done_by().role(), item.operation(), language));
}

}  // namespace suite::gateway
