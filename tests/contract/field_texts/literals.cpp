#include "literals.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

namespace suite::contract {
namespace {

class Lexer {
  public:
    explicit Lexer(std::string_view text) : rest_(text) {}

    Source Read() {
        while (!rest_.empty()) {
            if (rest_.starts_with("//")) {
                Skip(rest_.find('\n'));
            } else if (rest_.starts_with("/*")) {
                Skip(rest_.find("*/") + 2);
            } else if (rest_.starts_with("R\"")) {
                const auto open = rest_.find('(');
                const auto end = ")" + std::string(rest_.substr(2, open - 2)) + "\"";
                Skip(rest_.find(end, open) + end.size());
                Code('"');
            } else if (rest_.front() == '"') {
                String();
            } else if (rest_.front() == '\'' && !digit_before_) {
                Character();
            } else {
                Code(rest_.front());
                Skip(1);
            }
        }
        return std::move(source_);
    }

  private:
    void Skip(std::size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }

    void Code(char c) {
        digit_before_ = c >= '0' && c <= '9';  // 10'000 is a number
        if (c == ' ' || c == '\n' || c == '\t') return;
        source_.code += c;
        between_ += c;
    }

    void String() {
        std::string text;
        Skip(1);
        while (!rest_.empty() && rest_.front() != '"') {
            if (rest_.front() == '\\') Skip(1);
            text += rest_.front();
            Skip(1);
        }
        Skip(1);
        digit_before_ = false;
        if (between_.empty() && !source_.literals.empty())
            source_.literals.back().text += text;
        else
            source_.literals.push_back({.text = std::move(text), .before = std::exchange(between_, {})});
    }

    void Character() {
        Skip(1);
        while (!rest_.empty() && rest_.front() != '\'') Skip(rest_.front() == '\\' ? 2 : 1);
        Skip(1);
        Code('\'');
    }

    std::string_view rest_;
    std::string between_ = ";";
    bool digit_before_ = false;
    Source source_;
};

}  // namespace

Source ReadSource(const std::filesystem::path& root, const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    auto source = Lexer(text.str()).Read();
    source.file = std::filesystem::relative(path, root).string();
    return source;
}

std::vector<Source> ReadSources(const std::filesystem::path& root, const std::vector<std::string>& folders) {
    std::vector<Source> sources;
    for (const auto& folder : folders) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const auto extension = entry.path().extension();
            if (extension == ".cpp" || extension == ".hpp") sources.push_back(ReadSource(root, entry.path()));
        }
    }
    return sources;
}

}  // namespace suite::contract
