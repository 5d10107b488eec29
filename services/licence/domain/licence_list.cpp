#include "services/licence/domain/licence_list.hpp"

#include <algorithm>
#include <array>

#include "core/paging.hpp"
#include "core/text.hpp"

namespace suite::licence {
namespace {

/// Sorts as text as the item should sort.
std::string KeyOf(const LicenceOverview& overview, SortBy by, Date today) {
    const Licence& licence = overview.licence;
    switch (by) {
        case SortBy::kTitle:
            return Fold(licence.title);
        case SortBy::kStartDate:
            return licence.start.ToString();
        case SortBy::kEndDate:
            return LastDay(licence, today).ToString();
        case SortBy::kContractNumber:
            return licence.contract_number;
        case SortBy::kGroupCount: {
            const auto digits = std::to_string(overview.groups.size());
            return std::string(20 - digits.size(), '0') + digits;
        }
    }
    return "";
}

std::string_view NameOf(SortBy by) {
    static constexpr std::array<std::string_view, 5> kNames{"t", "s", "e", "c", "g"};
    return kNames.at(static_cast<std::size_t>(by));
}

bool ServesYearGroup(const LicenceOverview& overview, const std::string& code) {
    return overview.year_groups.empty() || std::ranges::find(overview.year_groups, code) != overview.year_groups.end();
}

bool HasText(const Licence& licence, const std::string& folded) {
    return Fold(licence.title).find(folded) != std::string::npos ||
           licence.contract_number.find(folded) != std::string::npos;
}

/// The letters before the first dot: which order it is of.
std::string OrderText(const ListOrder& order) { return std::string(NameOf(order.by)) + (order.descending ? "d" : "a"); }

}  // namespace

std::int64_t LicenceOverview::SeatsFree() const {
    return std::max<std::int64_t>(0, licence.seats.value_or(0) - seats_used);
}

bool PassesFilter(const LicenceOverview& overview, const ListFilter& filter, Date today) {
    if (overview.excluded != filter.excluded) return false;
    if (filter.kind && overview.licence.kind != *filter.kind) return false;
    if (!filter.method_id.empty() && overview.method_id != filter.method_id) return false;
    if (!filter.year_group.empty() && !ServesYearGroup(overview, filter.year_group)) return false;
    const auto state = StateOn(overview.licence, today);
    const bool kept_apart = state == LicenceState::kExpired || state == LicenceState::kCancelled;
    if (filter.states.empty() ? kept_apart : !filter.states.contains(state)) return false;
    return HasText(overview.licence, Fold(Collapse(filter.q)));
}

LicencePage CutPage(std::vector<LicenceOverview> all, const ListFilter& filter, const ListOrder& order,
                    const std::optional<ListPlace>& after, std::int64_t limit, Date today) {
    using Place = std::pair<std::string, std::int64_t>;
    const auto before = [&](const Place& a, const Place& b) { return order.descending ? b < a : a < b; };
    std::vector<std::pair<Place, std::size_t>> places;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!PassesFilter(all[i], filter, today)) continue;
        Place place{KeyOf(all[i], order.by, today), all[i].licence.id.value};
        if (after && !before({after->key, after->id.value}, place)) continue;
        places.emplace_back(std::move(place), i);
    }
    std::ranges::sort(places, before, &std::pair<Place, std::size_t>::first);
    LicencePage page;
    for (const auto& [place, index] : places) {
        if (std::ssize(page.items) == limit) break;
        page.items.push_back(std::move(all[index]));
        if (std::ssize(page.items) == limit && std::ssize(places) > limit)
            page.next = ListPlace{.key = place.first, .id = LicenceId{place.second}};
    }
    return page;
}

std::string PlaceText(const ListPlace& place, const ListOrder& order) {
    return OrderText(order) + "." + place.id.ToString() + "." + place.key;
}

Result<ListPlace> ParsePlace(std::string_view text, const ListOrder& order) {
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos || text.substr(0, first) != OrderText(order)) return InvalidCursor();
    const auto id = LicenceId::Parse(text.substr(first + 1, second - first - 1));
    if (!id) return InvalidCursor();
    return ListPlace{.key = std::string(text.substr(second + 1)), .id = *id};
}

}  // namespace suite::licence
