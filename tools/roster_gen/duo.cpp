// DUO's open data: which school locations there are, and how many pupils each has.
#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <unordered_map>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "tools/roster_gen/roster_gen.hpp"

namespace suite::roster_gen {
namespace {

/// Windows-1252's 0x80..0x9F; the rest equals Latin-1. Zero: unassigned.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string FromWindows1252(std::string_view text) {
    std::string utf8;
    utf8.reserve(text.size() + 8);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const unsigned point = byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte;
        if (point == 0) continue;
        if (point < 0x80) {
            utf8 += static_cast<char>(point);
        } else if (point < 0x800) {
            utf8 += static_cast<char>(0xC0U | (point >> 6U));
            utf8 += static_cast<char>(0x80U | (point & 0x3FU));
        } else {
            utf8 += static_cast<char>(0xE0U | (point >> 12U));
            utf8 += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
            utf8 += static_cast<char>(0x80U | (point & 0x3FU));
        }
    }
    return utf8;
}

/// One line of ';'-separated values; a value may be in double quotes, doubled inside.
std::vector<std::string> SplitRow(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string> values(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') {
            if (quoted && i + 1 < line.size() && line[i + 1] == '"')
                values.back() += line[i++];
            else
                quoted = !quoted;
        } else if (line[i] == ';' && !quoted) {
            values.emplace_back();
        } else {
            values.back() += line[i];
        }
    }
    return values;
}

/// A file with a heading line, read row by row.
class Table {
  public:
    static Result<Table> Open(const std::string& path) {
        Table table;
        table.file_.open(path, std::ios::binary);
        std::string line;
        if (!table.file_ || !std::getline(table.file_, line)) {
            return Fail(Code::kNotFound, reason::kNotFound, "cannot read " + path);
        }
        std::string_view heading = line;
        if (heading.starts_with("\xEF\xBB\xBF")) heading.remove_prefix(3);
        table.columns_ = SplitRow(heading);
        return table;
    }

    [[nodiscard]] const std::vector<std::string>& Columns() const { return columns_; }
    [[nodiscard]] Result<std::size_t> Column(std::string_view name) const {
        const auto found = std::ranges::find(columns_, name);
        if (found == columns_.end()) {
            return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "no column " + std::string(name));
        }
        return static_cast<std::size_t>(found - columns_.begin());
    }
    /// The next row that has all columns.
    std::optional<std::vector<std::string>> Next() {
        std::string line;
        while (std::getline(file_, line)) {
            auto row = SplitRow(line);
            if (row.size() >= columns_.size()) return row;
        }
        return std::nullopt;
    }

  private:
    std::ifstream file_;
    std::vector<std::string> columns_;
};

Result<std::unordered_map<std::string, int>> LoadSizes(const std::string& path) {
    SUITE_ASSIGN(Table table, Table::Open(path));
    SUITE_ASSIGN(const std::size_t code, table.Column("VESTIGINGSCODE"));
    std::string newest;  // LEERLINGEN_yyyy sorts by year
    for (const std::string& column : table.Columns()) {
        if (column.starts_with("LEERLINGEN_")) newest = std::max(newest, column);
    }
    SUITE_ASSIGN(const std::size_t year, table.Column(newest.empty() ? "LEERLINGEN_yyyy" : newest));
    std::unordered_map<std::string, int> sizes;
    while (const auto row = table.Next()) {
        const std::string& text = (*row)[year];
        // "<5" hides 1 to 4, lest a child be recognised.
        const auto size = text == "<5" ? 3 : ParseInteger(text).value_or(0);
        if (size > 0) sizes.emplace((*row)[code], static_cast<int>(std::min<long long>(size, kMaxPupils)));
    }
    return sizes;
}

}  // namespace

Result<std::vector<SchoolFacts>> LoadDuo(const std::string& directory) {
    SUITE_ASSIGN(const auto sizes, LoadSizes(directory + "/duo-leerlingen-per-vestiging.csv"));
    SUITE_ASSIGN(Table table, Table::Open(directory + "/duo-schoolvestigingen.csv"));
    SUITE_ASSIGN(const std::size_t code, table.Column("VESTIGINGSCODE"));
    SUITE_ASSIGN(const std::size_t name, table.Column("VESTIGINGSNAAM"));
    SUITE_ASSIGN(const std::size_t street, table.Column("STRAATNAAM"));
    SUITE_ASSIGN(const std::size_t house_number, table.Column("HUISNUMMER-TOEVOEGING"));
    SUITE_ASSIGN(const std::size_t postal_code, table.Column("POSTCODE"));
    SUITE_ASSIGN(const std::size_t city, table.Column("PLAATSNAAM"));
    SUITE_ASSIGN(const std::size_t board, table.Column("BEVOEGD GEZAG NUMMER"));
    std::vector<SchoolFacts> schools;
    while (const auto row = table.Next()) {
        const auto size = sizes.find((*row)[code]);
        if (size == sizes.end() || size->first.size() != 6) continue;
        const auto text = [&row](std::size_t column) { return Collapse(FromWindows1252((*row)[column])); };
        std::string postcode = text(postal_code);
        std::erase(postcode, ' ');
        schools.push_back({.name = text(name),
                           .brin = size->first.substr(0, 4),
                           .location = size->first.substr(4),
                           .street = text(street),
                           .house_number = text(house_number),
                           .postal_code = std::move(postcode),
                           .city = text(city),
                           .board_code = text(board),
                           .pupils = size->second});
    }
    return schools;
}

}  // namespace suite::roster_gen
