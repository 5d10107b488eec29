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

std::string CopyText(const std::vector<std::vector<Value>>& rows, std::size_t from, std::size_t to) {
    std::string out;
    for (std::size_t i = from; i < to; ++i) {
        for (std::size_t column = 0; column < rows[i].size(); ++column) {
            if (column > 0) out += '\t';
            const Value& value = rows[i][column];
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                out += std::to_string(*number);
            } else if (const auto* text = std::get_if<std::string>(&value)) {
                for (const char c : *text) {
                    switch (c) {
                        case '\t':
                            out += "\\t";
                            break;
                        case '\n':
                            out += "\\n";
                            break;
                        case '\r':
                            out += "\\r";
                            break;
                        case '\\':
                            out += "\\\\";
                            break;
                        default:
                            out += c;
                    }
                }
            } else {
                out += "\\N";
            }
        }
        out += '\n';
    }
    return out;
}

}  // namespace suite::sql
