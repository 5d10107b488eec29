// What holds for every roster that was read, whatever it was read from.
#pragma once

#include "services/roster_sync/domain/diff.hpp"

namespace suite::fuzz {

/// Takes the records in by both kinds of batch, twice each, in a school without anybody: the second time changes
/// nothing, what is stored is clean and points to what is there, and every rejection says why.
void CheckDiff(const roster_sync::IncomingRoster& roster, roster_sync::Source source);

}  // namespace suite::fuzz
