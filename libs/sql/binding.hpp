// SOCI's use elements for a list of values. Included by the two session files only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sql/backend.hpp"
#include "sql/soci_headers.hpp"

namespace suite::sql {

/// Owns what SOCI's use elements point at: they must outlive the statement's execution (CODE §5.5 row 16).
class Binding {
  public:
    explicit Binding(std::span<const Value> values) : slots_(values.size()) {
        for (std::size_t i = 0; i < values.size(); ++i) Set(i, values[i]);
    }

    /// For the next execution of a prepared statement.
    void Set(std::size_t i, const Value& value) {
        Slot& slot = slots_[i];
        slot.indicator = soci::i_ok;
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            slot.number = *number;
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            slot.text = *text;
        } else {
            slot.indicator = soci::i_null;
        }
    }

    /// Names them 1, 2, ... A NULL may take either type: PostgreSQL infers a parameter's type from its place.
    void AddTo(soci::statement& statement, std::size_t i, bool is_int) {
        Slot& slot = slots_[i];
        const std::string name = std::to_string(i + 1);
        if (is_int) {
            statement.exchange(soci::use(slot.number, slot.indicator, name));
        } else {
            statement.exchange(soci::use(slot.text, slot.indicator, name));
        }
    }

    void AddTo(soci::statement& statement, std::span<const Value> values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            AddTo(statement, i, std::holds_alternative<std::int64_t>(values[i]));
        }
    }

  private:
    struct Slot {
        long long number = 0;
        std::string text;
        soci::indicator indicator = soci::i_ok;
    };
    std::vector<Slot> slots_;
};

}  // namespace suite::sql
