// The messages of roster_care.proto.
#include "services/roster_sync/adapters/proto_map.hpp"

namespace suite::roster_sync {
namespace {

std::int32_t Int(std::integral auto n) { return static_cast<std::int32_t>(n); }

wire::RemovalStatus ToWire(RemovalStatus status) {
    switch (status) {
        case RemovalStatus::kWaiting:
            return wire::REMOVAL_STATUS_WAITING;
        case RemovalStatus::kApproved:
            return wire::REMOVAL_STATUS_APPROVED;
        case RemovalStatus::kDropped:
            return wire::REMOVAL_STATUS_DROPPED;
        case RemovalStatus::kReplaced:
            return wire::REMOVAL_STATUS_REPLACED;
        case RemovalStatus::kExpired:
            return wire::REMOVAL_STATUS_EXPIRED;
    }
    return wire::REMOVAL_STATUS_UNSPECIFIED;
}

wire::ReconcileStatus ToWire(ReconcileStatus status) {
    switch (status) {
        case ReconcileStatus::kWaiting:
            return wire::RECONCILE_STATUS_WAITING;
        case ReconcileStatus::kRunning:
            return wire::RECONCILE_STATUS_RUNNING;
        case ReconcileStatus::kDone:
            return wire::RECONCILE_STATUS_DONE;
    }
    return wire::RECONCILE_STATUS_UNSPECIFIED;
}

wire::ReconcileCause ToWire(ReconcileCause cause) {
    switch (cause) {
        case ReconcileCause::kAsked:
            return wire::RECONCILE_CAUSE_ASKED;
        case ReconcileCause::kSchedule:
            return wire::RECONCILE_CAUSE_SCHEDULE;
        case ReconcileCause::kGap:
            return wire::RECONCILE_CAUSE_GAP;
        case ReconcileCause::kConsent:
            return wire::RECONCILE_CAUSE_CONSENT;
        case ReconcileCause::kFailure:
            return wire::RECONCILE_CAUSE_FAILURE;
    }
    return wire::RECONCILE_CAUSE_UNSPECIFIED;
}

}  // namespace

void Write(const HeldRemoval& removal, wire::HeldRemoval& out) {
    out.set_id(removal.id.ToString());
    out.set_school_id(removal.school.ToString());
    out.set_entity(std::string(ToString(removal.entity)));
    out.set_status(ToWire(removal.status));
    out.set_count(Int(removal.subjects.size()));
    out.set_created_at(FormatInstant(removal.created_at));
    out.set_expires_at(FormatInstant(removal.expires_at));
    out.set_import_id(removal.import.ToString());
    if (!removal.decision) return;
    const auto& decision = *removal.decision;
    out.set_decided_at(FormatInstant(decision.at));
    out.set_decided_by_role(decision.role == Role::kHelpdesk ? "helpdesk" : "coordinator");
    if (decision.by) out.set_decided_by_person(decision.by.ToString());
    out.set_reason(decision.reason);
}

void Write(const RemovalPreview& preview, wire::HeldRemovalDetail& out) {
    Write(preview.removal, *out.mutable_removal());
    out.set_titles_known(preview.products_known);
    for (const auto& subject : preview.subjects) {
        auto& to = *out.add_subjects();
        to.set_id(EncodeId(subject.id));
        to.set_name(subject.name);
        if (!subject.group.empty()) to.set_group(subject.group);
        if (preview.removal.entity == Entity::kGroup) to.set_pupils(Int(subject.pupils));
        for (const auto& title : subject.titles) to.add_titles(title);
    }
}

void Write(const Reconcile& reconcile, wire::Reconcile& out) {
    out.set_id(reconcile.id.ToString());
    if (reconcile.basispoort_school_id != 0) out.set_basispoort_school_id(reconcile.basispoort_school_id);
    out.set_status(ToWire(reconcile.status));
    out.set_cause(ToWire(reconcile.cause));
    out.set_created_at(FormatInstant(reconcile.created_at));
    if (reconcile.finished_at) out.set_finished_at(FormatInstant(*reconcile.finished_at));
    out.set_schools(Int(reconcile.schools));
    out.set_done(Int(reconcile.done));
    out.set_changed(Int(reconcile.changed));
    out.set_failed(Int(reconcile.failed));
    if (reconcile.next_try_at) out.set_next_try_at(FormatInstant(*reconcile.next_try_at));
}

void Write(const JoinView& join, wire::GroupJoin& out) {
    out.set_number(join.number);
    out.set_pupil_id(join.pupil.ToString());
    if (!join.pupil_name.empty()) out.set_pupil_name(join.pupil_name);
    out.set_group_id(join.group.ToString());
    if (!join.group_name.empty()) out.set_group_name(join.group_name);
    out.set_joined_at(FormatInstant(join.at));
}

}  // namespace suite::roster_sync
