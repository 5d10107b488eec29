#include "services/pincode/app/list_group_pincodes.hpp"

#include <algorithm>
#include <tuple>

#include "core/paging.hpp"
#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::pincode {
namespace {

void SortByName(std::vector<SealedPincode>& pupils) {
    struct Keyed {
        std::tuple<std::string, std::string, PersonId> key;
        SealedPincode pupil;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(pupils.size());
    for (auto& pupil : pupils) {
        keyed.push_back({{Fold(pupil.name.family), Fold(pupil.name.given), pupil.pupil}, std::move(pupil)});
    }
    std::ranges::sort(keyed, {}, &Keyed::key);
    std::ranges::transform(keyed, pupils.begin(), [](Keyed& each) { return std::move(each.pupil); });
}

/// The cursor is the last pupil's id and not the sort key: a cursor is part of a URL, where no name belongs.
Result<std::size_t> FirstAfter(const std::vector<SealedPincode>& pupils, const std::string& cursor) {
    if (cursor.empty()) return 0;
    SUITE_ASSIGN(const auto key, DecodeCursor(cursor));
    const auto last = PersonId::Parse(key);
    const auto place = last ? std::ranges::find(pupils, *last, &SealedPincode::pupil) : pupils.end();
    if (place == pupils.end()) return InvalidCursor();
    return static_cast<std::size_t>(place - pupils.begin()) + 1;
}

}  // namespace

Result<PupilCodePage> ListGroupPincodes::Run(const Actor& actor, const ListQuery& query, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayAskForCodes(actor, query.school));
    SUITE_ASSIGN(const auto limit, PageSize(query.limit));
    SUITE_ASSIGN(auto group, reader_.Read(query.school, query.group, actor.person, deadline));
    SUITE_RETURN_IF_ERROR(MaySeeCodes(actor, group.facts, DutchDay(clock_.Now())));

    SortByName(group.pupils);
    SUITE_ASSIGN(const auto begin, FirstAfter(group.pupils, query.cursor));
    const auto end = std::min(begin + static_cast<std::size_t>(limit), group.pupils.size());
    PupilCodePage page;
    for (auto i = begin; i < end; ++i) {
        auto& pupil = group.pupils[i];
        auto code = vault_.Open(query.school, pupil.pupil, pupil.sealed);
        if (!code) {
            return Fail(Code::kInternal, reason::kInternal,
                        "the stored pincode of " + pupil.pupil.ToString() + " does not open");
        }
        page.items.push_back({pupil.pupil, std::move(pupil.name), std::move(*code)});
    }
    if (end < group.pupils.size()) page.next_cursor = EncodeCursor(group.pupils[end - 1].pupil.ToString());
    return page;
}

}  // namespace suite::pincode
