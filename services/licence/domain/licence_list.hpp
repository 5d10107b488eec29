// The school's list of licences over all methods: what it shows, and how it is filtered, sorted and cut into pages
// (LIC-02). Pure: a school has tens of licences, at most some hundreds, so that all of them are looked through for
// every page, by the same rules that say what state a licence is in, and in the same order whatever the database.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "services/licence/domain/licence.hpp"
#include "services/licence/domain/links.hpp"

namespace suite::licence {

/// A licence with what is known around it.
struct LicenceOverview {
    Licence licence;
    // From the catalogue; what it does not know is as the order said, or empty.
    std::string method_id{};
    std::string method_name{};
    std::string subject{};
    std::vector<std::string> year_groups{};
    bool excluded = false;  // managed elsewhere (seed 0 §3.5)
    // Counts of today.
    std::int64_t pupil_count = 0;  // active pupils with access: by linked groups, links of their own, seats
    std::int64_t seats_used = 0;   // may be more than there are, after an order with fewer
    std::int64_t waiting = 0;      // pupils on the waiting list
    std::vector<LinkedGroup> groups{};
    [[nodiscard]] std::int64_t SeatsFree() const;
};

/// What is left empty selects everything, but for `states`.
struct ListFilter {
    std::string q{};  // part of title or contract number; capitals and accents do not matter
    std::optional<LicenceKind> kind{};
    std::set<LicenceState> states{};  // empty: all but expired and cancelled, which are kept apart
    std::string method_id{};
    std::string year_group{};  // that it serves; one that names none serves any
    bool excluded = false;     // only those of methods that are managed elsewhere; else only the others
};

enum class SortBy { kTitle, kStartDate, kEndDate, kContractNumber, kGroupCount };

struct ListOrder {
    SortBy by = SortBy::kTitle;
    bool descending = false;
    bool operator==(const ListOrder&) const = default;
};

/// Where a page ended: the last item's key under the order, and the item.
struct ListPlace {
    std::string key;
    LicenceId id;
    bool operator==(const ListPlace&) const = default;
};

struct LicencePage {
    std::vector<LicenceOverview> items{};
    std::optional<ListPlace> next{};  // of the last of this page, when there are more
};

/// Does the list show it on that day?
[[nodiscard]] bool PassesFilter(const LicenceOverview& overview, const ListFilter& filter, Date today);

/// At most `limit` of those that match, in that order (equal ones by id), after `after`. The day is Dutch.
[[nodiscard]] LicencePage CutPage(std::vector<LicenceOverview> all, const ListFilter& filter, const ListOrder& order,
                                  const std::optional<ListPlace>& after, std::int64_t limit, Date today);

/// A place as text, and back; it only fits the order that it was made under. INVALID_ARGUMENT invalid-cursor.
[[nodiscard]] std::string PlaceText(const ListPlace& place, const ListOrder& order);
[[nodiscard]] Result<ListPlace> ParsePlace(std::string_view text, const ListOrder& order);

/// What a school is told about a licence of a method that is managed elsewhere (seed 0 §3.5).
inline constexpr std::string_view kManagedElsewhere =
    "Deze licentie beheer je niet in dit overzicht. De ICT-coördinator krijgt per e-mail aparte inloggegevens voor het "
    "beheer van deze software.";

}  // namespace suite::licence
