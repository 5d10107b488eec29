// Random schools, small enough that what should happen rarely happens often.
#pragma once

#include <random>
#include <string>

#include "services/licence/domain/entitlement.hpp"

namespace suite::licence {

/// As a mapping has groups that a licence is linked to for this school year.
inline std::vector<MappedGroup> LinkedTo(const std::vector<GroupId>& groups,
                                         std::optional<SchoolYear> year = SchoolYear{2026}) {
    std::vector<MappedGroup> linked;
    for (const auto group : groups) linked.push_back({.id = group, .year = year});
    return linked;
}

/// The same worlds for the same seed.
class Worlds {
  public:
    explicit Worlds(std::uint32_t seed) : random_(seed) {}

    int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
    Date Day(int spread) { return Date{kToday.days + std::chrono::days{Pick((2 * spread) + 1) - spread}}; }
    std::string Product() { return "product-" + std::to_string(Pick(3)); }

    /// Of a link: last school year, this one, the next, or not known.
    std::optional<SchoolYear> Year() {
        const int ahead = Pick(5) - 1;
        return ahead > 1 ? std::nullopt : std::optional(SchoolYear{SchoolYear::Of(kToday).first_year + ahead});
    }

    SchoolFacts Facts() {
        SchoolFacts facts{.known = Pick(20) > 0, .active = Pick(20) > 0, .consent = Pick(20) > 0, .licence_version = 1};
        if (Pick(20) == 0) return facts;
        facts.person = PersonFacts{.id = PersonId{1}, .staff = Pick(3) == 0, .active = Pick(20) > 0};
        if (Pick(4) == 0) facts.person->end_date = Day(10);
        for (int i = Pick(4); i > 0; --i) facts.person->groups.push_back(GroupId{1 + Pick(6)});
        if (facts.person->staff) return facts;
        for (int i = Pick(3); i > 0; --i) facts.person->links.push_back(LicenceId{1 + Pick(9)});
        for (int i = Pick(3); i > 0; --i) facts.person->seats.push_back(LicenceId{1 + Pick(9)});
        return facts;
    }

    SchoolMapping Mapping() {
        SchoolMapping mapping{.version = 1};
        for (int id = 1; id <= 9; ++id) {
            if (Pick(3) == 0) continue;
            MappedLicence licence{.id = LicenceId{id},
                                  .product_id = Product(),
                                  .kind = Pick(3) == 0 ? LicenceKind::kPupil : LicenceKind::kGroup,
                                  .start = Day(20),
                                  .end = Day(20),
                                  .renews = Pick(4) == 0,
                                  .cancelled = Pick(6) == 0};
            if (Pick(6) == 0) licence.ends_on = Day(20);
            for (int i = Pick(3); i > 0; --i) licence.groups.push_back({.id = GroupId{1 + Pick(6)}, .year = Year()});
            mapping.licences.push_back(std::move(licence));
        }
        std::ranges::stable_sort(mapping.licences, {}, &MappedLicence::product_id);
        return mapping;
    }

    std::mt19937& Random() { return random_; }

    static constexpr Date kToday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

  private:
    std::mt19937 random_;
};

}  // namespace suite::licence
