// Rejections for a spreadsheet.
#include "services/roster_sync/adapters/rejections_csv.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace {

using namespace suite::roster_sync;  // NOLINT: test

std::vector<ImportRejection> Many(std::int64_t count) {
    const auto rejection =
        MakeRejection(Entity::kPupil, {.part = 1, .line = 7}, "ll-1", {"groep", std::string(rejected::kUnknownGroup)});
    return std::vector<ImportRejection>(static_cast<std::size_t>(count),
                                        ImportRejection{.basispoort_school_id = 1001, .rejection = rejection});
}

std::string LastRow(const std::string& csv) {
    const auto end = csv.rfind("\r\n");
    return csv.substr(csv.rfind("\r\n", end - 1) + 2, end - csv.rfind("\r\n", end - 1) - 2);
}

}  // namespace

TEST_CASE("a CSV of more rejections than it takes says so in its last row", "[ROS-08]") {
    for (const bool names : {false, true}) {
        CAPTURE(names);
        const auto full = RejectionsCsv(Many(kMaxCsvRows), names);
        CHECK(std::ranges::count(full, '\n') == kMaxCsvRows + 1);
        CHECK(LastRow(full).starts_with("1001;\"pupil\";1;7;\"ll-1\";"));

        const auto cut = RejectionsCsv(Many(kAskedForCsv), names);
        CHECK(std::ranges::count(cut, '\n') == kMaxCsvRows + 2);  // head, rows, and that there are more
        const auto last = LastRow(cut);
        CHECK(last.find("\"more-rows\"") != std::string::npos);
        CHECK(last.find("Er zijn er meer") != std::string::npos);
        CHECK(last.find("There are more") != std::string::npos);
        const auto head = cut.substr(0, cut.find('\r'));
        CHECK(std::ranges::count(last, ';') == std::ranges::count(head, ';'));
    }
}
