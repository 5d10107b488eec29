// Every statement of this service, the same for SQLite and PostgreSQL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace suite::results::query {

/// "(:3, :4)" for first 3, count 2: what follows an IN.
[[nodiscard]] inline std::string List(std::size_t first, std::size_t count) {
    std::string text = "(";
    for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? ":" : ", :") + std::to_string(first + i);
    return text + ")";
}

// Connections.
inline constexpr std::string_view kSchoolActive = "SELECT active * consent FROM copy_school WHERE school_id = :1";
inline constexpr std::string_view kConnectionTo =
    "SELECT connection_id FROM result_connection WHERE school_id = :1 AND las = :2 AND ended_at IS NULL";
inline constexpr std::string_view kInsertConnection =
    "INSERT INTO result_connection (school_id, connection_id, las, sealed_key, created_by_role, created_by, "
    "created_at) "
    "VALUES (:1, :2, :3, :4, :5, :6, :7)";
inline constexpr std::string_view kConnections =
    "SELECT c.connection_id, c.las, c.sealed_key, c.created_by_role, c.created_by, c.created_at, c.last_pulled_at, "
    "(SELECT count(*) FROM delivery d WHERE d.school_id = c.school_id AND d.connection_id = c.connection_id "
    "AND d.state = 0), "
    "(SELECT count(*) FROM delivery d WHERE d.school_id = c.school_id AND d.connection_id = c.connection_id "
    "AND d.state = 1) "
    "FROM result_connection c WHERE c.school_id = :1 AND c.ended_at IS NULL AND c.las > :2 ORDER BY c.las LIMIT :3";

// Intake; those that end in IN are followed by List.
inline constexpr std::string_view kRoutes =
    "SELECT connection_id, las FROM result_connection WHERE school_id = :1 AND ended_at IS NULL ORDER BY las";
inline constexpr std::string_view kStoredResultsIn =
    "SELECT school_id, result_key, version, person_id, eck_id, las_key, product_id, kind, test_code, test_name, "
    "part_code, score, taken_on FROM result WHERE client_id = :1 AND result_key IN ";
inline constexpr std::string_view kPupilsByIdIn =
    "SELECT person_id, eck_id, las_key, person_id FROM copy_person WHERE school_id = :1 AND kind = 'p' AND person_id "
    "IN ";
inline constexpr std::string_view kPupilsByBasispoortIdIn =
    "SELECT person_id, eck_id, las_key, basispoort_id FROM copy_person WHERE school_id = :1 AND kind = 'p' AND "
    "basispoort_id IN ";
inline constexpr std::string_view kPupilsByEckIdIn =
    "SELECT person_id, eck_id, las_key, eck_id FROM copy_person WHERE school_id = :1 AND kind = 'p' AND eck_id IN ";
/// Gives :2 numbers; answers the last of them. Holds the LAS's row until the transaction ends.
inline constexpr std::string_view kTakeNumbers =
    "INSERT INTO las_queue (las, last_number, acknowledged) VALUES (:1, :2, 0) "
    "ON CONFLICT (las) DO UPDATE SET last_number = las_queue.last_number + excluded.last_number RETURNING last_number";
inline constexpr std::string_view kSupersedeIn =
    "UPDATE delivery SET state = 2 WHERE school_id = :1 AND connection_id = :2 AND state = 0 AND client_id = :3 AND "
    "result_key IN ";

// A school whose consent ended a term ago (ROS-12). Its deliveries stay as bare numbers, so that the queues stay
// gapless.
inline constexpr std::string_view kEraseResults = "DELETE FROM result WHERE school_id = :1";
inline constexpr std::string_view kEraseConnections = "DELETE FROM result_connection WHERE school_id = :1";

// Pulling. A school without its tick, or gone from the roster, has withdrawn its consent: nothing of it leaves.
inline constexpr std::string_view kQueueState = "SELECT last_number, acknowledged FROM las_queue WHERE las = :1";
inline constexpr std::string_view kAcknowledgeQueue =
    "UPDATE las_queue SET acknowledged = :2 WHERE las = :1 AND acknowledged < :2";
inline constexpr std::string_view kAcknowledgeDeliveries =
    "UPDATE delivery SET state = 1, delivered_at = :4 WHERE las = :1 AND number > :2 AND number <= :3 AND state = 0 "
    "AND "
    "EXISTS (SELECT 1 FROM result_connection c JOIN copy_school s ON s.school_id = c.school_id AND s.consent = 1 "
    "WHERE c.school_id = delivery.school_id AND c.connection_id = delivery.connection_id AND c.ended_at IS NULL)";
inline constexpr std::string_view kMarkPulled =
    "UPDATE result_connection SET last_pulled_at = :4 WHERE (school_id, connection_id) IN "
    "(SELECT school_id, connection_id FROM delivery WHERE las = :1 AND number > :2 AND number <= :3 AND state = 1 AND "
    "delivered_at = :4)";
/// A window of the queue, deliverable or not: column 20 says whether. The window is cut before the joins, because
/// PostgreSQL without fresh statistics would join the whole queue for each page. A result that was replaced appears
/// once, where its newest version is.
inline constexpr std::string_view kDeliveriesAfter =
    "SELECT d.number, s.brin, s.location, s.school_key, p.person_id, p.eck_id, p.las_key, "
    "r.school_id, r.result_key, r.version, r.person_id, r.eck_id, r.las_key, r.product_id, r.kind, r.test_code, "
    "r.test_name, r.part_code, r.score, r.taken_on, "
    "CASE WHEN c.connection_id IS NULL OR s.school_id IS NULL OR r.result_key IS NULL THEN 0 ELSE 1 END "
    "FROM (SELECT number, school_id, connection_id, client_id, result_key, version FROM delivery "
    "WHERE las = :1 AND number > :2 ORDER BY number LIMIT :3) d "
    "LEFT JOIN result_connection c ON c.school_id = d.school_id AND c.connection_id = d.connection_id AND "
    "c.ended_at IS NULL "
    "LEFT JOIN copy_school s ON s.school_id = d.school_id AND s.consent = 1 "
    "LEFT JOIN result r ON r.school_id = d.school_id AND r.client_id = d.client_id AND r.result_key = d.result_key AND "
    "r.version = d.version "
    "LEFT JOIN copy_person p ON p.school_id = r.school_id AND p.person_id = r.person_id "
    "ORDER BY d.number";

}  // namespace suite::results::query
