// Every SQL text of roster-sync but the filtered lists (sql_reader.cpp builds those from pieces): the same for both
// databases.
#pragma once

#include <string_view>

namespace suite::roster_sync::query {

#define SUITE_SCHOOL_COLUMNS                                                                                   \
    "s.school_id, s.basispoort_id, s.name, s.brin, s.location, s.school_key, s.institution_number, s.street, " \
    "s.house_number, s.postal_code, s.city, s.board_code, s.active, s.merged_into, s.version, s.updated_at"
inline constexpr std::string_view kSchool = "SELECT " SUITE_SCHOOL_COLUMNS " FROM school s WHERE s.school_id = :1";
inline constexpr std::string_view kSchools = "SELECT " SUITE_SCHOOL_COLUMNS " FROM school s WHERE ";
#undef SUITE_SCHOOL_COLUMNS
inline constexpr std::string_view kSchoolByBasispoort = "SELECT school_id FROM school WHERE basispoort_id = :1";
inline constexpr std::string_view kSchoolIds =
    "SELECT school_id FROM school WHERE school_id > :1 ORDER BY school_id LIMIT 500";
inline constexpr std::string_view kGroups =
    "SELECT group_id, school_year, las_key, name, composed, year_group FROM roster_group WHERE school_id = :1 ORDER BY "
    "group_id";
inline constexpr std::string_view kPupils =
    "SELECT person_id, basispoort_id, eck_id, las_key, given_name, prefix, family_name, year_group, base_group, active"
    " FROM pupil WHERE school_id = :1 ORDER BY person_id";
inline constexpr std::string_view kStaff =
    "SELECT person_id, basispoort_id, eck_id, las_key, given_name, prefix, family_name, email, end_date, roles, active"
    " FROM staff WHERE school_id = :1 ORDER BY person_id";
inline constexpr std::string_view kMembers =
    "SELECT person_id, group_id FROM member WHERE school_id = :1 ORDER BY person_id, group_id";
inline constexpr std::string_view kDropMembersOfPerson = "DELETE FROM member WHERE school_id = :1 AND person_id = :2";
inline constexpr std::string_view kDropMembersOfGroup = "DELETE FROM member WHERE school_id = :1 AND group_id = :2";
inline constexpr std::string_view kTouchSchool = "UPDATE school SET version = :2, updated_at = :3 WHERE school_id = :1";

// Where a page ended, from its cursor.
inline constexpr std::string_view kSortKeyOfSchool = "SELECT name FROM school WHERE school_id = :1";
inline constexpr std::string_view kSortKeyOfGroup =
    "SELECT sort_key FROM roster_group WHERE school_id = :1 AND group_id = :2";
inline constexpr std::string_view kSortKeyOfPupil =
    "SELECT sort_key FROM pupil WHERE school_id = :1 AND person_id = :2";
inline constexpr std::string_view kSortKeyOfStaff =
    "SELECT sort_key FROM staff WHERE school_id = :1 AND person_id = :2";

inline constexpr std::string_view kNextSequence =
    "UPDATE feed_head SET last_sequence = last_sequence + 1 WHERE one = 1";
inline constexpr std::string_view kLastSequence = "SELECT last_sequence FROM feed_head WHERE one = 1";
inline constexpr std::string_view kOldestSequence = "SELECT min(sequence) FROM feed";
inline constexpr std::string_view kAddFeedEntry =
    "INSERT INTO feed (sequence, school_id, version, at, changes) VALUES (:1, :2, :3, :4, :5)";
inline constexpr std::string_view kFeedAfter =
    "SELECT sequence, changes FROM feed WHERE sequence > :1 ORDER BY sequence LIMIT :2";

#define SUITE_BATCH_COLUMNS "batch_id, source, sequence, kind, status, created_at, committed_at, applied_at"
inline constexpr std::string_view kBatch = "SELECT " SUITE_BATCH_COLUMNS " FROM batch WHERE batch_id = :1";
inline constexpr std::string_view kBatchBySequence =
    "SELECT " SUITE_BATCH_COLUMNS " FROM batch WHERE source = :1 AND sequence = :2";
inline constexpr std::string_view kNextToApply =
    "SELECT " SUITE_BATCH_COLUMNS " FROM batch WHERE status IN (:1, :2) ORDER BY committed_at, sequence LIMIT 1";
#undef SUITE_BATCH_COLUMNS
inline constexpr std::string_view kNewestCommitted =
    "SELECT max(sequence) FROM batch WHERE source = :1 AND committed_at IS NOT NULL";
inline constexpr std::string_view kPartNumbers = "SELECT n FROM batch_part WHERE batch_id = :1 ORDER BY n";
inline constexpr std::string_view kPartTotals =
    "SELECT count(*), COALESCE(sum(records), 0), COALESCE(sum(dropped_fields), 0) FROM batch_part WHERE batch_id = :1";
inline constexpr std::string_view kDropChunksOfPart = "DELETE FROM batch_chunk WHERE batch_id = :1 AND n = :2";
inline constexpr std::string_view kChunks =
    "SELECT lines FROM batch_chunk WHERE batch_id = :1 AND basispoort_school_id = :2 ORDER BY n";
inline constexpr std::string_view kDropChunksOfSchool =
    "DELETE FROM batch_chunk WHERE batch_id = :1 AND basispoort_school_id = :2";
inline constexpr std::string_view kSchoolsToApply =
    "SELECT DISTINCT basispoort_school_id FROM batch_chunk WHERE batch_id = :1 ORDER BY basispoort_school_id";
inline constexpr std::string_view kSchoolsLeft =
    "SELECT count(DISTINCT basispoort_school_id) FROM batch_chunk WHERE batch_id = :1";
inline constexpr std::string_view kSchoolCounts = "SELECT counts FROM batch_school WHERE batch_id = :1";
inline constexpr std::string_view kBatchRejections =
    "SELECT basispoort_school_id, ordinal, entity, part, line, record_key, field, reason FROM batch_rejection"
    " WHERE batch_id = :1 AND (basispoort_school_id > :2 OR (basispoort_school_id = :2 AND ordinal > :3))"
    " ORDER BY basispoort_school_id, ordinal LIMIT :4";

#define SUITE_IMPORT_COLUMNS "school_id, import_id, held, format, school_year, created_at, person_id, counts"
inline constexpr std::string_view kImport =
    "SELECT " SUITE_IMPORT_COLUMNS " FROM roster_import WHERE school_id = :1 AND import_id = :2";
inline constexpr std::string_view kImports =
    "SELECT " SUITE_IMPORT_COLUMNS
    " FROM roster_import WHERE school_id = :1 AND created_at < :2 ORDER BY created_at DESC LIMIT :3";
#undef SUITE_IMPORT_COLUMNS
inline constexpr std::string_view kImportRejections =
    "SELECT entity, part, line, record_key, field, reason FROM import_rejection"
    " WHERE school_id = :1 AND import_id = :2 ORDER BY ordinal LIMIT 1000";

}  // namespace suite::roster_sync::query
