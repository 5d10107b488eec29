#include "services/roster_sync/adapters/rejections_csv.hpp"

namespace suite::roster_sync {
namespace {

std::string Cell(std::string_view text) {
    std::string cell = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) cell += '\'';
    for (const char c : text) {
        if (c == '"') cell += '"';
        cell += c;
    }
    return cell + "\"";
}

// In a column of its own kind each, so that whoever sorts or filters the rows still finds it.
constexpr std::string_view kThereAreMore =
    ";\"\";;;\"\";\"\";\"more-rows\";"
    "\"Dit zijn de eerste 50.000 regels. Er zijn er meer: je vindt ze allemaal in de lijst met afgewezen regels.\";"
    "\"These are the first 50,000 rows. There are more: the list of rejections has all of them.\"";
static_assert(kMaxCsvRows == 50000, "the text names the number");

}  // namespace

std::string RejectionsCsv(std::span<const ImportRejection> rejections, bool names) {
    std::string csv = "\xEF\xBB\xBFschool;soort;deel;regel;sleutel;veld;reden;uitleg;explanation";
    csv += names ? ";naam;andere naam\r\n" : "\r\n";
    const bool all = std::ssize(rejections) <= kMaxCsvRows;
    for (const auto& item : all ? rejections : rejections.first(kMaxCsvRows)) {
        const auto& r = item.rejection;
        csv += item.basispoort_school_id == 0 ? "" : std::to_string(item.basispoort_school_id);
        csv += ";" + Cell(ToString(r.entity)) + ";" + std::to_string(r.part) + ";" + std::to_string(r.line);
        for (const auto* text : {&r.key, &r.field, &r.reason, &r.message_nl, &r.message_en}) csv += ";" + Cell(*text);
        if (names) csv += ";" + Cell(r.name) + ";" + Cell(r.other_name);
        csv += "\r\n";
    }
    if (!all) csv += std::string(kThereAreMore) + (names ? ";\"\";\"\"\r\n" : "\r\n");
    return csv;
}

}  // namespace suite::roster_sync
