#include "services/licence/app/known_persons.hpp"

#include <array>
#include <map>

namespace suite::licence {
namespace {

const MappingPtr& NoLicences() {
    static const MappingPtr kNone = std::make_shared<const SchoolMapping>();
    return kNone;
}

bool NeedsMapping(const SchoolFacts& facts, Date today) {
    return facts.licence_version != 0 && !RuledOut(facts, today);
}

}  // namespace

Result<Known> KnownPersons::One(const AskedPerson& asked, Date today, Deadline deadline) const {
    SUITE_ASSIGN(auto facts, store_.Facts(asked.school, asked.person, deadline));
    Known known{.facts = std::move(facts), .mapping = NoLicences()};
    if (!NeedsMapping(known.facts, today)) return known;
    const std::array wanted{WantedMapping{.school = asked.school, .version = known.facts.licence_version}};
    if (auto held = cache_.Get(wanted); held.front()) {
        known.mapping = std::move(held.front());
        return known;
    }
    SUITE_ASSIGN(auto whole, store_.Whole({&asked, 1}, deadline));
    // A cache that cannot keep it costs the next asker time, nothing else.
    static_cast<void>(cache_.Put(std::array{MappingOfSchool{asked.school, whole.front().mapping}}));
    return std::move(whole.front());
}

Result<std::vector<Known>> KnownPersons::Many(std::span<const AskedPerson> asked, Date today, Deadline deadline) const {
    SUITE_ASSIGN(auto facts, store_.Facts(asked, deadline));
    std::vector<Known> known(asked.size());
    std::map<SchoolId, std::vector<std::size_t>> by_school;  // those who need the school's mapping
    for (std::size_t i = 0; i < asked.size(); ++i) {
        known[i] = {.facts = std::move(facts[i]), .mapping = NoLicences()};
        if (NeedsMapping(known[i].facts, today)) by_school[asked[i].school].push_back(i);
    }
    std::vector<WantedMapping> wanted;
    for (const auto& [school, places] : by_school)
        wanted.push_back({.school = school, .version = known[places.front()].facts.licence_version});
    const auto held = cache_.Get(wanted);
    std::vector<AskedPerson> missing;
    std::vector<std::size_t> places_of_missing;
    std::size_t school_number = 0;
    for (const auto& [school, places] : by_school) {
        const auto& mapping = held[school_number++];
        for (const auto place : places) {
            known[place].mapping = mapping;
            if (mapping) continue;
            missing.push_back(asked[place]);
            places_of_missing.push_back(place);
        }
    }
    if (missing.empty()) return known;
    std::vector<Known> whole;
    SUITE_RETURN_IF_ERROR(FromDatabase(missing, whole, deadline));
    for (std::size_t i = 0; i < missing.size(); ++i) known[places_of_missing[i]] = std::move(whole[i]);
    return known;
}

Status KnownPersons::FromDatabase(std::span<const AskedPerson> asked, std::vector<Known>& known,
                                  Deadline deadline) const {
    SUITE_ASSIGN(known, store_.Whole(asked, deadline));
    std::vector<MappingOfSchool> read;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        // All of a school have one mapping, and come one after the other.
        if (i == 0 || asked[i].school != asked[i - 1].school) read.push_back({asked[i].school, known[i].mapping});
    }
    static_cast<void>(cache_.Put(read));
    return {};
}

}  // namespace suite::licence
