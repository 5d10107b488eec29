#include "services/licence/domain/auto_link_reason.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace suite::licence {
namespace {

struct Entry {
    MatchReason reason;
    std::string_view code;
    std::string_view dutch;
    std::string_view english;
};

constexpr std::array kEntries{
    Entry{MatchReason::kYearGroupMatches, "year-group-matches", "De licentie is voor de jaargroep van deze groep.",
          "The licence serves the group's year group."},
    Entry{MatchReason::kCombinationGroup, "combination-group",
          "Dit is een combinatiegroep. De licentie is voor een van de jaargroepen in de groep.",
          "A combination group; the licence serves one of its year groups."},
    Entry{MatchReason::kMethodLastYear, "all-pupils-had-method-last-year",
          "De leerlingen van deze groep werkten vorig schooljaar ook met deze methode.",
          "The group's pupils used this method last school year."},
    Entry{MatchReason::kProductLastYear, "all-pupils-had-product-last-year",
          "De leerlingen van deze groep werkten vorig schooljaar al met dit product.",
          "The group's pupils used this very product last school year."},
    Entry{MatchReason::kNameInTitle, "group-name-in-title", "De naam van de groep staat in de titel van de licentie.",
          "The licence's title names the group."},
    Entry{MatchReason::kSameNameLastYear, "same-name-last-year",
          "Vorig schooljaar had een groep met dezelfde naam dit product.",
          "A group of the same name had this product last school year."},
    Entry{MatchReason::kTitleOnly, "title-only",
          "Alleen de titel zegt voor welke jaargroep de licentie is. Kijk of dat klopt.",
          "Only the title says which year group the licence is for."},
    Entry{MatchReason::kYearGroupsDiffer, "year-groups-differ",
          "De bestelling, de titel en de catalogus noemen niet dezelfde jaargroepen.",
          "Order line, title and catalogue name different year groups."},
    Entry{MatchReason::kYearGroupUnknown, "year-group-unknown", "We weten niet voor welke jaargroepen de licentie is.",
          "It is not known which year groups the licence serves."},
    Entry{MatchReason::kYearGroupsMixed, "year-groups-mixed",
          "De jaargroep van de groep is niet die van de leerlingen. Kijk in je schooladministratie of dat klopt.",
          "The group's year group is not that of its pupils."},
    Entry{MatchReason::kNameDiffers, "group-name-differs",
          "De naam van de groep noemt een andere jaargroep dan die van de leerlingen.",
          "The group's name tells another year group than its pupils have."},
    Entry{MatchReason::kFewPupils, "few-pupils",
          "Maar een paar leerlingen van deze groep zitten in de jaargroep van de licentie. Je kunt ook alleen die "
          "kinderen koppelen.",
          "Only a few of the group's pupils are in the licence's year group; they can be linked one by one."},
    Entry{MatchReason::kNoPupils, "no-pupils", "Er zitten nog geen leerlingen in deze groep.",
          "The group has no pupils yet."},
    Entry{MatchReason::kPupilsNotMoved, "pupils-not-moved",
          "Veel leerlingen hebben nog de jaargroep van vorig schooljaar. Kijk in je schooladministratie of dat klopt.",
          "Many pupils still have last school year's year group."},
    Entry{MatchReason::kTwoMethodsOfOneSubject, "two-methods-of-one-subject",
          "Je school heeft voor dit vak nog een methode voor deze jaargroep. Kies welke bij deze groep hoort.",
          "The school has another method of this subject for this year group."},
    Entry{MatchReason::kOtherMethodLinked, "other-method-linked",
          "Deze groep is voor dit vak al gekoppeld aan een andere methode.",
          "The group is linked to another method of this subject already."},
    Entry{MatchReason::kSubjectUnknown, "subject-unknown",
          "We weten niet of deze licentie en een andere licentie van je school voor hetzelfde vak zijn.",
          "It is not known whether this and another licence of the school are of one subject."},
    Entry{MatchReason::kTwoProductsOfOneMethod, "two-products-of-one-method",
          "Van deze methode heeft je school nog een product voor deze jaargroep. Kies welke bij deze groep hoort, of "
          "neem ze allebei.",
          "The school has another product of this method for this year group."},
    Entry{MatchReason::kTwoLicencesOfOneProduct, "two-licences-of-one-product",
          "Je school heeft dit product twee keer. Kies welke licentie bij deze groep hoort.",
          "The school has two licences of this product."},
    Entry{MatchReason::kNotUsedLastYear, "not-used-last-year",
          "Vorig schooljaar gebruikte deze jaargroep dit product niet.",
          "This year group did not use the product last school year."},
    Entry{MatchReason::kSpecialGroup, "special-group",
          "De titel wijst op een product voor een plusklas of extra hulp, niet voor een hele groep.",
          "The title points at a product for enrichment or extra help, not for a whole class."},
    Entry{MatchReason::kComposedGroup, "composed-group",
          "Dit is een samengestelde groep. Die koppelen we nooit vanzelf.",
          "Composed groups are never linked automatically."},
    Entry{MatchReason::kShortPeriod, "short-period",
          "De licentie en het schooljaar van de groep vallen maar kort samen.",
          "The licence and the group's school year coincide for a short time only."},
};

const Entry& Find(MatchReason reason) { return *std::ranges::find(kEntries, reason, &Entry::reason); }

}  // namespace

bool IsDoubt(MatchReason reason) { return reason >= MatchReason::kTitleOnly; }
std::string_view CodeOf(MatchReason reason) { return Find(reason).code; }
std::string_view DutchText(MatchReason reason) { return Find(reason).dutch; }
std::string_view EnglishText(MatchReason reason) { return Find(reason).english; }

std::optional<MatchReason> ParseMatchReason(std::string_view code) {
    const auto at = std::ranges::find(kEntries, code, &Entry::code);
    return at == kEntries.end() ? std::nullopt : std::optional(at->reason);
}

std::string EncodeReasons(const std::vector<MatchReason>& reasons) {
    std::string text;
    for (const auto reason : reasons) {
        if (!text.empty()) text += ' ';
        text += CodeOf(reason);
    }
    return text;
}

std::vector<MatchReason> DecodeReasons(std::string_view text) {
    std::vector<MatchReason> reasons;
    for (const auto code : Split(text, ' ')) {
        if (const auto reason = ParseMatchReason(code)) reasons.push_back(*reason);
    }
    return reasons;
}

std::vector<MatchReason> AllMatchReasons() {
    std::vector<MatchReason> all;
    for (const auto& entry : kEntries) all.push_back(entry.reason);
    return all;
}

}  // namespace suite::licence
