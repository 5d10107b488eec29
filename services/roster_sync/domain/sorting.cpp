#include "services/roster_sync/domain/sorting.hpp"

#include "core/text.hpp"

namespace suite::roster_sync {

std::string SearchText(const roster::PersonName& name) { return Fold(ShownName(name)); }

std::string SortKey(const roster::PersonName& name) { return Fold(name.family + " " + name.given); }

std::string SortKey(const roster::Group& group) {
    const std::string year = group.year_group.size() == 1 ? "0" + group.year_group : group.year_group;
    return (group.kind == roster::GroupKind::kBase ? "0" : "1") + Fold(year) + " " + Fold(group.name);
}

}  // namespace suite::roster_sync
