#include "tests/functional/privacy/search.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "core/text.hpp"
#include "process/process.hpp"
#include "testing/temp_dir.hpp"

namespace suite::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShortestBase64 = 12;

/// 0..63 for a digit of base64 or base64url, else -1.
int Digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

std::string Decode(std::string_view digits) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : digits) {
        bits = (bits << 6U) | static_cast<std::uint32_t>(Digit(c));
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
        }
    }
    return bytes;
}

bool HoldsPlain(std::string_view text, const std::vector<std::string>& words) {
    const auto lower = AsciiLower(text);
    return std::ranges::any_of(words, [&](const std::string& word) { return lower.contains(word); });
}

}  // namespace

bool Holds(std::string_view text, const std::vector<std::string>& words) {
    if (HoldsPlain(text, words)) return true;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && Digit(text[end]) >= 0) ++end;
        const auto run = text.substr(at, end - at);
        if (run.size() >= kShortestBase64) {
            // Wherever the base64 begins in the run: letters before it may be digits too.
            for (std::size_t shift = 0; shift < 4; ++shift) {
                if (HoldsPlain(Decode(run.substr(shift)), words)) return true;
            }
        }
        at = end + 1;
    }
    return false;
}

std::string ReadWhole(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

void ForEachFile(const fs::path& root, const std::function<void(const fs::path&, const std::string&)>& visit) {
    std::error_code gone;
    for (fs::recursive_directory_iterator at(root, gone), end; at != end; at.increment(gone)) {
        if (at->is_regular_file(gone)) visit(at->path(), ReadWhole(at->path()));
    }
}

std::string AllValues(const fs::path& sqlite_file) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(sqlite_file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, sqlite3_close);
    if (code != SQLITE_OK) FAIL("cannot open " << sqlite_file);
    const auto each_row = [&](const std::string& query, const auto& visit) {
        sqlite3_stmt* prepared = nullptr;
        if (sqlite3_prepare_v2(opened, query.c_str(), -1, &prepared, nullptr) != SQLITE_OK) FAIL(query);
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, sqlite3_finalize);
        int state = SQLITE_ROW;
        while ((state = sqlite3_step(prepared)) == SQLITE_ROW) visit(prepared);
        if (state != SQLITE_DONE) FAIL(query << ": " << sqlite3_errmsg(opened));
    };
    const auto value = [](sqlite3_stmt* row, int column) {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
        return bytes == nullptr ? std::string()
                                : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
    };
    std::vector<std::string> tables;
    each_row("SELECT name FROM sqlite_master WHERE type = 'table'",
             [&](sqlite3_stmt* row) { tables.push_back(value(row, 0)); });
    std::string all;
    for (const auto& table : tables) {
        each_row("SELECT * FROM \"" + table + "\"", [&](sqlite3_stmt* row) {
            for (int column = 0; column < sqlite3_column_count(row); ++column) all += value(row, column) + "\n";
        });
    }
    return all;
}

std::string AllValues(const std::string& postgres_url) {
    const char* const bin = std::getenv("SUITE_POSTGRES_BIN");
    const TempDir dir;
    const auto file = dir.Path() / "dump.sql";
    auto dump = process::Process::Start(
        {.command = {std::string(bin != nullptr ? bin : "/usr/lib/postgresql/15/bin") + "/pg_dump", "--data-only",
                     "--file=" + file.string(), "--dbname=" + postgres_url},
         .output_file = dir.Path() / "pg_dump.log"});
    if (!dump) FAIL("pg_dump: " << dump.error().message);
    const auto code = dump->WaitFor(std::chrono::seconds(60));
    if (code != 0) FAIL("pg_dump: " << ReadWhole(dir.Path() / "pg_dump.log"));
    return ReadWhole(file);
}

}  // namespace suite::testing
