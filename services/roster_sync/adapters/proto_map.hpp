// Wire ↔ domain for roster-sync: total functions.
#pragma once

#include <suite/roster/v1/roster_care.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include "services/roster_sync/app/decide_removals.hpp"
#include "services/roster_sync/app/ports.hpp"
#include "services/roster_sync/app/reconcile_roster.hpp"
#include "services/roster_sync/app/see_roster.hpp"

namespace suite::roster_sync {

namespace wire = roster::v1;

void Write(const BatchView& view, wire::RosterBatch& out);
/// `names`: the reader is staff of the school.
void Write(const ImportRejection& item, bool names, wire::Rejection& out);
void Write(const RosterImport& import, wire::RosterImport& out);
void Write(const SchoolView& view, wire::School& out);
void Write(const GroupView& view, wire::Group& out);
void Write(const PupilView& view, wire::Pupil& out);
void Write(const StaffView& view, wire::StaffMember& out);
void Write(const HeldRemoval& removal, wire::HeldRemoval& out);
void Write(const RemovalPreview& preview, wire::HeldRemovalDetail& out);
void Write(const Reconcile& reconcile, wire::Reconcile& out);
void Write(const JoinView& join, wire::GroupJoin& out);

}  // namespace suite::roster_sync
