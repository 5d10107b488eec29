// The change feed's wire form of roster::SchoolChanges: total in both directions.
#pragma once

#include <string>

#include "core/error.hpp"
#include "roster/roster.hpp"

namespace suite::roster::v1 {
class SchoolChanges;
}

namespace suite::roster_copy {

[[nodiscard]] roster::v1::SchoolChanges ToProto(const roster::SchoolChanges& changes);
[[nodiscard]] roster::SchoolChanges FromProto(const roster::v1::SchoolChanges& wire);

}  // namespace suite::roster_copy
