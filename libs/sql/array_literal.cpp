#include "sql/array_literal.hpp"

namespace suite::sql {

std::string ArrayLiteral(const std::vector<std::vector<Value>>& rows, std::size_t from, std::size_t to,
                         std::size_t column) {
    std::string out = "{";
    for (std::size_t i = from; i < to; ++i) {
        if (i > from) out += ',';
        const Value& value = rows[i][column];
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            out += std::to_string(*number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            out += '"';
            for (const char c : *text) {
                if (c == '"' || c == '\\') out += '\\';
                out += c;
            }
            out += '"';
        } else {
            out += "NULL";
        }
    }
    out += '}';
    return out;
}

}  // namespace suite::sql
