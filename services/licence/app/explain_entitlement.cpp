#include "services/licence/app/explain_entitlement.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "services/licence/app/see_visibility.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {

Result<Known> ExplainEntitlement::Find(const Actor& actor, SchoolId school, PersonId person, Date today,
                                       Deadline deadline) const {
    if (!actor.MaySeeSchool(school)) return NoSuchSchool();
    SUITE_ASSIGN(auto known, persons_.One({school, person}, today, deadline));
    if (!known.facts.known) return NoSuchSchool();
    if (!known.facts.person) return NoSuchPerson();
    std::vector<GroupId> own_groups;
    if (actor.role == Role::kTeacher && actor.person) {
        SUITE_ASSIGN(const auto self, persons_.One({school, actor.person}, today, deadline));
        if (self.facts.person) own_groups = self.facts.person->groups;
    }
    SUITE_RETURN_IF_ERROR(MaySeePerson(
        actor, school, {.id = person, .staff = known.facts.person->staff, .groups = known.facts.person->groups},
        own_groups));
    return known;
}

Result<ExplainedEntitlement> ExplainEntitlement::operator()(const Actor& actor, SchoolId school, PersonId person,
                                                            const std::string& product_id, Deadline deadline) const {
    if (product_id.empty()) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a parameter is missing",
                     .fields = {{"productId", "is missing"}}});
    }
    const Date today = DutchDay(clock_.Now());
    SUITE_ASSIGN(const auto known, Find(actor, school, person, today, deadline));
    std::vector<Step> steps;
    ExplainedEntitlement explained{.answer = Decide(known.facts, *known.mapping, product_id, today, &steps)};

    SUITE_ASSIGN(auto names, names_.NamesFor(school, person, deadline));
    ExplanationFacts facts{.school = school,
                           .product_id = product_id,
                           .today = today,
                           .reader_links = actor.role == Role::kCoordinator,
                           .person = *known.facts.person,
                           .person_name = std::move(names.person),
                           .groups = std::move(names.groups)};
    if (explained.answer.licence) {
        const auto& licences = known.mapping->licences;
        const auto at = std::ranges::find(licences, *explained.answer.licence, &MappedLicence::id);
        if (at != licences.end()) facts.licence = *at;
        explained.licence_title = names.titles[*explained.answer.licence];
        facts.licence_title = explained.licence_title;
    } else {
        SUITE_ASSIGN(facts.product_name, NameOf(school, product_id, deadline));
    }
    if (explained.answer.Entitled()) {
        SUITE_ASSIGN(facts.icon, Icon(school, person, product_id, deadline));
    }
    explained.explanation = Explain(explained.answer, steps, facts);
    return explained;
}

Result<std::string> ExplainEntitlement::NameOf(SchoolId school, const std::string& product_id,
                                               Deadline deadline) const {
    std::string name;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto product, tx.Catalogue().FindProduct(product_id));
        name = product ? product->name : std::string();
        return {};
    }));
    return name;
}

Result<PersonIcon> ExplainEntitlement::Icon(SchoolId school, PersonId person, const std::string& product_id,
                                            Deadline deadline) const {
    PersonIcon icon;
    if (!basispoort_) return icon;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto of_person, tx.Users().Icon(school, person, product_id));
        SUITE_ASSIGN(const auto states, tx.Users().Lists());
        icon = SeePerson(SetupOf(basispoort_, states, of_person.list), of_person.person, of_person.row, clock_.Now());
        return {};
    }));
    return icon;
}

Result<ProductsOfPerson> ExplainEntitlement::Products(const Actor& actor, SchoolId school, PersonId person,
                                                      Deadline deadline) const {
    const Date today = DutchDay(clock_.Now());
    SUITE_ASSIGN(const auto known, Find(actor, school, person, today, deadline));
    ProductsOfPerson of_person;
    if (const auto out = RuledOut(known.facts, today)) {
        of_person.ruled_out = out->reason;
        return of_person;
    }
    SUITE_ASSIGN(const auto names, names_.NamesFor(school, person, deadline));
    for (auto& product : UsableProducts(known.facts, *known.mapping, today)) {
        const auto title = names.titles.find(*product.entitlement.licence);
        of_person.products.push_back(
            {.product = product, .title = title == names.titles.end() ? product.product_id : title->second});
    }
    std::ranges::stable_sort(of_person.products, {}, &TitledProduct::title);
    return of_person;
}

}  // namespace suite::licence
