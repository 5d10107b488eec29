#include "services/licence/app/refresh_mapping.hpp"

#include <array>

namespace suite::licence {

Status RefreshMapping::operator()(SchoolId school, Deadline deadline) const {
    SUITE_ASSIGN(const auto mapping, store_.Mapping(school, deadline));
    return cache_.Put(std::array{MappingOfSchool{school, mapping}});
}

}  // namespace suite::licence
