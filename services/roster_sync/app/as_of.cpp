#include "services/roster_sync/app/as_of.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/paging.hpp"
#include "core/text.hpp"
#include "roster/apply.hpp"
#include "services/roster_sync/domain/sorting.hpp"

namespace suite::roster_sync {
namespace {

using Names = std::unordered_map<GroupId, std::string>;

Names NamesOf(const roster::SchoolState& state) {
    Names names;
    for (const auto& group : state.groups) names.emplace(group.id, group.name);
    return names;
}

bool Contains(const std::string& text, const std::string& q) {
    return text.find(Fold(Collapse(q))) != std::string::npos;
}

bool IsIn(const std::vector<GroupId>& groups, GroupId group) {
    return std::ranges::find(groups, group) != groups.end();
}

template <class Person>
bool Fits(const Person& person, const PersonFilter& filter) {
    return person.active && Contains(SearchText(person.name), filter.q) &&
           (filter.eck_id.empty() || person.keys.eck_id == filter.eck_id) &&
           (filter.las_key.empty() || person.keys.las_key == filter.las_key) &&
           (!filter.basispoort_id || person.keys.basispoort_id == filter.basispoort_id);
}

std::vector<GroupRef> RefsOf(const std::vector<GroupId>& groups, const Names& names) {
    std::vector<GroupRef> refs;
    for (const auto group : groups) {
        const auto name = names.find(group);
        if (name != names.end()) refs.push_back({.id = group, .name = name->second});
    }
    return refs;
}

/// Sorts, and cuts the page that the cursor asks for. `entity` gives what has the id, `key` what is sorted by.
template <class View>
Result<Page<View>> Cut(std::vector<View> all, const PageRequest& request, const auto& entity, const auto& key) {
    std::ranges::sort(all, {}, [&](const View& view) { return std::pair(key(view), entity(view).id); });
    SUITE_ASSIGN(const auto last, DecodeNumberCursor(request.cursor));
    auto from = all.begin();
    if (last != 0) {
        from = std::ranges::find(all, last, [&](const View& view) { return entity(view).id.value; });
        if (from == all.end()) return InvalidCursor();
        ++from;
    }
    Page<View> page;
    const auto count = std::min<std::ptrdiff_t>(request.limit, all.end() - from);
    page.items.assign(from, from + count);
    if (from + count != all.end()) page.next_cursor = EncodeCursor(std::to_string(entity(page.items.back()).id.value));
    return page;
}

}  // namespace

Result<Page<GroupView>> GroupsOf(const roster::SchoolState& state, const GroupFilter& filter, const PageRequest& page) {
    std::unordered_map<GroupId, std::int64_t> sizes;
    for (const auto& pupil : state.pupils) {
        if (!pupil.active) continue;
        if (pupil.base_group) ++sizes[*pupil.base_group];
        for (const auto group : pupil.composed_groups) ++sizes[group];
    }
    std::vector<GroupView> views;
    for (const auto& group : state.groups) {
        const bool fits = Contains(Fold(group.name), filter.q) &&
                          (filter.year_group.empty() || group.year_group == filter.year_group) &&
                          (filter.las_key.empty() || group.las_key == filter.las_key);
        if (fits) views.push_back({.group = group, .pupil_count = sizes[group.id]});
    }
    const auto entity = [](const GroupView& view) -> const roster::Group& { return view.group; };
    return Cut(std::move(views), page, entity, [](const GroupView& view) { return SortKey(view.group); });
}

Result<Page<PupilView>> PupilsOf(const roster::SchoolState& state, const PersonFilter& filter,
                                 const PageRequest& page) {
    const auto names = NamesOf(state);
    std::vector<PupilView> views;
    for (const auto& pupil : state.pupils) {
        if (!Fits(pupil, filter)) continue;
        const bool in_group =
            !filter.group || pupil.base_group == filter.group || IsIn(pupil.composed_groups, *filter.group);
        PupilView view{.pupil = pupil};
        view.pupil.year_group = roster::EffectiveYearGroup(state, pupil);
        if (!in_group || (!filter.year_group.empty() && view.pupil.year_group != filter.year_group)) continue;
        if (pupil.base_group) {
            const auto refs = RefsOf({*pupil.base_group}, names);
            if (!refs.empty()) view.base_group = refs.front();
        }
        view.composed_groups = RefsOf(pupil.composed_groups, names);
        views.push_back(std::move(view));
    }
    const auto entity = [](const PupilView& view) -> const roster::Pupil& { return view.pupil; };
    return Cut(std::move(views), page, entity, [](const PupilView& view) { return SortKey(view.pupil.name); });
}

Result<Page<StaffView>> StaffOf(const roster::SchoolState& state, StaffKind kind, const PersonFilter& filter,
                                const PageRequest& page) {
    const auto names = NamesOf(state);
    std::vector<StaffView> views;
    for (const auto& member : state.staff) {
        if (!Fits(member, filter) || (filter.group && !IsIn(member.groups, *filter.group))) continue;
        const bool coordinator =
            std::ranges::find(member.roles, roster::StaffRole::kIctCoordinator) != member.roles.end();
        const bool only_coordinator = coordinator && member.roles.size() == 1 && member.groups.empty();
        if (kind == StaffKind::kIctCoordinators ? !coordinator : only_coordinator) continue;
        views.push_back({.member = member, .groups = RefsOf(member.groups, names)});
    }
    const auto entity = [](const StaffView& view) -> const roster::StaffMember& { return view.member; };
    return Cut(std::move(views), page, entity, [](const StaffView& view) { return SortKey(view.member.name); });
}

}  // namespace suite::roster_sync
