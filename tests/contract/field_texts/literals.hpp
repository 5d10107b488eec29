// The texts in C++ sources.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace suite::contract {

/// A string literal; neighbours that the compiler joins are one.
struct Literal {
    std::string text;
    std::string before;  // code between the literal before it and this one, without comments and white space
};
struct Source {
    std::string file;  // of the repository
    std::string code;  // without comments, literals and white space
    std::vector<Literal> literals;
};

/// Knows comments, character literals, raw strings and \" in strings.
[[nodiscard]] Source ReadSource(const std::filesystem::path& root, const std::filesystem::path& path);
/// Every .cpp and .hpp below these folders of `root`.
[[nodiscard]] std::vector<Source> ReadSources(const std::filesystem::path& root,
                                              const std::vector<std::string>& folders);

}  // namespace suite::contract
