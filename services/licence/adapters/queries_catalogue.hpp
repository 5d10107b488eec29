// SQL texts of the catalogue (LIC-01): the same for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::licence::query {

#define SUITE_METHOD_COLUMNS "m.method_id, m.name, m.subject, m.url, m.icon, m.excluded, m.teacher_app, m.test_app"
inline constexpr std::string_view kMethod = "SELECT " SUITE_METHOD_COLUMNS " FROM method m WHERE m.method_id = :1";
inline constexpr std::string_view kMethods =
    "SELECT " SUITE_METHOD_COLUMNS " FROM method m WHERE m.method_id > :1 ORDER BY m.method_id LIMIT :2";
#undef SUITE_METHOD_COLUMNS

#define SUITE_PRODUCT_COLUMNS \
    "p.product_id, p.method_id, p.name, p.year_groups, p.for_groups, p.for_pupils, p.url, p.teacher_app, p.test_app"
inline constexpr std::string_view kProduct = "SELECT " SUITE_PRODUCT_COLUMNS " FROM product p WHERE p.product_id = :1";
// Empty parameters select everything; year groups are stored with a space between them.
inline constexpr std::string_view kProducts =
    "SELECT " SUITE_PRODUCT_COLUMNS
    " FROM product p WHERE p.product_id > :1 AND (:2 = '' OR p.method_id = :2)"
    " AND (:3 = '' OR p.year_groups = '' OR (' ' || p.year_groups || ' ') LIKE ('% ' || :3 || ' %'))"
    " AND (:4 = '' OR (:4 = 'group' AND p.for_groups = 1) OR (:4 = 'pupil' AND p.for_pupils = 1))"
    " ORDER BY p.product_id LIMIT :5";
#undef SUITE_PRODUCT_COLUMNS

inline constexpr std::string_view kRemoveMethod = "DELETE FROM method WHERE method_id = :1";
inline constexpr std::string_view kRemoveProduct = "DELETE FROM product WHERE product_id = :1";
inline constexpr std::string_view kAnyProduct = "SELECT 1 FROM product WHERE method_id = :1 LIMIT 1";
inline constexpr std::string_view kAnyLicence = "SELECT 1 FROM licence WHERE product_id = :1 LIMIT 1";

}  // namespace suite::licence::query
