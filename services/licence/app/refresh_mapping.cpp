#include "services/licence/app/refresh_mapping.hpp"

#include <array>

namespace suite::licence {
namespace {

constexpr std::size_t kMostSchools = 20000;  // beyond it all is forgotten, which costs a read per message

}  // namespace

Status RefreshMapping::operator()(SchoolId school, Deadline deadline) {
    SUITE_ASSIGN(const auto version, store_.Version(school, deadline));
    {
        const std::lock_guard lock(mutex_);
        const auto at = brought_.find(school);
        if (at != brought_.end() && at->second == version) return {};
    }
    SUITE_ASSIGN(const auto mapping, store_.Mapping(school, deadline));
    SUITE_RETURN_IF_ERROR(cache_.Put(std::array{MappingOfSchool{school, mapping}}));
    const std::lock_guard lock(mutex_);
    if (brought_.size() >= kMostSchools) brought_.clear();
    brought_[school] = mapping->version;
    return {};
}

}  // namespace suite::licence
