// Wire ↔ domain for roster-sync: total functions.
#pragma once

#include <suite/roster/v1/roster_service.pb.h>

#include "services/roster_sync/app/ports.hpp"
#include "services/roster_sync/app/see_roster.hpp"

namespace suite::roster_sync {

namespace wire = roster::v1;

void Write(const BatchView& view, wire::RosterBatch& out);
void Write(const Rejection& rejection, wire::Rejection& out);
void Write(const RosterImport& import, wire::RosterImport& out);
void Write(const SchoolView& view, wire::School& out);
void Write(const GroupView& view, wire::Group& out);
void Write(const PupilView& view, wire::Pupil& out);
void Write(const StaffView& view, wire::StaffMember& out);

}  // namespace suite::roster_sync
