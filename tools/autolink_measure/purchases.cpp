#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include "core/text.hpp"

#include "tools/autolink_measure/world.hpp"

namespace suite::autolink {
namespace {

using licence::YearGroups;

struct SubjectKind {
    std::string_view subject;
    std::array<std::string_view, 2> methods;
    /// Year groups per product.
    std::vector<YearGroups> products;
    double bought;
};

const std::vector<SubjectKind>& Kinds() {
    const auto each = [](int from, int to) {
        std::vector<YearGroups> products;
        for (int year = from; year <= to; ++year) products.push_back(YearGroups::Range(year, year));
        return products;
    };
    static const std::vector<SubjectKind> kKinds{
        {"rekenen", {"Cijferpad", "Getalrijk"}, each(3, 8), 0.8},
        {"taal", {"Woordveld", "Taalspoor"}, each(4, 8), 0.7},
        {"spelling", {"Letterdal", "Schrijfwijs"}, {YearGroups::Range(4, 6), YearGroups::Range(7, 8)}, 0.5},
        {"lezen", {"Leesboom", "Leeslicht"}, each(3, 3), 0.5},
        {"wereldoriëntatie", {"Wereldraam", "Tijdtuin"}, {YearGroups::Range(5, 8)}, 0.4},
        {"engels",
         {"Teatime", "Windy"},
         {YearGroups::Range(1, 4), YearGroups::Range(5, 6), YearGroups::Range(7, 8)},
         0.4},
        {"kleuters", {"Speelplein", "Kleuterkade"}, {YearGroups::Range(1, 2)}, 0.4},
    };
    return kKinds;
}

std::string Told(YearGroups years, Random& random) {
    int low = 0;
    int high = 0;
    for (int year = 0; year <= licence::kLastYearGroup; ++year) {
        if (!years.Has(year)) continue;
        if (low == 0) low = year;
        high = year;
    }
    if (low == high) return std::to_string(low);
    if (high == low + 1 && random.Chance(0.5)) return fmt::format("{} en {}", low, high);
    return random.Chance(0.5) ? fmt::format("{}-{}", low, high) : fmt::format("{} t/m {}", low, high);
}

/// A title as an order desk types it.
std::string Title(std::string_view method, YearGroups years, Random& random) {
    const std::string told = Told(years, random);
    switch (random.Below(8)) {
        case 0:
            return fmt::format("{} {}", method, told);
        case 1:
            return fmt::format("{} gr. {}", method, told);
        case 2:
            return fmt::format("{} GROEP {} schoollicentie", method, told);
        case 3:
            return fmt::format("{} software thema 1 t/m 5 groep {}", method, told);
        case 4:
            return std::string(method);
        default:
            return fmt::format("{} groep {}", method, told);
    }
}

std::vector<std::string> Codes(YearGroups years) {
    std::vector<std::string> codes;
    for (int year = 0; year <= licence::kLastYearGroup; ++year) {
        if (years.Has(year)) codes.push_back(std::to_string(year));
    }
    return codes;
}

Story PickStory(Random& random) {
    const double lot = random.Unit();
    if (lot < 0.07) return Story::kOld;
    if (lot < 0.12) return Story::kStreams;
    if (lot < 0.16) return Story::kFromBelow;
    if (lot < 0.20) return Story::kPartly;
    return Story::kOne;
}

class Shop {
  public:
    Shop(Purchases& purchases, SchoolYear first, Random& random)
        : purchases_(purchases), first_(first), random_(random) {}

    void Buy(const SubjectKind& kind, std::size_t method, YearGroups years, std::size_t subject) {
        const std::string id = fmt::format("{}-{}", Fold(kind.methods.at(method)), fmt::join(Codes(years), "-"));
        licence::MatchLicence told{
            .id = LicenceId{std::ssize(purchases_.licences) + 1},
            .title = Title(kind.methods.at(method), years, random_),
            .product_id = id,
            .method_id = Fold(kind.methods.at(method)),
            .subject = Known(kind.methods.at(method)) ? std::string(kind.subject) : std::string(),
            .start = First()};
        if (random_.Chance(0.7)) told.ordered_for = Codes(years);
        if (random_.Chance(0.7)) told.made_for = Codes(years);
        // One line in a hundred was copied from the line above it, and the title forgotten.
        if (random_.Chance(0.01)) {
            const int other = 3 + static_cast<int>(random_.Below(6));
            told.title = fmt::format("{} groep {}", kind.methods.at(method), other);
        }
        purchases_.method_of[id] = told.method_id;
        purchases_.licences.push_back(
            {.licence = std::move(told), .years = years, .subject = subject, .second = method == 1});
    }

    void BuyPlus(std::size_t subject) {
        licence::MatchLicence told{.id = LicenceId{std::ssize(purchases_.licences) + 1},
                                   .title = random_.Chance(0.5) ? "Denkwerk plusklas" : "Denkwerk verrijking",
                                   .product_id = "denkwerk-plus",
                                   .method_id = "denkwerk",
                                   .subject = "rekenen",
                                   .ordered_for = {"5", "6", "7", "8"},
                                   .start = First()};
        purchases_.method_of[told.product_id] = told.method_id;
        purchases_.licences.push_back(
            {.licence = std::move(told), .years = YearGroups::Range(5, 8), .subject = subject});
    }

  private:
    /// A new method may be sold before the catalogue has it.
    bool Known(std::string_view method) { return known_.try_emplace(method, random_.Chance(0.99)).first->second; }
    static std::string Fold(std::string_view text) { return suite::Fold(text); }
    [[nodiscard]] Date First() const { return Date{std::chrono::year{first_.first_year} / std::chrono::August / 1}; }

    Purchases& purchases_;
    SchoolYear first_;
    Random& random_;
    std::map<std::string_view, bool> known_{};
};

}  // namespace

Purchases MakePurchases(SchoolYear first, Random& random) {
    Purchases purchases;
    Shop shop(purchases, first, random);
    for (const auto& kind : Kinds()) {
        if (!random.Chance(kind.bought)) continue;
        const auto at = purchases.subjects.size();
        Story story = PickStory(random);
        if (story == Story::kPartly && kind.products.front().Count() < 2) story = Story::kOne;
        purchases.subjects.push_back({.story = story, .border = 4 + static_cast<int>(random.Below(3))});
        for (const auto years : kind.products) shop.Buy(kind, 0, years, at);
        const bool two = story == Story::kOld || story == Story::kStreams || story == Story::kFromBelow;
        for (const auto years : kind.products) {
            if (two) shop.Buy(kind, 1, years, at);
        }
    }
    if (random.Chance(0.1)) {
        purchases.subjects.push_back({.story = Story::kPlus});
        shop.BuyPlus(purchases.subjects.size() - 1);
    }
    return purchases;
}

bool Wanted(const Purchases& purchases, const SimLicence& licence, const SimGroup& group, int nth) {
    const auto& subject = purchases.subjects.at(licence.subject);
    if (subject.story == Story::kPlus) return group.composed && group.name == "Plusklas";
    const YearGroups met = licence.years & group.years;
    if (group.composed || met.Empty()) return false;
    switch (subject.story) {
        case Story::kOld:
            return licence.second;
        case Story::kStreams:
            return licence.second == group.second_stream;
        case Story::kFromBelow:
            // With the border going up each year; a group on both sides of it has both.
            return licence.second
                       ? !(met & YearGroups::Range(0, subject.border + nth)).Empty()
                       : !(met & YearGroups::Range(subject.border + nth + 1, licence::kLastYearGroup)).Empty();
        case Story::kPartly:
            return !(met & YearGroups::Range(subject.border, licence::kLastYearGroup)).Empty();
        case Story::kOne:
        case Story::kPlus:
            return true;
    }
    return false;
}

}  // namespace suite::autolink
