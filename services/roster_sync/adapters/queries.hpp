// Every SQL text of roster-sync but the filtered lists (sql_reader.cpp builds those from pieces): the same for both
// databases.
#pragma once

#include <string>
#include <string_view>

namespace suite::roster_sync::query {

#define SUITE_SCHOOL_COLUMNS                                                                                   \
    "s.school_id, s.basispoort_id, s.name, s.brin, s.location, s.school_key, s.institution_number, s.street, " \
    "s.house_number, s.postal_code, s.city, s.board_code, s.active, s.merged_into, s.version, s.updated_at, s.consent"
inline constexpr std::string_view kSchools = "SELECT " SUITE_SCHOOL_COLUMNS " FROM school s WHERE ";
#undef SUITE_SCHOOL_COLUMNS
inline constexpr std::string_view kSchoolByBasispoort = "SELECT school_id FROM school WHERE basispoort_id = :1";
inline constexpr std::string_view kSchoolIds =
    "SELECT school_id FROM school WHERE school_id > :1 ORDER BY school_id LIMIT 500";
inline constexpr std::string_view kGroups =
    "SELECT group_id, school_year, las_key, name, composed, year_group FROM roster_group WHERE school_id = :1";

// Of several schools, `schools` being places for their ids. Of one school the rows come in any order.
inline std::string SchoolsOf(const std::string& schools) {
    return std::string(kSchools) + "s.school_id IN (" + schools + ")";
}
inline std::string GroupsOf(const std::string& schools) {
    return "SELECT school_id, group_id, school_year, las_key, name, composed, year_group FROM roster_group"
           " WHERE school_id IN (" +
           schools + ")";
}
/// The same with one more column: whether the group has pupils.
/// Of `asked` (sql::WithRows): school and group, those that have pupils.
inline constexpr std::string_view kWithPupilsOfAsked =
    "SELECT DISTINCT a.school_id, a.group_id FROM asked a WHERE EXISTS (SELECT 1 FROM member m JOIN pupil p"
    " ON p.school_id = m.school_id AND p.person_id = m.person_id WHERE m.school_id = a.school_id"
    " AND m.group_id = a.group_id)";
inline constexpr std::string_view kPupilColumns =
    "p.school_id, p.person_id, p.basispoort_id, p.eck_id, p.las_key, p.given_name, p.prefix, p.family_name,"
    " p.year_group, p.base_group, p.active";
inline std::string PupilsOf(const std::string& schools) {
    return "SELECT " + std::string(kPupilColumns) + " FROM pupil p WHERE p.school_id IN (" + schools + ")";
}
/// Those who have a key that `asked` (sql::WithRows) looks for at their school, each arm by an index of its own
/// (pupil_basispoort, pupil_eck, pupil_las). At their school, because LAS keys are numbers that most schools give.
inline std::string PupilsOfAsked() {
    const std::string person =
        "SELECT " + std::string(kPupilColumns) + " FROM asked a JOIN pupil p ON p.school_id = a.school_id AND ";
    return person + "p.basispoort_id = a.basispoort_id UNION " + person + "p.las_key = a.las_key UNION " + person +
           "p.eck_id = a.eck_id AND p.eck_id <> ''"
           " AND substr(p.eck_id, length(p.eck_id) - 15) = substr(a.eck_id, length(a.eck_id) - 15)";
}
/// Of `asked` (sql::WithRows): school and person.
inline constexpr std::string_view kMembersOfAsked =
    "SELECT m.school_id, m.person_id, m.group_id FROM asked JOIN member m ON m.school_id = asked.school_id"
    " AND m.person_id = asked.person_id";
inline std::string StaffOf(const std::string& schools) {
    return "SELECT school_id, person_id, basispoort_id, eck_id, las_key, given_name, prefix, family_name, email,"
           " end_date, roles, active FROM staff WHERE school_id IN (" +
           schools + ")";
}
inline std::string MembersOf(const std::string& schools) {
    return "SELECT school_id, person_id, group_id FROM member WHERE school_id IN (" + schools + ")";
}
inline std::string SchoolsByBasispoort(const std::string& basispoort_ids) {
    return "SELECT basispoort_id, school_id FROM school WHERE basispoort_id IN (" + basispoort_ids + ")";
}
inline std::string LastJoins(const std::string& schools) {
    return "SELECT school_id, max(number) FROM group_join WHERE school_id IN (" + schools + ") GROUP BY school_id";
}
// Of the batch :1.
inline std::string Chunks(const std::string& basispoort_ids) {
    return "SELECT basispoort_school_id, lines FROM batch_chunk WHERE batch_id = :1 AND basispoort_school_id IN (" +
           basispoort_ids + ") ORDER BY basispoort_school_id, n";
}
inline std::string SchoolsWithChunks(const std::string& basispoort_ids) {
    return "SELECT DISTINCT basispoort_school_id FROM batch_chunk WHERE batch_id = :1 AND basispoort_school_id IN (" +
           basispoort_ids + ")";
}
inline std::string DropChunks(const std::string& basispoort_ids) {
    return "DELETE FROM batch_chunk WHERE batch_id = :1 AND basispoort_school_id IN (" + basispoort_ids + ")";
}
inline constexpr std::string_view kTouchSchool = "UPDATE school SET version = :2, updated_at = :3 WHERE school_id = :1";

// Where a page ended, from its cursor.
inline constexpr std::string_view kSortKeyOfSchool = "SELECT name FROM school WHERE school_id = :1";
inline constexpr std::string_view kSortKeyOfGroup =
    "SELECT sort_key FROM roster_group WHERE school_id = :1 AND group_id = :2";
inline constexpr std::string_view kSortKeyOfPupil =
    "SELECT sort_key FROM pupil WHERE school_id = :1 AND person_id = :2";
inline constexpr std::string_view kSortKeyOfStaff =
    "SELECT sort_key FROM staff WHERE school_id = :1 AND person_id = :2";

inline constexpr std::string_view kNextSequences =
    "UPDATE feed_head SET last_sequence = last_sequence + :1 WHERE one = 1";
inline constexpr std::string_view kLastSequence = "SELECT last_sequence FROM feed_head WHERE one = 1";
inline constexpr std::string_view kOldestSequence = "SELECT min(sequence) FROM feed";
inline constexpr std::string_view kFeedAfter =
    "SELECT sequence, changes FROM feed WHERE sequence > :1 ORDER BY sequence LIMIT :2";

// Schools beyond their own rows
inline constexpr std::string_view kBasispoortOfSchool = "SELECT basispoort_id FROM school WHERE school_id = :1";
inline constexpr std::string_view kVersionOfSchool = "SELECT version FROM school WHERE school_id = :1";
/// The undo of version 1 is empty text: before it the school was not there.
inline constexpr std::string_view kUndoAfter =
    "SELECT version, changes FROM roster_undo WHERE school_id = :1 AND at > :2 ORDER BY version DESC";
inline constexpr std::string_view kUndoFrom =
    "SELECT version, changes FROM roster_undo WHERE school_id = :1 AND version >= :2 ORDER BY version DESC";
inline constexpr std::string_view kOpenMergers =
    "SELECT school_id, version, into_basispoort_id FROM merger WHERE done_at IS NULL ORDER BY at LIMIT 100";
inline constexpr std::string_view kMergerDone = "UPDATE merger SET done_at = :2 WHERE school_id = :1";
inline constexpr std::string_view kBlankFeed = "UPDATE feed SET changes = '' WHERE school_id = :1";

// How far followers are
inline constexpr std::string_view kFollowerSequences = "SELECT name, sequence FROM follower";
inline constexpr std::string_view kNewestVisible = "SELECT max(sequence) FROM feed_visible";

#define SUITE_BATCH_COLUMNS                                                                                   \
    "b.batch_id, b.source, b.sequence, b.kind, b.status, b.created_at, b.committed_at, b.applied_at, b.gap, " \
    "b.checked_at"
inline constexpr std::string_view kBatch = "SELECT " SUITE_BATCH_COLUMNS " FROM batch b WHERE b.batch_id = :1";
inline constexpr std::string_view kBatchBySequence =
    "SELECT " SUITE_BATCH_COLUMNS " FROM batch b WHERE b.source = :1 AND b.sequence = :2";
inline constexpr std::string_view kBatches =
    "SELECT " SUITE_BATCH_COLUMNS
    " FROM batch b WHERE b.created_at < :1 OR (b.created_at = :1 AND b.batch_id < :2)"
    " ORDER BY b.created_at DESC, b.batch_id DESC LIMIT :3";
inline constexpr std::string_view kNextToApply =
    "SELECT " SUITE_BATCH_COLUMNS
    " FROM batch b WHERE b.status IN (:1, :2) ORDER BY b.committed_at, b.sequence LIMIT 1";
#undef SUITE_BATCH_COLUMNS
inline constexpr std::string_view kNewestCommitted =
    "SELECT max(sequence) FROM batch WHERE source = :1 AND committed_at IS NOT NULL";
inline constexpr std::string_view kPart =
    "SELECT n, sha256, records, rejected, dropped_fields FROM batch_part WHERE batch_id = :1 AND n = :2";
inline constexpr std::string_view kPartNumbers = "SELECT n FROM batch_part WHERE batch_id = :1 ORDER BY n";
inline constexpr std::string_view kPartTotals =
    "SELECT count(*), COALESCE(sum(records), 0), COALESCE(sum(dropped_fields), 0) FROM batch_part WHERE batch_id = :1";
inline constexpr std::string_view kDropChunksOfPart = "DELETE FROM batch_chunk WHERE batch_id = :1 AND n = :2";
inline constexpr std::string_view kSchoolsToApply =
    "SELECT DISTINCT basispoort_school_id FROM batch_chunk WHERE batch_id = :1 ORDER BY basispoort_school_id";
inline constexpr std::string_view kSchoolsLeft =
    "SELECT count(DISTINCT basispoort_school_id) FROM batch_chunk WHERE batch_id = :1";
inline constexpr std::string_view kLargestSchool =
    "SELECT COALESCE(max(t.bytes), 0) FROM (SELECT sum(length(lines)) AS bytes FROM batch_chunk WHERE batch_id = :1"
    " GROUP BY basispoort_school_id) t";
inline constexpr std::string_view kCountsOfBatch =
    "SELECT counts, count(*), max(feed_sequence), status FROM roster_import WHERE batch_id = :1 GROUP BY counts, "
    "status";
inline constexpr std::string_view kVisibleAt =
    "SELECT at FROM feed_visible WHERE sequence >= :1 ORDER BY sequence LIMIT 1";

#define SUITE_IMPORT_COLUMNS                                                                             \
    "i.school_id, i.import_id, i.status, i.format, i.school_year, i.applied_at, i.person_id, i.counts, " \
    "i.basispoort_school_id, i.origin, i.batch_id, i.received_at, i.feed_sequence, "                     \
    "(SELECT v.at FROM feed_visible v WHERE v.sequence >= i.feed_sequence ORDER BY v.sequence LIMIT 1)"
inline constexpr std::string_view kImport =
    "SELECT " SUITE_IMPORT_COLUMNS " FROM roster_import i WHERE i.school_id = :1 AND i.import_id = :2";
inline constexpr std::string_view kImports =
    "SELECT " SUITE_IMPORT_COLUMNS
    " FROM roster_import i WHERE i.school_id = :1 AND (i.applied_at < :2 OR (i.applied_at = :2 AND i.import_id < :3))"
    " ORDER BY i.applied_at DESC, i.import_id DESC LIMIT :4";
#undef SUITE_IMPORT_COLUMNS
#define SUITE_REJECTION_COLUMNS \
    "r.ordinal, r.entity, r.part, r.line, r.record_key, r.field, r.reason, r.name, r.other_name"
inline constexpr std::string_view kImportRejections = "SELECT 0, " SUITE_REJECTION_COLUMNS
                                                      " FROM import_rejection r WHERE r.school_id = :1 AND r.import_id "
                                                      "= :2 AND r.ordinal > :3 ORDER BY r.ordinal LIMIT :4";
inline constexpr std::string_view kBatchRejections =
    "SELECT i.basispoort_school_id, " SUITE_REJECTION_COLUMNS
    " FROM roster_import i JOIN import_rejection r ON r.school_id = i.school_id AND r.import_id = i.import_id"
    " WHERE i.batch_id = :1"
    " AND (i.basispoort_school_id > :2 OR (i.basispoort_school_id = :2 AND r.ordinal > :3))"
    " ORDER BY i.basispoort_school_id, r.ordinal LIMIT :4";
#undef SUITE_REJECTION_COLUMNS
inline constexpr std::string_view kEraseRejections =
    "DELETE FROM import_rejection WHERE (school_id, import_id) IN"
    " (SELECT school_id, import_id FROM roster_import WHERE basispoort_school_id = :1)";

#define SUITE_REMOVAL_COLUMNS                                                                              \
    "school_id, removal_id, entity, status, import_id, created_at, expires_at, decided_at, decided_role, " \
    "decided_by, reason, subjects"
inline constexpr std::string_view kRemoval =
    "SELECT " SUITE_REMOVAL_COLUMNS " FROM held_removal WHERE school_id = :1 AND removal_id = :2";
inline std::string WaitingRemovals(const std::string& schools) {
    return "SELECT " SUITE_REMOVAL_COLUMNS " FROM held_removal WHERE status = 0 AND school_id IN (" + schools +
           ") ORDER BY created_at DESC";
}
inline constexpr std::string_view kRemovals =
    "SELECT " SUITE_REMOVAL_COLUMNS
    " FROM held_removal WHERE school_id = :1 AND (created_at < :2 OR (created_at = :2 AND removal_id < :3))"
    " ORDER BY created_at DESC, removal_id DESC LIMIT :4";
inline constexpr std::string_view kWaitingRemovals =
    "SELECT " SUITE_REMOVAL_COLUMNS
    " FROM held_removal WHERE status = 0 AND (created_at < :1 OR (created_at = :1 AND removal_id < :2))"
    " ORDER BY created_at DESC, removal_id DESC LIMIT :3";
#undef SUITE_REMOVAL_COLUMNS
inline constexpr std::string_view kExpireRemovals =
    "UPDATE held_removal SET status = 4 WHERE status = 0 AND expires_at <= :1";

#define SUITE_RECONCILE_COLUMNS                                                                                    \
    "reconcile_id, basispoort_school_id, cause, status, created_at, finished_at, schools, done, changed, failed, " \
    "cursor_id, tries, next_try_at"
inline constexpr std::string_view kReconcile =
    "SELECT " SUITE_RECONCILE_COLUMNS " FROM reconcile WHERE reconcile_id = :1";
inline constexpr std::string_view kNextReconcile =
    "SELECT " SUITE_RECONCILE_COLUMNS
    " FROM reconcile WHERE status <> 2 AND (next_try_at IS NULL OR next_try_at <= :1)"
    " ORDER BY CASE WHEN basispoort_school_id = 0 THEN 1 ELSE 0 END, created_at LIMIT 1";
inline constexpr std::string_view kOpenReconcile =
    "SELECT " SUITE_RECONCILE_COLUMNS
    " FROM reconcile WHERE status <> 2 AND basispoort_school_id = :1 ORDER BY created_at LIMIT 1";
inline constexpr std::string_view kReconcilesOfSchool =
    "SELECT " SUITE_RECONCILE_COLUMNS
    " FROM reconcile WHERE basispoort_school_id = :1 AND (created_at < :2 OR (created_at = :2 AND reconcile_id < :3))"
    " ORDER BY created_at DESC, reconcile_id DESC LIMIT :4";
inline constexpr std::string_view kReconciles =
    "SELECT " SUITE_RECONCILE_COLUMNS
    " FROM reconcile WHERE created_at < :1 OR (created_at = :1 AND reconcile_id < :2)"
    " ORDER BY created_at DESC, reconcile_id DESC LIMIT :3";
#undef SUITE_RECONCILE_COLUMNS
inline constexpr std::string_view kLastScheduled = "SELECT max(created_at) FROM reconcile WHERE cause = 1";
inline constexpr std::string_view kReconcileFailures =
    "SELECT basispoort_school_id, reason FROM reconcile_failure WHERE reconcile_id = :1"
    " ORDER BY basispoort_school_id LIMIT 1000";
inline constexpr std::string_view kConsent =
    "SELECT basispoort_school_id, granted, since, erase_at, erased_at FROM consent WHERE basispoort_school_id = :1";
inline constexpr std::string_view kConsentsToErase =
    "SELECT basispoort_school_id, granted, since, erase_at, erased_at FROM consent"
    " WHERE granted = 0 AND erased_at IS NULL AND erase_at <= :1 LIMIT 100";
inline constexpr std::string_view kWithoutConsent =
    "SELECT s.basispoort_id FROM school s"
    " WHERE s.basispoort_id > :1 AND s.active = 1"
    " AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.basispoort_school_id = s.basispoort_id)"
    " ORDER BY s.basispoort_id LIMIT :2";
inline constexpr std::string_view kConsentsReadUntil = "SELECT day FROM consent_read WHERE one = 1";

}  // namespace suite::roster_sync::query
