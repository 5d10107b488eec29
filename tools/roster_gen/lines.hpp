// The NDJSON records, one line each. Written by hand: the country takes 0.5 s so, and 5 s by nlohmann::ordered_json.
#pragma once

#include <string>

#include "tools/roster_gen/school.hpp"

namespace suite::roster_gen {

/// All append to `out`, without line end. Absent parts of a name, and a composed group's year, are left out.
void AppendSchool(std::string& out, const MadeSchool& school);
void AppendGroup(std::string& out, const MadeSchool& school, const MadeGroup& group, bool composed);
void AppendPupil(std::string& out, const MadeSchool& school, const MadePupil& pupil);
void AppendStaff(std::string& out, const MadeSchool& school, const MadeStaff& member);
/// `type` is "pupil" or "staff", `number` the person's in the school.
void AppendDelete(std::string& out, const MadeSchool& school, std::string_view type, int number);

}  // namespace suite::roster_gen
