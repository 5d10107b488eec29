#include "tools/bench/databases.hpp"

#include <fmt/format.h>

namespace suite::bench {

std::string Difference(const DatabaseMark& before, const DatabaseMark& after) {
    std::string text;
    for (const auto& [name, now] : after.tables) {
        const auto at = before.tables.find(name);
        const TableMark was = at == before.tables.end() ? TableMark{} : at->second;
        if (was.rows == now.rows && was.writes == now.writes) continue;
        if (!text.empty()) text += ", ";
        text += name;
        if (was.rows != now.rows) text += fmt::format(" {:+} rows", now.rows - was.rows);
        if (after.version != 0) {  // a hash says that, not how much
            if (was.rows == now.rows) text += " changed";
        } else {
            text += fmt::format(" ({} written)", now.writes - was.writes);
        }
    }
    if (!text.empty()) return text;
    return before.version == after.version ? "nothing" : "a commit that changed no row";
}

}  // namespace suite::bench
