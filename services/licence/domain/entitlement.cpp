#include "services/licence/domain/entitlement.hpp"

#include <algorithm>
#include <span>

namespace suite::licence {
namespace {

template <class Id>
bool Contains(const std::vector<Id>& ids, Id id) {
    return std::ranges::find(ids, id) != ids.end();
}

/// How the person has a licence, or why not: kGroupLicence, kPupilLink, kSeat; kGroupNotLinked, kSeatNotAssigned,
/// kPupilsOnly.
struct Holding {
    Reason reason{};
    std::optional<Date> until{};  // last day of the school year of what links them; nullopt: no day of its own
};

Holding Holds(const PersonFacts& person, const MappedLicence& licence, Date today) {
    if (licence.kind == LicenceKind::kPupil) {
        if (person.staff) return {.reason = Reason::kPupilsOnly};
        return {.reason = Contains(person.seats, licence.id) ? Reason::kSeat : Reason::kSeatNotAssigned};
    }
    // A link that ends before the licence starts never gives access.
    const Date first = std::max(today, licence.start);
    const bool alone = Contains(person.links, licence.id);
    Holding holding{.reason = alone ? Reason::kPupilLink : Reason::kGroupNotLinked};
    bool ends = !alone;
    for (const auto& group : licence.groups) {
        if (!Contains(person.groups, group.id) || IsOver(group.year, first)) continue;
        holding.reason = Reason::kGroupLicence;
        ends = ends && group.year;
        if (group.year) holding.until = std::max(holding.until, std::optional(group.year->LastDay()));
    }
    if (!ends) holding.until.reset();
    return holding;
}

/// The four questions about one licence.
struct Judgement {
    bool cancelled = false;
    bool ended = false;
    bool coming = false;
    Reason holds{};
    Date last_day;  // of the licence, or of what links the person when that comes before

    Judgement(const PersonFacts& person, const MappedLicence& licence, Date today)
        : cancelled(licence.cancelled),
          coming(today < licence.start),
          last_day(LastDay(licence.end, licence.renews, licence.ends_on, today)) {
        ended = today > last_day;
        const auto holding = Holds(person, licence, today);
        holds = holding.reason;
        if (holding.until) last_day = std::min(last_day, *holding.until);
    }

    [[nodiscard]] Reason Verdict() const {
        if (cancelled) return Reason::kLicenceCancelled;
        if (ended) return Reason::kLicenceEnded;
        if (!Entitles(holds)) return holds;
        return coming ? Reason::kLicenceNotStarted : holds;
    }

    /// Higher is nearer to access. A licence of today that only needs linking comes before one that is linked and yet
    /// to start, because that one mends itself; what nobody can link for this person comes last.
    [[nodiscard]] int Nearness() const {
        if (cancelled) return 0;
        if (ended) return 1;
        if (Entitles(holds)) return coming ? 6 : 9;
        if (holds == Reason::kPupilsOnly) return coming ? 2 : 3;
        if (holds == Reason::kSeatNotAssigned) return coming ? 4 : 7;
        return coming ? 5 : 8;
    }

    void Tell(std::vector<Step>& steps) const {
        const auto tell = [&](Question question, bool passed, Reason failure) {
            steps.push_back({question, passed ? std::nullopt : std::optional(failure)});
        };
        tell(Question::kNotCancelled, !cancelled, Reason::kLicenceCancelled);
        tell(Question::kNotEnded, !ended, Reason::kLicenceEnded);
        tell(Question::kLinked, Entitles(holds), holds);
        tell(Question::kStarted, !coming, Reason::kLicenceNotStarted);
    }
};

using Licences = std::span<const MappedLicence>;

Licences OfProduct(const SchoolMapping& mapping, std::string_view product_id) {
    const auto [first, last] =
        std::ranges::equal_range(mapping.licences, product_id, {},
                                 [](const MappedLicence& licence) -> std::string_view { return licence.product_id; });
    return {first, last};
}

/// The person is at the school and active.
Entitlement DecideOne(const PersonFacts& person, Licences licences, Date today, std::vector<Step>* steps) {
    const MappedLicence* best = nullptr;
    std::optional<Judgement> judged;
    for (const auto& licence : licences) {
        const Judgement judgement(person, licence, today);
        // By id they come; of equals the first stays.
        const auto rank = [](const Judgement& of) { return std::pair(of.Nearness(), of.last_day); };
        if (judged && rank(judgement) <= rank(*judged)) continue;
        best = &licence;
        judged = judgement;
    }
    if (steps) steps->push_back({Question::kLicence, best ? std::nullopt : std::optional(Reason::kNoLicence)});
    if (!best) return {.reason = Reason::kNoLicence};
    if (steps) judged->Tell(*steps);
    Entitlement answer{.reason = judged->Verdict(), .licence = best->id};
    if (answer.Entitled())
        answer.until = person.end_date ? std::min(judged->last_day, *person.end_date) : judged->last_day;
    return answer;
}

}  // namespace

std::optional<Entitlement> RuledOut(const SchoolFacts& school, Date today, std::vector<Step>* steps) {
    std::optional<Entitlement> out;
    const auto passes = [&](Question question, bool passed, Reason failure) {
        if (steps) steps->push_back({question, passed ? std::nullopt : std::optional(failure)});
        if (!passed) out = Entitlement{.reason = failure};
        return passed;
    };
    const auto& person = school.person;
    // Each only when the one before has passed.
    static_cast<void>(
        passes(Question::kSchoolKnown, school.known, Reason::kSchoolUnknown) &&
        passes(Question::kSchoolActive, school.active, Reason::kSchoolInactive) &&
        passes(Question::kConsent, school.consent, Reason::kConsentWithdrawn) &&
        passes(Question::kPersonKnown, person.has_value(), Reason::kPersonUnknown) &&
        passes(Question::kPersonActive, person->active, Reason::kPersonInactive) &&
        passes(Question::kWithinEndDate, !person->end_date || today <= *person->end_date, Reason::kStaffEnded));
    return out;
}

Entitlement Decide(const SchoolFacts& school, const SchoolMapping& mapping, std::string_view product_id, Date today,
                   std::vector<Step>* steps) {
    if (auto out = RuledOut(school, today, steps)) return *out;
    return DecideOne(*school.person, OfProduct(mapping, product_id), today, steps);
}

std::vector<UsableProduct> UsableProducts(const SchoolFacts& school, const SchoolMapping& mapping, Date today) {
    std::vector<UsableProduct> usable;
    if (RuledOut(school, today)) return usable;
    for (auto at = mapping.licences.begin(); at != mapping.licences.end();) {
        const auto licences = OfProduct(mapping, at->product_id);
        const auto answer = DecideOne(*school.person, licences, today, nullptr);
        if (answer.Entitled()) usable.push_back({at->product_id, answer});
        at += std::ssize(licences);
    }
    return usable;
}

}  // namespace suite::licence
