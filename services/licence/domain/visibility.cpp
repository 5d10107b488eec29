#include "services/licence/domain/visibility.hpp"

#include <algorithm>

namespace suite::licence {

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
                "Basispoort kent dit account niet (meer). Kijk in je leerlingadministratie of het kind bij de juiste "
                "school en "
                "groep staat en stuur de gegevens opnieuw naar Basispoort. Wij proberen het elke dag opnieuw.",
                "Basispoort does not know this account. Check the pupil in the school's administration and send the "
                "data to "
                "Basispoort again. We try again every day."};
        case IconProblem::kNoKey:
            return {
                "Van dit account hebben we geen Basispoort-nummer en geen ECK iD. Vraag in je leerlingadministratie "
                "een ECK iD aan "
                "en stuur de gegevens opnieuw.",
                "The account has neither a Basispoort id nor an ECK iD. Have the school's administration request an "
                "ECK iD and "
                "send the data again."};
    }
    return {};
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
