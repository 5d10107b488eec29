#include "services/licence/domain/visibility.hpp"

#include <algorithm>

namespace suite::licence {
namespace {

constexpr std::chrono::hours kUsualTime{1};

}  // namespace

IconText TextOf(IconSetup setup) {
    switch (setup) {
        case IconSetup::kOn:
            return {
                "Basispoort weet wie dit product mag gebruiken. Nieuwe koppelingen zie je daar meestal binnen een paar "
                "minuten.",
                "Basispoort knows who may use this product. New links usually show within minutes."};
        case IconSetup::kOff:
            return {
                "De verbinding met Basispoort staat hier uit. Leerlingen openen het product via de link van de "
                "uitgever.",
                "The connection to Basispoort is not set up here."};
        case IconSetup::kNotInCatalogue:
            return {"Dit product staat nog niet in onze catalogus, daarom kent Basispoort het niet. Bel de helpdesk.",
                    "The product is not in the catalogue, so Basispoort is not told of it. Call the helpdesk."};
        case IconSetup::kWaiting:
            return {"We melden dit product nog aan bij Basispoort. Kijk over een uur opnieuw.",
                    "Basispoort is about to be told of the product. Look again in an hour."};
        case IconSetup::kRefused:
            return {"Basispoort neemt dit product nu niet aan. De helpdesk ziet dit en lost het op.",
                    "Basispoort refuses the product as it is. The helpdesk sees this and mends it."};
    }
    return {};
}

IconText TextOf(IconProblem problem) {
    switch (problem) {
        case IconProblem::kUnknownThere:
            return {
                "Basispoort kent dit account niet (meer). Kijk in je schooladministratie of het kind bij de juiste "
                "school en "
                "groep staat en stuur de gegevens opnieuw naar Basispoort. Wij proberen het elke dag opnieuw.",
                "Basispoort does not know this account. Check the pupil in the school's administration and send the "
                "data to "
                "Basispoort again. We try again every day."};
        case IconProblem::kNoKey:
            return {
                "Van dit account hebben we geen Basispoort-nummer en geen ECK iD. Vraag in je schooladministratie "
                "een ECK iD aan "
                "en stuur de gegevens opnieuw.",
                "The account has neither a Basispoort id nor an ECK iD. Have the school's administration request an "
                "ECK iD and "
                "send the data again."};
    }
    return {};
}

PersonIcon SeePerson(IconSetup setup, const Addressee& person, const std::optional<ListedUser>& row, Instant now) {
    std::map<UserKey, ListedUser> rows;
    if (row) rows.emplace(row->key, *row);
    std::map<PersonId, IconProblem> problems;
    const auto seen = SeeLink({&person}, {{person.id, true}}, rows, problems);
    PersonIcon icon{.setup = setup, .state = seen.state};
    if (const auto problem = problems.find(person.id); problem != problems.end()) icon.problem = problem->second;
    if (seen.visible_since) icon.visible_since = DutchDay(*seen.visible_since);
    icon.late = seen.state == IconState::kWaiting && row && now - row->changed_at > kUsualTime;
    return icon;
}

IconWords WordsOfWaiting(bool seat, bool late) {
    if (seat) {
        return {.action =
                    late ? IconText{"Bel de helpdesk: die kan het icoon opnieuw laten plaatsen.",
                                    "Call the helpdesk, who can have the icon put there again."}
                         : IconText{"Meestal is het er binnen een uur. Is het er dan nog niet, bel dan de helpdesk.",
                                    "It is usually there within an hour. If it is not, call the helpdesk."}};
    }
    // Seed 2, "Inloggen", A.
    if (late) {
        return {.action = {"Koppel de licentie opnieuw. Is het icoon er een uur later nog niet, bel dan de helpdesk.",
                           "Link the licence again. If the icon is not there an hour later, call the helpdesk."},
                .by_coordinator = true};
    }
    return {.action = {"Meestal is het er binnen een uur. Is het er dan nog niet, koppel de licentie dan opnieuw.",
                       "It is usually there within an hour. If it is not, link the licence again."},
            .by_coordinator = true,
            .others = {"Meestal is het er binnen een uur. Is het er dan nog niet, vraag dan de ICT-coördinator van de "
                       "school om de licentie opnieuw te koppelen.",
                       "It is usually there within an hour. If it is not, ask the school's ICT coordinator to link the "
                       "licence again."}};
}

IconWords WordsOf(const PersonIcon& icon, bool seat) {
    switch (icon.setup) {
        case IconSetup::kOn:
            break;
        case IconSetup::kOff:
            return {.action = {"De verbinding met Basispoort staat hier uit, dus daar is geen icoon. Open het product "
                               "via de link van de uitgever.",
                               "The connection to Basispoort is not set up here, so there is no icon. Open the product "
                               "by the publisher's link."}};
        case IconSetup::kNotInCatalogue:
            return {.step = {"Het icoon is niet in Basispoort: dit product staat nog niet in onze catalogus.",
                             "The icon is not in Basispoort: the product is not in our catalogue yet."},
                    .action = {"Bel de helpdesk.", "Call the helpdesk."}};
        case IconSetup::kWaiting:
            return {.step = {"Het icoon is nog niet in Basispoort: we melden dit product daar nog aan.",
                             "The icon is not in Basispoort yet: it is about to be told of the product."},
                    .action = {"Kijk over een uur opnieuw.", "Look again in an hour."}};
        case IconSetup::kRefused:
            return {.step = {"Het icoon is niet in Basispoort: Basispoort neemt dit product nu niet aan.",
                             "The icon is not in Basispoort: Basispoort refuses the product as it is."},
                    .action = {"Je hoeft niets te doen: de helpdesk ziet dit en lost het op.",
                               "Nothing has to be done: the helpdesk sees this and mends it."}};
    }
    if (icon.problem == IconProblem::kUnknownThere) {
        return {
            .step = {"Het icoon is niet in Basispoort: Basispoort kent het account van {name} niet.",
                     "The icon is not in Basispoort: Basispoort does not know the account of {name}."},
            .action = {"Kijk in de schooladministratie of {name} bij de juiste school en groep staat "
                       "en stuur de gegevens opnieuw naar Basispoort. Wij proberen het elke dag opnieuw.",
                       "Check in the school's administration that {name} is in the right school and group, and send "
                       "the data to Basispoort again. We try again every day."},
            .by_coordinator = true,
            .of_person = true};
    }
    if (icon.problem == IconProblem::kNoKey) {
        return {.step = {"Het icoon is niet in Basispoort: we hebben geen Basispoort-nummer en geen ECK iD van {name}.",
                         "The icon is not in Basispoort: we have neither a Basispoort id nor an ECK iD of {name}."},
                .action = {"Vraag in de schooladministratie een ECK iD voor {name} aan en stuur de "
                           "gegevens opnieuw naar Basispoort.",
                           "Have the school's administration request an ECK iD for {name}, and send the data to "
                           "Basispoort again."},
                .by_coordinator = true,
                .of_person = true};
    }
    if (icon.state == IconState::kVisible) {
        return {
            .step = {"Het icoon staat in Basispoort sinds {date}.", "The icon has been in Basispoort since {date}."},
            .there = true,
            .action = {"Zie je het icoon toch niet? Log dan uit bij Basispoort en log opnieuw in. Blijft het weg, "
                       "bel dan de helpdesk.",
                       "Do you still not see it? Sign out at Basispoort and in again. If it stays away, call the "
                       "helpdesk."}};
    }
    auto words = WordsOfWaiting(seat, icon.late);
    words.step = icon.late ? IconText{"Het icoon is nog niet in Basispoort. Dat duurt langer dan anders.",
                                      "The icon is not in Basispoort yet, and that takes longer than usual."}
                           : IconText{"Het icoon is nog niet in Basispoort.", "The icon is not in Basispoort yet."};
    return words;
}

LinkIcons SeeLink(const std::vector<const Addressee*>& people, const std::map<PersonId, bool>& may_use,
                  const std::map<UserKey, ListedUser>& rows, std::map<PersonId, IconProblem>& problems) {
    LinkIcons link;
    for (const auto* person : people) {
        const auto row = person->key ? rows.find(*person->key) : rows.end();
        if (!may_use.at(person->id)) {
            link.leaving += row != rows.end() ? 1 : 0;
            continue;
        }
        ++link.persons;
        if (!person->key) {
            problems.emplace(person->id, IconProblem::kNoKey);
            ++link.dropped;
        } else if (row == rows.end() || row->second.state == UserState::kAdding ||
                   row->second.state == UserState::kSent || row->second.state == UserState::kRemoving) {
            ++link.waiting;
        } else if (row->second.state == UserState::kDropped) {
            problems.emplace(person->id, IconProblem::kUnknownThere);
            ++link.dropped;
        } else {
            ++link.visible;
            link.visible_since = std::max(link.visible_since, row->second.visible_since);
        }
    }
    if (link.persons == 0) return link;
    link.state = link.dropped > 0 ? IconState::kDropped : link.waiting > 0 ? IconState::kWaiting : IconState::kVisible;
    if (link.state != IconState::kVisible) link.visible_since.reset();
    return link;
}

}  // namespace suite::licence
