#include "services/roster_sync/adapters/proto_map.hpp"

namespace suite::roster_sync {
namespace {

std::int32_t Int(std::integral auto n) { return static_cast<std::int32_t>(n); }

void Write(const Counts& counts, wire::Counts& out) {
    out.set_added(Int(counts.added));
    out.set_changed(Int(counts.changed));
    out.set_removed(Int(counts.removed));
    out.set_unchanged(Int(counts.unchanged));
    out.set_rejected(Int(counts.rejected));
    out.set_held(Int(counts.held));
    out.set_moved(Int(counts.moved));
}

void Write(const EntityCounts& counts, wire::EntityCounts& out) {
    Write(counts.school, *out.mutable_school());
    Write(counts.groups, *out.mutable_group());
    Write(counts.pupils, *out.mutable_pupil());
    Write(counts.staff, *out.mutable_staff());
}

wire::BatchStatus ToWire(BatchStatus status) {
    switch (status) {
        case BatchStatus::kOpen:
            return wire::BATCH_STATUS_OPEN;
        case BatchStatus::kReceived:
            return wire::BATCH_STATUS_RECEIVED;
        case BatchStatus::kApplying:
            return wire::BATCH_STATUS_APPLYING;
        case BatchStatus::kApplied:
            return wire::BATCH_STATUS_APPLIED;
        case BatchStatus::kHeld:
            return wire::BATCH_STATUS_HELD;
        case BatchStatus::kRefused:
            return wire::BATCH_STATUS_REFUSED;
    }
    return wire::BATCH_STATUS_UNSPECIFIED;
}

wire::ImportStatus ToWire(ImportStatus status) {
    switch (status) {
        case ImportStatus::kApplied:
            return wire::IMPORT_STATUS_APPLIED;
        case ImportStatus::kHeld:
            return wire::IMPORT_STATUS_HELD;
        case ImportStatus::kDryRun:
            return wire::IMPORT_STATUS_DRY_RUN;
        case ImportStatus::kFailed:
            return wire::IMPORT_STATUS_FAILED;
    }
    return wire::IMPORT_STATUS_UNSPECIFIED;
}

wire::ImportOrigin ToWire(Origin origin) {
    switch (origin) {
        case Origin::kFile:
            return wire::IMPORT_ORIGIN_FILE;
        case Origin::kBatch:
            return wire::IMPORT_ORIGIN_BATCH;
        case Origin::kReconcile:
            return wire::IMPORT_ORIGIN_RECONCILE;
        case Origin::kMerger:
            return wire::IMPORT_ORIGIN_MERGER;
        case Origin::kDecision:
            return wire::IMPORT_ORIGIN_DECISION;
        case Origin::kConsent:
            return wire::IMPORT_ORIGIN_CONSENT;
    }
    return wire::IMPORT_ORIGIN_UNSPECIFIED;
}

template <class Wire>
void AddStep(Wire& out, wire::Stage stage, const std::optional<Instant>& at) {
    if (!at) return;
    auto& step = *out.add_timeline();
    step.set_stage(stage);
    step.set_at(FormatInstant(*at));
}

template <class Person, class Wire>
void WriteKeysAndName(const Person& person, Wire& out) {
    out.set_id(person.id.ToString());
    if (person.keys.basispoort_id) out.set_basispoort_id(*person.keys.basispoort_id);
    if (!person.keys.eck_id.empty()) out.set_eck_id(person.keys.eck_id);
    if (!person.keys.las_key.empty()) out.set_las_key(person.keys.las_key);
    out.set_given_name(person.name.given);
    out.set_prefix(person.name.prefix);
    out.set_family_name(person.name.family);
}

void Write(const GroupRef& ref, wire::GroupRef& out) {
    out.set_id(ref.id.ToString());
    out.set_name(ref.name);
}

}  // namespace

void Write(const BatchView& view, wire::RosterBatch& out) {
    const Batch& batch = view.batch;
    out.set_id(batch.id.ToString());
    out.set_source(batch.source);
    out.set_sequence(batch.sequence);
    out.set_kind(batch.kind == BatchKind::kDelta ? wire::BATCH_KIND_DELTA : wire::BATCH_KIND_SNAPSHOT);
    out.set_status(ToWire(batch.status));
    out.set_parts(Int(view.parts));
    out.set_records(Int(view.records));
    out.set_dropped_fields(Int(view.dropped_fields));
    Write(view.counts, *out.mutable_counts());
    out.set_schools(Int(view.schools));
    out.set_schools_applied(Int(view.schools_applied));
    out.set_schools_failed(Int(view.schools_failed));
    out.set_created_at(FormatInstant(batch.created_at));
    if (batch.committed_at) out.set_committed_at(FormatInstant(*batch.committed_at));
    if (batch.applied_at) out.set_applied_at(FormatInstant(*batch.applied_at));
    out.set_gap(batch.gap);
    AddStep(out, wire::STAGE_RECEIVED, batch.committed_at);
    AddStep(out, wire::STAGE_CHECKED, batch.checked_at);
    if (batch.status == BatchStatus::kHeld) AddStep(out, wire::STAGE_HELD, batch.applied_at);
    AddStep(out, wire::STAGE_APPLIED, batch.applied_at);
    AddStep(out, wire::STAGE_VISIBLE, view.visible_at);
}

void Write(const ImportRejection& item, bool names, wire::Rejection& out) {
    const auto& rejection = item.rejection;
    out.set_entity(std::string(ToString(rejection.entity)));
    out.set_part(rejection.part);
    out.set_line(rejection.line);
    if (item.basispoort_school_id != 0) out.set_basispoort_school_id(item.basispoort_school_id);
    out.set_key(rejection.key);
    out.set_field(rejection.field);
    out.set_reason(rejection.reason);
    out.set_message(rejection.message_nl);
    out.set_message_en(rejection.message_en);
    if (names && !rejection.name.empty()) out.set_name(rejection.name);
    if (names && !rejection.other_name.empty()) out.set_other_name(rejection.other_name);
}

void Write(const RosterImport& import, wire::RosterImport& out) {
    if (import.id) out.set_id(import.id.ToString());
    out.set_school_id(import.school.ToString());
    out.set_status(ToWire(import.status));
    out.set_format(import.format);
    if (import.school_year.first_year != 0) out.set_school_year(import.school_year.ToString());
    out.set_created_at(FormatInstant(import.applied_at));
    out.set_origin(ToWire(import.origin));
    if (import.batch) out.set_batch_id(import.batch.ToString());
    Write(import.counts, *out.mutable_counts());
    constexpr std::size_t kShown = 1000;
    for (std::size_t i = 0; i < std::min(import.rejections.size(), kShown); ++i)
        Write(ImportRejection{.rejection = import.rejections[i]}, true, *out.add_rejections());
    AddStep(out, wire::STAGE_RECEIVED, import.received_at);
    AddStep(out, wire::STAGE_CHECKED, import.applied_at);
    if (import.status == ImportStatus::kDryRun || import.status == ImportStatus::kFailed) return;
    if (import.status == ImportStatus::kHeld) AddStep(out, wire::STAGE_HELD, import.applied_at);
    AddStep(out, wire::STAGE_APPLIED, import.applied_at);
    AddStep(out, wire::STAGE_VISIBLE, import.visible_at);
}

void Write(const SchoolView& view, wire::School& out) {
    const roster::School& school = view.school;
    out.set_id(school.id.ToString());
    if (school.basispoort_id) out.set_basispoort_id(*school.basispoort_id);
    out.set_name(school.name);
    out.set_brin(school.brin);
    out.set_location(school.location);
    out.set_school_key(school.school_key);
    out.set_institution_number(school.institution_number);
    out.set_street(school.street);
    out.set_house_number(school.house_number);
    out.set_postal_code(school.postal_code);
    out.set_city(school.city);
    out.set_board_code(school.board_code);
    out.set_active(school.active);
    if (school.merged_into_basispoort_id) out.set_merged_into_basispoort_id(*school.merged_into_basispoort_id);
    out.set_updated_at(FormatInstant(view.updated_at));
    out.set_consent(school.consent);
}

void Write(const GroupView& view, wire::Group& out) {
    out.set_id(view.group.id.ToString());
    out.set_name(view.group.name);
    out.set_kind(view.group.kind == roster::GroupKind::kBase ? wire::GROUP_KIND_BASE : wire::GROUP_KIND_COMPOSED);
    out.set_year_group(view.group.year_group);
    out.set_school_year(view.group.school_year.ToString());
    out.set_las_key(view.group.las_key);
    out.set_pupil_count(Int(view.pupil_count));
}

void Write(const PupilView& view, wire::Pupil& out) {
    WriteKeysAndName(view.pupil, out);
    out.set_year_group(view.pupil.year_group);
    if (view.base_group) Write(*view.base_group, *out.mutable_base_group());
    for (const auto& ref : view.composed_groups) Write(ref, *out.add_composed_groups());
}

void Write(const StaffView& view, wire::StaffMember& out) {
    WriteKeysAndName(view.member, out);
    out.set_email(view.member.email);
    if (view.member.end_date) out.set_end_date(view.member.end_date->ToString());
    for (const auto role : view.member.roles) out.add_roles(std::string(roster::ToString(role)));
    for (const auto& ref : view.groups) Write(ref, *out.add_groups());
}

}  // namespace suite::roster_sync
