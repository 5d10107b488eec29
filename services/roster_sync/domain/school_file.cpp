#include "services/roster_sync/domain/school_file.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

std::string NameOf(const EdexmlFile& file) {
    if (!file.brin.empty()) return file.brin + file.location;
    return file.institution_number.empty() ? file.school_key : file.institution_number;
}

std::string NameOf(const roster::School& school) {
    if (!school.brin.empty()) return school.name + " (" + school.brin + school.location + ")";
    if (!school.institution_number.empty()) return school.name + " (" + school.institution_number + ")";
    return school.name;
}

bool Same(const EdexmlFile& file, const roster::School& school) {
    if (!file.brin.empty() && !school.brin.empty()) return file.brin == school.brin && file.location == school.location;
    if (!file.institution_number.empty() && !school.institution_number.empty()) {
        return file.institution_number == school.institution_number;
    }
    return !file.school_key.empty() && file.school_key == school.school_key;
}

}  // namespace

Status IsOfSchool(const EdexmlFile& file, const roster::School& school) {
    if (Same(file, school)) return {};
    return Fail({.code = Code::kFailedPrecondition,
                 .reason = std::string(reason::kOtherSchool),
                 .message = "the file is of another school",
                 .metadata = {{"fileSchool", NameOf(file)}, {"school", NameOf(school)}}});
}

Status MayTakeYear(const EdexmlFile& file, std::string_view accepted, Date today) {
    if (file.school_year >= SchoolYear::Of(today) || SchoolYear::Parse(accepted) == file.school_year) return {};
    return Fail({.code = Code::kFailedPrecondition,
                 .reason = std::string(reason::kSchoolYearEnded),
                 .message = "the school year has ended; confirm it with acceptSchoolYear",
                 .metadata = {{"schoolYear", file.school_year.ToString()}}});
}

}  // namespace suite::roster_sync
