// Statements and values as libpq takes them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sql/sql.hpp"

namespace suite::sql {

/// Values as libpq takes them: texts, or null.
class Parameters {
  public:
    explicit Parameters(std::span<const Value> values) {
        for (const Value& value : values) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                texts_.push_back(std::to_string(*number));
            } else if (const auto* text = std::get_if<std::string>(&value)) {
                texts_.push_back(*text);
            } else {
                texts_.emplace_back();
            }
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            pointers_.push_back(std::holds_alternative<std::monostate>(values[i]) ? nullptr : texts_[i].c_str());
        }
    }
    [[nodiscard]] int Count() const { return static_cast<int>(pointers_.size()); }
    [[nodiscard]] const char* const* Texts() const { return pointers_.data(); }

  private:
    std::vector<std::string> texts_;
    std::vector<const char*> pointers_;
};

/// ":1" as "$1", but not within quotes.
[[nodiscard]] inline std::string Numbered(std::string_view sql) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        quoted ^= sql[i] == '\'';
        const bool number = i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9';
        out += sql[i] == ':' && number && !quoted ? '$' : sql[i];
    }
    return out;
}

}  // namespace suite::sql
