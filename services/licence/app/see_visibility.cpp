#include "services/licence/app/see_visibility.hpp"

#include <algorithm>
#include <set>

#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {

IconSetup SetupOf(bool basispoort, const std::vector<ListState>& states, const UserList& list) {
    if (!basispoort) return IconSetup::kOff;
    if (list.method_id.empty()) return IconSetup::kNotInCatalogue;
    const auto refused = [&](const UserList& of) {
        const auto state = std::ranges::find(states, of, &ListState::list);
        // Refused in a new form, it may still be there in its old one.
        return state != states.end() && state->refused && !state->listed;
    };
    if (refused(list) || refused({.method_id = list.method_id})) return IconSetup::kRefused;
    const auto state = std::ranges::find(states, list, &ListState::list);
    return state != states.end() && state->listed ? IconSetup::kOn : IconSetup::kWaiting;
}

namespace {

/// Looks at the links of one licence.
class Looking {
  public:
    Looking(const SchoolUsers& users, const std::vector<ListedUser>& rows, const std::string& product_id, Date today)
        : users_(users) {
        for (const auto& row : rows) rows_.emplace(row.key, row);
        for (const auto& person : users_.persons) may_use_[person.id] = MayUse(users_, person, product_id, today);
    }

    [[nodiscard]] LinkIcons OfGroup(GroupId group) {
        std::vector<const Addressee*> people;
        for (const auto& person : users_.persons) {
            const auto& groups = person.facts.groups;
            if (std::ranges::find(groups, group) != groups.end()) people.push_back(&person);
        }
        return SeeLink(people, may_use_, rows_, problems_);
    }
    [[nodiscard]] LinkIcons OfPerson(PersonId id) {
        const auto person = std::ranges::find(users_.persons, id, &Addressee::id);
        if (person == users_.persons.end()) return {};
        return SeeLink({&*person}, may_use_, rows_, problems_);
    }
    [[nodiscard]] const std::map<PersonId, IconProblem>& Problems() const { return problems_; }

  private:
    const SchoolUsers& users_;
    std::map<UserKey, ListedUser> rows_;
    std::map<PersonId, bool> may_use_;
    std::map<PersonId, IconProblem> problems_;
};

}  // namespace

Result<Visibility> SeeVisibility::operator()(const Actor& actor, SchoolId school, LicenceId licence,
                                             Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    Visibility visibility;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        visibility = {};
        SUITE_ASSIGN(const auto overview, tx.Licences().Overview(school, licence));
        if (!overview) return NoSuchLicence();
        const auto& product = overview->licence.product_id;
        visibility.product_id = product;
        SUITE_ASSIGN(const auto users, tx.Users().Load(school));
        UserList list{.method_id = {}, .product_id = product};
        if (const auto method = users.method_of.find(product); method != users.method_of.end())
            list.method_id = method->second;
        SUITE_ASSIGN(const auto states, tx.Users().Lists());
        visibility.setup = SetupOf(basispoort_, states, list);
        if (const auto state = std::ranges::find(states, list, &ListState::list); state != states.end())
            visibility.checked_at = state->read_at;
        SUITE_ASSIGN(const auto rows, tx.Users().Rows(school, list));
        Looking looking(users, rows, product, DutchDay(clock_.Now()));
        for (const auto& group : overview->groups) {
            visibility.links.push_back({.subject = Subject::kGroup,
                                        .id = group.id.value,
                                        .name = group.name,
                                        .icons = looking.OfGroup(group.id)});
        }
        SUITE_ASSIGN(const auto pupils, tx.Users().PupilsOn(school, licence));
        const auto subject = overview->licence.kind == LicenceKind::kPupil ? Subject::kSeat : Subject::kPupil;
        std::set<PersonId> named(pupils.begin(), pupils.end());
        for (const auto& [person, problem] : looking.Problems()) named.insert(person);
        for (const auto pupil : pupils) {
            visibility.links.push_back({.subject = subject, .id = pupil.value, .icons = looking.OfPerson(pupil)});
        }
        SUITE_ASSIGN(const auto names, tx.Users().Names(school, named));
        const auto name_of = [&](PersonId person) {
            const auto name = names.find(person);
            return name == names.end() ? std::string() : name->second;
        };
        for (auto& link : visibility.links) {
            if (link.subject != Subject::kGroup) link.name = name_of(PersonId{link.id});
        }
        // Where nothing is said to Basispoort, nobody is missing there.
        if (visibility.setup != IconSetup::kOn) return {};
        for (const auto& [person, problem] : looking.Problems())
            visibility.missing.push_back({.person = person, .name = name_of(person), .problem = problem});
        std::ranges::sort(visibility.missing, {}, &MissingIcon::name);
        return {};
    }));
    return visibility;
}

Status SeeVisibility::Repair(const Actor& actor, const std::string& product_id, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayCorrect(actor));
    if (!basispoort_)
        return Fail(Code::kFailedPrecondition, reason::kBasispoortOff, "no access to Basispoort is set up");
    return store_.Write(SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto product, tx.Catalogue().FindProduct(product_id));
        if (!product) return Fail(Code::kNotFound, reason::kProductUnknown, "no such product in the catalogue");
        const auto now = clock_.Now();
        SUITE_RETURN_IF_ERROR(tx.Users().TellRepair(product_id, now));
        return tx.Audit().Note({.at = now,
                                .actor = actor,
                                .operation = operation::kUsersRepaired,
                                .object = "product",
                                .object_id = product_id});
    });
}

}  // namespace suite::licence
