// A school's own export as read, and whether it may be taken in for a school (ROS-06).
#pragma once

#include <string>

#include "core/error.hpp"
#include "core/time.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/domain/records.hpp"

namespace suite::roster_sync {

/// Who the file is about, and its records. `roster.schools` is empty: a file does not change the school itself.
struct EdexmlFile {
    SchoolYear school_year;
    std::string brin;                // or empty
    std::string location;            // "00".."99"; empty only without BRIN
    std::string school_key;          // or empty
    std::string institution_number;  // Flanders, or empty
    std::string xsd_version;         // as written, or empty
    IncomingRoster roster;           // with reference_day = peildatum, else aanmaakdatum
};

/// other-school (with both names) unless the file names this school: by BRIN and location, else by Flemish institution
/// number, else by the school's own key. A file that shares none of them with the school cannot be told from another
/// school's. A Flemish school has no number until its first file, recognised by the key, brings it
/// (docs/decisions/0008): DiffSchool takes it over.
[[nodiscard]] Status IsOfSchool(const EdexmlFile& file, const roster::School& school);

/// school-year-ended for a year before the one that `today` is in, unless `accepted` ("2014-2015") confirms just that
/// year.
[[nodiscard]] Status MayTakeYear(const EdexmlFile& file, std::string_view accepted, Date today);

}  // namespace suite::roster_sync
