#include "services/licence/domain/explanation.hpp"

#include <algorithm>
#include <array>

namespace suite::licence {
namespace {

using Text = BothLanguages;

/// The words that the sentences are made of, in both languages.
class Words {
  public:
    explicit Words(const ExplanationFacts& facts)
        : facts_(facts),
          name_(facts.person_name.empty() ? Text{facts.person.staff ? "deze medewerker" : "deze leerling",
                                                 facts.person.staff ? "this staff member" : "this pupil"}
                                          : Text{facts.person_name, facts.person_name}),
          product_(facts.product_name.empty() ? facts.product_id : facts.product_name),
          title_(facts.licence_title.empty() ? product_ : facts.licence_title) {}

    /// Each "{name}", "{title}", "{product}", "{groups}" and "{date}" replaced; a sentence begins with a capital.
    [[nodiscard]] Text Say(std::string nl, std::string en, Date date = {}) const {
        const auto day = DateInWords(date);
        const auto groups = Groups();
        return {Fill(std::move(nl), name_.nl, groups.nl, day.nl), Fill(std::move(en), name_.en, groups.en, day.en)};
    }

  private:
    [[nodiscard]] std::string Fill(std::string text, const std::string& name, const std::string& groups,
                                   const std::string& day) const {
        const std::pair<std::string_view, const std::string*> marks[] = {
            {"{name}", &name}, {"{title}", &title_}, {"{product}", &product_}, {"{groups}", &groups}, {"{date}", &day}};
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            const auto mark = std::ranges::find_if(
                marks, [&](const auto& one) { return std::string_view(text).substr(at).starts_with(one.first); });
            if (mark == std::end(marks)) {
                out += text[at++];
            } else {
                out += *mark->second;
                at += mark->first.size();
            }
        }
        if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
            out.front() = static_cast<char>(out.front() - 'a' + 'A');
        return out;
    }

    /// "5A en Plusgroep"
    [[nodiscard]] Text Groups() const {
        std::string nl;
        std::string en;
        for (std::size_t i = 0; i < facts_.groups.size(); ++i) {
            const bool last = i + 1 == facts_.groups.size();
            if (i > 0) {
                nl += last ? " en " : ", ";
                en += last ? " and " : ", ";
            }
            nl += facts_.groups[i].name;
            en += facts_.groups[i].name;
        }
        return {nl, en};
    }

    const ExplanationFacts& facts_;
    const Text name_;
    const std::string product_;
    const std::string title_;
};

Date LastDayOf(const ExplanationFacts& facts) {
    if (!facts.licence) return {};
    return LastDay(facts.licence->end, facts.licence->renews, facts.licence->ends_on, facts.today);
}

/// The answer to one question; a failure is also the cause when it is the first.
Text StepText(const Step& step, const ExplanationFacts& facts, Reason answer, const Words& words) {
    const bool yes = step.Passed();
    switch (step.question) {
        case Question::kSchoolKnown:
            return yes ? words.Say("We kennen deze school.", "We know this school.")
                       : words.Say("We kennen deze school niet.", "We do not know this school.");
        case Question::kSchoolActive:
            return yes ? words.Say("De school is actief.", "The school is active.")
                       : words.Say("De school staat bij ons als gestopt, of als samengegaan met een andere school.",
                                   "The school is registered as closed, or as merged into another one.");
        case Question::kConsent:
            return yes ? words.Say("De school geeft in Basispoort toestemming aan deze uitgever.",
                                   "The school gives this publisher consent in Basispoort.")
                       : words.Say("De school geeft in Basispoort geen toestemming aan deze uitgever.",
                                   "The school gives this publisher no consent in Basispoort.");
        case Question::kPersonKnown:
            return yes ? words.Say("{name} staat bij deze school.", "{name} is registered at this school.")
                       : words.Say("{name} staat niet bij deze school.", "{name} is not registered at this school.");
        case Question::kPersonActive:
            return yes ? words.Say("{name} is actief.", "{name} is active.")
                       : words.Say("{name} is niet actief.", "{name} is not active.");
        case Question::kWithinEndDate: {
            const auto& end = facts.person.end_date;
            if (!end) return words.Say("{name} heeft geen einddatum.", "{name} has no end date.");
            return yes ? words.Say("{name} heeft toegang tot en met {date}.", "{name} has access until {date}.", *end)
                       : words.Say("{name} had toegang tot en met {date}.", "{name} had access until {date}.", *end);
        }
        case Question::kLicence:
            return yes ? words.Say("De school heeft een licentie: {title}.", "The school has a licence: {title}.")
                       : words.Say("De school heeft geen licentie voor {product}.",
                                   "The school has no licence for {product}.");
        case Question::kNotCancelled:
            return yes ? words.Say("De licentie is niet geannuleerd.", "The licence is not cancelled.")
                       : words.Say("De licentie {title} is geannuleerd.", "The licence {title} is cancelled.");
        case Question::kNotEnded: {
            const auto last = LastDayOf(facts);
            return yes ? words.Say("De licentie is geldig tot en met {date}.", "The licence is valid until {date}.",
                                   last)
                       : words.Say("De licentie {title} was geldig tot en met {date}.",
                                   "The licence {title} was valid until {date}.", last);
        }
        case Question::kLinked:
        case Question::kIcon:  // has words of its own
            break;
        case Question::kStarted: {
            const auto start = facts.licence ? facts.licence->start : Date{};
            return yes ? words.Say("De licentie is begonnen op {date}.", "The licence started on {date}.", start)
                       : words.Say("De licentie {title} begint op {date}.", "The licence {title} starts on {date}.",
                                   start);
        }
    }
    const auto how = step.failure.value_or(answer);
    if (how == Reason::kSeatNotAssigned)
        return words.Say("{name} heeft nog geen plaats op de licentie per kind {title}.",
                         "{name} has no seat of the licence per child {title} yet.");
    if (how == Reason::kPupilsOnly)
        return words.Say("De licentie {title} is per kind. Medewerkers krijgen daarmee geen toegang.",
                         "The licence {title} is per child and gives staff no access.");
    if (how == Reason::kGroupNotLinked) {
        return facts.groups.empty()
                   ? words.Say("{name} zit in geen groep, en is niet zelf aan de licentie {title} gekoppeld.",
                               "{name} is in no group, and has no link of their own to the licence {title}.")
                   : words.Say("De licentie {title} is niet gekoppeld aan een groep van {name} ({groups}).",
                               "The licence {title} is not linked to a group of {name} ({groups}).");
    }
    const bool per_child = facts.licence && facts.licence->kind == LicenceKind::kPupil;
    if (per_child)
        return words.Say("{name} heeft een plaats op de licentie per kind.", "{name} has a seat of the licence.");
    return words.Say("De licentie is gekoppeld aan een groep van {name}, of aan {name} zelf.",
                     "The licence is linked to a group of {name}, or to {name} alone.");
}

struct Mend {
    std::optional<Text> action{};
    std::optional<std::string> link{};
    bool by_coordinator = false;   // others are told to ask
    std::optional<Text> others{};  // what they read instead
};

Text Say(const IconText& text, const Words& words, Date date = {}) {
    return words.Say(std::string(text.nl), std::string(text.en), date);
}

bool HasSeat(const ExplanationFacts& facts) { return facts.licence && facts.licence->kind == LicenceKind::kPupil; }

Mend MendOf(const PersonIcon& icon, const std::string& school, const std::string& licence,
            const ExplanationFacts& facts, const Words& words) {
    const auto say = WordsOf(icon, HasSeat(facts));
    Mend mend{.action = Say(say.action, words),
              .link = say.of_person ? school + (facts.person.staff ? "/teachers" : "/pupils") : licence,
              .by_coordinator = say.by_coordinator};
    if (!say.others.nl.empty()) mend.others = Say(say.others, words);
    return mend;
}

/// When it is not known how things are at Basispoort.
Mend MendUnseen(const std::string& licence, const ExplanationFacts& facts) {
    const auto say = WordsOfWaiting(HasSeat(facts), /*late=*/false);
    const auto asked = [](const IconText& text) {
        return Text{"Zie je het icoon nog niet in Basispoort? " + std::string(text.nl),
                    "Is the icon not in Basispoort yet? " + std::string(text.en)};
    };
    Mend mend{.action = asked(say.action), .link = licence, .by_coordinator = say.by_coordinator};
    if (!say.others.nl.empty()) mend.others = asked(say.others);
    return mend;
}

Mend MendOf(Reason reason, const ExplanationFacts& facts, const Words& words) {
    const std::string school = "/schools/" + facts.school.ToString();
    const std::string licence = facts.licence ? school + "/licences/" + facts.licence->id.ToString() : "";
    switch (reason) {
        case Reason::kGroupLicence:
        case Reason::kPupilLink:
        case Reason::kSeat:
            return facts.icon ? MendOf(*facts.icon, school, licence, facts, words) : MendUnseen(licence, facts);
        case Reason::kSchoolUnknown:
        case Reason::kSchoolInactive:
            return {.action = words.Say("Klopt dat niet? Bel dan de helpdesk.", "Is that wrong? Call the helpdesk.")};
        case Reason::kConsentWithdrawn:
            return {.action = words.Say("Zet in Basispoort het vinkje bij deze uitgever aan.",
                                        "Tick this publisher in Basispoort."),
                    .by_coordinator = true};
        case Reason::kPersonUnknown:
        case Reason::kPersonInactive:
            return {
                .action = words.Say("Zet {name} op actief in de schooladministratie. Basispoort geeft het door: "
                                    "de volgende dag is het hier ook zo.",
                                    "Make {name} active in the school's administration. Basispoort passes it on: the "
                                    "next day it is so here too."),
                .link = school + (facts.person.staff ? "/teachers" : "/pupils"),
                .by_coordinator = true};
        case Reason::kStaffEnded:
            return {.action = words.Say("Moet {name} nog werken met {product}? Verleng dan de einddatum in Basispoort.",
                                        "Does {name} still need {product}? Then extend the end date in Basispoort."),
                    .link = school + "/teachers",
                    .by_coordinator = true};
        case Reason::kNoLicence:
            return {.action = words.Say("Bestel een licentie voor {product}.", "Order a licence for {product}."),
                    .link = school + "/licences",
                    .by_coordinator = true};
        case Reason::kLicenceCancelled:
            return {
                .action = words.Say("Bestel de licentie opnieuw. Is ze per ongeluk geannuleerd, bel dan de helpdesk.",
                                    "Order the licence again. If it was cancelled by mistake, call the helpdesk."),
                .link = licence,
                .by_coordinator = true};
        case Reason::kLicenceEnded:
            return {.action = words.Say("Bestel een nieuwe licentie.", "Order a new licence."),
                    .link = licence,
                    .by_coordinator = true};
        case Reason::kGroupNotLinked: {
            if (facts.groups.empty()) {
                return {
                    .action = words.Say("Zet {name} in een groep in de schooladministratie, of koppel "
                                        "{name} zelf aan de licentie.",
                                        "Put {name} into a group in the school's administration, or link {name} alone "
                                        "to the licence."),
                    .link = licence,
                    .by_coordinator = true};
            }
            const auto base = std::ranges::find_if(facts.groups, [](const auto& group) { return !group.composed; });
            const auto& group = base == facts.groups.end() ? facts.groups.front() : *base;
            // "Groep 5" is called so already; "5A" is not.
            const bool called_so = group.name.starts_with("Groep ") || group.name.starts_with("groep ");
            return {.action = Text{(called_so ? "Koppel " : "Koppel groep ") + group.name +
                                       " aan deze licentie bij Licentiebeheer.",
                                   (called_so ? "Link " : "Link group ") + group.name + " to this licence."},
                    .link = licence + "/groups/" + group.id.ToString(),
                    .by_coordinator = true};
        }
        case Reason::kSeatNotAssigned:
            return {
                .action = words.Say("Geef {name} een plaats bij 'Licenties per kind'. Let op: alleen de helpdesk kan "
                                    "dat weer ongedaan maken.",
                                    "Give {name} a seat of the licence. Mind: only the helpdesk can undo that."),
                .link = licence + "/seats/" + facts.person.id.ToString(),
                .by_coordinator = true};
        case Reason::kPupilsOnly:
            return {.action = words.Say("Bestel een licentie per groep als medewerkers er ook mee moeten werken.",
                                        "Order a licence per group if staff need it too."),
                    .link = school + "/licences",
                    .by_coordinator = true};
        case Reason::kLicenceNotStarted:
            return {.action = words.Say("Je hoeft niets te doen: vanaf die dag werkt het.",
                                        "Nothing has to be done: from that day on it works."),
                    .link = licence};
    }
    return {};
}

}  // namespace

BothLanguages DateInWords(Date date) {
    static constexpr std::array<const char*, 12> kDutch{"januari",   "februari", "maart",    "april",
                                                        "mei",       "juni",     "juli",     "augustus",
                                                        "september", "oktober",  "november", "december"};
    static constexpr std::array<const char*, 12> kEnglish{"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
    const std::chrono::year_month_day day{date.days};
    const auto month = static_cast<unsigned>(day.month()) - 1;
    const auto before = std::to_string(static_cast<unsigned>(day.day())) + " ";
    const auto after = " " + std::to_string(static_cast<int>(day.year()));
    return {before + kDutch[month] + after, before + kEnglish[month] + after};
}

Explanation Explain(const Entitlement& answer, const std::vector<Step>& steps, const ExplanationFacts& facts) {
    const Words words(facts);
    Explanation explanation;
    for (const auto& step : steps)
        explanation.steps.push_back({step.question, step.Passed(), StepText(step, facts, answer.reason, words)});
    if (answer.Entitled() && facts.icon) {
        const auto icon = WordsOf(*facts.icon, HasSeat(facts));
        const auto text = Say(icon.step, words, facts.icon->visible_since.value_or(Date{}));
        if (!text.nl.empty()) explanation.steps.push_back({Question::kIcon, icon.there, text});
    }
    const auto failed = std::ranges::find_if(explanation.steps, [](const auto& one) { return !one.passed; });
    explanation.cause = failed != explanation.steps.end()
                            ? failed->text
                            : words.Say("{name} kan {title} gebruiken tot en met {date}.",
                                        "{name} can use {title} until {date}.", answer.until.value_or(Date{}));
    auto mend = MendOf(answer.reason, facts, words);
    if (mend.others && !facts.reader_links) {
        mend.action = std::move(mend.others);
    } else if (mend.action && mend.by_coordinator && !facts.reader_links) {
        mend.action->nl = "Vraag het aan de ICT-coördinator van de school. Die kan dit doen: " + mend.action->nl;
        mend.action->en = "Ask the school's ICT coordinator, who can do this: " + mend.action->en;
    }
    explanation.action = std::move(mend.action);
    explanation.link = std::move(mend.link);
    return explanation;
}

}  // namespace suite::licence
