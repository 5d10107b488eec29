#include "services/pincode/migrations.hpp"

#include <array>

#include "roster_copy/copy_store.hpp"
#include "sql/schools_apart.hpp"

namespace suite::pincode {
namespace {

// No reference to copy_person: a snapshot empties that table and fills it again, and codes must survive it. The
// reference to copy_school takes a school's codes along when the follower drops a school that roster-sync no longer
// has.
constexpr std::string_view kPincode = R"sql(
CREATE TABLE pincode (
    school_id BIGINT NOT NULL REFERENCES copy_school (school_id) ON DELETE CASCADE, pupil_id BIGINT NOT NULL,
    sealed TEXT NOT NULL, PRIMARY KEY (school_id, pupil_id));
)sql";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kAll{
        sql::Migration{.number = 1, .name = "roster copy", .sql = roster_copy::kSchema},
        sql::Migration{.number = 2, .name = "pincodes", .sql = kPincode},
        sql::Migration{.number = 3, .name = "consent", .sql = roster_copy::kConsentSchema},
        sql::Migration{.number = 4,
                       .name = "pages by school",
                       .sql = roster_copy::kBySchoolSqlite,
                       .postgres_sql = roster_copy::kRoomPostgres},
        sql::Migration{.number = 5, .name = "schools apart", .sql = "", .postgres_sql = sql::kSchoolsApart},
    };
    return kAll;
}

}  // namespace suite::pincode
