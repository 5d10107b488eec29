// Looking for traces of a person in all that a run of the suite leaves behind.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace suite::testing {

/// Whether `text` holds one of the words, in any letter case, as it is or in base64 of either alphabet (the change feed
/// and sealed values are stored so). The words are ASCII in small letters.
[[nodiscard]] bool Holds(std::string_view text, const std::vector<std::string>& words);

/// Every regular file below, with its contents. Files that go away meanwhile are left out.
void ForEachFile(const std::filesystem::path& root,
                 const std::function<void(const std::filesystem::path&, const std::string&)>& visit);

[[nodiscard]] std::string ReadWhole(const std::filesystem::path& file);

/// Every value of every table of a SQLite database, one a line.
[[nodiscard]] std::string AllValues(const std::filesystem::path& sqlite_file);

/// What pg_dump says of all schemas of a PostgreSQL database: data only, one value list a line.
[[nodiscard]] std::string AllValues(const std::string& postgres_url);

}  // namespace suite::testing
